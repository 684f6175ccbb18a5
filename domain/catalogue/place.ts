/**
 * Provinces and communes since 1 July 2025 (two tiers; Decision 19/2025/QĐ-TTg). A code is a string: leading zeros
 * count, and a type may change without the code (Đồng Nai became a city in 2026), so the type is never part of a key.
 */
import * as z from 'zod/mini';
import { Day } from '../ids.ts';

export const ProvinceCode = z.string().check(z.regex(/^\d{2}$/));
export const CommuneCode = z.string().check(z.regex(/^\d{5}$/));

export const Province = z.object({
	code: ProvinceCode,
	/** Without the type: `Lai Châu`. */
	name: z.string().check(z.minLength(2)),
	type: z.enum(['tinh', 'thanh_pho'])
});
export type Province = z.infer<typeof Province>;

export const Commune = z.object({
	code: CommuneCode,
	name: z.string().check(z.minLength(1)),
	type: z.enum(['xa', 'phuong', 'dac_khu']),
	province: ProvinceCode
});
export type Commune = z.infer<typeof Commune>;

/** One dated set of codes. An address keeps the version of the set in which it was typed. */
export const Places = z.object({ version: Day, provinces: z.array(Province), communes: z.array(Commune) });
export type Places = z.infer<typeof Places>;

const provinceWords = { tinh: 'tỉnh', thanh_pho: 'thành phố' } as const;
const communeWords = { xa: 'xã', phuong: 'phường', dac_khu: 'đặc khu' } as const;

/** `tỉnh Lai Châu`; lower case, for the middle of a sentence or an address. */
export function provinceFullName(province: Province): string {
	return `${provinceWords[province.type]} ${province.name}`;
}

/** `xã Mường Kim`; names repeat between provinces, so show the province beside it. */
export function communeFullName(commune: Commune): string {
	return `${communeWords[commune.type]} ${commune.name}`;
}

/** A form asks at every key. */
const communesByCode = new WeakMap<readonly Commune[], ReadonlyMap<string, Commune>>();

/** The commune of that code, if it belongs to that province. */
export function findCommune(places: Places, provinceCode: string, communeCode: string): Commune | undefined {
	let byCode = communesByCode.get(places.communes);
	if (!byCode) {
		byCode = new Map(places.communes.map((commune) => [commune.code, commune]));
		communesByCode.set(places.communes, byCode);
	}
	const found = byCode.get(communeCode);
	return found?.province === provinceCode ? found : undefined;
}
