/**
 * The details as one text, a line for each entry in the order of `entriesOf`: the kind's letter, then the row's JSON.
 * Announced records leave out their head, which the list brings in the same order.
 */
import { joinPublished, type Entry, type PublishedHead } from './entry.ts';

/**
 * Puts the stream's lines together to entries as they come. `text` may end anywhere; what is open stays for the next.
 * Throws `StreamFault` on a line that no catalogue has.
 */
export class StreamReader {
	readonly #heads: readonly PublishedHead[];
	#rest = '';
	#publishedSoFar = 0;

	/** @param heads of the list that belongs to the stream */
	constructor(heads: readonly PublishedHead[]) {
		this.#heads = heads;
	}

	push(text: string): Entry[] {
		const lines = (this.#rest + text).split('\n');
		this.#rest = lines.pop() ?? '';
		return lines.map((line) => this.#read(line));
	}

	/** True when nothing is left over: every line ended, and every head has got its record. */
	get isAtEnd(): boolean {
		return this.#rest === '' && this.#publishedSoFar === this.#heads.length;
	}

	#read(line: string): Entry {
		const json = line.slice(1);
		const kind = line.charAt(0);
		if (kind === 'p') {
			const head = this.#heads[this.#publishedSoFar++];
			if (!head) throw new StreamFault('more records than heads');
			return { key: `p:${head.code}`, text: joinPublished(head, json) };
		}
		const id =
			kind === 'c' ? idOf(json, /"code":"([^"]+)"/) : kind === 'q' ? idOf(json, /"id":"([^"]+)"/) : '';
		if (!'cqalo'.includes(kind) || id === null) throw new StreamFault('a line of no known kind');
		return { key: `${kind}:${id}`, text: json };
	}
}

/** The name is the first field of its row; whether it is the right one shows when the row is read by its schema. */
function idOf(json: string, field: RegExp): string | null {
	return field.exec(json.slice(0, 80))?.[1] ?? null;
}

export class StreamFault extends Error {
	override readonly name = 'StreamFault';
}
