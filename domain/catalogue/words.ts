/**
 * Vietnamese as people type it: with marks, without, half-typed Telex or VNI, abbreviations. Turns text into folded
 * words that remember where they stood, so that a match can be shown in the original.
 */
import { longForms, upperCaseLongForms } from './search/abbreviations.ts';

/**
 * `text` folded; `marked` as written, lower case, NFC; `key` the same word whatever way its marks are put (`hoà` and
 * `hóa` differ, `hoá` and `hóa` do not), equal to `text` when it has none; `start`/`end` are offsets into the text given.
 */
export interface Word extends Spelling {
	readonly start: number;
	readonly end: number;
}

/** A word without its place. */
export interface Spelling {
	readonly text: string;
	readonly marked: string;
	readonly key: string;
}

/** Lower case, no marks, đ → d: `Đổi` → `doi`. Composed and decomposed spellings fold alike. */
export function fold(text: string): string {
	return text
		.toLowerCase()
		.normalize('NFD')
		.replace(/\p{M}+/gu, '')
		.replaceAll('đ', 'd');
}

/** Letters and digits are words; everything else (emoji, signs) separates. Abbreviations become what they stand for. */
export function words(text: string): Word[] {
	const found: Word[] = [];
	eachWritten(text, (written, start, end) => {
		for (const spelling of spellings(written)) found.push({ ...spelling, start, end });
	});
	return found;
}

/** Calls back with each run of letters, digits and marks as it is written. */
export function eachWritten(text: string, use: (written: string, start: number, end: number) => void): void {
	let start = -1;
	for (let at = 0; at <= text.length; at++) {
		const unit = at < text.length ? text.charCodeAt(at) : 0;
		const isInside = unit < 0x80 ? isAsciiWord[unit] === 1 : isWordAt(text, at, unit);
		if (isInside) {
			if (start < 0) start = at;
		} else if (start >= 0) {
			use(text.slice(start, at), start, at);
			start = -1;
		}
	}
}

/** Words as read before: a language has few, and folding each once makes indexing ten times faster. Bounded. */
const read = /* @__PURE__ */ new Map<string, readonly Spelling[]>();
const readMax = 16_384;
/** Longer runs of letters are no words of any language, and not worth remembering. */
const rememberedLengthMax = 24;

/** What one written word says: itself, or the words of an abbreviation; nothing when only marks are left of it. */
export function spellings(written: string): readonly Spelling[] {
	const known = read.get(written);
	if (known) return known;
	const spelt = spell(written);
	if (written.length <= rememberedLengthMax) {
		if (read.size >= readMax) read.clear();
		read.set(written, spelt);
	}
	return spelt;
}

function spell(written: string): readonly Spelling[] {
	const text = foldWord(written);
	const longForm = abbreviations.get(text) ?? upperCaseAbbreviations.get(written);
	if (longForm) return longForm;
	return text ? [{ text, marked: written.normalize('NFC').toLowerCase(), key: keyOf(written, text) }] : [];
}

/** `kí` and `ký` are the same word in two spellings; final y after a consonant becomes i. */
function foldWord(written: string): string {
	return fold(written).replace(/^([bcdghklmnpqrstvx]+)y$/, '$1i');
}

/** Marks of the letters stay where they are, the tone goes last: its place within a word is a matter of taste. */
function keyOf(written: string, text: string): string {
	const apart = written.toLowerCase().normalize('NFD');
	const tone = /[\u0300\u0301\u0303\u0309\u0323]/.exec(apart)?.[0] ?? '';
	const letters = apart.replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '').normalize('NFC');
	const same = letters.replace(/^([bcdđghklmnpqrstvx]+)y$/, '$1i');
	return same + tone || text;
}

const isAsciiWord = /* @__PURE__ */ Uint8Array.from({ length: 0x80 }, (_, unit) =>
	/[0-9a-z]/i.test(String.fromCharCode(unit)) ? 1 : 0
);

/** Everything up to the Vietnamese letters, looked up instead of matched. */
const isLowWord = /* @__PURE__ */ Uint8Array.from({ length: 0x2000 }, (_, unit) =>
	/[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(unit)) ? 1 : 0
);

function isWordAt(text: string, at: number, unit: number): boolean {
	if (unit < isLowWord.length) return isLowWord[unit] === 1;
	const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff && at > 0;
	const code = text.codePointAt(isSecondHalf ? at - 1 : at) ?? 0;
	return /[\p{L}\p{N}\p{M}]/u.test(String.fromCodePoint(code));
}

/**
 * What remains when Telex or VNI keys did not become marks: `bawngf` → `bang`, `d9a8ng` → `dang`. Possible because
 * no Vietnamese rhyme contains s, f, r, x, j, w, z or a digit. Returns the word itself when nothing was left over.
 */
export function withoutTypingKeys(folded: string): string {
	const [, onset = '', rhyme = ''] = /^([bcdghklmnpqrstvx]*9?)(.*)$/.exec(folded) ?? [];
	const bare = rhyme.replace(/[sfrxjwz1-9]/g, '').replace(/aa|ee|oo/g, (pair) => pair.slice(1));
	return /[aeiouy]/.test(bare) ? foldWord(onset.replace('dd', 'd').replace('9', '') + bare) : folded;
}

/** True when one insertion, loss, change or swap of neighbours (or tr for ch) makes one word of the other. */
export function isOneSlipAway(a: string, b: string): boolean {
	if (a === b) return false;
	if (Math.abs(a.length - b.length) > 1) return false;
	if (swapOnset(a) === b) return true;
	let head = 0;
	while (head < a.length && a.charCodeAt(head) === b.charCodeAt(head)) head++;
	let tail = 0;
	const shorter = Math.min(a.length, b.length);
	while (tail < shorter - head && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail))
		tail++;
	const restA = a.length - head - tail;
	const restB = b.length - head - tail;
	if (restA <= 1 && restB <= 1) return true;
	return restA === 2 && restB === 2 && a[head] === b[head + 1] && a[head + 1] === b[head];
}

function swapOnset(word: string): string {
	return word.startsWith('ch') ? `tr${word.slice(2)}` : word.startsWith('tr') ? `ch${word.slice(2)}` : '';
}

const plain = (written: string): Spelling => {
	const text = foldWord(written);
	return { text, marked: written, key: keyOf(written, text) };
};
const split = (forms: Readonly<Record<string, string>>) =>
	new Map(Object.entries(forms).map(([short, long]) => [short, long.split(' ').map(plain)]));
const abbreviations = /* @__PURE__ */ split(longForms);
const upperCaseAbbreviations = /* @__PURE__ */ split(upperCaseLongForms);
