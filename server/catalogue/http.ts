/**
 * `GET /catalogue/manifest.json`, asked anew each time (ETag), and `GET /catalogue/packs/<sha256>`, cacheable for
 * ever. A pack is the unit of resuming, so ranges are not offered: at most 64 kB are fetched twice after a cut.
 * Browsers unpack `Content-Encoding: br` themselves (DecompressionStream could not), gzip is for those on plain http.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import type { Manifest } from '../../domain/catalogue/manifest.ts';
import type { Catalogue } from './reader.ts';

type Encoding = 'br' | 'gzip' | 'identity';

/** Answers true when the request was for the catalogue and has been answered. */
export function catalogueRoutes(
	catalogue: Catalogue
): (req: IncomingMessage, res: ServerResponse) => Promise<boolean> {
	return async (req, res) => {
		const path = (req.url ?? '').split('?', 1)[0] ?? '';
		if (!path.startsWith('/catalogue/')) return false;
		res.setHeader('x-content-type-options', 'nosniff');
		if (req.method !== 'GET' && req.method !== 'HEAD') {
			res.setHeader('allow', 'GET, HEAD');
			answer(res, 405);
		} else if (path === '/catalogue/manifest.json') await manifest(req, res);
		else {
			const sha256 = /^\/catalogue\/packs\/([0-9a-f]{64})$/.exec(path)?.[1];
			if (sha256) await pack(req, res, sha256);
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
		const raw = Buffer.from(JSON.stringify(current satisfies Manifest));
		const encoding = chooseEncoding(req.headers['accept-encoding']);
		res.setHeader('cache-control', 'no-cache');
		send(req, res, createHash('sha256').update(raw).digest('hex').slice(0, 32), encoding, () =>
			encoding === 'br' ? brotliCompressSync(raw) : encoding === 'gzip' ? gzipSync(raw) : raw
		);
	}

	async function pack(req: IncomingMessage, res: ServerResponse, sha256: string): Promise<void> {
		const stored = await catalogue.pack(sha256);
		if (!stored) return answer(res, 404);
		const encoding = chooseEncoding(req.headers['accept-encoding']);
		res.setHeader('cache-control', 'public, max-age=31536000, immutable');
		send(req, res, sha256, encoding, () => {
			if (encoding === 'br') return stored.brotli;
			const raw = brotliDecompressSync(stored.brotli);
			return encoding === 'gzip' ? gzipSync(raw) : raw;
		});
	}
}

function send(
	req: IncomingMessage,
	res: ServerResponse,
	name: string,
	encoding: Encoding,
	body: () => Uint8Array
): void {
	const etag = `"${name}-${encoding}"`;
	res.setHeader('etag', etag);
	res.setHeader('vary', 'accept-encoding');
	if (namesEtag(req.headers['if-none-match'], etag)) return answer(res, 304);
	const bytes = body();
	res.setHeader('content-type', 'application/json');
	res.setHeader('content-length', bytes.length);
	if (encoding !== 'identity') res.setHeader('content-encoding', encoding);
	answer(res, 200, bytes);
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
