/**
 * What changed between two texts, as copies from the old one and insertions: an array of
 * `[skip, length, text, skip, length, text …]`, where `skip` moves the reading place of the old text (backwards too),
 * `length` letters are copied from there and `text` follows. Small because the old text is at hand on both sides.
 */
import * as z from 'zod/mini';

export const Patch = z.array(z.union([z.int(), z.string()]));
export type Patch = z.infer<typeof Patch>;

/** A shorter copy costs more to say than its letters. */
const copyMin = 12;
/** Places of the old text that are tried for one copy; texts of officials repeat themselves. */
const candidatesMax = 16;

export function makePatch(before: string, after: string): Patch {
	const places = new Map<string, number[]>();
	for (let at = 0; at + copyMin <= before.length; at++) {
		const gram = before.slice(at, at + copyMin);
		const known = places.get(gram);
		if (!known) places.set(gram, [at]);
		else if (known.length < candidatesMax) known.push(at);
	}
	const patch: (number | string)[] = [];
	let reading = 0;
	let inserted = '';
	let skip = 0;
	let length = 0;
	const flush = () => {
		if (length === 0 && inserted === '') return;
		patch.push(skip, length, inserted);
		[skip, length, inserted] = [0, 0, ''];
	};
	for (let at = 0; at < after.length;) {
		// Where reading stands is tried first: most of a text stays in its order.
		let best = { from: reading, length: sameLength(before, reading, after, at) };
		if (best.length < copyMin)
			for (const from of places.get(after.slice(at, at + copyMin)) ?? []) {
				const same = sameLength(before, from, after, at);
				if (same > best.length || (same === best.length && from >= reading && best.from < reading))
					best = { from, length: same };
			}
		const inPlace = best.from === reading && best.length > 0 && at === 0;
		if (best.length < copyMin && !inPlace) {
			inserted += after.charAt(at++);
			continue;
		}
		flush();
		[skip, length] = [best.from - reading, best.length];
		reading = best.from + best.length;
		at += best.length;
	}
	flush();
	return patch;
}

function sameLength(before: string, from: number, after: string, at: number): number {
	let length = 0;
	while (
		from + length < before.length &&
		at + length < after.length &&
		before.charCodeAt(from + length) === after.charCodeAt(at + length)
	)
		length++;
	return length;
}

/** The text after the change; null when the patch does not fit this text. */
export function applyPatch(before: string, patch: Patch): string | null {
	let reading = 0;
	let after = '';
	for (let i = 0; i < patch.length; i += 3) {
		const [skip, length, text] = [patch[i], patch[i + 1], patch[i + 2]];
		if (typeof skip !== 'number' || typeof length !== 'number' || typeof text !== 'string') return null;
		const from = reading + skip;
		if (from < 0 || length < 0 || from + length > before.length) return null;
		after += before.slice(from, from + length) + text;
		reading = from + length;
	}
	return after;
}
