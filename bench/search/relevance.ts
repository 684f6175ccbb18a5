/** How far up the right procedures stand, over queries with judgements. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { List } from '../../domain/catalogue/list.ts';
import { words } from '../../domain/catalogue/words.ts';
import { corpus } from '../../tests/support/corpus.ts';

export interface Judged {
	readonly q: string;
	/** Codes, any of which answers. */
	readonly relevant: readonly string[];
	readonly kind?: string;
}

export interface Relevance {
	readonly hit1: number;
	readonly hit5: number;
	readonly hit10: number;
	/** Mean reciprocal rank within the first ten. */
	readonly mrr10: number;
}

/** The 60 development queries that come with the database; none where it is absent. */
export async function developmentQueries(): Promise<Judged[]> {
	const { procedures, isReal } = await corpus();
	if (!isReal) return [];
	const text = await readFile(path.join(path.dirname(procedures), 'search-queries.dev.jsonl'), 'utf8');
	return text
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Judged);
}

/** The same procedure is published by several provinces: whichever of that name comes is right. */
export function withNamesakes(judged: readonly Judged[], { items }: List): Judged[] {
	const plain = (name: string) =>
		words(name)
			.map(({ text }) => text)
			.join(' ');
	const codesOf = Map.groupBy(items, (item) => plain(item.name.vi));
	const nameOf = new Map(items.map((item) => [item.code, plain(item.name.vi)]));
	return judged.map((one) => ({
		...one,
		relevant: one.relevant.flatMap((code) => [
			code,
			...(codesOf.get(nameOf.get(code) ?? '')?.map((item) => item.code) ?? [])
		])
	}));
}

/** Place of the first right answer, from 1; 0 when none is among `codes`. */
export function firstRight({ relevant }: Judged, codes: readonly string[]): number {
	return codes.findIndex((code) => relevant.includes(code)) + 1;
}

export function relevanceOf(places: readonly number[]): Relevance {
	const share = (within: number) =>
		places.filter((place) => place > 0 && place <= within).length / places.length;
	return {
		hit1: share(1),
		hit5: share(5),
		hit10: share(10),
		mrr10: places.reduce((sum, place) => sum + (place > 0 && place <= 10 ? 1 / place : 0), 0) / places.length
	};
}
