/**
 * A person's locked cabinet: callers put records in and take records out, on the disk lie sealed envelopes with
 * nothing in clear but ids and the order of queueing.
 *
 * WebCrypto ends an IndexedDB transaction: whatever is awaited in one but the database commits it half done. So an
 * edit reads, opens and seals outside, and one strict transaction at the end looks whether everything that was read is
 * still as it was, and writes all or, when another tab was faster, nothing: then the edit runs again.
 *
 *   edit: get, all, of ─► opened records ─► put, remove ─► seal ─► { still the same? write all } ─► done
 *                 ▲                                                        │ no
 *                 └────────────────────────────────────────────────────────┘
 *
 * Promises: an edit is serializable and, when it has resolved, on the disk; of one that failed there is nothing. A row
 * that does not open any more is left out of what is read, told of, and its bytes are kept: where they are, or, when
 * something new takes the place, beside the contents.
 */
import type Dexie from 'dexie';
import type { IndexableType, Table } from 'dexie';
import { invariant } from '../../domain/result.ts';
import type { Records } from './db.ts';
import type { KeyRing } from './keys.ts';
import { type Envelope, nameOf, open, type Place, seal } from './sealed.ts';

type Name = keyof Records;

/** The store of each kind of record, and which of its fields names it; that one and `dossierId` lie in clear. */
const drawers: { readonly [N in Name]: { readonly store: string; readonly key: string & keyof Records[N] } } =
	{
		drafts: { store: 'sealedDrafts', key: 'draftId' },
		files: { store: 'sealedFiles', key: 'attachmentId' },
		outbox: { store: 'sealedOutbox', key: 'operationId' },
		dossiers: { store: 'sealedDossiers', key: 'dossierId' },
		payments: { store: 'sealedPayments', key: 'paymentId' },
		results: { store: 'sealedResults', key: 'dossierId' },
		bills: { store: 'sealedBills', key: 'billId' },
		facts: { store: 'sealedFacts', key: 'key' }
	};
const contents = 'sealedContents';
const marks = 'marks';

/** A record as it lies on the disk. */
export interface SealedRow {
	readonly sealed: Envelope;
	readonly dossierId?: string;
	/** Of the outbox, given by the database. */
	readonly position?: number;
	/** Its own id, under the name that it has in its record. */
	readonly [key: string]: unknown;
}

/** The bytes of a file, by the id of their attachment, or of the dossier whose result they are. Never changed. */
export interface SealedContent {
	readonly contentId: string;
	readonly sealed: Envelope;
}

/** A small number that says nothing about anybody: `cursor`, `syncedAt`, `adopted:<draftId>`. */
export interface Mark {
	readonly key: string;
	readonly value: number;
}

/** A row that does not open: its bytes are not those that were written, or its key is gone. */
export interface Damaged {
	readonly store: string;
	readonly key: string;
}

interface Opened {
	readonly envelope: string;
	readonly json: string;
	readonly position: number | undefined;
}

/** What is read and written in one edit. Reads see what was written before them. */
export interface Edit {
	get<N extends Name>(name: N, key: string): Promise<Records[N] | undefined>;
	all<N extends Name>(name: N): Promise<Records[N][]>;
	/** Of one dossier, in the order of their keys or, in the outbox, of queueing. */
	of<N extends Name>(name: N, dossierId: string): Promise<Records[N][]>;
	put<N extends Name>(name: N, record: Records[N]): void;
	remove(name: Name, key: string): void;
	putContent(contentId: string, bytes: ArrayBuffer): void;
	removeContent(contentId: string): void;
	mark(key: string): Promise<number | undefined>;
	setMark(key: string, value: number): void;
	/** A row of a store in which everything lies in clear; it leaves that store with this edit. */
	takePlain(store: string, key: IndexableType): Promise<unknown>;
}

/** What an edit has read, to be looked at again: a query and what it found. */
interface Seen {
	readonly store: string;
	readonly look: () => PromiseLike<string>;
	readonly found: string;
	/** Forgets what this was remembered from. */
	readonly forget: () => void;
}

interface Plan {
	readonly seen: Seen[];
	readonly records: Map<Name, Map<string, Records[Name] | null>>;
	readonly contents: Map<string, ArrayBuffer | null>;
	readonly marks: Map<string, number>;
	/** Rows that leave the stores in clear. */
	readonly plain: { readonly store: string; readonly key: IndexableType }[];
}

/** Another tab would have to win as many times in a row. */
const attemptsMax = 100;

