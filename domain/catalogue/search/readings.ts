/**
 * What a query may mean. First every word is heard (leftover typing keys, glued words, slips), then everyday phrases
 * are exchanged for official ones: each combination worth trying is a *reading*. A document is scored by its best one.
 *
 *   'mất bằng lái' → [mất bằng lái], [cấp lại giấy phép lái xe] …
 */
import { fold, withoutTypingKeys, words, type Spelling } from '../words.ts';
import type { Lexicon, LexiconEntry } from './lexicon.ts';
import type { Vocabulary } from './vocabulary.ts';

/** One word and the known terms that it may be, with how sure we are (0–1). */
export interface Heard {
	readonly text: string;
	/** Two words with the same id have the same meanings: what is found for one can be kept for the other. */
	readonly id: string;
	readonly terms: readonly number[];
	readonly sureness: readonly number[];
	/** Share of its weight that it keeps: little for words that only ask. */
	readonly factor: number;
}

export interface Reading {
	readonly words: readonly Heard[];
	readonly sureness: number;
}

/** Longer queries are cut: nobody types more, and pasted text says nothing new after that. */
export const queryLengthMax = 200;
const queryWordsMax = 28;
const readingsMax = 8;
/** A reading's words are bits of one number. */
export const readingWordsMax = 30;
/** A slip in a shorter word could mean anything. */
const slipLengthMin = 3;
/** Fillers that may stand inside an everyday phrase: `bố (tôi) (mới) mất`. */
const skippedMax = 2;
/** As typed, when official words are there for it: the name that uses the everyday words is rarely the one. */
const asTypedSureness = 0.9;
const otherMeaningSureness = 0.96;
const fillerFactor = 0.12;
/** In a story, what is no official phrase may be decoration. */
const storyWordsMin = 8;
const storyFactor = 0.5;
/** A known word may be a slip when it stands beside its neighbours this rarely, and a like one so much more often. */
const rareSupportMax = 3;
const slipSupportMin = 2;
const slipSupportTimes = 6;

/** Words that ask, tell a story or are polite; with their marks, since `thì` is none but `thi` is an examination. */
const fillers = new Set(
	words(
		`tôi mình em ông bà bố má dì chú cậu cô cháu anh chị bạn chúng muốn xin hỏi làm ơn giúp với ạ nhé thì là mà nào những các gì sao phải cần có
		được bị không chưa đã đang sẽ mới vừa rồi giờ nay hiện vậy này đó kia ở tại cho của và hoặc như thế bao nhiêu lâu nộp
		khi đâu ai theo hay cũng rất lắm quá nên hết cả mấy cách thủ tục trình tự quy định để vào online về`
	).map(({ key }) => key)
);
/** Of these only the ones that mean nothing else without marks. */
const markless = new Set(
	'toi muon hoi lam thi nao nhung gi phai can khong nhu the bao nhieu o dau cho thu tuc trinh online xin'.split(
		' '
	)
);

/** What nearly every paper is: true of the one that is meant, and of all others. */
const thin = new Set(words('giấy tờ sổ việc bản').map(({ key }) => key));
const thinTexts = new Set(['giay', 'so', 'viec', 'ban']);
const thinFactor = 0.4;

interface Draft {
	spelling: Spelling;
	/** Typed without marks although others may have them, or read from leftover keys: any marks will do. */
	isPlain: boolean;
	isOpen: boolean;
	/** Corrections: folded word → sureness. */
	slips: Map<string, number>;
}

/** All readings of a query, as typed first; none when it has no words. */
export function readQuery(vocabulary: Vocabulary, lexicon: Lexicon, query: string): Reading[] {
	const cut = query.slice(0, queryLengthMax);
	const hasMarks = fold(cut) !== cut.toLowerCase();
	const drafts = hear(vocabulary, cut, hasMarks);
	if (drafts.length === 0) return [];
	correct(vocabulary, drafts);
	const onlyFillers = drafts.every((draft) => isFiller(draft));
	const typed = drafts.map((draft) => meaningOf(vocabulary, draft, onlyFillers ? 1 : factorOf(draft)));
	const spans = findSpans(lexicon, drafts);
	return compose(vocabulary, typed, spans, isOfficial(vocabulary, drafts));
}

