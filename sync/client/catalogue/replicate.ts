/**
 * Brings the published catalogue to the phone. Promises: the last complete catalogue stays in use until the next is
 * complete; nothing unverified is stored; a pack that is here is never fetched again; stopping at any moment costs at
 * most the packs under way. Leaves to its caller when to run, and to retry.
 *
 *   manifest → list pack → other packs, a few at a time → switch: new becomes current, packs nobody needs go
 */
import {
	catalogueFormat,
	Manifest,
	ManifestFormat,
	manifestBytesMax,
	packsFingerprint,
	type PackRef
} from '../../../domain/catalogue/manifest.ts';
import { packKeys, type PackBody } from '../../../domain/catalogue/pack.ts';
import type { Fault } from '../../../domain/faults.ts';
import { requestTimeoutMs } from '../../../domain/limits.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { CatalogueDb } from './db.ts';

export interface ReplicationProgress {
	readonly phase: 'manifest' | 'list' | 'details' | 'done';
	/** Bytes on the wire, packs that were here before included. */
	readonly doneBytes: number;
	readonly totalBytes: number;
	/** Whole percent; 100 only when everything is in use. */
	readonly percent: number;
}

export interface ReplicationDeps {
	readonly db: CatalogueDb;
	readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
	/** The phone's clock, ms. */
	readonly now: () => number;
	/** Calls back after so many ms unless cancelled: gives up a line on which nothing arrives any more. */
	readonly after?: (ms: number, callback: () => void) => () => void;
	readonly signal?: AbortSignal;
	readonly onProgress?: (progress: ReplicationProgress) => void;
}

/** `stopped`: aborted, or another tab has begun a newer version. Whatever had arrived stays. */
export type ReplicationOutcome =
	| { readonly state: 'complete'; readonly manifest: Manifest; readonly isNew: boolean }
	| { readonly state: 'stopped' };

export type ReplicationFault = Extract<
	Fault,
	{
		type:
			'offline' | 'unavailable' | 'outdated_app' | 'catalogue_corrupt' | 'storage_full' | 'storage_failed';
	}
>;

/** Three at a time hide the second and a half that a 2G line takes to answer; more would only split its width. */
const parallelMax = 3;

/** Carries a fault up through the concurrent fetches; never leaves this file. */
class Failed extends Error {
	readonly fault: ReplicationFault;
	constructor(fault: ReplicationFault) {
		super(fault.type);
		this.fault = fault;
	}
}
class Stopped extends Error {}

/** Runs until the catalogue is complete, stopped or a fault. Safe to run again at any time, in several tabs too. */
export async function replicateCatalogue(
	deps: ReplicationDeps
): Promise<Result<ReplicationOutcome, ReplicationFault>> {
	try {
		return ok(await replicate(deps));
	} catch (error) {
		if (error instanceof Stopped || deps.signal?.aborted) return ok({ state: 'stopped' });
		if (error instanceof Failed) return err(error.fault);
		const storage = storageFault(error);
		if (storage) return err(storage);
		throw error;
	}
}

async function replicate(deps: ReplicationDeps): Promise<ReplicationOutcome> {
	const { db, now, onProgress } = deps;
	onProgress?.({ phase: 'manifest', doneBytes: 0, totalBytes: 0, percent: 0 });
	const manifest = await fetchManifest(deps);
	const fingerprint = packsFingerprint(manifest.packs);

	const hadItAll = await db.transaction('rw', db.meta, async () => {
		const current = await db.meta.get('current');
		const isSame = current !== undefined && packsFingerprint(current.manifest.packs) === fingerprint;
		await db.meta.put({ key: isSame ? 'current' : 'incoming', manifest, since: now() });
		if (isSame) await db.meta.delete('incoming');
		return isSame;
	});

	const hashes = manifest.packs.map((pack) => pack.sha256);
	const here = new Set(await db.packs.where('sha256').anyOf(hashes).primaryKeys());
	const missing = manifest.packs.filter((pack) => !here.has(pack.sha256));
	const tally = createTally(manifest, here, onProgress);
	if (!hadItAll || missing.length > 0) {
		if (hadItAll) await db.meta.put({ key: 'incoming', manifest, since: now() });
		await fetchAll(deps, missing, fingerprint, tally);
		await switchTo(deps, manifest, fingerprint);
	}
	tally.finish();
	return { state: 'complete', manifest, isNew: !hadItAll };
}

