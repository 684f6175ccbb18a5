/**
 * The router over HTTP. The exchange is most of what phones send, and tRPC's way to the procedure, adapter and middlewares,
 * costs several times what the procedure does: so a plain handler calls what the procedure calls, and answers in the same
 * words. Everything else (queries, batches) goes through the adapter; trpc.test.ts holds both to the same answers.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from '@trpc/server';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { Fault } from '../domain/faults.ts';
import { exchangeBytesMax } from '../domain/limits.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { packedCharactersMax, packedType } from '../sync/protocol/packed.ts';
import { packText, unpackText } from '../sync/protocol/packing.ts';
import { exchange as runExchange } from '../sync/router.ts';
import { appRouter, type Context } from './router.ts';
import { isUnsafe } from './security.ts';

export interface TrpcDeps {
	contextOf(request: IncomingMessage): Promise<Context>;
	/** Something was just written that may have jobs: look now. */
	readonly wakeWorker: () => void;
	readonly log: (message: string, error: unknown) => void;
}

const prefix = '/trpc/';
const exchangePath = 'sync.exchange';

/** Answers one call below `/trpc/`. */
export function createTrpc(deps: TrpcDeps) {
	return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
		if (isPlainExchange(request, url)) return exchange(deps, request, response);
		await nodeHTTPRequestHandler({
			router: appRouter,
			req: request,
			res: response,
			path: url.pathname.slice(prefix.length),
			maxBodySize: exchangeBytesMax,
			// Look-ups may come as POST, so that no customer code stands in an address.
			allowMethodOverride: true,
			maxBatchSize: 4,
			createContext: () => deps.contextOf(request),
			onError: ({ error, path }) => tell(deps, error, path)
		});
		if (isUnsafe(request.method)) deps.wakeWorker();
	};
}

function isPlainExchange(request: IncomingMessage, url: URL): boolean {
	return (
		url.pathname === prefix + exchangePath &&
		url.search === '' &&
		request.method === 'POST' &&
		(request.headers['content-type'] === 'application/json' || isPacked(request))
	);
}

/** Drafts are small and many, and lines are thin: phones send them packed, and say that they take answers so. */
function isPacked(request: IncomingMessage): boolean {
	return request.headers['content-type'] === packedType;
}

async function exchange(deps: TrpcDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
	let ctx: Context | undefined;
	try {
		const body = await readBytes(request, exchangeBytesMax);
		if (!body.ok) throw new TRPCError({ code: 'PAYLOAD_TOO_LARGE' });
		const input = parseJson(isPacked(request) ? unpackText(body.value) : body.value.toString('utf8'));
		ctx = await deps.contextOf(request);
		const data = await runExchange(ctx, input);
		const hasNews = data.ok && (data.value.changes.length > 0 || (data.value.drafts?.deltas.length ?? 0) > 0);
		if ((isPacked(request) || hasNews) && request.headers.accept === packedType)
			sendPacked(response, { result: { data } });
		else sendJson(response, 200, { result: { data } });
		if (data.ok && data.value.outcomes.some(({ type }) => type === 'done')) deps.wakeWorker();
	} catch (thrown) {
		const error = getTRPCErrorFromUnknown(thrown);
		tell(deps, error, exchangePath);
		const shape = getTRPCErrorShape({
			config: appRouter._def._config,
			error,
			type: 'mutation',
			path: exchangePath,
			input: undefined,
			ctx
		});
		sendJson(response, getHTTPStatusCodeFromError(error), { error: shape });
	}
}

function tell({ log }: TrpcDeps, error: TRPCError, path: string | undefined): void {
	if (error.code === 'INTERNAL_SERVER_ERROR') log(`trpc ${path} failed`, error.cause ?? error);
}

function parseJson(text: string | null): unknown {
	try {
		return JSON.parse(text ?? '');
	} catch {
		throw new TRPCError({ code: 'PARSE_ERROR' });
	}
}

/** A request's body as text. A line that is cut before its end rejects, and there is nobody left to answer. */
export async function readText(request: IncomingMessage, bytesMax: number): Promise<Result<string, Fault>> {
	const body = await readBytes(request, bytesMax);
	return body.ok ? ok(body.value.toString('utf8')) : body;
}

function readBytes(request: IncomingMessage, bytesMax: number): Promise<Result<Buffer, Fault>> {
	return new Promise((resolve, reject) => {
		const parts: Buffer[] = [];
		let bytes = 0;
		request.on('data', (part: Buffer) => {
			bytes += part.length;
			if (bytes <= bytesMax) return void parts.push(part);
			parts.length = 0;
			resolve(err({ type: 'too_large' }));
		});
		request.on('end', () => resolve(ok(Buffer.concat(parts))));
		request.on('error', reject);
		request.on('aborted', () => reject(new Error('the request was cut')));
	});
}

function sendPacked(response: ServerResponse, body: unknown): void {
	const text = JSON.stringify(body);
	if (text.length > packedCharactersMax) return sendJson(response, 200, body);
	const packed = packText(text);
	response.statusCode = 200;
	response.setHeader('content-type', packedType);
	response.setHeader('content-length', packed.length);
	response.end(packed);
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
	const text = JSON.stringify(body);
	response.statusCode = status;
	response.setHeader('content-type', 'application/json; charset=utf-8');
	response.setHeader('content-length', Buffer.byteLength(text));
	response.end(text);
}