function isFiller({ spelling, isPlain, isOpen }: Draft): boolean {
	if (isOpen) return false;
	return isPlain ? markless.has(spelling.text) : fillers.has(spelling.key);
}

function factorOf(draft: Draft): number {
	if (isFiller(draft)) return fillerFactor;
	const { spelling, isPlain } = draft;
	const isThin = isPlain ? thinTexts.has(spelling.text) : thin.has(spelling.key);
	return isThin ? thinFactor : 1;
}

/** Words as typed, or as they would be without leftover keys or with a space. */
function hear(vocabulary: Vocabulary, query: string, hasMarks: boolean): Draft[] {
	const typed = words(query).slice(0, queryWordsMax);
	/** Somebody who is still typing has not finished the last word. */
	const isUnfinished = /[\p{L}\p{N}\p{M}]$/u.test(query);
	return typed.flatMap((word, i) => {
		const isOpen = isUnfinished && i === typed.length - 1;
		const draft = (spelling: Spelling, isPlain: boolean) => ({ spelling, isPlain, isOpen, slips: new Map() });
		if (isKnown(vocabulary, word.text, isOpen)) return [draft(word, !hasMarks)];
		const bare = withoutTypingKeys(word.text);
		if (bare !== word.text && isKnown(vocabulary, bare, isOpen)) return [draft(plain(bare), true)];
		const parts = unglue(vocabulary, bare);
		return parts ? parts.map((part) => draft(plain(part), true)) : [draft(word, !hasMarks)];
	});
}

function isKnown(vocabulary: Vocabulary, text: string, isOpen: boolean): boolean {
	return vocabulary.text(text) !== undefined || (isOpen && vocabulary.completions(text).length > 0);
}

const plain = (text: string): Spelling => ({ text, marked: text, key: text });

/** Two words without the space between them: those that stand together most often; null when none ever do. */
function unglue(vocabulary: Vocabulary, text: string): readonly [string, string] | null {
	let best: readonly [string, string] | null = null;
	let most = 0;
	for (let cut = 2; cut <= text.length - 2; cut++) {
		const [left, right] = [vocabulary.text(text.slice(0, cut)), vocabulary.text(text.slice(cut))];
		if (left === undefined || right === undefined) continue;
		const together = vocabulary.neighbours(left, right);
		if (together > most) [best, most] = [[text.slice(0, cut), text.slice(cut)], together];
	}
	return best;
}

/**
 * A word nobody knows, or one that never stands beside its neighbours although a similar one does (`tạm chú`,
 * `đăng lý`), is taken for a slip; the neighbours say for which.
 */
function correct(vocabulary: Vocabulary, drafts: readonly Draft[]): void {
	const texts = drafts.map(({ spelling }) => vocabulary.text(spelling.text));
	for (const [i, draft] of drafts.entries()) {
		const { text } = draft.spelling;
		if (
			isFiller({ ...draft, isOpen: false }) ||
			/\d/.test(text) ||
			text.length < slipLengthMin - 1 ||
			(draft.isOpen && texts[i] === undefined && isOpenKnown(vocabulary, text))
		)
			continue;
		const support = (candidate: number) => {
			const [left, right] = [texts[i - 1], texts[i + 1]];
			return (
				(left === undefined ? 0 : vocabulary.neighbours(left, candidate)) +
				(right === undefined ? 0 : vocabulary.neighbours(candidate, right))
			);
		};
		const known = texts[i];
		if (known === undefined) {
			if (text.length < slipLengthMin) continue;
			for (const candidate of vocabulary.slips(text))
				draft.slips.set(vocabulary.texts[candidate] ?? '', support(candidate) > 0 ? 0.85 : 0.55);
		} else if (drafts.length > 1 && support(known) <= rareSupportMax) {
			const least = Math.max(slipSupportMin, slipSupportTimes * support(known));
			for (const candidate of vocabulary.slips(text))
				if (support(candidate) >= least) draft.slips.set(vocabulary.texts[candidate] ?? '', 0.7);
		}
	}
}

