/**
 * How phones get the catalogue.
 *   GET /catalogue/manifest.json            which layouts there are; asked only by apps that find theirs missing
 *   GET /catalogue/layouts/2/manifest       signed, asked anew each time (ETag)
 *   GET /catalogue/pieces/<sha256>          for ever the same, compressed already, in ranges if wanted
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import {
	catalogueLayout,
	type Layouts,
	layoutsPath,
	type Manifest,
	manifestPath
} from '../../domain/catalogue/manifest.ts';
import { createSigner, type Signer } from './publish-signature.ts';
import type { Catalogue } from './reader.ts';

type Encoding = 'br' | 'gzip' | 'identity';

/** Answers true when the request was for the catalogue and has been answered. */
export function catalogueRoutes(
	catalogue: Pick<Catalogue, 'manifest' | 'piece'>,
	sign: Signer = createSigner()
): (req: IncomingMessage, res: ServerResponse) => Promise<boolean> {
	const signedManifest = keepLast((manifest: Manifest) => signed(manifest, sign));
	const layouts = Buffer.from(
		JSON.stringify({ format: catalogueLayout, layouts: [catalogueLayout] } satisfies Layouts)
	);

	return async (req, res) => {
		const path = (req.url ?? '').split('?', 1)[0] ?? '';
		if (!path.startsWith('/catalogue/')) return false;
		res.setHeader('x-content-type-options', 'nosniff');
		if (req.method !== 'GET' && req.method !== 'HEAD') {
			res.setHeader('allow', 'GET, HEAD');
			answer(res, 405);
		} else if (path === layoutsPath) text(req, res, 'application/json', layouts);
		else if (path === manifestPath) await manifest(req, res);
		else {
			const sha256 = /^\/catalogue\/pieces\/([0-9a-f]{64})$/.exec(path)?.[1];
			if (sha256) await piece(req, res, sha256);
			else answer(res, 404);
		}
		return true;
	};

	async function manifest(req: IncomingMessage, res: ServerResponse): Promise<void> {
		const current = await catalogue.manifest();
		if (!current) {
			res.setHeader('retry-after', '5');
			return answer(res, 503);
		}
		text(req, res, 'text/plain; charset=utf-8', signedManifest(current));
	}

	async function piece(req: IncomingMessage, res: ServerResponse, sha256: string): Promise<void> {
		const bytes = await catalogue.piece(sha256);
		if (!bytes) return answer(res, 404);
		const etag = `"${sha256}"`;
		res.setHeader('etag', etag);
		res.setHeader('cache-control', 'public, max-age=31536000, immutable, no-transform');
		res.setHeader('accept-ranges', 'bytes');
		if (namesEtag(req.headers['if-none-match'], etag)) return answer(res, 304);
		res.setHeader('content-type', 'application/octet-stream');
		const start = rangeStart(req.headers.range, bytes.length);
		if (start === 'unsatisfiable') {
			res.setHeader('content-range', `bytes */${bytes.length}`);
			return answer(res, 416);
		}
		const part = start === null ? bytes : bytes.subarray(start);
		if (start !== null) res.setHeader('content-range', `bytes ${start}-${bytes.length - 1}/${bytes.length}`);
		res.setHeader('content-length', part.length);
		answer(res, start === null ? 200 : 206, part);
	}
}

function signed(manifest: Manifest, sign: Signer): Buffer {
	const body = Buffer.from(JSON.stringify(manifest));
	return Buffer.concat([Buffer.from(`${sign(body)}\n`), body]);
}

/** A signature differs each time it is made: the same manifest keeps its own, and with it its ETag. */
function keepLast<In extends object, Out>(make: (input: In) => Out): (input: In) => Out {
	let last: { input: In; output: Out } | null = null;
	return (input) => {
		if (last?.input !== input) last = { input, output: make(input) };
		return last.output;
	};
}

function text(req: IncomingMessage, res: ServerResponse, type: string, raw: Uint8Array): void {
	const encoding = chooseEncoding(req.headers['accept-encoding']);
	const etag = `"${createHash('sha256').update(raw).digest('hex').slice(0, 32)}-${encoding}"`;
	res.setHeader('cache-control', 'no-cache');
	res.setHeader('etag', etag);
	res.setHeader('vary', 'accept-encoding');
	if (namesEtag(req.headers['if-none-match'], etag)) return answer(res, 304);
	const bytes = encoding === 'br' ? brotliCompressSync(raw) : encoding === 'gzip' ? gzipSync(raw) : raw;
	res.setHeader('content-type', type);
	res.setHeader('content-length', bytes.length);
	if (encoding !== 'identity') res.setHeader('content-encoding', encoding);
	answer(res, 200, bytes);
}

/** `bytes=N-`, the one kind that a resuming phone asks for (RFC 9110 §14.1.2); any other is passed over. */
function rangeStart(header: string | undefined, length: number): number | null | 'unsatisfiable' {
	const start = /^bytes=(\d{1,10})-$/.exec(header ?? '')?.[1];
	if (start === undefined) return null;
	return Number(start) < length ? Number(start) : 'unsatisfiable';
}

function answer(res: ServerResponse, status: number, body?: Uint8Array): void {
	res.statusCode = status;
	if (body && res.req.method !== 'HEAD') res.end(body);
	else res.end();
}

function namesEtag(header: string | undefined, etag: string): boolean {
	return (header ?? '')
		.split(',')
		.some((part) => part.trim().replace(/^W\//, '') === etag || part.trim() === '*');
}

/** Best of br, gzip, identity that the header admits (RFC 9110 §12.5.3; weights other than 0 do not matter to us). */
export function chooseEncoding(header: string | string[] | undefined): Encoding {
	const admitted = new Map(
		String(header ?? '')
			.toLowerCase()
			.split(',')
			.map((part) => {
				const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
				return [name, !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))] as const;
			})
	);
	for (const encoding of ['br', 'gzip'] as const) if (admitted.get(encoding)) return encoding;
	return 'identity';
}
