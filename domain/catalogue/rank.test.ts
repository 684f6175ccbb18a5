import { describe, expect, it } from 'vitest';
import type { List, ListItem } from './list.ts';
import { createSearchIndex, search, type SearchFilters } from './rank.ts';

function item(
	code: string,
	vi: string,
	en: string,
	aliases: string[],
	more: Partial<ListItem> = {}
): ListItem {
	return {
		code,
		name: { vi, en },
		aliases,
		summary: { vi: '', en: '' },
		agency: { code: 'X', name: { vi: 'Cơ quan', en: 'Agency' } },
		sector: { code: 'x', name: { vi: 'Lĩnh vực', en: 'Sector' } },
		levels: ['commune'],
		audience: ['citizen'],
		lifeEvents: [],
		time: null,
		fee: null,
		service: null,
		fullOnline: false,
		popularity: 10,
		validFrom: '2025-07-01',
		validTo: null,
		isCurated: true,
		...more
	};
}

const list: List = {
	items: [
		item('3.000347', 'Đổi giấy phép lái xe', 'Exchange a driving licence', ['đổi bằng lái', 'bằng lái xe'], {
			popularity: 90,
			lifeEvents: ['phuong-tien'],
			service: { id: 'doi-gplx', kind: 'dossier' }
		}),
		item(
			'3.000348',
			'Cấp lại giấy phép lái xe',
			'Replace a driving licence',
			['mất bằng lái', 'hỏng bằng lái'],
			{
				popularity: 60,
				lifeEvents: ['phuong-tien']
			}
		),
		item('3.000353', 'Cấp giấy phép lái xe quốc tế', 'International driving permit', [
			'bằng lái quốc tế',
			'IDP'
		]),
		item('1.002759', 'Cấp lại, đổi thẻ bảo hiểm y tế', 'Reissue a health-insurance card', [
			'mất thẻ bảo hiểm'
		]),
		item('1.001939', 'Gia hạn thẻ bảo hiểm y tế hộ gia đình', 'Renew household health insurance', [
			'mua bảo hiểm y tế'
		]),
		item('TT.DIEN', 'Thanh toán tiền điện', 'Pay the electricity bill', ['đóng tiền điện', 'trả tiền điện'], {
			levels: ['company']
		}),
		item('3.000001', 'Cấp điện mới từ lưới điện hạ áp', 'New electricity supply', ['xin điện', 'mắc điện']),
		item('1.001193', 'Đăng ký khai sinh', 'Birth registration', ['làm giấy khai sinh', 'khai sinh cho con']),
		item('2.000635', 'Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh', 'Civil-status extracts', [
			'trích lục khai sinh'
		]),
		item('1.004873', 'Cấp giấy xác nhận tình trạng hôn nhân', 'Marital-status certificate', [
			'giấy xác nhận độc thân'
		]),
		item('1.000665', 'Cấp giấy chứng nhận xuất xứ hàng hóa mẫu D', 'Certificate of origin form D', ['C/O'])
	],
	questions: [
		{
			id: 'mat-bang-lai',
			question: { vi: 'Mất bằng lái thì làm thủ tục nào?', en: 'I lost my licence, which procedure is it?' },
			procedureCodes: ['3.000348', '3.000347']
		},
		{
			id: 'ma-khach-hang',
			question: { vi: 'Mã khách hàng điện ở đâu?', en: 'Where is my electricity customer code?' },
			procedureCodes: ['TT.DIEN']
		}
	]
};
const index = createSearchIndex(list);
const codes = (query: string, filters?: SearchFilters) =>
	search(index, query, filters).procedures.map((hit) => hit.item.code);

describe('[C4] [C5] search finds first', () => {
	it.each([
		['bang lai', '3.000347'],
		['bằng lái', '3.000347'],
		['BẰNG LÁI', '3.000347'],
		['bawngf lasi', '3.000347'],
		['ba82ng la1i', '3.000347'],
		['đổi bằng lái', '3.000347'],
		['doi bang la', '3.000347'],
		['GPLX', '3.000347'],
		['gplx', '3.000347'],
		['doi gplx', '3.000347'],
		['giấy phép lái xe', '3.000347'],
		['giay phep lai xe quoc te', '3.000353'],
		['idp', '3.000353'],
		['3.000347', '3.000347'],
		[' 3.000347 ', '3.000347'],
		['thủ tục 3.000347', '3.000347'],
		['mat bang lai', '3.000348'],
		['cấp lại GPLX bị mất', '3.000348'],
		['mat the bao hiem', '1.002759'],
		['mất thẻ BHYT', '1.002759'],
		['mua bhyt', '1.001939'],
		['tien dien', 'TT.DIEN'],
		['dong tien dien', 'TT.DIEN'],
		['tieenf ddieenj', 'TT.DIEN'],
		['tt.dien', 'TT.DIEN'],
		['xin điện', '3.000001'],
		['khai sinh', '1.001193'],
		['đăng kí khai xinh', '1.001193'],
		['ddawng kys khai sinh', '1.001193'],
		['đăngký khai sinh', '1.001193'],
		['trich luc', '2.000635'],
		['xacs nhaanj ddoocj thaan', '1.004873'],
		['giây xác nhận đọc thân', '1.004873'],
		['xn tình trạng HN', '1.004873'],
		['CO mẫu D', '1.000665'],
		['driving licence', '3.000347'],
		['electricity bill', 'TT.DIEN'],
		['birth', '1.001193']
	])('%s → %s', (query, code) => expect(codes(query)[0]).toBe(code));
});

