/**
 * One HTTP service of the sandbox: opens its port, reads bounded bodies, answers, closes cleanly.
 * Every stand-in is built on this, so that a fault in one becomes a plain 500 and never ends the process.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';
import { err, ok, type Result } from '../../domain/result.ts';

export interface RunningService {
	/** Where others reach it, without a slash at the end. */
	readonly url: string;
	close(): Promise<void>;
}

export interface Place {
	readonly host?: string;
	/** 0 lets the system choose. */
	readonly port: number;
	/** The address others use, when it is not `http://localhost:<port>`. */
	readonly publicUrl?: string | undefined;
}

export interface Service {
	answer(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
	/** Ends timers and workers. */
	close?(): Promise<void>;
}

/** Loopback by default: a sandbox has known passwords and open test hooks. */
const defaultHost = '127.0.0.1';
const bodyBytesMax = 1_048_576;
/** How long a closing service lets requests under way finish. */
const lastAnswersMsMax = 2_000;

/**
 * Opens a service. The address is known only when the port is open, and some services need it to be built, so
 * `build` runs then; requests that come earlier wait for it. Rejects when the port is taken.
 */
export async function openService(
	place: Place,
	build: (url: string) => Service | Promise<Service>
): Promise<RunningService> {
	const { promise: service, resolve, reject } = Promise.withResolvers<Service>();
	service.catch(() => undefined);
	const server = createServer((request, response) => {
		service
			.then((ready) => ready.answer(request, response))
			.catch((error: unknown) => {
				console.error('sandbox:', error);
				if (response.headersSent) response.destroy();
				else sendJson(response, 500, { error: 'sandbox_fault' });
			});
	});
	await new Promise<void>((opened, failed) => {
		server.once('error', failed);
		server.listen(place.port, place.host ?? defaultHost, opened);
	});
	const url = (place.publicUrl ?? `http://localhost:${(server.address() as AddressInfo).port}`).replace(
		/\/+$/,
		''
	);
	const closeServer = () =>
		new Promise<void>((closed) => {
			const cut = setTimeout(() => server.closeAllConnections(), lastAnswersMsMax);
			server.close(() => {
				clearTimeout(cut);
				closed();
			});
			server.closeIdleConnections();
		});
	try {
		const ready = await build(url);
		resolve(ready);
		return {
			url,
			async close() {
				await ready.close?.();
				await closeServer();
			}
		};
	} catch (error) {
		reject(error);
		await closeServer();
		throw error;
	}
}

export type BodyFault = 'too_large' | 'malformed';

/** The whole body as it came, or `too_large` beyond 1 MiB. */
export async function readBody(request: IncomingMessage): Promise<Result<string, BodyFault>> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of request as AsyncIterable<Buffer>) {
		size += part.length;
		if (size > bodyBytesMax) return err('too_large');
		parts.push(part);
	}
	return ok(Buffer.concat(parts).toString('utf8'));
}

/** Text that should be JSON of a known shape. */
export function parseJson<T>(text: string, schema: z.ZodType<T>): Result<T, BodyFault> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return err('malformed');
	}
	const parsed = schema.safeParse(value);
	return parsed.success ? ok(parsed.data) : err('malformed');
}

/** A JSON body; none at all counts as `{}`, so that a hook whose fields are all optional can be called bare. */
export async function readJson<T>(
	request: IncomingMessage,
	schema: z.ZodType<T>
): Promise<Result<T, BodyFault>> {
	const body = await readBody(request);
	return body.ok ? parseJson(body.value || '{}', schema) : body;
}

/** An HTML form's fields; empty when the body is too large, so that the schema behind refuses it. */
export async function readForm(request: IncomingMessage): Promise<Record<string, string>> {
	const body = await readBody(request);
	return body.ok ? Object.fromEntries(new URLSearchParams(body.value)) : {};
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
	response.writeHead(status, {
		'content-type': 'application/json; charset=utf-8',
		'cache-control': 'no-store'
	});
	response.end(JSON.stringify(value));
}

export function redirect(response: ServerResponse, to: string): void {
	response.writeHead(303, { location: to, 'cache-control': 'no-store' });
	response.end();
}

/** True when another site's page in the same browser made this request: it may not press the sandbox's buttons. */
export function isFromAnotherSite(request: IncomingMessage): boolean {
	return request.headers['sec-fetch-site'] === 'cross-site';
}
