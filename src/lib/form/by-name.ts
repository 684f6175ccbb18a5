/** Lists of names in the order in which their readers look for them. */
import { countries } from '$domain/services/countries.ts';
import { countryName } from '$domain/services/words.ts';
import type { Locale } from '$domain/text.ts';

const collators: Partial<Record<Locale, Intl.Collator>> = {};
const countryLists: Partial<Record<Locale, readonly Named[]>> = {};

export interface Named {
	readonly value: string;
	readonly label: string;
}

/** Made once a language: making one costs a slow phone a frame. */
export function byName(locale: Locale): Intl.Collator['compare'] {
	return (collators[locale] ??= new Intl.Collator(locale)).compare;
}

/** All countries, Việt Nam first. */
export function countriesByName(locale: Locale): readonly Named[] {
	const compare = byName(locale);
	return (countryLists[locale] ??= countries
		.map((code) => ({ value: code, label: countryName(code, locale) }))
		.sort((a, b) => Number(b.value === 'VN') - Number(a.value === 'VN') || compare(a.label, b.label)));
}
