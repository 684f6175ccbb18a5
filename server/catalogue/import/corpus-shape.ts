/** One line of a flattened crawl of the national database: lower-case keys, an absent key where nothing is known. */
import { z } from 'zod';
import type { RawRecord } from './raw.ts';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

const Shape = z.looseObject({
	code: z.string(),
	name: z.string(),
	agency: text,
	fields: texts,
	subjects: texts,
	type: text,
	status: text,
	url: text,
	executing: texts,
	levels: texts,
	levels_guessed: z.boolean().nullish(),
	life_events: texts,
	detail: text,
	decision: text,
	description: text,
	keywords: text,
	authority: text,
	receiving: text,
	coordinating: text,
	steps: text,
	channels: z
		.array(
			z.object({
				method: z.string(),
				time: z.object({ qty: z.number().nullish(), unit: z.string(), text: text }).nullish(),
				fees: z
					.array(z.object({ amount: z.number().nullish(), currency: text, kind: text, note: text }))
					.nullish(),
				note: text
			})
		)
		.nullish(),
	dossier: z
		.array(
			z.object({
				case: text,
				items: z.array(
					z.object({ name: text, original: z.number().nullish(), copy: z.number().nullish(), form: text })
				)
			})
		)
		.nullish(),
	results: texts,
	requirements: text,
	legal: z.array(z.object({ code: text, name: text })).nullish()
});

/** True for an object that only this shape has. */
export function isCorpusShape(raw: object): boolean {
	return 'code' in raw && ('agency' in raw || 'executing' in raw || 'fields' in raw);
}

/** @throws z.ZodError for a field of another type */
export function readCorpusShape(raw: object): RawRecord {
	const row = Shape.parse(raw);
	return {
		code: row.code,
		name: row.name,
		agency: row.agency ?? null,
		sectors: row.fields ?? [],
		subjects: row.subjects ?? [],
		type: row.type ?? null,
		status: row.status ?? null,
		levels: row.levels ?? [],
		areLevelsGuessed: row.levels_guessed ?? false,
		executing: row.executing ?? [],
		lifeEvents: row.life_events ?? [],
		decision: row.decision ?? null,
		description: row.description ?? null,
		keywords: row.keywords ?? null,
		authority: row.authority ?? null,
		receiving: row.receiving ?? null,
		coordinating: row.coordinating ?? null,
		steps: row.steps ?? null,
		channels:
			row.channels?.map(({ method, time, fees, note }) => ({
				method,
				time: time ? { quantity: time.qty ?? null, unit: time.unit, text: time.text ?? null } : null,
				fees:
					fees?.map((fee) => ({
						amount: fee.amount ?? null,
						currency: fee.currency ?? 'VND',
						kind: fee.kind ?? null,
						note: fee.note ?? null
					})) ?? null,
				note: note ?? null
			})) ?? null,
		dossier:
			row.dossier?.map((one) => ({
				name: one.case ?? null,
				items: one.items.map((item) => ({
					name: item.name ?? null,
					original: item.original ?? null,
					copy: item.copy ?? null,
					form: item.form ?? null
				}))
			})) ?? null,
		results: row.results ?? null,
		requirements: row.requirements ?? null,
		legal: row.legal?.map(({ code, name }) => ({ code: code ?? null, name: name ?? null })) ?? null,
		announcedOn: null,
		unknownFields: Object.keys(row).filter((key) => !(key in Shape.shape))
	};
}
