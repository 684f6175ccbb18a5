/**
 * Brings bytes over a bad line. Promises: what has come of a piece is kept and not asked for again, but for what came
 * since it was last written down (at most 16 kB a piece); nothing is called whole before its hash was right.
 */
import {
	catalogueLayout,
	Layouts,
	layoutsPath,
	Manifest,
	manifestBytesMax,
	manifestPath,
	piecePath,
	splitSigned,
	type PieceRef
} from '../../../domain/catalogue/manifest.ts';
import { requestTimeoutMs } from '../../../domain/limits.ts';
import type { CatalogueDb } from './db.ts';
import { corrupt, Failed, Stopped } from './fault.ts';

export interface FetchDeps {
	readonly db: CatalogueDb;
	readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
	/** Who publishes: base64 SPKI of the P-256 key. */
	readonly publicKey: string;
	/** Calls back after so many ms unless cancelled: gives up a line on which nothing arrives any more. */
	readonly after?: (ms: number, callback: () => void) => () => void;
	readonly signal?: AbortSignal;
}

/** At most this much of a piece is lost with a killed tab. */
const keepBytes = 16 * 1024;

/** The manifest of our layout, signed by whom we trust. */
export async function fetchManifest(deps: FetchDeps): Promise<Manifest> {
	const answer = await request(deps, manifestPath, { cache: 'no-cache' });
	if (answer.status === 404 || answer.status === 410) throw new Failed(await whyMissing(deps));
	const bytes = await readAll(deps, answer, manifestBytesMax);
	const signed = splitSigned(bytes);
	if (!signed || !(await isSignedBy(deps.publicKey, signed))) throw corrupt();
	const manifest = Manifest.safeParse(parseJson(signed.body));
	if (!manifest.success) throw corrupt();
	return manifest.data;
}

/** A server that no longer publishes our layout says so; anybody else who answers 404 is not the portal. */
async function whyMissing(deps: FetchDeps): Promise<Failed['fault']> {
	const answer = await request(deps, layoutsPath, { cache: 'no-cache' });
	const layouts = Layouts.safeParse(parseJson(await readAll(deps, answer, manifestBytesMax)));
	if (!layouts.success) return { type: 'catalogue_corrupt' };
	return layouts.data.layouts.includes(catalogueLayout) ? { type: 'unavailable' } : { type: 'outdated_app' };
}

/** One piece, from what is here and what is missing of it. */
export async function fetchPiece(
	deps: FetchDeps,
	ref: PieceRef,
	onBytes: (got: number) => void
): Promise<Uint8Array> {
	const { db } = deps;
	const row = await db.parts.get(ref.sha256);
	if (row?.isWhole) return row.bytes;
	const here = Math.min(row?.bytes.length ?? 0, ref.bytes);
	const part = { bytes: new Uint8Array(ref.bytes), length: here, kept: here };
	if (row) part.bytes.set(row.bytes.subarray(0, here));
	onBytes(here);
	// The last byte may have come just before the line, or the tab, was gone.
	if (here < ref.bytes) await fetchRest(deps, ref, part, onBytes);
	if (part.length !== ref.bytes || (await sha256Hex(part.bytes)) !== ref.sha256) {
		await db.parts.delete(ref.sha256);
		throw corrupt();
	}
	await db.parts.put({ sha256: ref.sha256, bytes: part.bytes, isWhole: true });
	return part.bytes;
}

