/**
 * What this process remembers of the database, so that it need not ask again: who is behind a session, a draft that
 * somebody is typing in. Promise: what is recalled is what the database says, because
 * - whoever changes a thing forgets it, or remembers what it has become, in the transaction that changes it; that counts
 *   when the transaction is committed, and never when it is undone;
 * - everything is forgotten as soon as another process has written (database.ts asks).
 * It is bounded, and what was not used for longest goes first.
 */

/** Of what is remembered under one name, the type. The names in use are listed where they are made. */
export interface Kind<T> {
	readonly name: string;
	/** About how many characters it takes. */
	readonly sizeOf: (value: T) => number;
}

/** @param name unlike any other kind's */
export function kindOf<T>(name: string, sizeOf: (value: T) => number): Kind<T> {
	return { name, sizeOf };
}

/** What a transaction has changed of it. Undefined: forgotten. */
export type Changes = Map<string, { readonly value: unknown; readonly size: number } | undefined>;

export interface Memory {
	recall<T>(kind: Kind<T>, id: string): T | undefined;
	/** Grows whenever anything may have changed: who read before and remembers after must find it the same. */
	readonly age: number;
	remember<T>(kind: Kind<T>, id: string, value: T): void;
	/** A transaction is committed. */
	apply(changes: Changes): void;
	clear(): void;
}

export const keyOf = ({ name }: { readonly name: string }, id: string): string => `${name} ${id}`;

/** @param charactersMax of all that is remembered; an eighth of it is too much for one thing */
export function createMemory(charactersMax: number): Memory {
	const things = new Map<string, { readonly value: unknown; readonly size: number }>();
	let characters = 0;
	let age = 0;

	function drop(key: string): void {
		characters -= things.get(key)?.size ?? 0;
		things.delete(key);
	}

	function keep(key: string, thing: { readonly value: unknown; readonly size: number }): void {
		drop(key);
		if (thing.size > charactersMax / 8) return;
		things.set(key, thing);
		characters += thing.size;
		for (const oldest of things.keys()) {
			if (characters <= charactersMax) return;
			drop(oldest);
		}
	}

	return {
		recall<T>(kind: Kind<T>, id: string): T | undefined {
			const key = keyOf(kind, id);
			const thing = things.get(key);
			if (!thing) return undefined;
			// To the end of the line.
			things.delete(key);
			things.set(key, thing);
			return thing.value as T;
		},
		get age() {
			return age;
		},
		remember: (kind, id, value) => keep(keyOf(kind, id), { value, size: kind.sizeOf(value) }),
		apply(changes) {
			age++;
			for (const [key, thing] of changes) {
				if (thing) keep(key, thing);
				else drop(key);
			}
		},
		clear() {
			age++;
			things.clear();
			characters = 0;
		}
	};
}
