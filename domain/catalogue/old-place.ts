/**
 * Names that people still say: the 63 provinces, the districts and the communes of before 1 July 2025, each with
 * where it went. A commune that was divided has several successors; only the reader knows in which part she lives.
 */
import * as z from 'zod/mini';
import { CommuneCode, ProvinceCode } from './place.ts';

const Name = z.string().check(z.minLength(1));

export const OldCommune = z.object({
	name: Name,
	/** phường, xã, thị trấn */
	type: z.enum(['phuong', 'xa', 'thi_tran']),
	/** Codes of today's communes. */
	to: z.array(CommuneCode).check(z.minLength(1))
});
export type OldCommune = z.infer<typeof OldCommune>;

export const OldDistrict = z.object({
	name: Name,
	/** quận, huyện, thị xã, thành phố thuộc tỉnh */
	type: z.enum(['quan', 'huyen', 'thi_xa', 'thanh_pho']),
	communes: z.array(OldCommune)
});

export const OldPlaces = z.object({
	provinces: z.array(z.object({ name: Name, to: ProvinceCode, districts: z.array(OldDistrict) }))
});
export type OldPlaces = z.infer<typeof OldPlaces>;

const communeWords = { phuong: 'phường', xa: 'xã', thi_tran: 'thị trấn' } as const;
const districtWords = { quan: 'quận', huyen: 'huyện', thi_xa: 'thị xã', thanh_pho: 'thành phố' } as const;

/** `xã Mường Kim` */
export function oldCommuneName({ type, name }: OldCommune): string {
	return `${communeWords[type]} ${name}`;
}

/** `huyện Than Uyên` */
export function oldDistrictName({ type, name }: z.infer<typeof OldDistrict>): string {
	return `${districtWords[type]} ${name}`;
}
