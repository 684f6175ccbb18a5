/**
 * Reads the catalogue's content from files, checks all of it and joins what the files only name by code.
 * Promises: either everything is right, or every fault is told with its file and place and nothing comes out.
 *
 *   content/sectors.json          [{ code, name }]
 *   content/agencies.json         [Agency]
 *   content/procedures/<code>.json  a Procedure whose sector and agencies are codes
 *   content/faqs/<topic>.json     [Faq whose sector is a code]
 *   content/places.txt            one line a province; see readPlaces
 *   content/old-places.txt        names of before July 2025; see old-places.ts
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { Agency } from '../../domain/catalogue/agency.ts';
import { Faq } from '../../domain/catalogue/faq.ts';
import { Places, type Commune, type Province } from '../../domain/catalogue/place.ts';
import type { OldPlaces } from '../../domain/catalogue/old-place.ts';
import type { PublishedRecord } from '../../domain/catalogue/published.ts';
import { Procedure, Sector, type AgencyRef } from '../../domain/catalogue/record.ts';
import { Day } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { readOldPlaces } from './old-places.ts';

export interface Content {
	/** The curated layer. */
	readonly procedures: readonly Procedure[];
	/** The layer below: records as announced, imported; files have none. */
	readonly published: readonly PublishedRecord[];
	readonly faqs: readonly Faq[];
	readonly agencies: readonly Agency[];
	readonly places: Places;
	readonly oldPlaces: OldPlaces;
}

/** `file` is relative to the content folder, `where` a path inside it such as `cases.0.components.2.copy`. */
export interface ContentFault {
	readonly file: string;
	readonly where: string;
	readonly problem: string;
}

/**
 * The folder that ships with the source: beside this file, or, when this file runs from the bundle of a production
 * build (which carries no data along), below the project's folder, from which the build is started.
 */
export const contentFolder =
	[path.join(import.meta.dirname, 'content'), path.resolve('server/catalogue/content')].find((folder) =>
		existsSync(path.join(folder, 'places.txt'))
	) ?? path.resolve('server/catalogue/content');

const ProcedureFile = z.extend(Procedure, {
	agency: z.object({
		performing: z.array(z.string()).check(z.minLength(1)),
		deciding: z.nullable(z.string())
	}),
	sector: z.string()
});
const FaqFile = z.extend(Faq, { sector: z.string(), answeredOn: Day });

