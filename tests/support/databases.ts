/** The databases that the server must work on, each fresh for each test: a file, and sqld over http. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe } from 'vitest';
import { type Database, openDatabase, type WriteTx } from '../../server/store/database.ts';
import { isSqldOffered, startSqld } from './sqld.ts';

/** Opens one more connection to the test's own database, as another process would. */
export type Open = () => Promise<Database>;

/** Runs a suite on every database. `open` may be called several times in a test: it is the same data. */
export function forEachDatabase(suite: (open: Open) => void): void {
	describe('in a file', () => suite(fresh(fileUrl)));
	if (isSqldOffered) describe('over sqld', () => suite(fresh(sqldUrl)));
}

/** A database in a file, for tests in which the kind does not matter. */
export function fileDatabase(): Open {
	return fresh(fileUrl);
}

interface Place {
	readonly url: string;
	remove(): Promise<void>;
}

function fresh(makePlace: () => Promise<Place>): Open {
	let place: Promise<Place> | null = null;
	const opened: Database[] = [];
	afterEach(async () => {
		for (const db of opened.splice(0)) db.close();
		await (await place)?.remove();
		place = null;
	});
	return async () => {
		place ??= makePlace();
		const db = await openDatabase({ url: (await place).url });
		opened.push(db);
		return db;
	};
}

async function fileUrl(): Promise<Place> {
	const folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-db-'));
	return {
		url: `file:${path.join(folder, 'data.db')}`,
		remove: () => rm(folder, { recursive: true, force: true })
	};
}

async function sqldUrl(): Promise<Place> {
	const sqld = await startSqld();
	return { url: sqld.url, remove: () => sqld.stop() };
}

/** What stands for a disk that fails: thrown by the statement that `failingAt` names. */
export class DiskFailure extends Error {}

/** The same database, whose n-th writing statement from now on fails; with `null` none does. */
export function failingAt(db: Database, n: number | null): Database & { readonly statements: number } {
	let statements = 0;
	return {
		...db,
		get statements() {
			return statements;
		},
		write: (work) =>
			db.write((tx) =>
				work({
					...tx,
					async run(...call: Parameters<WriteTx['run']>) {
						statements++;
						if (statements === n) throw new DiskFailure();
						return tx.run(...call);
					},
					append(...call) {
						statements++;
						if (statements === n) throw new DiskFailure();
						tx.append(...call);
					}
				})
			)
	};
}
