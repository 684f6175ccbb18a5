// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { askCatalogue, queryToSearch, searchToQuery, type DeviceCatalogue } from './catalogue.ts';
import type { QuestionView, SearchRequest } from './catalogue-views.ts';

const view = (answer: string): QuestionView => ({
	faq: {
		id: 'mat-bang-lai',
		question: { vi: 'Mất bằng lái?', en: 'Lost licence?' },
		answer: { vi: answer, en: answer },
		procedureCodes: [],
		sector: { code: 'X', name: { vi: 'X', en: 'X' } },
		answeredOn: '2026-11-22',
		source: 'Luật'
	},
	procedures: []
});
const question = { kind: 'question', id: 'mat-bang-lai' } as const;

const device =
	(answer: QuestionView | null, isComplete = true) =>
	async () =>
		({ answer: async () => answer, isComplete: async () => isComplete }) as unknown as DeviceCatalogue;
const noDevice = () => Promise.reject(new Error('storage is blocked'));
const network = (respond: () => Response) => {
	const asked: string[] = [];
	const fetch = async (input: RequestInfo | URL) => {
		asked.push(String(input));
		return respond();
	};
	return { asked, fetch };
};
const noNetwork = network(() => {
	throw new TypeError('Failed to fetch');
}).fetch;

afterEach(() => document.head.replaceChildren());

test('[C6] the device answers first, and the network is not asked', async () => {
	const { asked, fetch } = network(() => Response.json(view('network')));
	const answer = await askCatalogue(question, fetch, device(view('device')));
	expect(answer.ok && answer.value.faq.answer.vi).toBe('device');
	expect(asked).toEqual([]);
});

test('what is not on the device comes from the network', async () => {
	const { asked, fetch } = network(() => Response.json(view('network')));
	for (const open of [device(null), noDevice]) {
		const answer = await askCatalogue(question, fetch, open);
		expect(answer.ok && answer.value.faq.answer.vi).toBe('network');
	}
	expect(asked).toEqual(['/api/catalogue/questions/mat-bang-lai', '/api/catalogue/questions/mat-bang-lai']);
});

test('while the copy is still arriving the network knows better, and the copy answers when there is none', async () => {
	const { fetch } = network(() => Response.json(view('network')));
	const better = await askCatalogue(question, fetch, device(view('device'), false));
	expect(better.ok && better.value.faq.answer.vi).toBe('network');
	const without = await askCatalogue(question, noNetwork, device(view('device'), false));
	expect(without.ok && without.value.faq.answer.vi).toBe('device');
});

test('a copy that is slow to open holds nobody up: the network answers, and the copy where that does not', async () => {
	vi.useFakeTimers();
	try {
		const late = () =>
			new Promise<DeviceCatalogue>((open) =>
				setTimeout(() => void device(view('device'))().then(open), 5_000)
			);
		const { fetch } = network(() => Response.json(view('network')));
		const silent = () => new Promise<Response>(() => undefined);
		const never = () => new Promise<DeviceCatalogue>(() => undefined);
		const both = Promise.all([
			askCatalogue(question, fetch, late),
			askCatalogue(question, noNetwork, late),
			askCatalogue(question, silent, late),
			askCatalogue(question, noNetwork, never)
		]);
		await vi.advanceTimersByTimeAsync(15_000);
		const [online, offline, hanging, nothing] = await both;
		expect(online.ok && online.value.faq.answer.vi).toBe('network');
		expect(offline.ok && offline.value.faq.answer.vi).toBe('device');
		expect(hanging.ok && hanging.value.faq.answer.vi).toBe('device');
		expect(nothing).toEqual({ ok: false, error: 'unreachable' });
	} finally {
		vi.useRealTimers();
	}
});

test('a page that is waking up takes what was rendered with it, once', async () => {
	const script = document.createElement('script');
	script.setAttribute('data-sveltekit-fetched', '');
	script.setAttribute('data-url', '/api/catalogue/questions/mat-bang-lai');
	document.head.append(script);
	const { asked, fetch } = network(() => Response.json(view('rendered')));

	const first = await askCatalogue(question, fetch, device(view('device')));
	const second = await askCatalogue(question, fetch, device(view('device')));
	expect(first.ok && first.value.faq.answer.vi).toBe('rendered');
	expect(second.ok && second.value.faq.answer.vi).toBe('device');
	expect(asked).toHaveLength(1);
});

test('without a network, absence is certain only on a complete copy', async () => {
	expect(await askCatalogue(question, noNetwork, device(null, true))).toEqual({
		ok: false,
		error: 'not_found'
	});
	expect(await askCatalogue(question, noNetwork, device(null, false))).toEqual({
		ok: false,
		error: 'unreachable'
	});
	expect(await askCatalogue(question, noNetwork, noDevice)).toEqual({ ok: false, error: 'unreachable' });
});

test('[O5] the page of a captive portal and an error of the server are no answers', async () => {
	const portal = network(() => new Response('<html>', { headers: { 'content-type': 'text/html' } }));
	const broken = network(() => new Response('', { status: 500 }));
	for (const { fetch } of [portal, broken])
		expect(await askCatalogue(question, fetch, noDevice)).toEqual({ ok: false, error: 'unreachable' });
});

test('the server may say that it does not exist', async () => {
	const { fetch } = network(() => new Response('', { status: 404 }));
	expect(await askCatalogue(question, fetch, device(null, false))).toEqual({ ok: false, error: 'not_found' });
});

const everything: SearchRequest = {
	query: '',
	group: null,
	audience: null,
	sector: null,
	level: null,
	agency: null,
	onlyHere: false,
	fullOnline: false,
	withOptions: false,
	limit: 20
};
test.each([
	['', {}],
	['q=+bang+lai&nhom=phuong-tien&o-day=1', { query: 'bang lai', group: 'phuong-tien', onlyHere: true }],
	[
		'doi-tuong=citizen&linh-vuc=GPLX&cap=province&co-quan=G01&toan-trinh=1&loc=1',
		{
			audience: 'citizen',
			sector: 'GPLX',
			level: 'province',
			agency: 'G01',
			fullOnline: true,
			withOptions: true
		}
	],
	['so=40', { limit: 40 }],
	['so=999999', { limit: 200 }],
	['so=-3', { limit: 1 }],
	['so=x&nhom=&o-day=0', {}]
])('the address "%s" is a search that can be run', (query, changes) => {
	const request = { ...everything, ...changes };
	expect(queryToSearch(new URLSearchParams(query))).toEqual(request);
	expect(queryToSearch(new URLSearchParams(searchToQuery(request)))).toEqual(request);
});
