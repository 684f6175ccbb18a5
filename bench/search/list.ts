/** The list that search stands on, from the national database as it lies beside the project (or is made up). */
import { readFile } from 'node:fs/promises';
import { lifeEvents } from '../../domain/catalogue/life-event.ts';
import type { List, ListItem, ListQuestion } from '../../domain/catalogue/list.ts';
import type { Audience, Level } from '../../domain/catalogue/record.ts';
import { corpus } from '../../tests/support/corpus.ts';

/** What is read of a row; see the database's own description. */
export interface Row {
	readonly code: string;
	readonly name: string;
	readonly agency: string | null;
	readonly fields: readonly string[];
	readonly subjects: readonly string[];
	readonly status: string;
	readonly levels: readonly string[];
	readonly life_events?: readonly string[];
	readonly [more: string]: unknown;
}

interface QuestionRow {
	readonly id: string;
	readonly q: string;
	readonly related: readonly string[];
}

const levelOf: Readonly<Record<string, Level>> = {
	bo: 'ministry',
	tinh: 'province',
	huyen: 'commune',
	xa: 'commune',
	khac: 'other'
};

const audienceOf: readonly (readonly [RegExp, Audience])[] = [
	[/^Công dân Việt Nam/, 'citizen'],
	[/định cư ở nước ngoài/, 'overseas_vietnamese'],
	[/^Người nước ngoài/, 'foreigner'],
	[/^Doanh nghiệp/, 'enterprise'],
	[/^Hợp tác xã/, 'cooperative'],
	[/^Tổ chức/, 'organisation']
];

const asText = (vi: string) => ({ vi, en: '' });

export function rowToItem(row: Row): ListItem {
	const events = (row.life_events ?? []).map((event) => event.replaceAll('_', '-'));
	return {
		code: row.code,
		name: asText(row.name),
		aliases: [],
		summary: asText(''),
		agency: { code: row.agency ?? '', name: asText(row.agency ?? '') },
		sector: { code: row.fields[0] ?? '', name: asText(row.fields[0] ?? '') },
		levels: [...new Set(row.levels.map((level) => levelOf[level] ?? 'other'))],
		audience: [
			...new Set(
				row.subjects.flatMap((subject) =>
					audienceOf.filter(([pattern]) => pattern.test(subject)).map(([, audience]) => audience)
				)
			)
		],
		lifeEvents: lifeEvents
			.map(({ id }) => id)
			.filter((id) => events.some((event) => event.startsWith(id) || eventNames[event] === id)),
		time: null,
		fee: null,
		service: null,
		fullOnline: false,
		popularity: 0,
		validFrom: '2025-07-01',
		validTo: row.status === 'active' ? null : '2026-06-30',
		isCurated: false
	};
}

const eventNames: Readonly<Record<string, string>> = {
	'co-con-nho': 'con-nho',
	'hon-nhan-va-gia-dinh': 'hon-nhan',
	'dien-luc-nha-o-dat-dai': 'nha-dat',
	'suc-khoe-va-y-te': 'suc-khoe',
	'phuong-tien-va-nguoi-lai': 'phuong-tien',
	'nguoi-than-qua-doi': 'qua-doi'
};

export interface SearchCorpus {
	readonly list: List;
	readonly rows: readonly Row[];
	readonly isReal: boolean;
}

export async function searchCorpus(): Promise<SearchCorpus> {
	const { procedures, faqs, isReal } = await corpus();
	const rows = await readLines<Row>(procedures);
	const questions = (await readLines<QuestionRow>(faqs)).map(({ id, q, related }): ListQuestion => ({
		id,
		question: asText(q),
		procedureCodes: [...related]
	}));
	return { list: { items: rows.map(rowToItem), questions }, rows, isReal };
}

async function readLines<T>(file: string): Promise<T[]> {
	const text = await readFile(file, 'utf8');
	return text
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as T);
}
