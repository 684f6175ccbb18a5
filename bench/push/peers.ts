/**
 * Servers to compare with. Each takes the same ten edits over HTTP, checks them by schema, and answers when they are
 * durable; none looks up a session, keeps an audit or answers with news.
 */
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createClient } from '@libsql/client';
import { initTRPC } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { PeerPush } from './pushes.ts';

const table = `CREATE TABLE IF NOT EXISTS edits (
	draft_id TEXT NOT NULL, path TEXT NOT NULL, device TEXT NOT NULL, stamp BIGINT NOT NULL, value TEXT NOT NULL,
	PRIMARY KEY (draft_id, path, device))`;
const later = `ON CONFLICT (draft_id, path, device) DO UPDATE SET stamp = excluded.stamp, value = excluded.value
	WHERE excluded.stamp > edits.stamp`;

/** The stack as its manuals show it: tRPC's adapter, and a batch of statements through libSQL's client. */
export async function trpcWithBatch(folder: string): Promise<Server> {
	const client = createClient({ url: `file:${path.join(folder, 'batch.db')}` });
	await client.execute('PRAGMA journal_mode = wal');
	await client.execute(table);
	const t = initTRPC.create();
	const router = t.router({
		push: t.procedure.input(PeerPush).mutation(async ({ input: { draftId, device, edits } }) => {
			await client.batch(
				edits.map((edit) => ({
					sql: `INSERT INTO edits (draft_id, path, device, stamp, value) VALUES (?, ?, ?, ?, ?) ${later}`,
					args: [draftId, edit.path, device, edit.stamp, edit.value]
				})),
				'write'
			);
			return { kept: edits.length };
		})
	});
	return createServer(createHTTPHandler({ router }));
}

interface Pool {
	query(query: { name?: string; text: string; values?: unknown[] }): Promise<unknown>;
}

/** A plain handler over PostgreSQL: one prepared statement a push, whose rows are one transaction; it groups commits itself. */
export async function plainWithPostgres(port: number): Promise<Server> {
	const require = createRequire(path.join(import.meta.dirname, '../peers/package.json'));
	const pg = require('pg') as { Pool: new (options: object) => Pool };
	const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 32 });
	await pool.query({ text: table });
	return createServer((request, response) => {
		let text = '';
		request.setEncoding('utf8');
		request.on('data', (part: string) => (text += part));
		request.on('end', () => {
			const read = PeerPush.safeParse(JSON.parse(text));
			if (!read.success) return void response.writeHead(400).end();
			const { draftId, device, edits } = read.data;
			pool
				.query({
					name: 'push',
					text: `INSERT INTO edits (draft_id, path, device, stamp, value)
						SELECT $1, path, $2, stamp, value FROM unnest($3::text[], $4::bigint[], $5::text[]) AS new (path, stamp, value) ${later}`,
					values: [
						draftId,
						device,
						edits.map((edit) => edit.path),
						edits.map((edit) => edit.stamp),
						edits.map((edit) => edit.value)
					]
				})
				.then(
					() => {
						const answer = JSON.stringify({ result: { data: { kept: edits.length } } });
						response.writeHead(200, {
							'content-type': 'application/json',
							'content-length': Buffer.byteLength(answer)
						});
						response.end(answer);
					},
					() => response.writeHead(503).end()
				);
		});
	});
}
