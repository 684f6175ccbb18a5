/**
 * Brings the published catalogue to the phone. Promises: the last whole catalogue stays in use until the next is
 * whole; nothing unverified is stored; what is here is never fetched again; stopping at any moment costs less than a
 * piece. Leaves to its caller when to run, and to retry.
 *
 *   manifest ─┬► same content: done
 *             ├► we have an earlier version whose changes are known and lighter: deltas ─► one transaction
 *             └► base: list ─► pieces, three at a time, unpacked in order ─► switch ─► deltas since the base
 */
import {
	baseBytes,
	bytesOf,
	deltasFrom,
	type Manifest,
	type PieceRef
} from '../../../domain/catalogue/manifest.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import {
	dropGeneration,
	readCurrent,
	readIncoming,
	type CatalogueDb,
	type CurrentRow,
	type IncomingRow
} from './db.ts';
import { corrupt, Failed, Stopped, storageFault, type ReplicationFault } from './fault.ts';
import { fetchManifest, fetchPiece, type FetchDeps } from './fetch.ts';
import { createInstaller, readList, storeList, unpackPiece } from './install.ts';
import { applyDeltas } from './update.ts';

export type { ReplicationFault } from './fault.ts';

export interface ReplicationProgress {
	readonly phase: 'manifest' | 'list' | 'details' | 'done';
	/** Bytes on the wire, those that were here before included. */
	readonly doneBytes: number;
	readonly totalBytes: number;
	/** Whole percent; 100 only when everything is in use. */
	readonly percent: number;
}

export interface ReplicationDeps extends FetchDeps {
	/** The phone's clock, ms. */
	readonly now: () => number;
	readonly onProgress?: (progress: ReplicationProgress) => void;
	/** Of a first copy only the list: enough to search and find by; a later call brings the rest. */
	readonly until?: 'list' | undefined;
	/** Lets one tab work at a time; the others wait, and find it done. Absent where the browser has no locks. */
	readonly oneAtATime?: <T>(work: () => Promise<T>) => Promise<T>;
}

/** `stopped`: aborted, overtaken, or at the list as asked. Whatever had arrived stays. */
export type ReplicationOutcome =
	| { readonly state: 'complete'; readonly version: number; readonly isNew: boolean }
	| { readonly state: 'stopped' };

/** Three at a time hide the second and a half that a 2G line takes to answer; more would only split its width. */
const parallelMax = 3;

/** Runs until the catalogue is complete, stopped or a fault. Safe to run again at any time, in several tabs too. */
export async function replicateCatalogue(
	deps: ReplicationDeps
): Promise<Result<ReplicationOutcome, ReplicationFault>> {
	try {
		const { oneAtATime = (work) => work() } = deps;
		return ok(await oneAtATime(() => replicate(deps)));
	} catch (error) {
		if (error instanceof Stopped || deps.signal?.aborted) return ok({ state: 'stopped' });
		if (error instanceof Failed) return err(error.fault);
		const storage = storageFault(error);
		if (storage) return err(storage);
		throw error;
	}
}

async function replicate(deps: ReplicationDeps): Promise<ReplicationOutcome> {
	const { db, onProgress } = deps;
	onProgress?.({ phase: 'manifest', doneBytes: 0, totalBytes: 0, percent: 0 });
	const manifest = await fetchManifest(deps);
	const before = await readCurrent(db);
	const behind = before && deltasFrom(manifest, before.content);
	const sinceBase = deltasFrom(manifest, manifest.base.content) ?? [];

	if (before && behind && bytesOf(behind) <= baseBytes(manifest) + bytesOf(sinceBase)) {
		const tally = createTally(behind, onProgress);
		if (await update(deps, before, manifest, behind, tally)) {
			await tidy(db);
			tally.finish();
			return { state: 'complete', version: manifest.version, isNew: before.content !== manifest.content };
		}
		// What is here is not what it was: begin from the base.
	}
	const tally = createTally([manifest.base.list, ...manifest.base.pieces, ...sinceBase], onProgress);
	const installed = await installBase(deps, manifest, tally);
	if (!(await update(deps, installed, manifest, sinceBase, tally))) throw corrupt();
	await tidy(db);
	tally.finish();
	return { state: 'complete', version: manifest.version, isNew: true };
}

/** Answers false when the changes do not fit what is here. */
async function update(
	deps: ReplicationDeps,
	current: CurrentRow,
	manifest: Manifest,
	refs: readonly PieceRef[],
	tally: Tally
): Promise<boolean> {
	const { db, now } = deps;
	if (refs.length === 0) {
		const { version, publishedAt } = manifest;
		await db.meta.put({ ...current, version, publishedAt, since: now() });
		return true;
	}
	const deltas: Uint8Array[] = [];
	await inOrder(deps, refs, tally, 'details', async (bytes) => void deltas.push(bytes));
	const fits = await applyDeltas(db, current, manifest, deltas, now());
	await db.parts.bulkDelete(refs.map(({ sha256 }) => sha256));
	return fits;
}