/** Reads and checks a content folder. Faults: every one that was found, so that an editor sees them all at once. */
export async function readContent(folder = contentFolder): Promise<Result<Content, readonly ContentFault[]>> {
	const faults: ContentFault[] = [];
	const fault = (file: string, where: string, problem: string) => faults.push({ file, where, problem });

	async function parseFile<T>(file: string, schema: z.ZodMiniType<T>): Promise<T | undefined> {
		let json: unknown;
		try {
			json = JSON.parse(await readFile(path.join(folder, file), 'utf8'));
		} catch (error) {
			fault(file, '', error instanceof Error ? error.message : String(error));
			return undefined;
		}
		const parsed = schema.safeParse(json);
		if (parsed.success) return parsed.data;
		for (const issue of parsed.error.issues) fault(file, issue.path.join('.'), issue.message);
		return undefined;
	}
	async function jsonFiles(subfolder: string): Promise<string[]> {
		const names = await readdir(path.join(folder, subfolder)).catch(() => []);
		if (names.length === 0) fault(subfolder, '', 'no files');
		return names
			.filter((name) => name.endsWith('.json'))
			.sort()
			.map((name) => `${subfolder}/${name}`);
	}

	const sectors = byCode((await parseFile('sectors.json', z.array(Sector))) ?? []);
	const agencyList = (await parseFile('agencies.json', z.array(Agency))) ?? [];
	const agencies = byCode(agencyList);
	if (agencies.size !== agencyList.length) fault('agencies.json', '', 'a code appears twice');
	for (const agency of agencyList)
		for (const code of [agency.parent, agency.successor])
			if (code !== null && !agencies.has(code)) fault('agencies.json', agency.code, `unknown agency ${code}`);

	const sectorOf = (file: string, where: string, code: string): Sector => {
		const sector = sectors.get(code);
		if (!sector) fault(file, where, `unknown sector ${code}`);
		return sector ?? { code, name: { vi: code, en: code } };
	};
	const agencyOf = (file: string, where: string, code: string): AgencyRef => {
		const agency = agencies.get(code);
		if (!agency) fault(file, where, `unknown agency ${code}`);
		return { code, name: agency?.name ?? { vi: code, en: code } };
	};

	const procedures: Procedure[] = [];
	for (const file of await jsonFiles('procedures')) {
		const record = await parseFile(file, ProcedureFile);
		if (!record) continue;
		if (file !== `procedures/${record.code}.json`)
			fault(file, 'code', 'the file is not named after its code');
		if (record.validTo !== null && record.validTo < record.validFrom)
			fault(file, 'validTo', 'ends before it begins');
		for (const [i, { components }] of record.cases.entries())
			if (new Set(components.map((component) => component.id)).size !== components.length)
				fault(file, `cases.${i}.components`, 'an id appears twice');
		const { performing, deciding } = record.agency;
		procedures.push({
			...record,
			sector: sectorOf(file, 'sector', record.sector),
			agency: {
				performing: performing.map((code) => agencyOf(file, 'agency.performing', code)),
				deciding: deciding === null ? null : agencyOf(file, 'agency.deciding', deciding)
			}
		});
	}

	const codes = new Set(procedures.map((procedure) => procedure.code));
	const faqs: Faq[] = [];
	const faqIds = new Set<string>();
	for (const file of await jsonFiles('faqs'))
		for (const [i, faq] of ((await parseFile(file, z.array(FaqFile))) ?? []).entries()) {
			if (faqIds.has(faq.id)) fault(file, `${i}.id`, `${faq.id} appears twice`);
			faqIds.add(faq.id);
			for (const code of faq.procedureCodes)
				if (!codes.has(code)) fault(file, `${i}.procedureCodes`, `unknown procedure ${code}`);
			faqs.push({ ...faq, sector: sectorOf(file, `${i}.sector`, faq.sector) });
		}

	const places = await readFile(path.join(folder, 'places.txt'), 'utf8').then(
		(text) => readPlaces(text, (line, problem) => fault('places.txt', `line ${line}`, problem)),
		(error: Error) => void fault('places.txt', '', error.message)
	);
	const communes = new Set(places?.communes.map(({ code }) => code));
	const oldPlaces = await readFile(path.join(folder, 'old-places.txt'), 'utf8').then(
		(text) =>
			readOldPlaces(
				text,
				(code) => communes.has(code),
				(line, problem) => fault('old-places.txt', `line ${line}`, problem)
			),
		(error: Error) => void fault('old-places.txt', '', error.message)
	);
	if (faults.length > 0 || !places || !oldPlaces) return err(faults);
	return ok({ procedures, published: [], faqs, agencies: agencyList, places, oldPlaces });
}

function byCode<T extends { code: string }>(rows: readonly T[]): Map<string, T> {
	return new Map(rows.map((row) => [row.code, row]));
}

const provinceTypes: Record<string, Province['type']> = { t: 'tinh', T: 'thanh_pho' };
const communeTypes: Record<string, Commune['type']> = { x: 'xa', p: 'phuong', d: 'dac_khu' };

/**
 * Lines starting with `#` are notes, except `# version YYYY-MM-DD`. Every other line is one province:
 * `12 t Lai Châu: 03388pĐoàn Kết;03408xBình Lư`, where T/t is city or province, and p, x, d ward, commune, special zone.
 */
export function readPlaces(text: string, fault: (line: number, problem: string) => void): Places {
	let version = '';
	const provinces: Province[] = [];
	const communes: Commune[] = [];
	for (const [i, line] of text.split('\n').entries()) {
		version = /^# version (\S+)/.exec(line)?.[1] ?? version;
		if (line === '' || line.startsWith('#')) continue;
		const [, code = '', letter = '', name = '', rest = ''] =
			/^(\d{2}) ([tT]) ([^:]+): (.+)$/.exec(line) ?? [];
		const type = provinceTypes[letter];
		if (!type) {
			fault(i + 1, 'not a province');
			continue;
		}
		provinces.push({ code, name, type });
		for (const part of rest.split(';')) {
			const [, communeCode = '', communeLetter = '', communeName = ''] =
				/^(\d{5})([xpd])(.+)$/.exec(part) ?? [];
			const communeType = communeTypes[communeLetter];
			if (communeType)
				communes.push({ code: communeCode, name: communeName, type: communeType, province: code });
			else fault(i + 1, `not a commune: ${part}`);
		}
	}
	for (const rows of [provinces, communes])
		if (new Set(rows.map((row) => row.code)).size !== rows.length) fault(0, 'a code appears twice');
	const parsed = Places.safeParse({ version, provinces, communes });
	if (!parsed.success) fault(0, parsed.error.issues[0]?.message ?? 'malformed');
	return { version, provinces, communes };
}