/** Goes on behind what is here; begins anew when the server sends all of it again. */
async function fetchRest(
	deps: FetchDeps,
	ref: PieceRef,
	part: { readonly bytes: Uint8Array; length: number; kept: number },
	onBytes: (got: number) => void
): Promise<void> {
	const { db } = deps;
	const here = part.length;
	const answer = await request(deps, piecePath(ref.sha256), {
		// Not into the HTTP cache as well: the copy of record is ours, and a bad copy must not come back from there.
		cache: 'no-store',
		...(here > 0 && { headers: { range: `bytes=${here}-` } })
	});
	if (answer.status !== 206) part.length = 0;
	else if (!answer.headers.get('content-range')?.startsWith(`bytes ${here}-`)) throw corrupt();

	const keep = async () => {
		part.kept = part.length;
		await db.parts.put({ sha256: ref.sha256, bytes: part.bytes.slice(0, part.length), isWhole: false });
	};
	try {
		for await (const bytes of bodyOf(deps, answer)) {
			if (part.length + bytes.length > ref.bytes) {
				await db.parts.delete(ref.sha256);
				throw corrupt();
			}
			part.bytes.set(bytes, part.length);
			part.length += bytes.length;
			onBytes(part.length);
			if (part.length - part.kept >= keepBytes && part.length < ref.bytes) await keep();
		}
	} catch (error) {
		const isCorrupt = error instanceof Failed && error.fault.type === 'catalogue_corrupt';
		if (part.length > part.kept && !isCorrupt) await keep();
		throw error;
	}
}

async function request({ fetch, signal, after = afterMs }: FetchDeps, url: string, init: RequestInit) {
	const stall = new AbortController();
	const cancel = after(requestTimeoutMs, () => stall.abort());
	try {
		const combined = signal ? AbortSignal.any([signal, stall.signal]) : stall.signal;
		combined.throwIfAborted();
		const answer = await fetch(url, { ...init, signal: combined });
		if (answer.status >= 500 || answer.status === 429) throw new Failed({ type: 'unavailable' });
		if (!answer.ok && ![404, 410].includes(answer.status)) throw corrupt();
		return Object.assign(answer, { stall });
	} catch (error) {
		throw lineFault(error, signal);
	} finally {
		cancel();
	}
}

type Answer = Awaited<ReturnType<typeof request>>;

/** The body as it comes; gives up when nothing has come for a while. */
async function* bodyOf({ signal, after = afterMs }: FetchDeps, answer: Answer): AsyncGenerator<Uint8Array> {
	if (answer.status === 404 || answer.status === 410 || !answer.body) throw corrupt();
	const reader = answer.body.getReader();
	let isRead = false;
	try {
		for (;;) {
			const cancel = after(requestTimeoutMs, () => answer.stall.abort());
			let part: ReadableStreamReadResult<Uint8Array>;
			try {
				answer.stall.signal.throwIfAborted();
				part = await reader.read();
			} catch (error) {
				throw lineFault(error, signal);
			} finally {
				cancel();
			}
			if (part.done) break;
			yield part.value;
		}
		isRead = true;
	} finally {
		if (!isRead) await reader.cancel().catch(() => undefined);
	}
}

/** Whatever else fetch or its body throws (TypeError, or our own giving up) is the line. */
function lineFault(error: unknown, signal: AbortSignal | undefined): Error {
	if (error instanceof Failed) return error;
	return signal?.aborted ? new Stopped() : new Failed({ type: 'offline' });
}

async function readAll(deps: FetchDeps, answer: Answer, bytesMax: number): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	let length = 0;
	for await (const part of bodyOf(deps, answer)) {
		length += part.length;
		if (length > bytesMax) throw corrupt();
		parts.push(part);
	}
	const whole = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

function parseJson(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		// A captive portal's page, or a cut answer.
		return undefined;
	}
}

async function isSignedBy(
	publicKey: string,
	{ signature, body }: { signature: string; body: Uint8Array }
): Promise<boolean> {
	const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
	const key = await crypto.subtle.importKey('spki', fromBase64(publicKey), algorithm, false, ['verify']);
	try {
		return await crypto.subtle.verify(
			{ name: 'ECDSA', hash: 'SHA-256' },
			key,
			fromBase64(signature),
			body as Uint8Array<ArrayBuffer>
		);
	} catch {
		// The first line is no base64: a page of somebody else.
		return false;
	}
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

export async function sha256Hex(bytes: Uint8Array): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function afterMs(ms: number, callback: () => void): () => void {
	const timer = setTimeout(callback, ms);
	return () => clearTimeout(timer);
}