function isOpenKnown(vocabulary: Vocabulary, text: string): boolean {
	return vocabulary.completions(text).length > 0;
}

function meaningOf(
	vocabulary: Vocabulary,
	{ spelling, isPlain, isOpen, slips }: Draft,
	factor: number
): Heard {
	const terms: number[] = [];
	const sureness: number[] = [];
	const add = (text: number, share: number, sameMarksOnly = false) => {
		for (const term of vocabulary.termsOf[text] ?? []) {
			const marks = isPlain || sameMarksOnly ? 1 : markShare(spelling.key, vocabulary.keys[term] ?? '');
			terms.push(term);
			sureness.push(share * marks);
		}
	};
	const own = vocabulary.text(spelling.text);
	if (own !== undefined) add(own, 1);
	if (isOpen) {
		const damping = own === undefined ? 1 : 0.5;
		for (const text of vocabulary.completions(spelling.text)) {
			const share = spelling.text.length / (vocabulary.texts[text]?.length ?? 1);
			add(text, damping * (0.5 + 0.4 * share), true);
		}
	}
	for (const [folded, share] of slips) {
		const text = vocabulary.text(folded);
		if (text !== undefined && text !== own) add(text, share, true);
	}
	const id = `${spelling.key} ${isPlain ? 'p' : ''}${isOpen ? 'o' : ''} ${[...slips].join(' ')}`;
	return { text: spelling.text, id, terms, sureness, factor };
}

/** How well two spellings of one folded word agree. A wrong tone is a common slip, a wrong vowel another word. */
function markShare(typed: string, known: string): number {
	if (typed === known) return 1;
	return withoutTone(typed) === withoutTone(known) ? 0.8 : 0.65;
}

function withoutTone(key: string): string {
	return key.replace(/[\u0300\u0301\u0303\u0309\u0323]$/, '');
}

interface Span {
	readonly from: number;
	readonly to: number;
	readonly means: readonly (readonly Spelling[])[];
}

/** Everyday phrases in the query, longest first, none over another; then in order. */
function findSpans(lexicon: Lexicon, drafts: readonly Draft[]): Span[] {
	const found: (Span & { readonly length: number })[] = [];
	for (let from = 0; from < drafts.length; from++) {
		const first = drafts[from] as Draft;
		const texts = [first.spelling.text, ...first.slips.keys()];
		const entries = texts.flatMap((text) => lexicon.startingWith(text));
		for (const entry of entries) {
			const to = matchAt(entry, drafts, from);
			if (to > from) found.push({ from, to, means: entry.means, length: entry.say.length });
		}
	}
	found.sort((a, b) => b.length - a.length || a.from - b.from);
	const spans: (Span & { readonly length: number })[] = [];
	for (const span of found)
		if (spans.every(({ from, to }) => span.to <= from || span.from >= to)) spans.push(span);
	return spans.sort((a, b) => a.from - b.from);
}

/** Where the phrase that begins here ends; -1 when it does not. */
function matchAt({ say }: LexiconEntry, drafts: readonly Draft[], from: number): number {
	let at = from;
	let skipped = 0;
	let otherMarks = 0;
	for (const [k, word] of say.entries()) {
		let draft = drafts[at];
		while (draft && k > 0 && !saysWord(draft, word, k === say.length - 1 && k > 0)) {
			if (skipped === skippedMax || !isFiller(draft)) return -1;
			skipped++;
			draft = drafts[++at];
		}
		if (!draft || !saysWord(draft, word, k === say.length - 1 && k > 0)) return -1;
		if (!draft.isPlain && draft.spelling.key !== word.key && !draft.isOpen) otherMarks++;
		at++;
	}
	// One word alone must be the very word; in a phrase its neighbours vouch for it.
	return otherMarks * 2 > say.length || (say.length === 1 && otherMarks > 0) ? -1 : at;
}

