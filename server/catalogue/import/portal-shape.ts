/**
 * A detail answer of today's portal: English keys, UUIDs, flags for levels. Which agencies a record names, and in
 * which role, is said by keys that begin with `departments` (a named agency) or `unitGroups` (a kind of agency).
 */
import { z } from 'zod';
import type { RawRecord } from './raw.ts';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const count = z.number().nullish();
/** Amounts come as numbers and as digits in a string. */
const number = z
	.union([
		z.number(),
		z
			.string()
			.regex(/^\d+(\.\d+)?$/)
			.transform(Number)
	])
	.nullish();
const Named = z.looseObject({ code: text, name: text });
const names = z.array(Named).nullish();

const Shape = z.looseObject({
	code: text,
	codeNotation: text,
	name: z.string(),
	procedureProposal: z
		.looseObject({
			proposalNumber: text,
			decisionDate: text,
			publicationDate: text,
			issuingAgency: z.union([z.string(), Named]).nullish()
		})
		.nullish(),
	departmentPromulgate: z.union([z.string(), Named]).nullish(),
	isMinistry: flag,
	isProvince: flag,
	isDistrict: flag,
	isWard: flag,
	isOtherAgency: flag,
	isUndetermined: flag,
	type: text,
	state: text,
	categoriesDetails: names,
	categories: names,
	subjectTypesDetails: names,
	dossierReceivingAddresses: z.union([z.string(), z.array(z.union([z.string(), Named]))]).nullish(),
	executionSteps: z.array(z.looseObject({ name: text, description: text })).nullish(),
	executionMethods: z
		.array(
			z.looseObject({
				submissionMethod: z.string(),
				processingTime: number,
				processingTimeUnit: text,
				description: text,
				fees: z
					.array(z.looseObject({ type: text, value: number, currencyId: text, description: text }))
					.nullish()
			})
		)
		.nullish(),
	executionCases: z
		.array(
			z.looseObject({
				name: text,
				profileComponents: z
					.array(
						z.looseObject({
							name: text,
							originalQty: count,
							copyQty: count,
							attachments: z.array(z.looseObject({ fileName: text })).nullish()
						})
					)
					.nullish()
			})
		)
		.nullish(),
	resultsDetails: names,
	legalBasisesDetails: names,
	requirementsAndConditions: text,
	keywords: z.union([z.string(), z.array(z.string())]).nullish(),
	note: text,
	lifeEvents: z.array(z.union([z.string(), z.number().transform(String), Named])).nullish()
});
type Shape = z.infer<typeof Shape>;

/** Known to us and not needed by a reader of the record. */
const setAside =
	/^(id|cases|formalityType|formalityTargetType|returningMethods|procedureRelatedGroup|is[A-Z]\w*|createdAt|updatedAt|version|departments\w*|unitGroups\w*)$/;

const levels = [
	['isMinistry', 'bo'],
	['isProvince', 'tinh'],
	['isDistrict', 'huyen'],
	['isWard', 'xa'],
	['isOtherAgency', 'khac']
] as const;

export function isPortalShape(raw: object): boolean {
	return (
		('code' in raw || 'codeNotation' in raw) &&
		[
			'executionMethods',
			'executionSteps',
			'procedureProposal',
			'categoriesDetails',
			'formalityType',
			'state'
		].some((key) => key in raw)
	);
}

/** @throws z.ZodError for a field of another type */
export function readPortalShape(raw: object): RawRecord {
	const row = Shape.parse(raw);
	const proposal = row.procedureProposal;
	const steps = (row.executionSteps ?? []).map(({ name, description }) => joined([name, description], '\n'));
	const receiving = row.dossierReceivingAddresses;
	return {
		code: row.code ?? row.codeNotation ?? '',
		name: row.name,
		agency: nameOf(row.departmentPromulgate) ?? nameOf(proposal?.issuingAgency),
		sectors: namesOf(row.categoriesDetails ?? row.categories),
		subjects: namesOf(row.subjectTypesDetails),
		type: row.type?.toLowerCase() ?? null,
		status: row.state ?? null,
		levels: levels.filter(([flag]) => row[flag]).map(([, level]) => level),
		areLevelsGuessed: false,
		executing: agenciesOf(row, (role) => !/coordinat|authori[sz]|compet|decid|promulgat/i.test(role)),
		lifeEvents: (row.lifeEvents ?? []).flatMap((event) =>
			typeof event === 'string' ? event : (event.code ?? event.name ?? [])
		),
		decision: proposal?.proposalNumber ?? null,
		description: row.note ?? null,
		keywords: Array.isArray(row.keywords) ? joined(row.keywords, ', ') : (row.keywords ?? null),
		authority: joined(
			agenciesOf(row, (role) => /authori[sz]|compet|decid/i.test(role)),
			'; '
		),
		receiving: Array.isArray(receiving)
			? joined(
					receiving.map((one) => nameOf(one)),
					'; '
				)
			: (receiving ?? null),
		coordinating: joined(
			agenciesOf(row, (role) => /coordinat/i.test(role)),
			'; '
		),
		steps: joined(steps, '\n'),
		channels:
			row.executionMethods?.map((method) => ({
				method: method.submissionMethod,
				time:
					method.processingTime == null && method.processingTimeUnit == null
						? null
						: {
								quantity: method.processingTime ?? null,
								unit: method.processingTimeUnit ?? 'OTHER',
								text: null
							},
				fees:
					method.fees?.map((fee) => ({
						amount: fee.value ?? null,
						currency: fee.currencyId ?? 'VND',
						kind: fee.type ?? null,
						note: fee.description ?? null
					})) ?? null,
				note: method.description ?? null
			})) ?? null,
		dossier:
			row.executionCases?.map((one) => ({
				name: one.name ?? null,
				items: (one.profileComponents ?? []).map((item) => ({
					name: item.name ?? null,
					original: item.originalQty ?? null,
					copy: item.copyQty ?? null,
					form: joined(
						(item.attachments ?? []).map(({ fileName }) => fileName),
						'; '
					)
				}))
			})) ?? null,
		results: row.resultsDetails ? namesOf(row.resultsDetails) : null,
		requirements: row.requirementsAndConditions ?? null,
		legal:
			row.legalBasisesDetails?.map(({ code, name }) => ({ code: code ?? null, name: name ?? null })) ?? null,
		announcedOn: (proposal?.publicationDate ?? proposal?.decisionDate)?.slice(0, 10) ?? null,
		unknownFields: Object.keys(row).filter((key) => !(key in Shape.shape) && !setAside.test(key))
	};
}

function agenciesOf(row: Shape, isWanted: (role: string) => boolean): string[] {
	const found = Object.entries(row)
		.filter(([key]) => /^(departments|unitGroups)/.test(key) && isWanted(key))
		.flatMap(([, list]) => namesOf(names.catch([]).parse(list)));
	return [...new Set(found)];
}

function namesOf(list: z.infer<typeof names>): string[] {
	return (list ?? []).flatMap(({ name }) => name ?? []);
}

function nameOf(one: string | z.infer<typeof Named> | null | undefined): string | null {
	return typeof one === 'string' ? one : (one?.name ?? null);
}

function joined(parts: readonly (string | null | undefined)[], between: string): string | null {
	return parts.filter((part) => part != null && part.trim() !== '').join(between) || null;
}
