/**
 * The phone of whoever uses it now: her database, its commands and queries, and the line to the server.
 * Promises: pages below the citizen's layout see it open; when another person signs in, here or in another tab, it is
 * opened anew under that person; it sends for as long as the window is open, on whatever page.
 */
import { liveQuery } from 'dexie';
import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { formsUnderstood } from '$domain/catalogue/form.ts';
import type { Places } from '$domain/catalogue/place.ts';
import type { PersonId } from '$domain/ids.ts';
import { attachmentBytesMax } from '$domain/limits.ts';
import { findLaterVersions } from '$domain/services/registry.ts';
import { openCatalogueDb } from '$sync/client/catalogue/db.ts';
import { createRecordReader, type RecordReader } from '$sync/client/catalogue/records.ts';
import { type Commands, phoneCommands } from '$sync/client/commands.ts';
import type { Draft, KeptPayment, Owner, OutboxEntry, PhoneDb } from '$sync/client/db.ts';
import { browserDeps } from '$sync/client/deps.ts';
import { type LineState, startSync, type Sync } from '$sync/client/driver.ts';
import {
	dropRings,
	keepRing,
	type KeyRing,
	PhoneLocked,
	type PinAnswer,
	type PasskeyAnswer,
	type PinState,
	pinState,
	ringOf,
	unlock,
	unlockByPasskey
} from '$sync/client/lock.ts';
import { keepInMemory } from '$sync/client/medium.ts';
import { browserPasskeys } from '$sync/client/passkey.ts';
import { phoneQueries, type Queries, type WorkHere } from '$sync/client/queries.ts';
import {
	type DraftSummary,
	type Me,
	NewerPhone,
	openPhone,
	ownerHere,
	signIn,
	signOut,
	wasEvicted
} from '$sync/client/session.ts';
import type { Dossier } from '$domain/dossier/schema.ts';
import { Live } from './live.svelte.ts';
import { isKiosk } from '$lib/kiosk/device.ts';
import { unsaved } from '$lib/pwa/unsaved.ts';
import type { PhoneKeeper } from './phone-keeper.svelte.ts';

/** They come with the page on which she sets a lock. */
const lockChanges = () => import('$sync/client/lock-change.ts');

/** The open phone of one person, or of the guest. */
export class Here {
	readonly db: PhoneDb;
	readonly owner: Owner;
	readonly me: Me | null;
	readonly commands: Commands;
	readonly queries: Queries;
	readonly catalogue: RecordReader;
	/** Questions that several pages ask, asked once. */
	readonly drafts: Live<Draft[]>;
	readonly dossiers: Live<Dossier[]>;
	readonly outbox: Live<OutboxEntry[]>;
	readonly payments: Live<KeptPayment[]>;
	readonly places: Live<Places | null>;
	readonly #sync: Sync;
	readonly #onLine = createSubscriber((update) => this.#sync.subscribe(update));
	readonly #onDamaged = createSubscriber((update) => this.db.cabinet.watchDamaged(update));

	constructor(open: { db: PhoneDb; owner: Owner; me: Me | null }, sync: Sync, catalogue: RecordReader) {
		this.db = open.db;
		this.owner = open.owner;
		this.me = open.me;
		this.commands = phoneCommands(open.db);
		this.queries = phoneQueries(open.db);
		this.catalogue = catalogue;
		this.#sync = sync;
		this.drafts = new Live(() => this.queries.drafts());
		this.dossiers = new Live(() => this.queries.dossiers());
		this.outbox = new Live(() => this.queries.outbox());
		this.payments = new Live(() => this.queries.payments());
		this.places = new Live(() => catalogue.places());
	}

	/** How many rows were found not to open. */
	get damaged(): number {
		this.#onDamaged();
		return this.db.cabinet.damaged.length;
	}

	get line(): LineState {
		this.#onLine();
		return this.#sync.line;
	}

	/** Tries the line now instead of at the next turn. */
	wake(): void {
		this.#sync.wake();
	}

	/** The name of the catalogue that she has before her; empty when none has arrived. */
	async catalogueVersion(): Promise<string> {
		const state = await this.catalogue.state();
		return state ? String(state.version) : '';
	}

