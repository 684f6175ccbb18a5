/**
 * Both languages of the portal. A dictionary is one module per area and language, loaded when it is needed; the
 * Vietnamese one defines the keys, so a key that is missing in English, or takes other arguments there, does not
 * compile. Owns formats of numbers, money and days too, so that no page invents its own.
 *
 *   +layout.ts       loads the words of the area for the locale (locale.ts says which)
 *   +layout.svelte   area.provide(() => data.words)
 *   any component    const { t } = area.use()
 */
import { createContext } from 'svelte';
import type { Locale, Text } from '$domain/text.ts';
import * as publicVi from './public.vi.ts';

/** A sentence, a function that makes one from what it needs, or one sentence per member of a domain's union. */
type Entry = string | ((...needs: never[]) => string) | Readonly<Record<string, string>>;

/** The same keys, in the other language. */
export type Same<Words extends Record<string, Entry>> = {
	readonly [Key in keyof Words]: Words[Key] extends string ? string : Words[Key];
};

export interface Area<Words> {
	load(locale: Locale): Promise<Words>;
	/** Call in the layout's script; `current` is read again whenever a component reads a word. */
	provide(current: () => Words): void;
	/** Call in a component's script. Read words as `area.t.key` so that a change of language redraws them. */
	use(): { readonly t: Words };
}

/** An area of the portal with words of its own: `modules` import one dictionary per language. */
export function defineArea<Words>(
	modules: Record<Locale, () => Promise<{ readonly words: Words }>>
): Area<Words> {
	const [get, set] = createContext<{ readonly t: Words }>();
	return {
		load: async (locale) => (await modules[locale]()).words,
		provide: (current) =>
			void set({
				get t() {
					return current();
				}
			}),
		use: get
	};
}

export type PublicWords = Same<typeof publicVi.words>;

/** Words of the frame, the base components and the public pages: every page has them. */
export const publicArea = defineArea<PublicWords>({
	// With the frame itself: a module asked for only then costs most readers two round trips of a 2G line.
	vi: async () => publicVi,
	en: () => import('./public.en.ts')
});

/** What every component can ask for: the words of the frame, the language, and how things are written in it. */
export class I18n {
	readonly #locale: () => Locale;
	readonly #words: () => PublicWords;

	constructor(locale: () => Locale, words: () => PublicWords) {
		this.#locale = locale;
		this.#words = words;
	}

	get locale(): Locale {
		return this.#locale();
	}

	get t(): PublicWords {
		return this.#words();
	}

	/** The side of a bilingual text that this reader reads; what was imported has Vietnamese only. */
	text(text: Text): string {
		return text[this.locale] || text.vi;
	}

	number(value: number): string {
		return formatNumber(this.locale, value);
	}

	/** Whole VND: `135.000 đ`. */
	money(amount: number): string {
		return formatMoney(this.locale, amount);
	}

	/** `YYYY-MM-DD` as people write it: `22/11/2026`, `22 Nov 2026`. */
	day(day: string): string {
		return formatDay(this.locale, day);
	}

	/** Day and time in Việt Nam of an ISO instant: `10:04, 22/11/2026`. */
	instant(instant: string): string {
		return formatInstant(this.locale, instant);
	}

	/** The day in Việt Nam of an ISO instant, for "as of" lines. */
	dayOf(instant: string): string {
		return formatDay(this.locale, instantToDay(instant));
	}

	/** Bytes as a person reads them: `312 kB`, `1,4 MB`. */
	bytes(bytes: number): string {
		return formatBytes(this.locale, bytes);
	}
}

const [getI18n, setI18n] = createContext<I18n>();

/** Called once, by the root layout. */
export function provideI18n(locale: () => Locale, words: () => PublicWords): I18n {
	publicArea.provide(words);
	return setI18n(new I18n(locale, words));
}

/** Call in a component's script. */
export function useI18n(): I18n {
	return getI18n();
}

export function formatNumber(locale: Locale, value: number): string {
	return new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB').format(value);
}

/** A no-break space keeps the sign with the amount. */
export function formatMoney(locale: Locale, amount: number): string {
	return `${formatNumber(locale, amount)}\u00a0${locale === 'vi' ? 'đ' : 'VND'}`;
}

/** Written by hand, not by Intl: phone, server and paper then agree on every engine. */
export function formatDay(locale: Locale, day: string): string {
	const [year, month, date] = day.split('-');
	if (!year || !month || !date) return day;
	return locale === 'vi'
		? `${date}/${month}/${year}`
		: `${Number(date)} ${months[Number(month) - 1]} ${year}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Việt Nam has one zone, UTC+7, without summer time. */
const hanoiOffsetMs = 7 * 3_600_000;

/** `YYYY-MM-DD` in Việt Nam of an ISO instant. */
export function instantToDay(instant: string): string {
	return toHanoi(instant)?.slice(0, 10) ?? instant;
}

export function formatInstant(locale: Locale, instant: string): string {
	const local = toHanoi(instant);
	return local ? `${local.slice(11, 16)}, ${formatDay(locale, local.slice(0, 10))}` : instant;
}

function toHanoi(instant: string): string | null {
	const at = new Date(instant).getTime();
	return Number.isNaN(at) ? null : new Date(at + hanoiOffsetMs).toISOString();
}

export function formatBytes(locale: Locale, bytes: number): string {
	if (bytes < 1_000_000)
		return `${formatNumber(locale, Math.max(bytes > 0 ? 1 : 0, Math.round(bytes / 1000)))} kB`;
	return `${formatNumber(locale, Math.round(bytes / 100_000) / 10)} MB`;
}