function saysWord({ spelling, isOpen, slips }: Draft, word: Spelling, mayBeOpen: boolean): boolean {
	if (spelling.text === word.text || slips.has(word.text)) return true;
	return mayBeOpen && isOpen && word.text.startsWith(spelling.text);
}

/** A stretch of so many words, each beside the next in some name, is the official wording already. */
const officialWordsMin = 7;

function isOfficial(vocabulary: Vocabulary, drafts: readonly Draft[]): boolean {
	const texts = drafts.map(({ spelling }) => vocabulary.text(spelling.text));
	return (
		texts.length >= officialWordsMin &&
		texts.every((text, i) => {
			const before = texts[i - 1];
			if (i === 0 || (text === undefined && drafts[i]?.isOpen)) return true;
			return before !== undefined && text !== undefined && vocabulary.neighbours(before, text) > 0;
		})
	);
}

/** As typed; everything exchanged; then one choice changed at a time. */
function compose(
	vocabulary: Vocabulary,
	typed: readonly Heard[],
	spans: readonly Span[],
	isOfficial: boolean
): Reading[] {
	if (spans.length === 0) return [{ words: typed.slice(0, readingWordsMax), sureness: 1 }];
	/** Per span which meaning is taken; -1 leaves it as typed. */
	const choices: (readonly number[])[] = [spans.map(() => 0)];
	for (const [s, span] of spans.entries())
		for (let m = 1; m < span.means.length; m++) choices.push(spans.map((_, i) => (i === s ? m : 0)));
	if (spans.length > 1) for (const s of spans.keys()) choices.push(spans.map((_, i) => (i === s ? -1 : 0)));
	const readings: Reading[] = [
		{ words: typed.slice(0, readingWordsMax), sureness: isOfficial ? 1 : asTypedSureness }
	];
	const isStory = typed.length >= storyWordsMin;
	const told = typed.map((word) => (isStory ? { ...word, factor: word.factor * storyFactor } : word));
	for (const choice of choices.slice(0, readingsMax - 1)) {
		const heard: Heard[] = [];
		let at = 0;
		for (const [s, span] of spans.entries()) {
			heard.push(...told.slice(at, span.from));
			const mean = span.means[choice[s] ?? -1];
			heard.push(
				...(mean
					? mean.map((word) => officialWord(vocabulary, word, officialFactor(span, mean.length)))
					: told.slice(span.from, span.to))
			);
			at = span.to;
		}
		heard.push(...told.slice(at));
		if (heard.length === 0) continue;
		const sureness =
			(choice.every((m) => m === 0) ? 1 : otherMeaningSureness) * (isOfficial ? asTypedSureness : 1);
		readings.push({ words: withoutRepeats(heard).slice(0, readingWordsMax), sureness });
	}
	return readings;
}

/** A long official phrase for two everyday words must not drown what else was typed. */
function officialFactor({ from, to }: Span, length: number): number {
	return Math.min(1, (to - from + officialWordsMore) / length);
}
const officialWordsMore = 5;

function officialWord(vocabulary: Vocabulary, spelling: Spelling, factor: number): Heard {
	const draft = { spelling, isPlain: spelling.key === spelling.text, isOpen: false, slips: new Map() };
	return meaningOf(vocabulary, draft, factor);
}

/** `giấy giấy phép`: an exchange may repeat what stands beside it. */
function withoutRepeats(heard: readonly Heard[]): Heard[] {
	return heard.filter((word, i) => heard.findIndex(({ id }) => id === word.id) === i);
}
