/**
 * The one door to libSQL: a local file by default, sqld over http with the same code.
 * Promises: writes of this process happen in the order in which they came, each whole or not at all; what they
 * answer is synced to disk before they answer; reads never see half a write. Leaves to callers: being idempotent,
 * because a line cut during the commit leaves them not knowing (`StorageOutage`), and because work is run again from
 * its start when storage was busy or when another's work in the same commit failed.
 *
 *   writes ─► in line ─► all that came while the disk was busy ─► BEGIN, one after another, COMMIT ─► their answers
 *                              one of them throws ─► ROLLBACK ─► each of them alone
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '@libsql/client';
import { invariant } from '../../domain/result.ts';
import {
	type Connection,
	isBusy,
	openFile,
	openRemote,
	type OpenTx,
	type Reader,
	remoteClient,
	type Writer
} from './connection.ts';
import { type Changes, createMemory, type Kind, keyOf, type Memory } from './memory.ts';

export { type Reader, type Row, type SqlValue, StorageOutage } from './connection.ts';

/** Work of one transaction writes through this. */
export interface WriteTx extends Writer {
	/**
	 * Adds a row with others of this transaction, in one statement: before anything else of it is read or written, at
	 * the latest before the commit.
	 * @param sql inserts what it selects from `json_each(?)`, a row each
	 * @param row anything that JSON can say
	 */
	append(sql: string, row: readonly unknown[]): void;
	/** What is known of a thing without reading it, as this transaction would find it (memory.ts). */
	recall<T>(kind: Kind<T>, id: string): T | undefined;
	/** Says what a thing has become; undefined when the next who needs it must read it. */
	remember<T>(kind: Kind<T>, id: string, value: T | undefined): void;
}

export interface Database extends Reader {
	/** What is known of a thing without reading it; else reads it, and remembers it unless it is null. */
	remembering<T>(kind: Kind<T>, id: string, read: () => Promise<T | null>): Promise<T | null>;
	/**
	 * Work of one transaction, which others that wait at the same time share. Commits when `work` returns, undoes
	 * what it did when it throws. No network wait inside, and no second `write`: the first would wait for itself.
	 * `work` may run more than once, so it must have no effect but its statements.
	 * @throws StorageOutage when the database cannot be reached or cannot write
	 */
	write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T>;
	/** A whole client for one task with no other write meanwhile, such as publishing a catalogue. May run it again. */
	exclusive<T>(task: (client: Client) => Promise<T>): Promise<T>;
	/** For readers that bring their own statements. Writing through it breaks the promise above. */
	readonly client: Client;
	close(): void;
}

/** How long a lock of another process may last before this one gives up. */
const busyDelaysMs = [10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000, 1000, 1000];
/** Waiting inside SQLite blocks the event loop: keep it short and wait outside. */
const busyTimeoutMs = 50;
/** A statement over http; a replica without its primary would otherwise hang for ever. */
const statementTimeoutMs = 15_000;

/** Of what is remembered, about 64 MB at most. */
const rememberedCharactersMax = 32 * 1024 * 1024;

/** How to open what `openDatabase` was asked for, as often as needed. */
interface Source {
	connection(): Connection;
	client(): Client;
	/** Writes of one commit. The first of them waits for the last. */
	readonly groupMax: number;
}

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
	if (!url.startsWith('file:')) {
		const client = () => remoteClient(url, authToken, statementTimeoutMs);
		// A statement costs a round trip there, and sqld ends a transaction that lasts for five seconds.
		return overSource({ client, connection: () => openRemote(client), groupMax: 16 });
	}
	const file = filePath(url);
	await mkdir(path.dirname(file), { recursive: true });
	const connection = () => openFile(file, busyTimeoutMs);
	const client = () => createClient({ url, timeout: busyTimeoutMs });
	const db = overSource({ client, connection, groupMax: 128 });
	await db.read('PRAGMA journal_mode = wal');
	const [row] = await db.read('PRAGMA synchronous');
	// 2 = FULL: "received" may be said only after a full sync. It is libSQL's default on every connection.
	invariant(Number(row?.['synchronous']) >= 2, 'commits are synced to disk');
	return db;
}

/** One that waits for its turn. Never rejects: whoever asked hears through its own promise. */
type Turn =
	{ readonly kind: 'shared'; readonly member: Member } | { readonly kind: 'alone'; run(): Promise<void> };

/** A piece of work in a commit. `perform` runs it in the transaction; one of the others is called once, at the end. */
interface Member {
	perform(tx: WriteTx): Promise<void>;
	committed(): void;
	failed(error: unknown): void;
}

