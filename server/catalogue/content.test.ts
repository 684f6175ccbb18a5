import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lifeEvents } from '../../domain/catalogue/life-event.ts';
import { faqToListQuestion, procedureToListItem } from '../../domain/catalogue/list.ts';
import { createSearchIndex, search } from '../../domain/catalogue/rank.ts';
import { registry } from '../../domain/services/registry.ts';
import { contentFolder, readContent, readPlaces, type Content } from './content.ts';

async function shipped(): Promise<Content> {
	const content = await readContent();
	if (!content.ok) throw new Error(JSON.stringify(content.error, null, '\t'));
	return content.value;
}

describe('the content that ships', () => {
	it('is right in every file', async () => {
		const { procedures, faqs, agencies } = await shipped();
		expect(procedures.length).toBeGreaterThanOrEqual(134);
		expect(faqs.length).toBeGreaterThanOrEqual(300);
		expect(agencies.length).toBeGreaterThan(0);
	});
	it('[C24] has something for each of the 22 life events', async () => {
		const { procedures } = await shipped();
		const counts = lifeEvents.map(({ id }) => ({
			id,
			count: procedures.filter((procedure) => procedure.lifeEvents.includes(id)).length
		}));
		expect(counts.filter(({ count }) => count < 3)).toEqual([]);
	});
	it('[C24] says everything in both languages, and names the source of everything', async () => {
		const { procedures, faqs } = await shipped();
		const missing: string[] = [];
		const look = (value: unknown, at: string): void => {
			if (typeof value !== 'object' || value === null) return;
			if ('vi' in value && 'en' in value) {
				if (String(value.vi).trim() === '' || String(value.en).trim() === '') missing.push(at);
			} else for (const [key, part] of Object.entries(value)) look(part, `${at}.${key}`);
		};
		for (const procedure of procedures) look(procedure, procedure.code);
		for (const faq of faqs) look(faq, faq.id);
		expect(missing).toEqual([]);
		expect(procedures.filter(({ sources }) => sources.length === 0)).toEqual([]);
		expect(faqs.filter(({ answeredOn }) => answeredOn === null)).toEqual([]);
	});
	it('earlier rules of a procedure do not overlap', async () => {
		const { procedures } = await shipped();
		const overlapping = procedures.filter(({ earlier = [], validFrom }) =>
			earlier.some(({ validTo }, i) => validTo >= (earlier[i - 1]?.validFrom ?? validFrom))
		);
		expect(overlapping.map(({ code }) => code)).toEqual([]);
	});
	it('knows 34 provinces and 3,321 communes, with the types of 2026', async () => {
		const { places } = await shipped();
		expect(places.provinces).toHaveLength(34);
		expect(places.communes).toHaveLength(3_321);
		expect(places.provinces.find(({ code }) => code === '75')).toEqual({
			code: '75',
			name: 'Đồng Nai',
			type: 'thanh_pho'
		});
		expect(places.communes.find(({ code }) => code === '25270')?.type).toBe('phuong');
		expect(places.communes.filter(({ type }) => type === 'dac_khu')).toHaveLength(13);
		const provinces = new Set(places.provinces.map(({ code }) => code));
		expect(places.communes.filter(({ province }) => !provinces.has(province))).toEqual([]);
	});
	it('names exactly the services that can be done here', async () => {
		const { procedures } = await shipped();
		const offered = procedures.flatMap(({ code, service }) =>
			service ? [`${code} ${service.id} ${service.kind}`] : []
		);
		expect(offered.sort()).toEqual(
			registry
				.filter(({ isOffered }) => isOffered)
				.map(({ procedureCode, id, kind }) => `${procedureCode} ${id} ${kind}`)
				.sort()
		);
	});
	it.each([
		['bang lai', '3.000347'],
		['bằng lái', '3.000347'],
		['GPLX', '3.000347'],
		['mat bang lai', '3.000348'],
		['mat the bao hiem', '1.002759'],
		['thẻ BHYT bị mất', '1.002759'],
		['tien dien', 'TT.DIEN'],
		['dong tien dien', 'TT.DIEN'],
		['khai sinh', '1.001193'],
		['đăng kí khai xinh', '1.001193'],
		['giay doc than', '1.004873'],
		['mo quan', '1.001612'],
		['cong chung', '2.000815'],
		['phạt nguội', 'TT.PHAT'],
		['1.002759', '1.002759']
	])('is found the way people ask: %s → %s', async (query, code) => {
		const { procedures, faqs } = await shipped();
		const index = createSearchIndex({
			items: procedures.map(procedureToListItem),
			questions: faqs.map(faqToListQuestion)
		});
		expect(search(index, query).procedures[0]?.item.code).toBe(code);
	});
});

