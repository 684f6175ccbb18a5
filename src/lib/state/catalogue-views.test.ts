import { expect, test } from 'vitest';
import type { Faq } from '$domain/catalogue/faq.ts';
import { faqToListQuestion, procedureToListItem, type List } from '$domain/catalogue/list.ts';
import { createSearchIndex, search } from '$domain/catalogue/rank.ts';
import type { Places } from '$domain/catalogue/place.ts';
import type { PublishedRecord } from '$domain/catalogue/published.ts';
import type { Procedure } from '$domain/catalogue/record.ts';
import { queryToSearch } from './catalogue.ts';
import {
	homeView,
	placesView,
	procedureView,
	publishedView,
	questionsView,
	questionView,
	searchView,
	type CatalogueSource
} from './catalogue-views.ts';

const text = (vi: string) => ({ vi, en: vi });

function procedure(code: string, name: string, changes: Partial<Procedure> = {}): Procedure {
	return {
		code,
		name: text(name),
		summary: text(`Về ${name}`),
		decision: null,
		agency: { performing: [{ code: 'A', name: text('Cơ quan') }], deciding: null },
		sector: { code: 'GPLX', name: text('Lái xe') },
		levels: ['province'],
		audience: ['citizen'],
		lifeEvents: ['phuong-tien'],
		channels: [{ method: 'direct', timeLimit: null, fees: [] }],
		cases: [],
		steps: [],
		results: [],
		conditions: [],
		legalBasis: [],
		related: [],
		aliases: [],
		validFrom: '2026-01-01',
		validTo: null,
		sources: [{ title: 'Nguồn', asOf: '2026-07-01' }],
		uncertain: [],
		service: null,
		fullOnline: false,
		popularity: 10,
		...changes
	};
}

function faq(id: string, ...procedureCodes: string[]): Faq {
	return {
		id,
		question: text(`Hỏi ${id}?`),
		answer: text('Đáp'),
		procedureCodes,
		sector: { code: 'GPLX', name: text('Lái xe') },
		answeredOn: '2026-07-01',
		source: 'Luật'
	};
}

const announced: PublishedRecord = {
	code: '2.000001',
	name: 'Cấp giấy phép nuôi ong',
	agency: 'Bộ Ong',
	sectors: ['Chăn nuôi'],
	subjects: ['Công dân Việt Nam'],
	type: 'standard',
	status: 'active',
	levels: ['commune'],
	executing: ['Ủy ban nhân dân cấp xã'],
	lifeEvents: [],
	validFrom: '2026-07-20',
	validTo: null,
	source: { title: 'Cơ sở dữ liệu quốc gia', asOf: '2026-07-20' }
};
const places: Places = {
	version: '2026-04-30',
	provinces: [{ code: '08', name: 'Tuyên Quang', type: 'tinh' }],
	communes: [{ code: '00817', name: 'Sơn Vĩ', type: 'xa', province: '08' }]
};

function sourceOf(procedures: Procedure[], faqs: Faq[], places: Places | null = null): CatalogueSource {
	const list: List = { items: procedures.map(procedureToListItem), questions: faqs.map(faqToListQuestion) };
	const index = createSearchIndex(list);
	return {
		publishedAt: async () => '2026-11-22T00:00:00.000Z',
		list: async () => list,
		procedure: async (code) => procedures.find((row) => row.code === code) ?? null,
		published: async (code) => (code === announced.code ? announced : null),
		places: async () => places,
		oldPlaces: async () => null,
		faq: async (id) => faqs.find((row) => row.id === id) ?? null,
		faqsOf: async (code) => faqs.filter((row) => row.procedureCodes.includes(code)),
		search: async (query, filters, limit) => search(index, query, filters, limit)
	};
}

const doi = procedure('3.000347', 'Đổi giấy phép lái xe', {
	related: ['9.000000', '1.001193'],
	service: { id: 'doi-gplx', kind: 'dossier' }
});
const capLai = procedure('3.000348', 'Cấp lại giấy phép lái xe');
const khaiSinh = procedure('1.001193', 'Đăng ký khai sinh', {
	sector: { code: 'HT', name: text('Hộ tịch') },
	lifeEvents: ['con-nho']
});
const source = sourceOf(
	[doi, capLai, khaiSinh],
	[faq('sinh', '1.001193'), faq('doi-1', '3.000347'), faq('doi-2', '3.000347', '3.000348'), faq('khac')]
);

