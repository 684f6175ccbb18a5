/**
 * Procedures that were kept or read on this device, and which papers are ticked. Public names only, nothing of a person;
 * still, what somebody reads is her business: it leaves the device never, and goes with one press.
 */
import type { Text } from '$domain/text.ts';
import { isKiosk } from '$lib/kiosk/device.ts';

export interface ShelfEntry {
	readonly code: string;
	readonly name: Text;
}

const keptKey = 'motcua-da-luu';
const recentKey = 'motcua-xem';
const ticksKey = 'motcua-giay-to';
export const recentMax = 20;
const keptMax = 200;
/** Checklists remembered; the oldest goes. */
const ticksMax = 50;

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** @param storage null where there is none: then nothing is remembered and nothing fails */
export class Shelf {
	readonly #storage: Store | null;

	constructor(storage: Store | null) {
		this.#storage = storage;
	}

	kept(): ShelfEntry[] {
		return this.#entries(keptKey);
	}

	recent(): ShelfEntry[] {
		return this.#entries(recentKey);
	}

	isKept(code: string): boolean {
		return this.kept().some((entry) => entry.code === code);
	}

	/** False when the device did not take it. */
	keep(entry: ShelfEntry): boolean {
		return this.#write(keptKey, [entry, ...without(this.kept(), entry.code)].slice(0, keptMax));
	}

	remove(code: string): void {
		this.#write(keptKey, without(this.kept(), code));
	}

	/** A page was opened. */
	read(entry: ShelfEntry): void {
		this.#write(recentKey, [entry, ...without(this.recent(), entry.code)].slice(0, recentMax));
	}

	forgetRecent(): void {
		this.#drop(recentKey);
	}

	/** She leaves this device to the next one: nothing of what she read, kept or ticked stays. */
	clear(): void {
		for (const key of [keptKey, recentKey, ticksKey]) this.#drop(key);
	}

	/** Ids of the papers that are ready, of one case of one procedure. */
	ticks(code: string, caseId: string): string[] {
		const row = this.#ticks().find(([name]) => name === `${code}/${caseId}`);
		return row ? row[1] : [];
	}

	tick(code: string, caseId: string, papers: readonly string[]): void {
		const name = `${code}/${caseId}`;
		const others = this.#ticks().filter(([other]) => other !== name);
		this.#write(ticksKey, papers.length > 0 ? [[name, papers], ...others].slice(0, ticksMax) : others);
	}

	#entries(key: string): ShelfEntry[] {
		return this.#list(key).filter(isEntry);
	}

	#ticks(): [string, string[]][] {
		return this.#list(ticksKey).filter(
			(row): row is [string, string[]] =>
				Array.isArray(row) && typeof row[0] === 'string' && Array.isArray(row[1])
		);
	}

	/** Whatever stands there: other releases and other hands may have written it. */
	#list(key: string): unknown[] {
		try {
			const found: unknown = JSON.parse(this.#storage?.getItem(key) ?? '[]');
			return Array.isArray(found) ? found : [];
		} catch {
			return [];
		}
	}

	#write(key: string, value: readonly unknown[]): boolean {
		try {
			this.#storage?.setItem(key, JSON.stringify(value));
			return this.#storage !== null;
		} catch {
			return false;
		}
	}

	#drop(key: string): void {
		try {
			this.#storage?.removeItem(key);
		} catch {
			// Storage denied: there is nothing to delete.
		}
	}
}

/** Of a shared machine: gone with the page. */
const inMemory = new Map<string, string>();
const memory: Store = {
	getItem: (key) => inMemory.get(key) ?? null,
	setItem: (key, value) => void inMemory.set(key, value),
	removeItem: (key) => void inMemory.delete(key)
};

/** The shelf of this browser. */
export function openShelf(): Shelf {
	if (isKiosk()) return new Shelf(memory);
	try {
		return new Shelf(localStorage);
	} catch {
		return new Shelf(null);
	}
}

function without(entries: readonly ShelfEntry[], code: string): ShelfEntry[] {
	return entries.filter((entry) => entry.code !== code);
}

function isEntry(row: unknown): row is ShelfEntry {
	if (typeof row !== 'object' || row === null || !('code' in row) || !('name' in row)) return false;
	const { code, name } = row as { code: unknown; name: unknown };
	return (
		typeof code === 'string' &&
		typeof name === 'object' &&
		name !== null &&
		typeof (name as Text).vi === 'string' &&
		typeof (name as Text).en === 'string'
	);
}