	stop(): Promise<void> {
		return this.#sync.stop();
	}
}

/** Two photos as large as they may be. */
const roomBytesMin = 2 * attachmentBytesMax;

const ownersChannel = 'motcua-owner';

/** A key that scripts cannot read out may be handed from tab to tab, and lies nowhere on the way. */
type TabMessage =
	| 'changed'
	| { readonly type: 'who' }
	| { readonly type: 'lock' }
	| { readonly type: 'ring'; readonly owner: PersonId; readonly ring: KeyRing };

/** Since this window went into the background; ms. */
interface Away {
	readonly since: number;
	timer: ReturnType<typeof setTimeout> | undefined;
}

type Stage =
	| { readonly kind: 'opening' }
	| { readonly kind: 'open'; readonly here: Here }
	/** A PIN or a passkey is asked for: nothing of hers is in memory, and nothing is sent. */
	| {
			readonly kind: 'locked';
			readonly owner: PersonId;
			readonly by: PinState['by'];
			readonly waitUntil: number;
	  }
	/** A newer app has used this phone: nothing was read or changed. */
	| { readonly kind: 'newer' }
	| { readonly kind: 'failed'; readonly error: unknown };

export class Phone {
	#stage: Stage = $state.raw({ kind: 'opening' });
	readonly #catalogue = createRecordReader(openCatalogueDb());
	/** Between tabs: somebody else uses the phone now, or it was locked or opened. A tab does not hear itself. */
	readonly #owners = new BroadcastChannel(ownersChannel);
	#away: Away | null = null;
	readonly #hadWork: boolean;
	#evicted = $state.raw(false);
	#room = $state.raw<'enough' | 'little'>('enough');
	readonly #onWork: (work: WorkHere) => void;
	#stopWatching = () => {};
	#turn: Promise<unknown> = Promise.resolve();

	/**
	 * @param onWork hears what of hers is here, at once and with every change, in whatever tab it was made
	 * @param before whether there was work when this was last heard
	 */
	constructor(onWork: (work: WorkHere) => void, before: { readonly hadWork: boolean }) {
		this.#onWork = onWork;
		this.#hadWork = before.hadWork;
		findLaterVersions(async (procedureCode) => {
			// Without a copy of the catalogue there are the forms of the release.
			const procedure = await this.#catalogue.procedure(procedureCode).catch(() => null);
			return formsUnderstood(procedure?.forms ?? []);
		});
	}

	/** The browser has thrown away what was kept here, and she has not yet said that she has read it. */
	get evicted(): boolean {
		return this.#evicted;
	}

