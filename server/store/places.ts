/** What judging and routing need to know of provinces and communes. */
import { communeFullName, findCommune, type Places, provinceFullName } from '../../domain/catalogue/place.ts';
import type { Text } from '../../domain/text.ts';

export interface PlaceNames {
	/** Name of the set of codes. */
	readonly version: string;
	/** Whether the commune belongs to the province. */
	knownCommune(province: string, commune: string): boolean;
	/** Name to put for `{province}` in an agency's name. */
	provinceName(code: string): Text;
	/** Name to put for `{commune}`. */
	communeName(code: string): Text;
}

export function placeNames(places: Places): PlaceNames {
	return {
		version: places.version,
		knownCommune: (province, commune) => findCommune(places, province, commune) !== undefined,
		provinceName(code) {
			const province = places.provinces.find((one) => one.code === code);
			return province ? { vi: provinceFullName(province), en: province.name } : { vi: code, en: code };
		},
		communeName(code) {
			const commune = places.communes.find((one) => one.code === code);
			return commune ? { vi: communeFullName(commune), en: commune.name } : { vi: code, en: code };
		}
	};
}