async function installBase(deps: ReplicationDeps, manifest: Manifest, tally: Tally): Promise<CurrentRow> {
	const { db, now } = deps;
	const { base } = manifest;
	const { gen, listName } = await beginIncoming(db, manifest);
	const listText = unpackPiece(
		await fetchPiece(deps, base.list, (got) => tally.receiving(base.list, got, 'list'))
	);
	const first = readList(listText);
	if (listName === null) await storeList(db, gen, first, `${gen} first`);
	if (deps.until === 'list' && !(await readCurrent(db))) throw new Stopped();

	const installer = await createInstaller(db, gen, base, first);
	await inOrder(deps, base.pieces, tally, 'details', (bytes) => installer.push(bytes));
	await installer.finish();
	return await switchTo(db, gen, manifest, now());
}

/** The generation into which this base goes; what an earlier attempt at another base had brought goes. */
async function beginIncoming(db: CatalogueDb, { base }: Manifest): Promise<IncomingRow> {
	return await db.transaction('rw', db.meta, db.parts, db.lists, db.blocks, async () => {
		const incoming = await readIncoming(db);
		if (incoming?.base === base.content) return incoming;
		if (incoming) await dropGeneration(db, incoming.gen);
		const wanted = [base.list, ...base.pieces].map(({ sha256 }) => sha256 as string);
		await db.parts.where('sha256').noneOf(wanted).delete();
		const current = await readCurrent(db);
		const row: IncomingRow = {
			key: 'incoming',
			// The base of what is in use may come again, after its storage was found damaged.
			gen: current?.gen === base.content ? `${base.content}+` : base.content,
			base: base.content,
			version: base.version,
			publishedAt: base.publishedAt,
			entries: 0,
			listName: null
		};
		await dropGeneration(db, row.gen);
		await db.meta.put(row);
		return row;
	});
}

/** In one transaction: the base becomes current, and what was before it goes, with the pieces it was made of. */
async function switchTo(db: CatalogueDb, gen: string, manifest: Manifest, now: number): Promise<CurrentRow> {
	return await db.transaction('rw', db.meta, db.parts, db.lists, db.blocks, async () => {
		const incoming = await readIncoming(db);
		const before = await readCurrent(db);
		if (incoming?.gen !== gen || incoming.listName === null) throw new Stopped();
		const row: CurrentRow = {
			key: 'current',
			gen,
			content: incoming.base,
			version: incoming.version,
			publishedAt: incoming.publishedAt,
			since: now,
			listName: incoming.listName
		};
		await db.meta.put(row);
		await db.meta.delete('incoming');
		await db.parts.bulkDelete([manifest.base.list, ...manifest.base.pieces].map(({ sha256 }) => sha256));
		if (before) await dropGeneration(db, before.gen);
		return row;
	});
}

/** Once a catalogue is whole and current, nothing half-fetched is wanted any more. */
async function tidy(db: CatalogueDb): Promise<void> {
	await db.transaction('rw', db.meta, db.parts, db.lists, db.blocks, async () => {
		const incoming = await readIncoming(db);
		if (incoming) await dropGeneration(db, incoming.gen);
		await db.meta.delete('incoming');
		await db.parts.clear();
	});
}

/** Fetches a few ahead, hands them over in order. The first fault stops the others; what they have is kept. */
async function inOrder(
	deps: ReplicationDeps,
	refs: readonly PieceRef[],
	tally: Tally,
	phase: 'list' | 'details',
	take: (bytes: Uint8Array) => Promise<void>
): Promise<void> {
	const stop = new AbortController();
	const signal = deps.signal ? AbortSignal.any([deps.signal, stop.signal]) : stop.signal;
	const under: Promise<Uint8Array>[] = [];
	let begun = 0;
	const beginNext = () => {
		const ref = refs[begun++];
		if (!ref) return;
		const coming = fetchPiece({ ...deps, signal }, ref, (got) => tally.receiving(ref, got, phase));
		// Its fault is told where it is waited for; until then nobody may call it unheard.
		coming.catch(() => undefined);
		under.push(coming);
	};
	for (let i = 0; i < parallelMax; i++) beginNext();
	try {
		for (let i = 0; i < refs.length; i++) {
			const bytes = await under[i];
			beginNext();
			if (bytes) await take(bytes);
		}
	} catch (error) {
		stop.abort();
		await Promise.allSettled(under);
		throw error;
	}
}

interface Tally {
	receiving(ref: PieceRef, gotBytes: number, phase: 'list' | 'details'): void;
	finish(): void;
}

function createTally(refs: readonly PieceRef[], onProgress: ReplicationDeps['onProgress']): Tally {
	const totalBytes = bytesOf(refs);
	const got = new Map<string, number>();
	let most = 0;
	const report = (phase: 'list' | 'details' | 'done') => {
		const sum = [...got.values()].reduce((all, bytes) => all + bytes, 0);
		// A piece that must come again does not take back what was said.
		most = phase === 'done' ? totalBytes : Math.max(most, sum);
		const percent = phase === 'done' ? 100 : Math.min(99, Math.floor((100 * most) / Math.max(1, totalBytes)));
		onProgress?.({ phase, doneBytes: most, totalBytes, percent });
	};
	return {
		receiving(ref, bytes, phase) {
			got.set(ref.sha256, bytes);
			report(phase);
		},
		finish: () => report('done')
	};
}
