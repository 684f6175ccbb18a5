/**
 * The search engines that people would take instead, each set up as well as its own manual allows: names folded the
 * same way, prefixes and slips on where the engine has them. All answer with codes, best first.
 */
import uFuzzy from '@leeoniya/ufuzzy';
import { Index } from 'flexsearch';
import MiniSearch from 'minisearch';
import { fold } from '../../domain/catalogue/words.ts';

export interface Named {
	readonly code: string;
	readonly name: string;
}

export interface Engine {
	readonly name: string;
	find(query: string, limit: number): string[];
}

const separators = /[^\p{L}\p{N}]+/u;
const foldedWords = (text: string) => fold(text).split(separators).filter(Boolean);

/** Prefixes always; a slip in a fifth of a word's letters, as its documentation suggests. */
export function miniSearchNames(rows: readonly Named[]): Engine {
	const index = new MiniSearch<Named>({
		idField: 'code',
		fields: ['name'],
		tokenize: (text) => text.split(separators),
		processTerm: (term) => fold(term),
		searchOptions: { prefix: true, fuzzy: 0.2 }
	});
	index.addAll(rows);
	return {
		name: 'MiniSearch',
		find: (query, limit) =>
			index
				.search(query)
				.slice(0, limit)
				.map(({ id }) => String(id))
	};
}

/** Has no tolerance for slips. */
export function flexSearchNames(rows: readonly Named[]): Engine {
	const index = new Index({ tokenize: 'forward', encode: foldedWords });
	for (const [place, { name }] of rows.entries()) index.add(place, name);
	return {
		name: 'FlexSearch',
		find: (query, limit) =>
			index.search(query, { limit, suggest: true }).map((place) => rows[Number(place)]?.code ?? '')
	};
}

/** One slip a word, as `intraMode: 1` allows. */
export function uFuzzyNames(rows: readonly Named[]): Engine {
	const haystack = rows.map(({ name }) => foldedWords(name).join(' '));
	const engine = new uFuzzy({ intraMode: 1 });
	return {
		name: 'uFuzzy',
		find(query, limit) {
			const [found, , order] = engine.search(haystack, foldedWords(query).join(' '), 0, 1_000);
			const places = order && found ? order.map((at) => found[at] ?? -1) : (found ?? []);
			return places.slice(0, limit).map((place) => rows[place]?.code ?? '');
		}
	};
}