	/** She has read that it is gone. */
	acceptEviction(): void {
		this.#evicted = false;
		if (this.#stage.kind === 'open') void this.#stage.here.queries.work().then(this.#onWork);
	}

	/** Whether the browser has room for some photos more. */
	get room(): 'enough' | 'little' {
		return this.#room;
	}

	get stage(): Stage {
		return this.#stage;
	}

	/** For pages, which are only drawn while the phone is open. */
	get here(): Here {
		if (this.#stage.kind !== 'open') throw new Error('the phone is not open');
		return this.#stage.here;
	}

	/** Opens it and keeps it open for whoever uses it. */
	start(): void {
		this.#owners.onmessage = ({ data }: MessageEvent<unknown>) => this.#hear(data as TabMessage);
		// A tab that is open may hand over the key before anybody is asked for the PIN.
		this.#tell({ type: 'who' });
		void this.#inTurn(async () => {
			// Before anything is opened, for opening makes the databases anew.
			this.#evicted = await wasEvicted(this.#hadWork).catch(() => false);
			await this.#open();
		});
		document.addEventListener('visibilitychange', () => this.#watchAway());
	}

	/** Opens it, or opens it anew. */
	open(): Promise<void> {
		return this.#inTurn(() => this.#open());
	}

	/**
	 * She is logged in: what the guest wrote under her number becomes hers, and the phone is hers in every tab. When the
	 * disk fails it throws; the phone is open for whoever uses it then, and it may be tried again.
	 */
	async signIn(me: Me): Promise<{ unsure: readonly DraftSummary[] }> {
		return await this.#changeOwner(() => signIn(me));
	}

	/** Her database is deleted, the page has asked before; then the phone is nobody's, in every tab. */
	async signOut(): Promise<void> {
		await this.#changeOwner(() => signOut({ wipe: true }));
	}

	/** What is known of her PIN or passkey; null when there is neither, or nobody is logged in. */
	async pin(): Promise<PinState | null> {
		const owner = await ownerHere();
		return owner === 'guest' ? null : await pinState(owner, browserDeps);
	}

	/** Opens a locked phone, here and in every tab. */
	async unlock(pin: string): Promise<PinAnswer> {
		return await this.#withPin((owner) => unlock(owner, pin, browserDeps));
	}

	/** @param before the present PIN; null when there is none */
	async setPin(before: string | null, pin: string, lockAfterMs: number): Promise<PinAnswer> {
		const { setPin } = await lockChanges();
		return await this.#withPin((owner) => setPin(owner, before, { pin, lockAfterMs }, browserDeps));
	}

	async removePin(pin: string): Promise<PinAnswer> {
		const { removePin } = await lockChanges();
		return await this.#withPin((owner) => removePin(owner, pin, browserDeps));
	}

	async setPasskey(lockAfterMs: number): Promise<PasskeyAnswer> {
		const { setPasskey } = await lockChanges();
		return await this.#withPasskey((owner) => setPasskey(owner, lockAfterMs, browserPasskeys));
	}

	/** As with a PIN: here and in every tab. */
	async unlockByPasskey(): Promise<PasskeyAnswer> {
		return await this.#withPasskey((owner) => unlockByPasskey(owner, browserPasskeys));
	}

	async removePasskey(): Promise<PasskeyAnswer> {
		const { removePasskey } = await lockChanges();
		return await this.#withPasskey((owner) => removePasskey(owner, browserPasskeys));
	}

	async setLockAfter(lockAfterMs: number): Promise<void> {
		const owner = await ownerHere();
		const { setLockAfter } = await lockChanges();
		if (owner !== 'guest') await setLockAfter(owner, lockAfterMs);
	}

	/** Nothing of hers stays in memory, in any tab, until the PIN is entered. */
	async lock(): Promise<void> {
		this.#tell({ type: 'lock' });
		await this.#lock();
	}

	#lock(): Promise<void> {
		return this.#inTurn(async () => {
			await this.#close();
			dropRings();
			await this.#open();
		});
	}

	async #withPin(attempt: (owner: PersonId) => Promise<PinAnswer>): Promise<PinAnswer> {
		const owner = await ownerHere();
		if (owner === 'guest') throw new Error('nobody has a PIN');
		const answer = await attempt(owner);
		if (answer.kind === 'open') {
			this.#tell({ type: 'ring', owner, ring: answer.ring });
			await this.open();
		} else if (this.#stage.kind === 'locked')
			this.#stage = { kind: 'locked', owner, by: 'pin', waitUntil: answer.waitUntil };
		return answer;
	}

	async #withPasskey(attempt: (owner: PersonId) => Promise<PasskeyAnswer>): Promise<PasskeyAnswer> {
		const owner = await ownerHere();
		if (owner === 'guest') throw new Error('nobody has a passkey');
		const answer = await attempt(owner);
		if (answer.kind === 'open') {
			this.#tell({ type: 'ring', owner, ring: answer.ring });
			await this.open();
		}
		return answer;
	}

	#tell(message: TabMessage): void {
		this.#owners.postMessage(message);
	}

	#hear(message: TabMessage): void {
		if (message === 'changed') void this.open();
		else if (message.type === 'lock') void this.#lock();
		else if (message.type === 'who') void this.#answerWho();
		else {
			keepRing(message.owner, message.ring);
			void this.open();
		}
	}

	async #answerWho(): Promise<void> {
		const owner = await ownerHere();
		const ring = ringOf(owner);
		if (ring && owner !== 'guest') this.#tell({ type: 'ring', owner, ring });
	}

	/**
	 * Locks this window when it was away for as long as she has said: then, or when the browser lets it run again. Not
	 * over words that are not on the disk. Another tab may be before her eyes, and is left alone.
	 */
	#watchAway(): void {
		clearTimeout(this.#away?.timer);
		if (document.visibilityState === 'hidden') {
			this.#away = { since: Date.now(), timer: undefined };
			void this.#lockWhenAway(this.#away);
			return;
		}
		const away = this.#away;
		this.#away = null;
		if (away) void this.#lockIfAway(away.since);
	}

	async #lockWhenAway(away: Away): Promise<void> {
		const pin = await this.pin().catch(() => null);
		if (pin && this.#away === away)
			away.timer = setTimeout(() => this.#lockIfAway(away.since), pin.lockAfterMs);
	}

	async #lockIfAway(since: number): Promise<void> {
		const awayMs = Math.abs(Date.now() - since);
		const pin = await this.pin().catch(() => null);
		if (pin && awayMs >= pin.lockAfterMs && this.#stage.kind === 'open' && unsaved.isEmpty)
			await this.#lock();
	}

	#changeOwner<T>(change: () => Promise<T>): Promise<T> {
		return this.#inTurn(async () => {
			await this.#close();
			try {
				return await change();
			} finally {
				this.#owners.postMessage('changed');
				await this.#open();
			}
		});
	}

	/** False when a shared machine could not bring what keeps its disk clean: then nothing is opened at all. */
	async #chooseMedium(): Promise<boolean> {
		try {
			if (isKiosk()) await keepInMemory();
			return true;
		} catch (error) {
			this.#stage = { kind: 'failed', error };
			return false;
		}
	}

	/** A page of a shared machine knows nobody from before it was loaded: the server does, as long as the visit goes on. */
	async #followVisit(): Promise<void> {
		const me = await (await import('$lib/kiosk/visit.ts')).whoIsHere();
		const owner = await ownerHere();
		if (!me || me.personId === owner) return;
		await signOut({ wipe: true });
		await signIn(me);
	}

	async #open(): Promise<void> {
		if (!(await this.#chooseMedium())) return;
		await this.#close();
		try {
			if (isKiosk()) await this.#followVisit();
			const open = await openPhone();
			// In memory nothing is shared with other tabs: each sends its own.
			const sync = startSync({ db: open.db, ...(isKiosk() ? { locks: undefined } : {}) });
			const here = new Here(open, sync, this.#catalogue);
			const watch = liveQuery(async () => await here.queries.work()).subscribe({
				next: (work) => {
					if (!(this.#evicted && work === 'none')) this.#onWork(work);
					void this.#watchRoom(work);
				},
				// Pages that read tell it where it matters.
				error: () => {}
			});
			this.#stopWatching = () => watch.unsubscribe();
			this.#stage = { kind: 'open', here };
		} catch (error) {
			if (error instanceof NewerPhone) this.#stage = { kind: 'newer' };
			else this.#stage = error instanceof PhoneLocked ? await this.#asLocked() : { kind: 'failed', error };
		}
	}

	/** What is worth keeping shall not be evicted; asked for again, since browsers say yes to who comes back. */
	async #watchRoom(work: WorkHere): Promise<void> {
		if (work !== 'none') browserDeps.askToPersist();
		const { usage = 0, quota = Infinity } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
		this.#room = quota - usage < roomBytesMin ? 'little' : 'enough';
	}

	async #asLocked(): Promise<Stage> {
		try {
			const owner = await ownerHere();
			if (owner === 'guest') throw new Error('a guest has no PIN');
			const { by, waitUntil } = (await pinState(owner, browserDeps)) ?? { by: 'pin', waitUntil: 0 };
			return { kind: 'locked', owner, by, waitUntil };
		} catch (error) {
			return { kind: 'failed', error };
		}
	}

	async #close(): Promise<void> {
		if (this.#stage.kind !== 'open') return;
		const { here } = this.#stage;
		this.#stage = { kind: 'opening' };
		this.#stopWatching();
		await here.stop();
		here.db.close();
	}

	/** Opening and closing never overlap. */
	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const done = this.#turn.then(work, work);
		this.#turn = done;
		return done;
	}
}

const [usePhone, setPhone] = createContext<Phone>();
export { usePhone };

/** Called by the layout of the citizen's pages, for the pages below. */
export function providePhone(keeper: PhoneKeeper): Phone {
	return setPhone(keeper.phoneOf(Phone));
}