export class Cabinet {
	readonly #db: Dexie;
	readonly #key: () => Promise<KeyRing>;
	/** By store and key: what was opened last. Good for exactly one envelope, so it cannot be wrong, only idle. */
	readonly #opened = new Map<string, Opened>();
	/** Pictures that a page still shows are not opened again for each redrawing. */
	readonly #blobs = new Map<string, WeakRef<Blob>>();
	/** By store and key, with the envelope that did not open. */
	readonly #damaged = new Map<string, Damaged & { readonly envelope: string }>();
	readonly #listeners = new Set<() => void>();
	#turn: Promise<unknown> = Promise.resolve();

	/** @param key of this database; rejects while it is locked */
	constructor(db: Dexie, key: () => Promise<KeyRing>) {
		this.#db = db;
		this.#key = key;
	}

	/** The rows of a drawer, for reading several in one transaction; `take` opens them after it. */
	rows(name: Name): Table<SealedRow> {
		return this.#db.table(drawers[name].store);
	}

	/** Opens what was read, but for rows that were tampered with, or lie where they were not put: see `damaged`. */
	async take<N extends Name>(name: N, rows: readonly (SealedRow | undefined)[]): Promise<Records[N][]> {
		const opened = await Promise.all(rows.map((row) => this.one(name, row)));
		return opened.filter((record) => record !== undefined);
	}

