/**
 * What a sandbox service must still know after it was killed: keyed records, one JSON file each.
 * Promises: a change is on the disk (file and folder synced) before it is answered, one record changes as a whole,
 * memory follows the disk and never leads it. Leaves to its callers: what a record means.
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';

/** What a change decides: the record to keep (`undefined` keeps what was there) and what to tell the caller. */
export interface Change<T, A> {
	readonly next?: T | undefined;
	readonly answer: A;
}

export interface Records<T> {
	find(id: string): T | undefined;
	all(): readonly T[];
	/**
	 * Reads, decides and writes without another change in between. `decide` must not wait for anything.
	 * Rejects when the disk refuses; the record is then what it was before.
	 */
	change<A>(id: string, decide: (current: T | undefined) => Change<T, A>): Promise<A>;
}

/**
 * Opens (or makes) a folder of records. Throws when a file does not match the schema: a service that went on without
 * it would take effects a second time.
 */
export async function openRecords<T>(folder: string, schema: z.ZodType<T>): Promise<Records<T>> {
	await mkdir(folder, { recursive: true });
	const recordsById = new Map<string, T>();
	for (const name of await readdir(folder)) {
		if (name.endsWith('.tmp')) await rm(path.join(folder, name), { force: true });
		if (!name.endsWith('.json')) continue;
		const text = await readFile(path.join(folder, name), 'utf8');
		recordsById.set(decodeURIComponent(name.slice(0, -'.json'.length)), schema.parse(JSON.parse(text)));
	}

	let last: Promise<unknown> = Promise.resolve();
	return {
		find: (id) => recordsById.get(id),
		all: () => [...recordsById.values()],
		change(id, decide) {
			const turn = last.then(async () => {
				const { next, answer } = decide(recordsById.get(id));
				if (next !== undefined && next !== recordsById.get(id)) {
					await writeDurably(
						path.join(folder, `${encodeURIComponent(id)}.json`),
						JSON.stringify(next, null, '\t')
					);
					recordsById.set(id, next);
				}
				return answer;
			});
			last = turn.catch(() => undefined);
			return turn;
		}
	};
}

/** Replaces a file in one step: after a crash there is the old content or the new one, never a part. */
export async function writeDurably(file: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
	const folder = path.dirname(file);
	await mkdir(folder, { recursive: true });
	const handle = await open(`${file}.tmp`, 'w', mode);
	try {
		await handle.writeFile(content);
		await handle.sync();
	} finally {
		await handle.close();
	}
	await rename(`${file}.tmp`, file);
	await syncFolder(folder);
}

/** A rename lives in the folder, so the folder is synced too. Windows has no such call and orders renames itself. */
async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return;
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
