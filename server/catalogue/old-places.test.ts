import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentFolder, readPlaces } from './content.ts';
import { readOldPlaces } from './old-places.ts';

const none = (line: number, problem: string) => {
	throw new Error(`${line}: ${problem}`);
};

describe('readOldPlaces', () => {
	it('reads provinces, districts and where their communes went', () => {
		const text = '# note\n* Hà Giang > 08\nh Mèo Vạc: xSơn Vĩ>00817;tMèo Vạc>00769+00778\n';
		expect(readOldPlaces(text, () => true, none)).toEqual({
			provinces: [
				{
					name: 'Hà Giang',
					to: '08',
					districts: [
						{
							name: 'Mèo Vạc',
							type: 'huyen',
							communes: [
								{ name: 'Sơn Vĩ', type: 'xa', to: ['00817'] },
								{ name: 'Mèo Vạc', type: 'thi_tran', to: ['00769', '00778'] }
							]
						}
					]
				}
			]
		});
	});
	it.each([
		['h Mèo Vạc: xSơn Vĩ>00817', 'a district without a province'],
		['* Hà Giang > 8', 'a province without a code'],
		['* Hà Giang > 08\nh Mèo Vạc: Sơn Vĩ>00817', 'a commune without a type'],
		['* Hà Giang > 08\nh Mèo Vạc: xSơn Vĩ>99999', 'a successor that does not exist']
	])('tells what is wrong in %j: %s', (text) => {
		const told: number[] = [];
		readOldPlaces(
			text,
			(code) => code !== '99999',
			(line) => told.push(line)
		);
		expect(told).toHaveLength(1);
	});
	it('the file that ships knows all of 63 provinces and 10,035 communes, and every commune of today comes from one', async () => {
		const read = (file: string) => readFile(path.join(contentFolder, file), 'utf8');
		const { communes } = readPlaces(await read('places.txt'), none);
		const codes = new Set(communes.map(({ code }) => code));
		const { provinces } = readOldPlaces(await read('old-places.txt'), (code) => codes.has(code), none);
		const old = provinces.flatMap(({ districts }) => districts.flatMap((district) => district.communes));
		expect(provinces).toHaveLength(63);
		// Five island districts without communes stand in the list as one each.
		expect(old).toHaveLength(10_035 + 5);
		expect(new Set(old.flatMap(({ to }) => to)).size).toBe(3_321);
	});
});