describe('a mistake in the content', () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'content-'));
		await cp(contentFolder, folder, { recursive: true });
	});
	afterEach(() => rm(folder, { recursive: true }));

	async function edit(file: string, change: (text: string) => string): Promise<void> {
		const full = path.join(folder, file);
		const before = await readFile(full, 'utf8');
		const after = change(before);
		expect(after).not.toBe(before);
		await writeFile(full, after);
	}
	async function faults() {
		const content = await readContent(folder);
		return content.ok ? [] : content.error;
	}

	it('none: the copy is right', async () => expect(await faults()).toEqual([]));
	it('a broken file is named', async () => {
		await edit('procedures/3.000347.json', (text) => text.slice(0, -10));
		expect(await faults()).toContainEqual(
			expect.objectContaining({ file: 'procedures/3.000347.json', where: '' })
		);
	});
	it('a field of the wrong type is named with its path', async () => {
		await edit('procedures/3.000347.json', (text) => text.replace('"quantity": 5', '"quantity": "5"'));
		const found = await faults();
		expect(found).toContainEqual(
			expect.objectContaining({ file: 'procedures/3.000347.json', where: 'channels.0.timeLimit.quantity' })
		);
	});
	it('all mistakes are told at once', async () => {
		await edit('procedures/3.000347.json', (text) => text.replace('"G01-GPLX"', '"G99"'));
		await edit('agencies.json', (text) => text.replace('"parent": "EVN"', '"parent": "NOBODY"'));
		await edit('places.txt', (text) => text.replace('03388p', '0338p'));
		const found = await faults();
		expect(found).toContainEqual({
			file: 'procedures/3.000347.json',
			where: 'sector',
			problem: 'unknown sector G99'
		});
		expect(found).toContainEqual(
			expect.objectContaining({ file: 'agencies.json', problem: 'unknown agency NOBODY' })
		);
		expect(found).toContainEqual(
			expect.objectContaining({ file: 'places.txt', problem: expect.stringContaining('0338p') })
		);
	});
	it('a question about an unknown procedure, and a repeated question', async () => {
		await edit('faqs/dien.json', (text) =>
			text.replaceAll('3.000001', '9.999999').replace('"tra-ho-tien-dien"', '"ma-khach-hang-dien"')
		);
		const found = await faults();
		expect(found).toContainEqual(expect.objectContaining({ problem: 'unknown procedure 9.999999' }));
		expect(found).toContainEqual(expect.objectContaining({ problem: 'ma-khach-hang-dien appears twice' }));
	});
	it('a record in the wrong file', async () => {
		await cp(path.join(folder, 'procedures/3.000347.json'), path.join(folder, 'procedures/3.000999.json'));
		expect(await faults()).toContainEqual(
			expect.objectContaining({ file: 'procedures/3.000999.json', where: 'code' })
		);
	});
	it('an empty folder', async () => {
		const empty = await mkdtemp(path.join(tmpdir(), 'empty-'));
		const content = await readContent(empty);
		expect(content.ok).toBe(false);
		await rm(empty, { recursive: true });
	});
});

describe('readPlaces', () => {
	it('reads a line a province', () => {
		const places = readPlaces(
			'# version 2026-04-30\n12 t Lai Châu: 03388pĐoàn Kết;03390xBình Lư\n',
			(line, problem) => {
				throw new Error(`${line}: ${problem}`);
			}
		);
		expect(places).toEqual({
			version: '2026-04-30',
			provinces: [{ code: '12', name: 'Lai Châu', type: 'tinh' }],
			communes: [
				{ code: '03388', name: 'Đoàn Kết', type: 'phuong', province: '12' },
				{ code: '03390', name: 'Bình Lư', type: 'xa', province: '12' }
			]
		});
	});
	it.each([
		'garbage',
		'12 t Lai Châu: 1xA',
		'# version soon\n12 t Lai Châu: 03388pĐoàn Kết',
		'12 t A B: 03388pX;03388pX'
	])('tells what is wrong with %j', (text) => {
		const told: string[] = [];
		readPlaces(text, (_, problem) => told.push(problem));
		expect(told.length).toBeGreaterThan(0);
	});
});
