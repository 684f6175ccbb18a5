/**
 * Keeps one owner's phone in step with the server, in whichever tab leads. Owns the browser's side of the engine:
 * who leads, what wakes it, and telling every tab the state of the line.
 * Leaves decisions to sync/engine/step.ts and their performance to loop.ts.
 */
import { liveQuery } from 'dexie';
import * as z from 'zod/mini';
import { AttachmentId } from '../../domain/ids.ts';
import type { LineState } from '../engine/state.ts';
import { retryDelay } from '../engine/backoff.ts';
import { bytesOf, type Hold, holdOf, isDear, isGood } from '../engine/sending.ts';
import type { Work } from '../store/phone.ts';
import { filesAllowedMark, filesPausedMark, type PhoneDb, storageFault } from './db.ts';
import { askToBeWoken, hearWaking } from './background.ts';
import { browserDeps, connection, type PhoneDeps } from './deps.ts';
import { callerFor } from './http.ts';
import { ended, leadInTurn } from './leader.ts';
import { type Loop, startLoop, type Wire } from './loop.ts';
import type { NewsWatch } from './news.ts';
import { dexiePhoneStore } from './phone-store.ts';
import { ownerHere } from './session.ts';
import { httpWire } from './transport.ts';

export { sendingOrder } from '../engine/sending.ts';
export type { LineState } from '../engine/state.ts';

export interface SyncOptions {
	/** Open database of whoever uses the phone; its owner is who is sent for. */
	readonly db: PhoneDb;
	readonly deps?: PhoneDeps;
	/** Tests pass their own; by default the portal that the page came from. */
	readonly wire?: Wire;
	/** Undefined where the browser has none. */
	readonly locks?: LockManager | undefined;
}

export interface Sync {
	readonly line: LineState;
	/** Calls with every change of the line, not with the present one. The answer unsubscribes. */
	subscribe(listen: (line: LineState) => void): () => void;
	/** She pressed "try now", or something outside happened: asks the server at once. */
	wake(): void;
	/** Resolves when nothing is under way and nothing will be written any more. */
	stop(): Promise<void>;
}

const Line = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('idle'), syncedAt: z.nullable(z.string()) }),
	z.object({
		kind: z.literal('working'),
		doing: z.enum(['uploading', 'exchanging']),
		doneBytes: z.number(),
		totalBytes: z.number(),
		file: z.optional(z.object({ attachmentId: AttachmentId, bytes: z.number() }))
	}),
	z.object({ kind: z.literal('waiting'), until: z.number(), why: z.enum(['offline', 'unreachable']) }),
	z.object({ kind: z.literal('held'), why: z.enum(['paused', 'metered']), leftBytes: z.number() }),
	z.object({ kind: z.literal('needsLogin') }),
	z.object({ kind: z.literal('outdated') })
]);

/** Between tabs: the leader tells the line, others ask for it or wish to be served now. Tabs may be of two releases. */
const TabMessage = z.discriminatedUnion('type', [
	z.object({ type: z.literal('line'), line: Line }),
	z.object({ type: z.literal('who') }),
	z.object({ type: z.literal('wake') })
]);
type TabMessage = z.infer<typeof TabMessage>;