function overSource(source: Source): Database {
	const reading = source.connection();
	let writer = source.connection();
	let client: Client | null = null;
	let exclusive: Client | null = null;
	const line: Turn[] = [];
	let isServing = false;
	const memory = createMemory(rememberedCharactersMax);
	let remembers = true;
	let hasAsked = false;
	const writing = new AsyncLocalStorage<true>();

	function enter(turn: Turn): void {
		invariant(!writing.getStore(), 'a write does not wait for a write inside itself');
		line.push(turn);
		if (isServing) return;
		isServing = true;
		void serve();
	}

	async function serve(): Promise<void> {
		try {
			for (;;) {
				// Whoever stands at the door already comes along: what arrived during one commit is the next.
				await nextTurn();
				const first = line.shift();
				if (!first) return;
				if (first.kind === 'alone') await writing.run(true, first.run);
				else await writing.run(true, commitTogether, [first.member, ...sharers()]);
			}
		} finally {
			isServing = false;
		}
	}

	/** Those behind the first in line that may share its commit. */
	function sharers(): Member[] {
		const members: Member[] = [];
		while (members.length < source.groupMax - 1 && line[0]?.kind === 'shared') {
			members.push(line[0].member);
			line.shift();
		}
		return members;
	}

	async function commitTogether(members: readonly Member[]): Promise<void> {
		try {
			await patiently(() => transact(members));
			for (const member of members) member.committed();
		} catch (error) {
			if (!(error instanceof OneFailed)) for (const member of members) member.failed(error);
			else if (members.length === 1) for (const member of members) member.failed(error.cause);
			// Nothing of them is there. What each would have done without the one that failed, it finds out by itself.
			else for (const member of members) await commitTogether([member]);
		}
	}

	/** Forgets everything when another process has written. */
	function heedOthers(): void {
		const wrote = writer.othersWrote();
		if (wrote !== false) memory.clear();
		remembers = wrote !== null;
	}

	/**
	 * The same between transactions, once for all that came in the same turn of the event loop: none of them can know of
	 * anything that was committed after it.
	 */
	function heedOthersThisTurn(): void {
		if (hasAsked) return;
		try {
			heedOthers();
		} catch {
			memory.clear();
		}
		hasAsked = true;
		setImmediate(() => (hasAsked = false));
	}

	/**
	 * A connection that failed is thrown away: libSQL may leave a statement that met a lock open until it is collected
	 * as garbage, and nothing commits until then.
	 */
	async function transact(members: readonly Member[]): Promise<void> {
		try {
			const open = await writer.begin();
			try {
				heedOthers();
				const transaction = sharedTx(open, remembers ? memory : null);
				for (const member of members) await member.perform(transaction).catch(oneFailed);
				await transaction.commit();
			} finally {
				open.end();
			}
		} catch (error) {
			writer.close();
			writer = source.connection();
			// Whether it was committed may be unknown.
			memory.clear();
			throw error;
		}
	}

	async function withClient<T>(task: (client: Client) => Promise<T>): Promise<T> {
		exclusive ??= source.client();
		try {
			return await task(exclusive);
		} catch (error) {
			exclusive.close();
			exclusive = null;
			throw error;
		}
	}

	return {
		get client() {
			return (client ??= source.client());
		},
		read: (sql, args) => patiently(() => reading.read(sql, args)),
		async remembering<T>(kind: Kind<T>, id: string, read: () => Promise<T | null>) {
			heedOthersThisTurn();
			const known = remembers ? memory.recall(kind, id) : undefined;
			if (known !== undefined) return known;
			const { age } = memory;
			const value = await read();
			if (value !== null && remembers && memory.age === age) memory.remember(kind, id, value);
			return value;
		},
		write<T>(work: (tx: WriteTx) => Promise<T>) {
			return new Promise<T>((resolve, reject) => {
				let value: T;
				enter({
					kind: 'shared',
					member: {
						async perform(tx) {
							value = await work(tx);
						},
						committed: () => resolve(value),
						failed: reject
					}
				});
			});
		},
		exclusive<T>(task: (client: Client) => Promise<T>) {
			return new Promise<T>((resolve, reject) => {
				enter({ kind: 'alone', run: () => patiently(() => withClient(task)).then(resolve, reject) });
			});
		},
		close() {
			reading.close();
			writer.close();
			client?.close();
			exclusive?.close();
		}
	};
}

/** A transaction as those that share it see it. @param memory null where nothing may be remembered */
function sharedTx(open: OpenTx, memory: Memory | null): WriteTx & { commit(): Promise<void> } {
	const changes: Changes = new Map();
	const rows = new Map<string, (readonly unknown[])[]>();

	async function written(): Promise<OpenTx> {
		for (const [sql, all] of rows) await open.run(sql, [JSON.stringify(all)]);
		rows.clear();
		return open;
	}

	return {
		async read(sql, args) {
			return (rows.size === 0 ? open : await written()).read(sql, args);
		},
		async run(sql, args) {
			return (rows.size === 0 ? open : await written()).run(sql, args);
		},
		append(sql, row) {
			const all = rows.get(sql);
			if (all) all.push(row);
			else rows.set(sql, [row]);
		},
		recall<T>(kind: Kind<T>, id: string): T | undefined {
			const key = keyOf(kind, id);
			return changes.has(key) ? (changes.get(key)?.value as T | undefined) : memory?.recall(kind, id);
		},
		remember<T>(kind: Kind<T>, id: string, value: T | undefined) {
			changes.set(keyOf(kind, id), value === undefined ? undefined : { value, size: kind.sizeOf(value) });
		},
		async commit() {
			await written();
			await open.commit();
			memory?.apply(changes);
		}
	};
}

/** It was not the begin or the commit, which are everybody's. */
class OneFailed extends Error {}

function oneFailed(error: unknown): never {
	throw isBusy(error) ? error : new OneFailed('work in a transaction failed', { cause: error });
}

async function patiently<T>(task: () => Promise<T>): Promise<T> {
	for (const delay of busyDelaysMs) {
		try {
			return await task();
		} catch (error) {
			if (!isBusy(error)) throw error;
			await sleep(delay);
		}
	}
	return await task();
}

function filePath(url: string): string {
	return decodeURI(url.replace(/^file:(\/\/)?/, '').replace(/\?.*$/, ''));
}