test('home shows one question per procedure, about the most needed first', async () => {
	const home = await homeView(source);
	expect(home?.questions.map(({ id }) => id)).toEqual(['doi-1', 'sinh', 'khac']);
	expect(home?.count).toBe(3);
});

test('related procedures are those that are named and known, then the neighbours, never itself', async () => {
	const view = await procedureView(source, '3.000347');
	expect(view?.related.map(({ code }) => code)).toEqual(['1.001193', '3.000348']);
	expect(await procedureView(source, '9.999999')).toBeNull();
});

test('a search keeps to its group and to what can be done here; an unknown group is passed over', async () => {
	const ask = (changes: object) =>
		searchView(source, { ...queryToSearch(new URLSearchParams()), ...changes });
	expect((await ask({ group: 'con-nho' }))?.hits.map(({ item }) => item.code)).toEqual(['1.001193']);
	expect((await ask({ onlyHere: true }))?.hits.map(({ item }) => item.code)).toEqual(['3.000347']);
	const unknown = await ask({ group: 'khong-co' });
	expect([unknown?.total, unknown?.group]).toEqual([3, null]);
});

test('a search tells how many there are beyond its limit, and where the words stand', async () => {
	const view = await searchView(source, queryToSearch(new URLSearchParams('q=giay+phep&so=1')));
	expect(view?.total).toBe(2);
	expect(view?.hits).toHaveLength(1);
	const [hit] = view?.hits ?? [];
	const [[start, end] = [0, 0]] = hit?.name.vi ?? [];
	expect(hit?.item.name.vi.slice(start, end)).toBe('giấy phép');
});

test('filters narrow; what they offer comes only when it is asked for', async () => {
	const ask = (query: string) => searchView(source, queryToSearch(new URLSearchParams(query)));
	expect((await ask('linh-vuc=HT'))?.hits.map(({ item }) => item.code)).toEqual(['1.001193']);
	expect((await ask('doi-tuong=enterprise'))?.total).toBe(0);
	expect((await ask('doi-tuong=nonsense&cap=nonsense'))?.total).toBe(3);
	expect((await ask('toan-trinh=1'))?.total).toBe(0);
	expect((await ask(''))?.options).toBeNull();
	expect((await ask('loc=1'))?.options?.sectors.map(({ code }) => code)).toEqual(['HT', 'GPLX']);
});

test('what nobody has curated is shown as announced; beside a curated one it has a page of its own', async () => {
	const view = await procedureView(source, announced.code);
	expect([view?.procedure, view?.published, view?.name.vi]).toEqual([null, announced, announced.name]);
	const curated = await procedureView(source, '3.000347');
	expect([curated?.published, curated?.hasPublished]).toEqual([null, false]);
	expect((await publishedView(source, announced.code))?.published).toBe(announced);
	expect(await publishedView(source, '3.000347')).toBeNull();
});

test('where to hand in is found by place, and says when the tables are not here yet', async () => {
	const known = sourceOf([doi], [], places);
	const view = await placesView(known, announced.code, 'son vi');
	expect([view?.levels, view?.found.map(({ commune }) => commune.code)]).toEqual([['commune'], ['00817']]);
	expect((await placesView(known, '3.000347', ''))?.found).toEqual([]);
	expect((await placesView(source, '3.000347', 'son vi'))?.isReady).toBe(false);
	expect(await placesView(known, '9.999999', 'son vi')).toBeNull();
});

test('questions stand under the sector of what they are about, the others last', async () => {
	const view = await questionsView(source);
	expect(
		view?.groups.map(({ name, questions }) => [name?.vi ?? null, questions.map(({ id }) => id)])
	).toEqual([
		['Lái xe', ['doi-1', 'doi-2']],
		['Hộ tịch', ['sinh']],
		[null, ['khac']]
	]);
});

test('a question names its procedures in its own order', async () => {
	expect((await questionView(source, 'doi-2'))?.procedures.map(({ code }) => code)).toEqual([
		'3.000347',
		'3.000348'
	]);
	expect(await questionView(source, 'nothing')).toBeNull();
});
