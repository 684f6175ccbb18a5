/**
 * Finds today's commune for what somebody types: its name, the name that it had before July 2025, or an old district.
 * Pure; marks and case do not matter.
 */
import type { OldPlaces } from './old-place.ts';
import { oldCommuneName, oldDistrictName } from './old-place.ts';
import type { Commune, Places, Province } from './place.ts';
import { fold } from './words.ts';

export interface FoundPlace {
	readonly commune: Commune;
	readonly province: Province;
	/** The old name that was meant, e.g. `xã Sơn Vĩ, huyện Mèo Vạc, Hà Giang`; null when today's name matched. */
	readonly was: string | null;
	/** The old commune was divided: this is one of several, and the reader must say in which part she lives. */
	readonly isDivided: boolean;
}

const queryLengthMax = 80;
/** Words that say only what kind of place it is. */
const kinds = /\b(xa|phuong|dac khu|thi tran|tt|quan|huyen|thi xa|tx|thanh pho|tp|tinh)\b\.?/g;

/**
 * At most `limit` places, best first: names that are the query, then that begin with it, then that have it inside;
 * today's names before old ones. Parts after a comma (`Sơn Vĩ, Mèo Vạc`) must be found in district or province.
 */
export function findPlaces(query: string, places: Places, old: OldPlaces | null, limit = 20): FoundPlace[] {
	const [wanted = '', ...around] = query
		.slice(0, queryLengthMax)
		.split(',')
		.map(bare)
		.filter((part) => part !== '');
	if (wanted.length < 2) return [];
	const provinces = new Map(places.provinces.map((province) => [province.code, province]));
	const communes = new Map(places.communes.map((commune) => [commune.code, commune]));
	const found: { rank: number; place: FoundPlace }[] = [];

	for (const commune of places.communes) {
		const province = provinces.get(commune.province);
		const rank = closeness(wanted, bare(commune.name));
		if (!province || rank === null || !around.every((part) => bare(province.name).includes(part))) continue;
		found.push({ rank, place: { commune, province, was: null, isDivided: false } });
	}
	for (const oldProvince of old?.provinces ?? [])
		for (const district of oldProvince.districts) {
			const above = `${bare(district.name)} ${bare(oldProvince.name)}`;
			if (!around.every((part) => above.includes(part))) continue;
			const byDistrict = around.length === 0 && bare(district.name) === wanted;
			for (const oldCommune of district.communes) {
				const rank = byDistrict ? districtRank : closeness(wanted, bare(oldCommune.name));
				if (rank === null) continue;
				const was = `${oldCommuneName(oldCommune)}, ${oldDistrictName(district)}, ${oldProvince.name}`;
				for (const code of oldCommune.to) {
					const commune = communes.get(code);
					const province = commune && provinces.get(commune.province);
					if (!commune || !province) continue;
					// The name stayed and the place with it: saying what it was would only confuse.
					const isSame = oldCommune.to.length === 1 && bare(commune.name) === bare(oldCommune.name);
					if (isSame && around.length === 0) continue;
					found.push({
						rank: rank + oldNameRank,
						place: { commune, province, was, isDivided: oldCommune.to.length > 1 }
					});
				}
			}
		}
	return found
		.sort((a, b) => a.rank - b.rank)
		.slice(0, limit)
		.map(({ place }) => place);
}

const oldNameRank = 0.5;
const districtRank = 3;

function closeness(wanted: string, name: string): number | null {
	if (name === wanted) return 0;
	if (name.startsWith(wanted)) return 1;
	return ` ${name}`.includes(` ${wanted}`) ? 2 : null;
}

/** Folded, without the word that says what kind of place it is, unless nothing else is left (`Quận 1` is `1`). */
function bare(text: string): string {
	const folded = fold(text)
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
	return folded.replace(kinds, ' ').replace(/\s+/g, ' ').trim() || folded;
}