export function startSync(options: SyncOptions): Sync {
	const { db, deps = browserDeps } = options;
	const { owner } = db;
	const locks = 'locks' in options ? options.locks : globalThis.navigator?.locks;
	// Not the name of the first release: a tab that still runs it has another outbox and would lead with nothing to send.
	const name = `motcua-sync-2-${owner}`;
	const ending = new AbortController();
	const { signal } = ending;
	const listeners = new Set<(line: LineState) => void>();
	const tabs = new BroadcastChannel(name);
	let line: LineState = { kind: 'idle', syncedAt: null };
	let loop: Loop | null = null;
	/** Ends the pause after a break. */
	let rouse = () => {};

	function show(next: LineState): void {
		line = next;
		for (const listen of listeners) listen(next);
	}

	function tell(message: TabMessage): void {
		if (!signal.aborted) tabs.postMessage(message);
	}

	function announce(next: LineState): void {
		show(next);
		tell({ type: 'line', line: next });
	}

	function wake(): void {
		rouse();
		if (loop) loop.send({ type: 'wake' });
		else tell({ type: 'wake' });
	}

	tabs.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
		const message = TabMessage.safeParse(data);
		if (!message.success || signal.aborted) return;
		if (message.data.type === 'line' && !loop) show(message.data.line);
		if (message.data.type === 'who' && loop) tell({ type: 'line', line });
		if (message.data.type !== 'wake') return;
		rouse();
		loop?.send({ type: 'wake' });
	});

	/** A loop that meets what must not happen ends; a new one knows only what is on the disk, as after a new start. */
	async function lead(): Promise<void> {
		for (let broken = 1; !signal.aborted; broken++) {
			await syncUntilBroken();
			if (signal.aborted) return;
			const delayMs = retryDelay(broken, deps.random());
			announce({ kind: 'waiting', until: deps.now() + delayMs, why: 'unreachable' });
			await new Promise<void>((resolve) => {
				const cancel = deps.setTimer(resolve, delayMs);
				rouse = () => resolve(cancel());
				signal.addEventListener('abort', rouse, { once: true });
			});
		}
	}

	async function syncUntilBroken(): Promise<void> {
		const stopping = new AbortController();
		const over = AbortSignal.any([signal, stopping.signal]);
		const wire: Wire = options.wire ?? (owner === 'guest' ? noWire : httpWire(owner, deps));
		const store = dexiePhoneStore(db, deps);
		let isListening = false;
		let news: NewsWatch | null = null;
		const begun = startLoop({
			store,
			wire,
			deps,
			isSignedIn: async () => owner !== 'guest' && (await ownerHere()) === owner,
			hold: (work) => holdNow(db, deps, work),
			isListening: () => isListening,
			storageFault,
			onLine(next) {
				announce(next);
				// While something is on its way nobody knows yet whether the server answers.
				if (next.kind !== 'working') news?.look();
				// A browser that has a network would wake it at once, and again after each failure.
				if (next.kind === 'waiting' && next.why === 'offline') void askToBeWoken();
			},
			onBroken(error) {
				console.error('Sync stopped', error);
				stopping.abort();
			}
		});
		loop = begun;
		const outbox = watchOutbox(db, () => begun.send({ type: 'queued' }));
		const drafts = watchDrafts(db, () => begun.send({ type: 'queued' }));
		const wishes = watchWishes(db, () => begun.send({ type: 'hold' }));
		const unseen = hearLooking(() => news?.look());
		begun.send({ type: 'start' });
		// A guest is told nothing. Nothing waits for it: without it the engine asks by itself.
		if (owner !== 'guest')
			void import('./news.ts').then(
				({ watchNews }) => {
					if (over.aborted) return;
					news = watchNews({
						caller: callerFor(owner, deps),
						deps,
						isWanted: () => deps.isVisible() && deps.isOnline() && isGood(deps.line()) && mayAsk(line),
						cursor: async () => (await store.exchangeFor([])).cursor,
						onTold: (cursor) => begun.send({ type: 'told', cursor }),
						onListening(is) {
							isListening = is;
							begun.send({ type: 'listening' });
						}
					});
					news.look();
				},
				() => {}
			);
		await ended(over);
		unseen();
		await (news as NewsWatch | null)?.stop();
		outbox.unsubscribe();
		drafts.unsubscribe();
		wishes();
		await begun.stop();
		loop = null;
	}

	const unhear = hearTheWorld(wake);
	tell({ type: 'who' });
	const led = leadInTurn(name, signal, lead, locks);

	return {
		get line() {
			return line;
		},
		subscribe(listen) {
			listeners.add(listen);
			return () => listeners.delete(listen);
		},
		wake,
		async stop() {
			unhear();
			ending.abort();
			tabs.close();
			await led;
		}
	};
}

