import { describe, expect, it } from 'vitest';
import type { List, ListItem } from './list.ts';
import { createSearchIndex, search, type SearchFilters } from './rank.ts';
import { createTextIndexBuilder, decodeTextIndex } from './search/text-index.ts';

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

describe('everyday words stand for official ones', () => {
	const official = createSearchIndex({
		items: [
			item('1.000656', 'Thủ tục đăng ký khai tử', '', []),
			item('1.000419', 'Thủ tục đăng ký khai tử lưu động', '', []),
			item('1.001193', 'Thủ tục đăng ký khai sinh', '', []),
			item('1.004194', 'Đăng ký tạm trú', '', []),
			item('1.002755', 'Gia hạn tạm trú', '', []),
			item('2.000815', 'Chứng thực bản sao từ bản chính giấy tờ, văn bản', '', []),
			item('1.012784', 'Tách thửa hoặc hợp thửa đất', '', []),
			item('1.014137', 'Thủ tục cấp thẻ bảo hiểm y tế', '', []),
			item('2.000639', 'Cấp thẻ bảo hiểm y tế (thực hiện tại cấp tỉnh)', '', [], {
				agency: { code: 'BCA', name: { vi: 'Bộ Công an', en: '' } },
				sector: { code: 'CS', name: { vi: 'Chính sách', en: '' } }
			}),
			item('1.001612', 'Đăng ký thành lập hộ kinh doanh', '', []),
			item('1.001029', 'Thủ tục cấp giấy phép đủ điều kiện kinh doanh dịch vụ karaoke', '', []),
			item('3.000099', 'Thay đổi chủ thể hợp đồng mua bán điện', '', []),
			item('3.000001', 'Cấp điện mới từ lưới điện hạ áp', '', [])
		],
		questions: []
	});
	it.each([
		['làm giấy chứng tử cho bà ngoại', '1.000656'],
		['Ông tôi mới mất thì phải làm gì?', '1.000656'],
		['sao y công chứng', '2.000815'],
		['chia đất cho con', '1.012784'],
		['mở quán karaoke', '1.001029'],
		['mở tiệm bán hoa', '1.001612'],
		['kéo điện về nhà', '3.000001'],
		['sang tên công tơ điện', '3.000099'],
		// The police issue cards to policemen.
		['làm thẻ BHYT', '1.014137'],
		// Nobody asked for the travelling registrar.
		['khai tử', '1.000656']
	])('%s → %s', (query, code) => expect(search(official, query).procedures[0]?.item.code).toBe(code));
	it.each(['đăng kí tạm chú', 'dang ky tam trus', 'ddawng kys tajm trus', 'đănng ký tạm trú', 'kt3'])(
		'%s → 1.004194',
		(query) => expect(search(official, query).procedures[0]?.item.code).toBe('1.004194')
	);
	it('marks in the name what the everyday words stand for', () => {
		const [hit] = search(official, 'giay chung tu').procedures;
		expect(hit?.name.vi.map(([start, end]) => hit.item.name.vi.slice(start, end))).toEqual([
			'đăng ký khai tử'
		]);
	});
});

describe('the full text', () => {
	const builder = createTextIndexBuilder();
	builder.add('3.000353', 'Người lái xe nộp hộ chiếu và ảnh chân dung.');
	builder.add('1.002759', 'Nộp thẻ căn cước.');
	builder.add('9.999999', 'Hộ chiếu của người không có trong danh mục.');
	const texts = decodeTextIndex(builder.encode());
	it('finds what no name says', () => {
		expect(search(index, 'ảnh chân dung').procedures).toEqual([]);
		const [hit] = search(index, 'anh chan dung', {}, 20, texts).procedures;
		expect(hit?.item.code).toBe('3.000353');
		expect(hit?.isByText).toBe(true);
	});
	it('stands below what names say, obeys filters and knows only what is in the list', () => {
		const hits = search(index, 'giấy phép lái xe quốc tế', {}, 20, texts).procedures;
		expect(hits[0]?.isByText).toBe(false);
		expect(search(index, 'chân dung', { lifeEvent: 'con-nho' }, 20, texts).procedures).toEqual([]);
		expect(search(index, 'danh mục', {}, 20, texts).procedures).toEqual([]);
	});
});

