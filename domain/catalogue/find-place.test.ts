import { describe, expect, it } from 'vitest';
import { findPlaces } from './find-place.ts';
import type { OldPlaces } from './old-place.ts';
import type { Places } from './place.ts';

const places: Places = {
	version: '2026-04-30',
	provinces: [
		{ code: '08', name: 'Tuyên Quang', type: 'tinh' },
		{ code: '79', name: 'Hồ Chí Minh', type: 'thanh_pho' }
	],
	communes: [
		{ code: '00817', name: 'Sơn Vĩ', type: 'xa', province: '08' },
		{ code: '00769', name: 'Mèo Vạc', type: 'xa', province: '08' },
		{ code: '26740', name: 'Sài Gòn', type: 'phuong', province: '79' },
		{ code: '26743', name: 'Bến Thành', type: 'phuong', province: '79' }
	]
};
const old: OldPlaces = {
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
						{ name: 'Xín Cái', type: 'xa', to: ['00817'] },
						{ name: 'Mèo Vạc', type: 'thi_tran', to: ['00769'] }
					]
				}
			]
		},
		{
			name: 'Hồ Chí Minh',
			to: '79',
			districts: [
				{ name: '1', type: 'quan', communes: [{ name: 'Đa Kao', type: 'phuong', to: ['26740', '26743'] }] }
			]
		}
	]
};
const names = (query: string, limit?: number) =>
	findPlaces(query, places, old, limit).map(({ commune, was }) =>
		was ? `${was} → ${commune.name}` : commune.name
	);

describe('findPlaces', () => {
	it.each([
		['Sơn Vĩ', ['Sơn Vĩ']],
		['xa son vi', ['Sơn Vĩ']],
		['XÍN CÁI', ['xã Xín Cái, huyện Mèo Vạc, Hà Giang → Sơn Vĩ']],
		['xin cai, meo vac', ['xã Xín Cái, huyện Mèo Vạc, Hà Giang → Sơn Vĩ']],
		['Sơn Vĩ, Hà Giang', ['xã Sơn Vĩ, huyện Mèo Vạc, Hà Giang → Sơn Vĩ']],
		['sơn vĩ, tuyên quang', ['Sơn Vĩ']],
		['thành', ['Bến Thành']],
		['nơi không có', []],
		['', []],
		['🙂', []]
	])('%s', (query, expected) => expect(names(query)).toEqual(expected));

	it('offers every part of a commune that was divided, and says so', () => {
		const found = findPlaces('Đa Kao', places, old);
		expect(found.map(({ commune }) => commune.name)).toEqual(['Sài Gòn', 'Bến Thành']);
		expect(found.every(({ isDivided }) => isDivided)).toBe(true);
	});
	it('a district stands for its communes', () => {
		expect(names('huyện Mèo Vạc')).toContain('xã Xín Cái, huyện Mèo Vạc, Hà Giang → Sơn Vĩ');
	});
	it('works without the old names, and keeps to the limit', () => {
		expect(findPlaces('Xín Cái', places, null)).toEqual([]);
		expect(names('huyện Mèo Vạc', 1)).toHaveLength(1);
	});
	it('bears any length', () => expect(names('a'.repeat(10_000))).toEqual([]));
});
