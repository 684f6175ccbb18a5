/**
 * "I know it is called something like …": a stretch of a name, as it is written, without marks, or with one slip, and
 * whether the procedure (or one of the same name) is among the first ten. A stretch that stands in more than ten names
 * is passed over: nobody could tell which of them is meant. Seeded: the same queries every time.
 */
import { fold, words } from '../../domain/catalogue/words.ts';
import type { Named } from './peers.ts';

export interface KnownItem {
	readonly code: string;
	readonly marked: string;
	readonly folded: string;
	readonly slipped: string;
}

/** Stretches are as long as people type; shorter ones are shared by a hundred names. */
const wordsMin = 5;
const wordsMax = 8;
const sharedMax = 10;

export function knownItems(rows: readonly Named[], count: number, seed = 7): KnownItem[] {
	const next = random(seed);
	const pick = (max: number) => Math.floor(next() * max);
	const plainNames = [...new Set(rows.map(({ name }) => plainOf(name)))];
	const items: KnownItem[] = [];
	for (let tries = 0; items.length < count && tries < count * 20; tries++) {
		const { code, name } = rows[pick(rows.length)] as Named;
		const written = name.split(/\s+/).filter((word) => words(word).length > 0);
		const length = Math.min(written.length, wordsMin + pick(wordsMax - wordsMin + 1));
		const from = pick(Math.max(1, Math.min(written.length - length + 1, 6)));
		const marked = written.slice(from, from + length).join(' ');
		const folded = fold(marked);
		const plain = ` ${plainOf(marked)} `;
		if (plainNames.filter((other) => ` ${other} `.includes(plain)).length > sharedMax) continue;
		items.push({ code, marked, folded, slipped: withSlip(folded, pick) });
	}
	return items;
}

const plainOf = (text: string) =>
	words(text)
		.map((word) => word.text)
		.join(' ');

/** One letter lost, doubled, changed or swapped with the next, in a word of at least four letters. */
function withSlip(text: string, pick: (max: number) => number): string {
	const all = text.split(' ');
	const long = [...all.keys()].filter((at) => /^[a-z]{4,}$/.test(all[at] ?? ''));
	if (long.length === 0) return text;
	const at = long[pick(long.length)] ?? 0;
	const word = all[at] ?? '';
	const place = 1 + pick(word.length - 2);
	const letters = 'abcdeghiklmnopqrstuvxy';
	const slips = [
		word.slice(0, place) + word.slice(place + 1),
		word.slice(0, place) + word.slice(place - 1),
		word.slice(0, place) + (letters[pick(letters.length)] ?? 'a') + word.slice(place + 1),
		word.slice(0, place) + (word[place + 1] ?? '') + (word[place] ?? '') + word.slice(place + 2)
	];
	return all.with(at, slips[pick(slips.length)] ?? word).join(' ');
}

/** Whether two codes have the same name, whoever published them. */
export function sameNames(rows: readonly Named[]): (a: string, b: string) => boolean {
	const nameOf = new Map(rows.map(({ code, name }) => [code, plainOf(name)]));
	return (a, b) => a === b || nameOf.get(a) === nameOf.get(b);
}

/** mulberry32 */
export function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