describe('[seeded] whatever is typed', () => {
	const pieces = [
		'bằng',
		'lái',
		'gplx',
		'đổi',
		'ddoor',
		' ',
		' ',
		'  ',
		'🙂',
		'é\u0301',
		'3.0003',
		'%',
		'(',
		'\ud800',
		'x',
		'漢'
	];
	const queries = Array.from({ length: 400 }, (_, seed) => {
		let state = seed * 2_654_435_761;
		const next = () => (state = (Math.imul(state ^ (state >>> 13), 1_540_483_477) >>> 0) + seed);
		return Array.from({ length: next() % 12 }, () => pieces[next() % pieces.length]).join('');
	});
	it('is answered, in falling order, each procedure once, with marks inside the text and apart', () => {
		for (const query of queries) {
			const { procedures, total } = search(index, query, {}, 50);
			expect(total).toBeGreaterThanOrEqual(procedures.length);
			expect(new Set(procedures.map((hit) => hit.item.code)).size).toBe(procedures.length);
			for (const [i, hit] of procedures.entries()) {
				if (query.trim() !== '') expect(hit.score).toBeLessThanOrEqual(procedures[i - 1]?.score ?? Infinity);
				let at = -1;
				for (const [start, end] of hit.name.vi) {
					expect(start).toBeGreaterThan(at);
					expect(end).toBeGreaterThan(start);
					at = end;
				}
				expect(at).toBeLessThanOrEqual(hit.item.name.vi.length);
			}
		}
	});
	it('is answered the same by a fresh index, and whatever was asked before', () => {
		const fresh = createSearchIndex(list);
		for (const query of queries.toReversed().slice(0, 100))
			expect(search(fresh, query)).toEqual(search(index, query));
	});
	it('is answered the same composed, decomposed and in capitals', () => {
		for (const query of ['đổi giấy phép', 'trích lục hộ tịch', 'hoá đơn điện tử', 'mua bảo hiểm y tế']) {
			expect(codes(query.normalize('NFD'))).toEqual(codes(query));
			expect(codes(query.toUpperCase())).toEqual(codes(query));
		}
	});
});

describe('filters', () => {
	it('are applied before the best are picked', () => {
		const many = createSearchIndex({
			items: Array.from({ length: 300 }, (_, i) =>
				item(`1.${String(i).padStart(6, '0')}`, 'Cấp giấy phép khai thác', '', [], {
					fullOnline: i === 299
				})
			),
			questions: []
		});
		const hits = search(many, 'giấy phép khai thác', { fullOnline: true });
		expect(hits.procedures.map((hit) => hit.item.code)).toEqual(['1.000299']);
		expect(hits.total).toBe(1);
		expect(search(many, 'giấy phép khai thác', {}, 5).total).toBe(300);
		expect(search(many, 'giấy phép khai thác', {}, 100).procedures).toHaveLength(100);
	});
});

describe('questions', () => {
	it('lead to the procedure they are about', () => {
		const led = createSearchIndex({
			items: [
				item('1.000001', 'Xác nhận thông tin của người dân', '', []),
				item('1.000002', 'Xác nhận thông tin của cán bộ', '', [])
			],
			questions: [
				{
					id: 'hoi',
					question: { vi: 'Xin xác nhận thông tin khi bán vé số thì làm thế nào?', en: '' },
					procedureCodes: ['1.000002']
				}
			]
		});
		expect(search(led, 'xác nhận thông tin khi bán vé số').procedures[0]?.item.code).toBe('1.000002');
	});
});
