/**
 * Reads `content/old-places.txt`. Lines that start with `#` are notes; `* Hà Giang > 08` begins an old province and
 * says where it belongs now; every other line is one of its districts: `h Mèo Vạc: xSơn Vĩ>00817;tMèo Vạc>00769`, where
 * q, h, x, c are quận, huyện, thị xã and a city, p, x, t ward, commune and town, and `+` joins several successors.
 */
import { OldPlaces, type OldCommune } from '../../domain/catalogue/old-place.ts';

const districtTypes = { q: 'quan', h: 'huyen', x: 'thi_xa', c: 'thanh_pho' } as const;
const communeTypes = { p: 'phuong', x: 'xa', t: 'thi_tran' } as const;

/**
 * @param isCommune whether a code is one of today's communes
 * @param fault hears every mistake, with its line (from 1)
 */
export function readOldPlaces(
	text: string,
	isCommune: (code: string) => boolean,
	fault: (line: number, problem: string) => void
): OldPlaces {
	const provinces: { name: string; to: string; districts: OldPlaces['provinces'][number]['districts'] }[] =
		[];
	for (const [i, line] of text.split('\n').entries()) {
		if (line === '' || line.startsWith('#')) continue;
		const [, province, to] = /^\* (.+) > (\d{2})$/.exec(line) ?? [];
		if (province !== undefined && to !== undefined) {
			provinces.push({ name: province, to, districts: [] });
			continue;
		}
		const [, letter = '', name = '', rest = ''] = /^([qhxc]) ([^:]+): (.+)$/.exec(line) ?? [];
		const type = districtTypes[letter as keyof typeof districtTypes];
		const home = provinces.at(-1);
		if (!type || !home) {
			fault(i + 1, 'neither a province nor a district of one');
			continue;
		}
		home.districts.push({
			name,
			type,
			communes: rest.split(';').flatMap((part) => {
				const commune = readCommune(part);
				const unknown = commune?.to.find((code) => !isCommune(code));
				if (!commune) fault(i + 1, `not a commune: ${part}`);
				else if (unknown !== undefined)
					fault(i + 1, `${commune.name} went to ${unknown}, which is no commune`);
				return commune ? [commune] : [];
			})
		});
	}
	const parsed = OldPlaces.safeParse({ provinces });
	if (!parsed.success) fault(0, parsed.error.issues[0]?.message ?? 'malformed');
	return { provinces };
}

function readCommune(part: string): OldCommune | null {
	const [, letter = '', name = '', codes = ''] = /^([pxt])([^>]+)>(\d{5}(?:\+\d{5})*)$/.exec(part) ?? [];
	const type = communeTypes[letter as keyof typeof communeTypes];
	return type ? { name, type, to: codes.split('+') } : null;
}
