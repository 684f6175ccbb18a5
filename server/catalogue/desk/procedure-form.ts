/**
 * A procedure as fields of a plain form, and back. What editors touch every day has fields of its own; the rest is
 * JSON in one box. Names are paths (`cases.0.components.2.name.vi`); each list has one empty row more than it has
 * entries, and a row whose name is emptied is gone. Knows shapes only: whether the result is right, `applyEdit` says.
 */
import type { Case, Channel, Component, Fee, Procedure } from '../../../domain/catalogue/record.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { Text } from '../../../domain/text.ts';
import type { EditFault } from './documents.ts';

export type FormFields = Readonly<Record<string, string>>;

/** Fields without inputs of their own, in the order of the box. */
const boxed = [
	'decision',
	'agency',
	'sector',
	'levels',
	'audience',
	'lifeEvents',
	'steps',
	'results',
	'conditions',
	'legalBasis',
	'related',
	'validTo',
	'earlier',
	'sources',
	'service',
	'fullOnline'
] as const satisfies readonly (keyof Procedure)[];

export function procedureToForm(procedure: Procedure): FormFields {
	const fields: Record<string, string> = {
		aliases: procedure.aliases.join('\n'),
		validFrom: procedure.validFrom,
		popularity: String(procedure.popularity),
		rest: JSON.stringify(
			Object.fromEntries(
				boxed.filter((field) => procedure[field] !== undefined).map((field) => [field, procedure[field]])
			),
			null,
			2
		)
	};
	const put = (path: string, text: Text | null) => {
		fields[`${path}.vi`] = text?.vi ?? '';
		fields[`${path}.en`] = text?.en ?? '';
	};
	put('name', procedure.name);
	put('summary', procedure.summary);
	[...procedure.uncertain, null].forEach((text, i) => put(`uncertain.${i}`, text));
	procedure.channels.forEach((channel, i) => {
		const at = `channels.${i}`;
		fields[`${at}.method`] = channel.method;
		fields[`${at}.time.unit`] = channel.timeLimit?.unit ?? '';
		fields[`${at}.time.quantity`] = String(channel.timeLimit?.quantity ?? '');
		put(`${at}.time.text`, channel.timeLimit?.text ?? null);
		[...channel.fees, null].forEach((fee, j) => {
			fields[`${at}.fees.${j}.kind`] = fee?.kind ?? '';
			fields[`${at}.fees.${j}.amount`] = String(fee?.amount ?? '');
			put(`${at}.fees.${j}.text`, fee?.text ?? null);
		});
	});
	procedure.cases.forEach((one, i) => {
		const at = `cases.${i}`;
		fields[`${at}.id`] = one.id;
		put(`${at}.title`, one.title);
		[...one.components, null].forEach((paper, j) => {
			fields[`${at}.components.${j}.id`] = paper?.id ?? '';
			put(`${at}.components.${j}.name`, paper?.name ?? null);
			fields[`${at}.components.${j}.original`] = String(paper?.original ?? '');
			fields[`${at}.components.${j}.copy`] = String(paper?.copy ?? '');
			put(`${at}.components.${j}.when`, paper?.when ?? null);
		});
	});
	return fields;
}

/** @param before what the form was made from: keeps what it does not show, such as codes of papers */
export function formToProcedure(
	fields: FormFields,
	before: Procedure
): Result<Procedure, readonly EditFault[]> {
	const faults: EditFault[] = [];
	const get = (path: string) => (fields[path] ?? '').trim().replace(/\r\n/g, '\n').normalize('NFC');
	const textAt = (path: string): Text => ({ vi: get(`${path}.vi`), en: get(`${path}.en`) });
	const textOrNull = (path: string): Text | null => {
		const text = textAt(path);
		return text.vi === '' && text.en === '' ? null : text;
	};
	/** Null for an empty field; what is no number stays wrong and is found by the schema. */
	const numberAt = (path: string): number | null => {
		const written = get(path).replace(/[.\s](?=\d{3}(\D|$))/g, '');
		return written === '' ? null : Number(written);
	};

	let rest: Partial<Procedure> = {};
	try {
		const parsed: unknown = JSON.parse(get('rest') || '{}');
		if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new SyntaxError();
		// Other fields of the box would go round the inputs above it.
		rest = Object.fromEntries(
			Object.entries(parsed).filter(([field]) => boxed.some((known) => known === field))
		) as Partial<Procedure>;
	} catch {
		faults.push({ where: 'rest', problem: 'bad_json' });
	}

	const fees = (at: string): Fee[] =>
		indexes(fields, `${at}.fees.`)
			.filter((j) => get(`${at}.fees.${j}.kind`) !== '')
			.map((j) => ({
				kind: get(`${at}.fees.${j}.kind`) as Fee['kind'],
				amount: numberAt(`${at}.fees.${j}.amount`),
				text: textAt(`${at}.fees.${j}.text`)
			}));
	const channels = indexes(fields, 'channels.')
		.filter((i) => get(`channels.${i}.method`) !== '')
		.map((i): Channel => {
			const at = `channels.${i}`;
			const unit = get(`${at}.time.unit`);
			return {
				method: get(`${at}.method`) as Channel['method'],
				timeLimit:
					unit === ''
						? null
						: {
								quantity: numberAt(`${at}.time.quantity`),
								unit: unit as NonNullable<Channel['timeLimit']>['unit'],
								text: textAt(`${at}.time.text`)
							},
				fees: fees(at)
			};
		});
	const cases = indexes(fields, 'cases.').map((i): Case => {
		const id = get(`cases.${i}.id`);
		const known = before.cases.find((one) => one.id === id)?.components ?? [];
		return { id, title: textAt(`cases.${i}.title`), components: components(`cases.${i}`, known) };
	});
	function components(at: string, known: readonly Component[]): Component[] {
		const rows = indexes(fields, `${at}.components.`).filter(
			(j) => get(`${at}.components.${j}.name.vi`) !== ''
		);
		const taken = new Set(rows.map((j) => get(`${at}.components.${j}.id`)));
		return rows.map((j) => {
			const path = `${at}.components.${j}`;
			const id = get(`${path}.id`) || newId(taken);
			taken.add(id);
			return {
				...known.find((paper) => paper.id === id),
				id,
				name: textAt(`${path}.name`),
				original: numberAt(`${path}.original`) ?? 0,
				copy: numberAt(`${path}.copy`) ?? 0,
				when: textOrNull(`${path}.when`)
			};
		});
	}

	const procedure: Procedure = {
		...before,
		...rest,
		name: textAt('name'),
		summary: textAt('summary'),
		aliases: lines(get('aliases')),
		uncertain: indexes(fields, 'uncertain.').flatMap((i) => textOrNull(`uncertain.${i}`) ?? []),
		channels,
		cases,
		validFrom: get('validFrom'),
		popularity: numberAt('popularity') ?? before.popularity
	};
	return faults.length > 0 ? err(faults) : ok(procedure);
}

/** Non-empty lines, each once. */
export function lines(text: string): string[] {
	return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}

/** The numbers that follow a prefix in the names of fields, ascending. */
function indexes(fields: FormFields, prefix: string): number[] {
	const found = Object.keys(fields).flatMap((name) => {
		const digits = name.startsWith(prefix) ? /^(\d{1,4})\./.exec(name.slice(prefix.length))?.[1] : undefined;
		return digits === undefined ? [] : Number(digits);
	});
	return [...new Set(found)].sort((a, b) => a - b);
}

function newId(taken: ReadonlySet<string>): string {
	for (let n = 1; ; n++) if (!taken.has(`paper-${n}`)) return `paper-${n}`;
}