describe('search as one types', () => {
	it.each(['đổi', 'đổi b', 'đổi bằ', 'đổi bằng l', 'đổi bằng lá', 'đổi bằng lái'])(
		'"%s" already has it',
		(typed) => expect(codes(typed)).toContain('3.000347')
	);
	it('takes a whole code for what it is, and brings its questions', () => {
		const hits = search(index, '3.000348');
		expect(hits.procedures.map((hit) => hit.item.code)).toEqual(['3.000348']);
		expect(hits.questions.map((hit) => hit.question.id)).toEqual(['mat-bang-lai']);
		expect(search(index, '9.999999')).toEqual({ procedures: [], questions: [], total: 0 });
	});
	it('completes codes', () => {
		expect(codes('3.0003')).toEqual(['3.000347', '3.000348', '3.000353']);
	});
});

describe('search keeps its head', () => {
	it.each(['🙂🚗', '...', '%', '"', '\\', '(', '\u0000', '漢字', 'zzzzqqqq', 'wwwwwwww'])(
		'%j finds nothing',
		(query) => {
			const hits = search(index, query);
			expect(hits.procedures).toEqual([]);
			expect(hits.questions).toEqual([]);
			expect(hits.total).toBe(0);
		}
	);
	it('ignores emoji among words', () => expect(codes('bằng lái 🚗')[0]).toBe('3.000347'));
	it('survives 10,000 characters and still reads the beginning', () => {
		expect(codes('bằng lái '.repeat(1_112))[0]).toBe('3.000347');
		expect(codes('x'.repeat(10_000))).toEqual([]);
		expect(codes('🙂'.repeat(5_000))).toEqual([]);
	});
	it('gives the same answer twice and for decomposed text', () => {
		expect(search(index, 'giấy khai sinh')).toEqual(search(index, 'giấy khai sinh'));
		expect(codes('giấy khai sinh'.normalize('NFD'))).toEqual(codes('giấy khai sinh'));
	});
	it('answers a long question by what it is about', () => {
		expect(codes('Hiện con tôi mới sinh, tôi muốn hỏi làm giấy khai sinh thì cần những gì?')[0]).toBe(
			'1.001193'
		);
	});
	it('works on an empty list', () => {
		const empty = createSearchIndex({ items: [], questions: [] });
		expect(search(empty, 'bằng lái')).toEqual({ procedures: [], questions: [], total: 0 });
		expect(search(empty, '')).toEqual({ procedures: [], questions: [], total: 0 });
	});
});

describe('without a query', () => {
	it('everything comes, most needed first', () => {
		expect(codes('').slice(0, 2)).toEqual(['3.000347', '3.000348']);
		expect(search(index, '  ').total).toBe(list.items.length);
	});
	it('filters apply', () => {
		expect(codes('', { lifeEvent: 'phuong-tien' })).toEqual(['3.000347', '3.000348']);
		expect(codes('', { online: true })).toEqual(['3.000347']);
		expect(codes('điện', { level: 'company' })).toEqual(['TT.DIEN']);
		expect(codes('bằng lái', { audience: 'enterprise' })).toEqual([]);
		expect(codes('3.000347', { lifeEvent: 'con-nho' })).toEqual([]);
	});
	it('the limit cuts, the total tells', () => {
		const hits = search(index, '', {}, 3);
		expect(hits.procedures).toHaveLength(3);
		expect(hits.total).toBe(list.items.length);
	});
});

describe('questions', () => {
	it('are found by their words and by what they are about', () => {
		expect(search(index, 'mất bằng lái').questions[0]?.question.id).toBe('mat-bang-lai');
		expect(search(index, 'mã khách hàng').questions[0]?.question.id).toBe('ma-khach-hang');
	});
});

describe('marks', () => {
	const shown = (text: string, ranges: readonly (readonly [number, number])[]) =>
		ranges.map(([start, end]) => text.slice(start, end));
	it('stand on the words that matched, neighbours joined', () => {
		const [hit] = search(index, 'giay phep lai').procedures;
		expect(shown(hit?.item.name.vi ?? '', hit?.name.vi ?? [])).toEqual(['giấy phép lái']);
	});
	it('name the everyday words when these matched better than the name', () => {
		const hit = search(index, 'bang lai').procedures[0];
		expect(hit?.alias?.text).toBe('đổi bằng lái');
		expect(shown(hit?.alias?.text ?? '', hit?.alias?.ranges ?? [])).toEqual(['bằng lái']);
		expect(search(index, 'đổi giấy phép').procedures[0]?.alias).toBeNull();
	});
	it('stand in questions too', () => {
		const [hit] = search(index, 'khach hang dien').questions;
		expect(shown(hit?.question.question.vi ?? '', hit?.text.vi ?? [])).toEqual(['khách hàng điện']);
	});
});