async function fetchAll(
	deps: ReplicationDeps,
	missing: readonly PackRef[],
	fingerprint: string,
	tally: Tally
) {
	const list = missing.filter((pack) => pack.kind === 'list');
	const rest = missing.filter((pack) => pack.kind !== 'list');
	for (const pack of list) await bringPack(deps, pack, fingerprint, tally, 'list');
	// The first fault stops the others; what they had begun is given up.
	const stop = new AbortController();
	const signal = deps.signal ? AbortSignal.any([deps.signal, stop.signal]) : stop.signal;
	const queue = [...rest];
	const line = async () => {
		for (let pack = queue.shift(); pack; pack = queue.shift())
			await bringPack({ ...deps, signal }, pack, fingerprint, tally, 'details');
	};
	const failures: unknown[] = [];
	await Promise.all(
		Array.from({ length: parallelMax }, () =>
			line().catch((error: unknown) => {
				failures.push(error);
				stop.abort();
			})
		)
	);
	if (failures.length > 0) throw failures[0];
}

/** Fetches, verifies and stores one pack; the row is the proof that it is done. */
async function bringPack(
	deps: ReplicationDeps,
	ref: PackRef,
	fingerprint: string,
	tally: Tally,
	phase: 'list' | 'details'
): Promise<void> {
	const { db } = deps;
	// Not into the HTTP cache as well: the copy of record is ours, and a bad copy must not come back from there.
	const bytes = await fetchBytes(
		deps,
		`/catalogue/packs/${ref.sha256}`,
		{ cache: 'no-store' },
		ref.rawBytes,
		(got) => tally.receiving(ref, got, phase)
	);
	if (bytes.length !== ref.rawBytes || (await sha256Hex(bytes)) !== ref.sha256)
		throw new Failed({ type: 'catalogue_corrupt' });
	const keys = packKeys(JSON.parse(new TextDecoder().decode(bytes)) as PackBody);
	await db.transaction('rw', db.meta, db.packs, async () => {
		if (!(await isStillIncoming(db, fingerprint))) throw new Stopped();
		await db.packs.put({ sha256: ref.sha256, kind: ref.kind, keys, bytes });
	});
	tally.received(ref, phase);
}

/** In one transaction: the new catalogue becomes current and the packs that only the old one had go. */
async function switchTo(
	{ db, now }: ReplicationDeps,
	manifest: Manifest,
	fingerprint: string
): Promise<void> {
	await db.transaction('rw', db.meta, db.packs, async () => {
		if (!(await isStillIncoming(db, fingerprint))) throw new Stopped();
		const hashes = manifest.packs.map((pack) => pack.sha256);
		const here = await db.packs.where('sha256').anyOf(hashes).count();
		if (here < new Set(hashes).size) throw new Stopped();
		await db.meta.put({ key: 'current', manifest, since: now() });
		await db.meta.delete('incoming');
		await db.packs.where('sha256').noneOf(hashes).delete();
	});
}

/** Another tab may have begun a newer version, or have finished this one: then its packs stay as they are. */
async function isStillIncoming(db: CatalogueDb, fingerprint: string): Promise<boolean> {
	const incoming = await db.meta.get('incoming');
	if (incoming) return packsFingerprint(incoming.manifest.packs) === fingerprint;
	const current = await db.meta.get('current');
	return current !== undefined && packsFingerprint(current.manifest.packs) === fingerprint;
}

async function fetchManifest(deps: ReplicationDeps): Promise<Manifest> {
	const bytes = await fetchBytes(deps, '/catalogue/manifest.json', { cache: 'no-cache' }, manifestBytesMax);
	let json: unknown;
	try {
		json = JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		// A captive portal's page, or a cut answer.
		throw new Failed({ type: 'catalogue_corrupt' });
	}
	const manifest = Manifest.safeParse(json);
	if (manifest.success) return manifest.data;
	const other = ManifestFormat.safeParse(json);
	throw new Failed(
		other.success && other.data.format > catalogueFormat
			? { type: 'outdated_app' }
			: { type: 'catalogue_corrupt' }
	);
}