/** Whether the line is in a state in which the server would answer. */
function mayAsk({ kind }: LineState): boolean {
	return kind === 'idle' || kind === 'working' || kind === 'held';
}

/** A guest's phone has nobody to speak for; the engine never asks it to, and this holds it to that. */
const noWire: Wire = {
	exchange: async () => ({ ok: false, error: { type: 'login_required' } }),
	upload: async () => ({ ok: false, error: { type: 'login_required' } }),
	result: async () => ({ ok: false, error: { type: 'login_required' } })
};

/** Calls when something was queued, in any tab; not when something left. */
function watchOutbox(db: PhoneDb, call: () => void) {
	let newest = 0;
	return liveQuery(async () =>
		Number((await db.sealedOutbox.orderBy('position').last())?.position ?? 0)
	).subscribe({
		next(position) {
			if (newest !== null && position > newest) call();
			newest = Math.max(newest ?? 0, position);
		},
		// The database was deleted or taken over by a newer release: the loop finds out by itself.
		error: () => {}
	});
}

/** Calls when a draft was written in any tab, or thrown away; whether there is something to send the store tells. */
function watchDrafts(db: PhoneDb, call: () => void) {
	return liveQuery(async () => [await db.sealedDrafts.toArray(), await db.sealedFacts.count()]).subscribe({
		next: call,
		// As with the outbox: the loop finds out by itself.
		error: () => {}
	});
}

/** Why files stay for now, by what she said and what the line is. */
async function holdNow(
	db: PhoneDb,
	deps: Pick<PhoneDeps, 'line'>,
	{ operations }: Work
): Promise<Hold | null> {
	const waiting = operations.filter(({ missing }) => missing.length > 0);
	if (waiting.length === 0) return null;
	const [paused, allowed] = await db.marks.bulkGet([filesPausedMark, filesAllowedMark]);
	const later = new Set(
		(
			await db.sealedOutbox
				.where('position')
				.above(allowed?.value ?? 0)
				.toArray()
		).map((row) => String(row['operationId']))
	);
	const unasked = waiting.filter(({ operationId }) => later.has(operationId));
	return holdOf({
		paused: paused?.value === 1,
		metered: isDear(deps.line()),
		unasked: bytesOf(unasked.flatMap(({ missing }) => missing))
	});
}

/** Calls when she says something about files, in any tab, and when the line becomes another. */
function watchWishes(db: PhoneDb, call: () => void): () => void {
	const wishes = liveQuery(() => db.marks.bulkGet([filesPausedMark, filesAllowedMark])).subscribe({
		next: call,
		// As with the outbox: the loop finds out by itself.
		error: () => {}
	});
	const line = connection();
	line?.addEventListener('change', call);
	return () => {
		wishes.unsubscribe();
		line?.removeEventListener('change', call);
	};
}

/** Calls when somebody begins or ends to look, and when the line comes, goes or becomes another. */
function hearLooking(call: () => void): () => void {
	if (typeof window === 'undefined') return () => {};
	const line = connection();
	line?.addEventListener('change', call);
	window.addEventListener('online', call);
	window.addEventListener('offline', call);
	document.addEventListener('visibilitychange', call);
	return () => {
		line?.removeEventListener('change', call);
		window.removeEventListener('online', call);
		window.removeEventListener('offline', call);
		document.removeEventListener('visibilitychange', call);
	};
}

/** Online again, looked at again, or woken by the service worker. */
function hearTheWorld(call: () => void): () => void {
	if (typeof window === 'undefined') return () => {};
	const seen = () => {
		if (document.visibilityState === 'visible') call();
	};
	const unhear = hearWaking(call);
	window.addEventListener('online', call);
	window.addEventListener('focus', call);
	document.addEventListener('visibilitychange', seen);
	return () => {
		window.removeEventListener('online', call);
		unhear();
		window.removeEventListener('focus', call);
		document.removeEventListener('visibilitychange', seen);
	};
}