	/** Undefined also for a row that does not open. */
	async one<N extends Name>(name: N, row: SealedRow | undefined): Promise<Records[N] | undefined> {
		if (!row) return undefined;
		const { store, key } = drawers[name];
		return await this.#unlessDamaged({ store, key: String(row[key]) }, row.sealed, () =>
			this.#open(name, row)
		);
	}

	/** What was found not to open since this database was opened, and still lies there. */
	get damaged(): readonly Damaged[] {
		return [...this.#damaged.values()];
	}

	/** Calls when more or less is damaged. The answer unsubscribes. */
	watchDamaged(listen: () => void): () => void {
		this.#listeners.add(listen);
		return () => this.#listeners.delete(listen);
	}

	async content(row: SealedContent | undefined, type: string): Promise<Blob | null> {
		if (!row) return null;
		const { contentId, sealed } = row;
		const before = this.#blobs.get(contentId)?.deref();
		if (before) return before;
		const place = { store: contents, key: contentId };
		const bytes = await this.#unlessDamaged(place, sealed, () => this.#unseal(place, sealed));
		if (!bytes) return null;
		const blob = new Blob([bytes], { type });
		this.#blobs.set(contentId, new WeakRef(blob));
		return blob;
	}

	/** Reads and writes as one. Edits of one tab take turns; `edit` may run several times, and only its last counts. */
	change<T>(edit: (unit: Edit) => Promise<T>): Promise<T> {
		const done = this.#turn.then(() => this.#change(edit));
		this.#turn = done.catch(() => {});
		return done;
	}

	/** Nothing that was opened stays in memory. */
	forget(): void {
		this.#opened.clear();
		this.#blobs.clear();
		this.#damaged.clear();
	}

	async #unlessDamaged<T>(place: Damaged, sealed: Envelope, open: () => Promise<T>): Promise<T | undefined> {
		try {
			return await open();
		} catch (error) {
			if (!(error instanceof DOMException && error.name === 'OperationError')) throw error;
			this.#damaged.set(placeName(place), { ...place, envelope: nameOf(sealed) });
			for (const listen of this.#listeners) listen();
			return undefined;
		}
	}

	/** Inside the transaction that puts something else in its place. */
	async #setAside(place: Damaged, sealed: Envelope | undefined): Promise<void> {
		const damaged = this.#damaged.get(placeName(place));
		if (!damaged || !sealed || nameOf(sealed) !== damaged.envelope) return;
		// Under a name of its own, so that what was damaged once is not taken for what was damaged later.
		const contentId = `damaged ${placeName(place)} ${hexOf(sealed)}`;
		await this.#db.table(contents).put({ contentId, sealed });
	}

	#mended(place: Damaged): void {
		if (!this.#damaged.delete(placeName(place))) return;
		for (const listen of this.#listeners) listen();
	}

	async #change<T>(edit: (unit: Edit) => Promise<T>): Promise<T> {
		for (let attempt = 1; attempt <= attemptsMax; attempt++) {
			const plan: Plan = { seen: [], records: new Map(), contents: new Map(), marks: new Map(), plain: [] };
			const value = await edit(this.#edit(plan));
			if (await this.#commit(plan)) return value;
		}
		throw new DOMException('others write all the time', 'AbortError');
	}

	#edit(plan: Plan): Edit {
		const written = <N extends Name>(name: N) =>
			(plan.records.get(name) ?? new Map()) as Map<string, Records[N] | null>;
		const write = (name: Name, key: string, record: Records[Name] | null) => {
			if (!plan.records.has(name)) plan.records.set(name, new Map());
			plan.records.get(name)?.set(key, record);
		};
		/** What lies on the disk, with what this edit has done to it. */
		const several = async <N extends Name>(
			name: N,
			read: () => Promise<SealedRow[]>,
			isOne: (record: Records[N]) => boolean
		): Promise<Records[N][]> => {
			const rows = await read();
			this.#see(plan, drawers[name].store, async () => namesOf(await read()), namesOf(rows));
			const mine = written(name);
			const kept = rows.filter((row) => !mine.has(String(row[drawers[name].key])));
			const own = [...mine.values()].filter((record) => record !== null).filter(isOne);
			return [...(await this.take(name, kept)), ...own];
		};
		return {
			get: async (name, key) => {
				const own = written(name).get(key);
				return own === undefined ? await this.#get(plan, name, key) : (own ?? undefined);
			},
			all: (name) =>
				several(
					name,
					() => this.rows(name).toArray(),
					() => true
				),
			of: (name, dossierId) =>
				several(
					name,
					() => this.rows(name).where({ dossierId }).toArray(),
					(record) => 'dossierId' in record && record.dossierId === dossierId
				),
			put: (name, record) => write(name, keyOf(name, record), record),
			remove: (name, key) => write(name, key, null),
			putContent: (contentId, bytes) => void plan.contents.set(contentId, bytes),
			removeContent: (contentId) => void plan.contents.set(contentId, null),
			mark: async (key) => {
				const own = plan.marks.get(key);
				if (own !== undefined) return own;
				const look = async () => ((await this.#db.table(marks).get(key)) as Mark | undefined)?.value;
				const value = await look();
				this.#see(plan, marks, async () => String(await look()), String(value));
				return value;
			},
			setMark: (key, value) => void plan.marks.set(key, value),
			takePlain: async (store, key) => {
				const look = async (): Promise<unknown> => await this.#db.table(store).get(key);
				const row = await look();
				this.#see(plan, store, async () => JSON.stringify(await look()) ?? '', JSON.stringify(row) ?? '');
				if (row !== undefined) plan.plain.push({ store, key });
				return row;
			}
		};
	}

	/** From memory when it was opened before: whether it still is so is looked at when writing. */
	async #get<N extends Name>(plan: Plan, name: N, key: string): Promise<Records[N] | undefined> {
		const { store } = drawers[name];
		const look = () => this.#row(name, key);
		const remembered = this.#opened.get(`${store} ${key}`);
		const found = remembered ? remembered.envelope : undefined;
		const row = found === undefined ? await look() : undefined;
		this.#see(
			plan,
			store,
			() => look().then((now) => (now ? nameOf(now.sealed) : '')),
			found ?? (row ? nameOf(row.sealed) : ''),
			() => this.#opened.delete(`${store} ${key}`)
		);
		return remembered ? read(remembered) : await this.one(name, row);
	}

	#see(plan: Plan, store: string, look: () => PromiseLike<string>, found: string, forget = () => {}): void {
		plan.seen.push({ store, look, found, forget });
	}

	#row(name: Name, key: string): Promise<SealedRow | undefined> {
		const rows = this.rows(name);
		const { key: field } = drawers[name];
		return rows.schema.primKey.name === field ? rows.get(key) : rows.where(field).equals(key).first();
	}

	/** False when something that was read is not so any more; nothing is written then. */
	async #commit(plan: Plan): Promise<boolean> {
		const entries = [...plan.records].flatMap(([name, records]) =>
			[...records].map(([key, record]) => ({ name, key, record }))
		);
		const changes = await Promise.all(
			entries.map(async ({ name, key, record }) => ({
				name,
				key,
				put: record && (await this.#seal(name, key, record))
			}))
		);
		const files = await Promise.all(
			[...plan.contents].map(async ([contentId, bytes]) => ({
				contentId,
				sealed: bytes && (await seal((await this.#key())[0], { store: contents, key: contentId }, bytes))
			}))
		);
		const written = [
			...[...plan.records.keys()].map((name) => drawers[name].store),
			...(files.length > 0 || this.#damaged.size > 0 ? [contents] : []),
			...(plan.marks.size > 0 ? [marks] : []),
			...plan.plain.map(({ store }) => store)
		];
		const stores = [...new Set([...written, ...plan.seen.map(({ store }) => store)])];
		if (stores.length === 0) return true;
		const positions = new Map<string, number>();
		const fits = await this.#db.transaction(written.length > 0 ? 'rw' : 'r', stores, async () => {
			for (const { look, found, forget } of plan.seen)
				if ((await look()) !== found) {
					forget();
					return false;
				}
			for (const { name, key, put } of changes) {
				const place = { store: drawers[name].store, key };
				if (!this.#damaged.has(placeName(place))) continue;
				await this.#setAside(place, (await this.#row(name, key))?.sealed);
				if (put) await this.rows(name).where(drawers[name].key).equals(key).delete();
			}
			for (const { name, key, put } of changes)
				if (!put) await this.rows(name).where(drawers[name].key).equals(key).delete();
			for (const { name, key, put } of changes) {
				if (!put) continue;
				const position = await this.rows(name).put(put.row);
				if (name === 'outbox') positions.set(key, Number(position));
			}
			for (const { contentId, sealed } of files) {
				const place = { store: contents, key: contentId };
				if (!sealed || !this.#damaged.has(placeName(place))) continue;
				const row = (await this.#db.table(contents).get(contentId)) as SealedContent | undefined;
				await this.#setAside(place, row?.sealed);
			}
			for (const { contentId, sealed } of files)
				if (sealed) await this.#db.table(contents).put({ contentId, sealed });
				else await this.#db.table(contents).delete(contentId);
			for (const { store, key } of plan.plain) await this.#db.table(store).delete(key);
			for (const [key, value] of plan.marks) await this.#db.table(marks).put({ key, value });
			return true;
		});
		if (!fits) return false;
		for (const { name, key, put } of changes) {
			const place = `${drawers[name].store} ${key}`;
			this.#mended({ store: drawers[name].store, key });
			if (!put) this.#opened.delete(place);
			else
				this.#opened.set(place, {
					envelope: nameOf(put.row.sealed),
					json: put.json,
					position: positions.get(key)
				});
		}
		for (const [contentId, bytes] of plan.contents) {
			this.#mended({ store: contents, key: contentId });
			if (!bytes) this.#blobs.delete(contentId);
		}
		return true;
	}

	async #seal(name: Name, key: string, record: Records[Name]): Promise<{ json: string; row: SealedRow }> {
		const { store, key: keyField } = drawers[name];
		const { position, ...rest } = record as Records[Name] & { readonly position?: number };
		const json = JSON.stringify(rest);
		return {
			json,
			row: {
				[keyField]: key,
				...('dossierId' in rest ? { dossierId: rest.dossierId } : {}),
				...(position === undefined ? {} : { position }),
				sealed: await seal((await this.#key())[0], { store, key }, utf8.encode(json))
			}
		};
	}

	/** With whichever key of the ring it was sealed; nearly always the first. */
	async #unseal(place: Place, envelope: Envelope): Promise<ArrayBuffer> {
		const [first, ...others] = await inZone(this.#key());
		let opening = inZone(open(first, place, envelope));
		for (const key of others) opening = opening.catch(() => inZone(open(key, place, envelope)));
		return await opening;
	}

	async #open<N extends Name>(name: N, row: SealedRow): Promise<Records[N]> {
		const { store, key: keyField } = drawers[name];
		const key = row[keyField];
		invariant(typeof key === 'string', 'a row has its id');
		const envelope = nameOf(row.sealed);
		const before = this.#opened.get(`${store} ${key}`);
		if (before?.envelope === envelope) return read(before);
		const json = text.decode(await this.#unseal({ store, key }, row.sealed));
		const opened = { envelope, json, position: row.position };
		this.#opened.set(`${store} ${key}`, opened);
		return read(opened);
	}
}

/**
 * Dexie's live questions know what they have read by the zone in which it was read, and a promise that is not Dexie's
 * leads out of it: what is read after one would not be watched. Within a zone `Promise` is Dexie's own.
 */
function inZone<T>(promise: Promise<T>): Promise<T> {
	return Promise.resolve(promise);
}

const utf8 = new TextEncoder();
const text = new TextDecoder();

/** Written by this app and authenticated since: what comes out is what was put in. */
function read<N extends Name>({ json, position }: Opened): Records[N] {
	const record = JSON.parse(json) as Records[N];
	return position === undefined ? record : { ...record, position };
}

function placeName({ store, key }: Damaged): string {
	return `${store} ${key}`;
}

/** The name of an envelope as text that may stand in a key. */
function hexOf(envelope: Envelope): string {
	return Array.from(envelope.subarray(0, 13), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function keyOf<N extends Name>(name: N, record: Records[N]): string {
	return String(record[drawers[name].key]);
}

function namesOf(rows: readonly SealedRow[]): string {
	return rows.map(({ sealed }) => nameOf(sealed)).join();
}
