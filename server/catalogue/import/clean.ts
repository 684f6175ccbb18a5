/** Texts as they can be shown: composed letters, no invisible characters, no blanks around; what was changed is told. */
import type { Dirt } from './dirt.ts';

export interface Cleaner {
	/** Null for nothing but blanks. */
	text(written: string | null | undefined, where: string): string | null;
	/** Without empty ones and repeats. */
	texts(written: readonly string[], where: string): string[];
}

/** Controls but for tab and line break, soft hyphen, zero-width and direction marks, private use. */
const invisible = new RegExp(
	String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ue000-\uf8ff]`,
	'g'
);
const tag = /<\/?[a-z][a-z0-9]*(\s[^<>]*)?\/?>/i;

/** @param dirt what is found is added here */
export function createCleaner(dirt: Dirt[]): Cleaner {
	function text(written: string | null | undefined, where: string): string | null {
		if (written == null) return null;
		let shown = written.replace(/\r\n?/g, '\n').replace(/\u00a0/g, ' ');
		const visible = shown.replace(invisible, '');
		if (visible !== shown) dirt.push({ kind: 'invisible_characters', where });
		shown = visible.normalize('NFC');
		if (shown !== visible) dirt.push({ kind: 'decomposed_letters', where });
		if (tag.test(shown)) dirt.push({ kind: 'markup', where });
		return shown.replace(/[ \t]+$/gm, '').trim() || null;
	}
	return {
		text,
		texts: (written, where) => [...new Set(written.flatMap((one, i) => text(one, `${where}.${i}`) ?? []))]
	};
}