/** Reads a body as it comes, never more than `bytesMax`, and gives up when nothing has come for a while. */
async function fetchBytes(
	{ fetch, signal, after = afterMs }: ReplicationDeps,
	url: string,
	init: RequestInit,
	bytesMax: number,
	onBytes?: (got: number) => void
): Promise<Uint8Array> {
	const stall = new AbortController();
	const combined = signal ? AbortSignal.any([signal, stall.signal]) : stall.signal;
	let cancel = after(requestTimeoutMs, () => stall.abort());
	try {
		combined.throwIfAborted();
		const response = await fetch(url, { ...init, signal: combined });
		if (response.status >= 500 || response.status === 429) throw new Failed({ type: 'unavailable' });
		if (!response.ok || !response.body) throw new Failed({ type: 'catalogue_corrupt' });
		const parts: Uint8Array[] = [];
		let got = 0;
		const reader = response.body.getReader();
		for (let part = await reader.read(); !part.done; part = await reader.read()) {
			cancel();
			cancel = after(requestTimeoutMs, () => stall.abort());
			got += part.value.length;
			if (got > bytesMax) {
				await reader.cancel();
				throw new Failed({ type: 'catalogue_corrupt' });
			}
			parts.push(part.value);
			onBytes?.(got);
		}
		return join(parts, got);
	} catch (error) {
		if (error instanceof Failed) throw error;
		if (signal?.aborted) throw new Stopped();
		// Whatever else fetch or its body throws (TypeError, or our own giving up) is the line.
		throw new Failed({ type: 'offline' });
	} finally {
		cancel();
	}
}

function afterMs(ms: number, callback: () => void): () => void {
	const timer = setTimeout(callback, ms);
	return () => clearTimeout(timer);
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

async function sha256Hex(bytes: Uint8Array): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Tally {
	receiving(pack: PackRef, gotRawBytes: number, phase: 'list' | 'details'): void;
	received(pack: PackRef, phase: 'list' | 'details'): void;
	finish(): void;
}

/** Adds up what has arrived. Browsers show unpacked bytes only, so a pack under way counts by its share of them. */
function createTally(
	{ packs, totalBytes }: Manifest,
	here: ReadonlySet<string>,
	onProgress: ReplicationDeps['onProgress']
): Tally {
	const bytesOf = new Map(
		packs.map((pack) => [pack.sha256 as string, here.has(pack.sha256) ? pack.bytes : 0])
	);
	const report = (phase: 'list' | 'details' | 'done') => {
		const doneBytes = Math.round([...bytesOf.values()].reduce((sum, bytes) => sum + bytes, 0));
		const percent = phase === 'done' ? 100 : Math.min(99, Math.floor((100 * doneBytes) / totalBytes));
		onProgress?.({ phase, doneBytes, totalBytes, percent });
	};
	return {
		receiving(pack, got, phase) {
			bytesOf.set(pack.sha256, (pack.bytes * got) / pack.rawBytes);
			report(phase);
		},
		received(pack, phase) {
			bytesOf.set(pack.sha256, pack.bytes);
			report(phase);
		},
		finish: () => report('done')
	};
}

/** Dexie wraps what IndexedDB throws; the cause keeps its name. */
function storageFault(error: unknown): ReplicationFault | null {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 4; depth++) {
		if (cause.name === 'QuotaExceededError') return { type: 'storage_full' };
		cause = (cause as Error & { inner?: unknown }).inner;
	}
	const isDexie = error instanceof Error && 'inner' in error;
	const isStorage =
		error instanceof Error &&
		/^(DatabaseClosed|OpenFailed|Abort|Unknown|InvalidState|Transaction|MissingAPI)/.test(error.name);
	return isDexie || isStorage ? { type: 'storage_failed' } : null;
}
