/**
 * The one door to libSQL: a local file by default, sqld over http with the same code.
 * Promises: writes of this process run one after another, each in one transaction, all or nothing and synced to
 * disk before it answers; reads never see half a write. Leaves to callers: being idempotent, because a line cut
 * during the commit leaves them not knowing (`StorageOutage`), and because busy work is run again from its start.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient, LibsqlError, type Transaction } from '@libsql/client';
import { invariant } from '../../domain/result.ts';

export type SqlValue = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, unknown>>;

/** Whatever answers questions: the database itself, or a transaction that sees its own writes. */
export interface Reader {
	/** Rows of one statement, as plain objects keyed by column. */
	read(sql: string, args?: readonly SqlValue[]): Promise<Row[]>;
}

export interface WriteTx extends Reader {
	/** Performs one statement. Answers how many rows it touched. */
	run(sql: string, args?: readonly SqlValue[]): Promise<number>;
}

export interface Database extends Reader {
	/**
	 * One transaction. Commits when `work` returns, rolls back when it throws. No network wait inside, and no
	 * second `write`: the first would wait for itself. `work` may run more than once, so it must have no effect
	 * but its statements.
	 * @throws StorageOutage when the database cannot be reached or cannot write
	 */
	write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T>;
	/** A whole client for one task with no other write meanwhile, such as publishing a catalogue. May run it again. */
	exclusive<T>(task: (client: Client) => Promise<T>): Promise<T>;
	/** For readers that bring their own statements. Writing through it breaks the promise above. */
	readonly client: Client;
	close(): void;
}

/** The database did not answer, or answered that it cannot. What was under way may or may not have happened. */
export class StorageOutage extends Error {
	override readonly name = 'StorageOutage';
}

/** How long a lock of another process may last before this one gives up. */
const busyDelaysMs = [10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000, 1000, 1000];
/** Waiting inside SQLite blocks the event loop: keep it short and wait outside. */
const busyTimeoutMs = 50;
/** A statement over http; a replica without its primary would otherwise hang for ever. */
const statementTimeoutMs = 15_000;

/**
 * Opens and checks the database; creates the folder of a file.
 * @param url `file:var/data.db`, `http://host:port` or `libsql://host`
 */
export async function openDatabase({
	url,
	authToken
}: {
	readonly url: string;
	readonly authToken?: string | undefined;
}): Promise<Database> {
	const isFile = url.startsWith('file:');
	if (isFile) await mkdir(path.dirname(filePath(url)), { recursive: true });
	const open = () =>
		createClient({
			url,
			...(authToken ? { authToken } : {}),
			...(isFile ? { timeout: busyTimeoutMs } : { fetch: boundedFetch })
		});
	const reading = open();
	if (isFile) {
		await patiently(() => reading.execute('PRAGMA journal_mode = wal'));
		const { rows } = await reading.execute('PRAGMA synchronous');
		// 2 = FULL: "received" may be said only after a full sync. It is libSQL's default on every connection.
		invariant(Number(rows[0]?.['synchronous']) >= 2, 'commits are synced to disk');
	}
	return overClients(reading, open);
}

function overClients(reading: Client, open: () => Client): Database {
	let writer = open();
	let last: Promise<unknown> = Promise.resolve();
	const writing = new AsyncLocalStorage<true>();

	/** Runs tasks one after another, in the order in which they came. */
	function inTurn<T>(task: (client: Client) => Promise<T>): Promise<T> {
		invariant(!writing.getStore(), 'a write does not wait for a write inside itself');
		const turn = last.then(() => writing.run(true, () => patiently(() => withWriter(task))));
		last = turn.catch(() => undefined);
		return turn;
	}

	/**
	 * libSQL leaves a statement that met a lock open until it is collected as garbage, and the connection cannot
	 * commit until then. So a connection that failed is thrown away.
	 */
	async function withWriter<T>(task: (client: Client) => Promise<T>): Promise<T> {
		try {
			return await task(writer);
		} catch (error) {
			if (!writer.closed) writer.close();
			writer = open();
			throw error;
		}
	}

	return {
		client: reading,
		read: (sql, args = []) => patiently(() => query(reading, sql, args)),
		write: (work) => inTurn((client) => transact(client, work)),
		exclusive: inTurn,
		close() {
			reading.close();
			writer.close();
		}
	};
}

async function transact<T>(client: Client, work: (tx: WriteTx) => Promise<T>): Promise<T> {
	const transaction = await client.transaction('write').catch(outage);
	try {
		const value = await work({
			read: (sql, args = []) => query(transaction, sql, args),
			run: async (sql, args = []) =>
				(await transaction.execute({ sql, args: [...args] }).catch(outage)).rowsAffected
		});
		await transaction.commit().catch(outage);
		return value;
	} finally {
		transaction.close();
	}
}

async function query(on: Client | Transaction, sql: string, args: readonly SqlValue[]): Promise<Row[]> {
	const { rows, columns } = await on.execute({ sql, args: [...args] }).catch(outage);
	return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}

/** Another process holds the lock: nothing of ours happened, so the whole may be tried again. */
class Busy extends StorageOutage {}

async function patiently<T>(task: () => Promise<T>): Promise<T> {
	for (const delay of busyDelaysMs) {
		try {
			return await task();
		} catch (error) {
			if (!(error instanceof Busy || isBusy(error))) throw error;
			await sleep(delay);
		}
	}
	return await task();
}

/** Mistakes in our own statements stay what they are; all else the database says is an outage. */
function outage(error: unknown): never {
	if (isBusy(error)) throw new Busy('storage is busy', { cause: error });
	if (
		error instanceof LibsqlError &&
		/^(SQLITE_(CONSTRAINT|ERROR|MISMATCH|RANGE|MISUSE)|SQL_|ARGS_)/.test(error.code)
	)
		throw error;
	throw new StorageOutage('storage does not answer', { cause: error });
}

function isBusy(error: unknown): boolean {
	return error instanceof LibsqlError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);
}

function filePath(url: string): string {
	return decodeURI(url.replace(/^file:(\/\/)?/, '').replace(/\?.*$/, ''));
}

const boundedFetch: typeof fetch = (input, init) =>
	fetch(input, { ...init, signal: AbortSignal.timeout(statementTimeoutMs) });
