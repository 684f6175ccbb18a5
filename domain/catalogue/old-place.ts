/**
 * Names that people still say: the 63 provinces, the districts and the communes of before 1 July 2025, each with
 * where it went. A commune that was divided has several successors; the reader chooses.
 */
import * as z from 'zod/mini';
import { CommuneCode, ProvinceCode } from './place.ts';

export const OldPlaces = z.object({
	provinces: z.array(z.object({ code: ProvinceCode, name: z.string(), to: ProvinceCode })),
	/** Districts (huyện, quận, thị xã, thành phố thuộc tỉnh) ended without successor. `province` is an old code. */
	districts: z.array(z.object({ code: z.string(), name: z.string(), province: ProvinceCode })),
	communes: z.array(
		z.object({
			code: CommuneCode,
			/** With its old type: `Xã Mường Kim`. */
			name: z.string(),
			district: z.string(),
			to: z.array(CommuneCode).check(z.minLength(1))
		})
	)
});
export type OldPlaces = z.infer<typeof OldPlaces>;
