/**
 * Judges a filled form by its definition. The phone runs it for kindness, the server for truth.
 * Promises: the same answer on both sides for the same day; never throws on any answers; never looks at anything but
 * its arguments; what is hidden is neither kept nor asked for; cleaning twice is cleaning once.
 */
import type { FieldFault } from '../faults.ts';
import { isDay } from '../ids.ts';
import type { Text } from '../text.ts';
import { answerFault, cleanAnswer, type Judgement, type KnownCommune } from './answers.ts';
import { amountOf, dayRef, expression, holds, isEmpty, type Scope } from './conditions.ts';
import type { Column, Component, Condition, DossierService, Field, Rule, ServiceCase } from './definition.ts';
import { fieldsIn } from './references.ts';
import type { DeclarationReading } from '../tax/declaration.ts';
import { declarationFaults } from '../tax/judge.ts';
import { type Answer, type FieldValue, type FormValues, isRows, type Row, rowsOf } from './values.ts';

/** A file as the rules see it. */
export interface FileFact {
	readonly component: string;
	/** Named in a fault that is about this file. */
	readonly attachmentId?: string;
	/** What it declares, where it was read. */
	readonly declared?: DeclarationReading;
}

/** A doubt that does not stop anybody: data may have been corrected since the number was given. */
export interface Warning {
	/** Field, or cell (`members-0-birth`). */
	readonly field: string;
	readonly doubt:
		'licence_number_unusual' | 'paper_expired' | 'id_unlike_sex' | 'id_unlike_birth' | 'advised';
	/** The definition's own words, for `advised`. */
	readonly say?: Text;
}

/** What is judged: a service, or the few questions of a look-up. */
export type Form = Pick<DossierService, 'groups' | 'components' | 'rules' | 'cases'>;

/** What a definition makes of answers on one day. Ids are those of fields, cells and papers. */
export interface FormView {
	/** What belongs to the dossier: hidden answers dropped, the rest tidied, amounts worked out. */
	readonly clean: FormValues;
	/** Of `clean`, with the case that it makes. */
	readonly scope: Scope;
	readonly serviceCase: ServiceCase | null;
	/** Shown now. */
	readonly asked: ReadonlySet<string>;
	readonly required: ReadonlySet<string>;
}

/** Id of a cell, the same in faults and on the page: list, number of the row from 0, column. */
export function cellId(list: string, index: number, column: string): string {
	return `${list}-${index}-${column}`;
}

/** The field that a fault's or cell's id lies in. */
export function fieldOf(id: string): string {
	return id.split('-')[0] as string;
}

/** All questions in their order; made once for a form, which is judged at every key. */
function fieldsOf({ groups }: Form): readonly Field[] {
	const known = fieldsByGroups.get(groups) ?? groups.flatMap((group) => group.fields);
	fieldsByGroups.set(groups, known);
	return known;
}
const fieldsByGroups = new WeakMap<Form['groups'], readonly Field[]>();

/** What is asked, kept and required. @param today the day in Việt Nam */
export function viewForm(service: Form, values: FormValues, today: string): FormView {
	const clean: FormValues = {};
	const asked = new Set<string>();
	const required = new Set<string>();
	const fields = fieldsOf(service);
	// In the order of the form: what decides whether a field is shown was asked, and cleaned, before it.
	for (const field of fields) {
		const scope: Scope = { values: clean, today };
		if (field.shownWhen && !holds(field.shownWhen, scope)) continue;
		asked.add(field.id);
		const value = Object.hasOwn(values, field.id) ? values[field.id] : undefined;
		if (field.type === 'computed') {
			const made = 'day' in field ? dayRef(field.day, scope) : String(amountOf(field.amount, scope));
			if (made !== null) clean[field.id] = made;
		} else if (field.type === 'rows') {
			const rows = isRows(value) ? cleanRows(field, value, scope, asked) : value;
			if (!isEmpty(rows)) clean[field.id] = rows as FieldValue;
		} else if (!isEmpty(value))
			clean[field.id] = isRows(value) && value.length > 0 ? value : cleanAnswer(field, value as Answer);
	}
	const serviceCase =
		service.cases.find(({ when }) => !when || holds(when, { values: clean, today })) ?? null;
	const scope: Scope = { values: clean, today, caseId: serviceCase?.id };
	for (const field of fields) {
		if (!asked.has(field.id)) continue;
		if (isRequired(field.required, scope)) required.add(field.id);
		if (field.type !== 'rows') continue;
		rowsOf(values[field.id]).forEach((row, index) => {
			if (Object.values(row).every(isEmpty)) return;
			const inRow = rowScope(field, row, index, scope);
			for (const column of field.columns) {
				const id = cellId(field.id, index, column.id);
				if (asked.has(id) && isRequired(column.required, inRow)) required.add(id);
			}
		});
	}
	for (const component of service.components)
		if (isRequired(component.required, scope)) required.add(component.id);
	return { clean, scope, serviceCase, asked, required };
}

/** The values that belong to the dossier: hidden fields drop out, texts are trimmed, NFC, single-spaced. */
export function cleanValues(service: Form, values: FormValues, today: string): FormValues {
	return viewForm(service, values, today).clean;
}

/**
 * Everything wrong with the form, in the order of its fields; empty when it can be submitted.
 * @param today the day in Việt Nam
 * @param knownCommune whether a commune belongs to a province; absent when the place tables are not at hand
 */
export function formFaults(
	service: Form,
	values: FormValues,
	files: readonly FileFact[],
	today: string,
	knownCommune?: KnownCommune
): FieldFault[] {
	return faultsOf(service, viewForm(service, values, today), values, files, knownCommune);
}

/** The same with the view at hand. */
export function faultsOf(
	service: Form,
	view: FormView,
	values: FormValues,
	files: readonly FileFact[],
	knownCommune?: KnownCommune
): FieldFault[] {
	const faults: FieldFault[] = [];
	const known = new Set<string>();
	const { scope, asked, required, clean } = view;
	for (const field of fieldsOf(service)) {
		known.add(field.id);
		if (!asked.has(field.id) || field.type === 'computed') continue;
		const value = Object.hasOwn(values, field.id) ? values[field.id] : undefined;
		const kept = clean[field.id];
		if (kept === undefined) {
			if (required.has(field.id)) faults.push({ field: field.id, ...missing(field) });
			continue;
		}
		if (field.type === 'rows') {
			if (!isRows(value)) faults.push({ field: field.id, rule: 'wrong_type' });
			else faults.push(...rowFaults(field, value, kept as Row[], view, knownCommune));
			continue;
		}
		const fault = isRows(kept)
			? ({ rule: 'wrong_type' } as const)
			: (answerFault(field, kept, scope, knownCommune) ?? orderFault(field, clean));
		if (fault) faults.push({ field: field.id, ...fault });
	}
	for (const id of Object.keys(values)) if (!known.has(id)) faults.push({ field: id, rule: 'unknown_field' });
	const wrong = new Set(faults.map(({ field }) => field));
	for (const broken of brokenRules(service, view, values, false))
		if (!wrong.has(broken.field)) {
			wrong.add(broken.field);
			const { say, offer } = broken.rule;
			faults.push({
				field: broken.field,
				rule: 'broken_rule',
				params: { vi: say.vi, en: say.en, ...(offer ? { offer } : {}) }
			});
		}
	return [
		...faults,
		...fileFaults(service.components, required, files),
		...declarationFaults(service, clean, files)
	];
}

/**
 * Doubts worth showing: the 4th digit of a personal number tells century and sex, digits 5–6 the year of birth
 * (PORTAL.md §9.4); both may have been corrected since, so nobody is stopped.
 */
export function formWarnings(service: Form, values: FormValues, today: string): Warning[] {
	return warningsOf(service, viewForm(service, values, today), values);
}

/** The same with the view at hand. */
export function warningsOf(service: Form, view: FormView, values: FormValues): Warning[] {
	const warnings: Warning[] = [];
	const { asked, clean, scope } = view;
	const judge = (column: Column, id: string, value: FieldValue | undefined) => {
		if (typeof value !== 'string' || value === '') return;
		if (column.type === 'text' && column.advisedPattern && !expression(column.advisedPattern).test(value))
			warnings.push(
				column.advice
					? { field: id, doubt: 'advised', say: column.advice }
					: { field: id, doubt: 'licence_number_unusual' }
			);
		if (column.type === 'day' && column.endOfValidity && isDay(value) && value < scope.today)
			warnings.push({ field: id, doubt: 'paper_expired' });
	};
	const fields = fieldsOf(service).filter(({ id }) => asked.has(id));
	for (const field of fields) {
		if (field.type === 'rows') {
			rowsOf(values[field.id]).forEach((row, index) => {
				const tidy = rowScope(field, row, index, scope).row?.values ?? {};
				for (const column of field.columns)
					judge(column, cellId(field.id, index, column.id), tidy[column.id]);
				warnings.push(...identityDoubts(field.columns, tidy, (id) => cellId(field.id, index, id)));
			});
		} else if (field.type !== 'computed') judge(field, field.id, clean[field.id]);
	}
	warnings.push(...identityDoubts(fields, clean, (id) => id));
	for (const { field, rule } of brokenRules(service, view, values, true))
		warnings.push({ field, doubt: 'advised', say: rule.say });
	return warnings;
}

export function isRequired(required: boolean | Condition, scope: Scope): boolean {
	return typeof required === 'boolean' ? required : holds(required, scope);
}

/** Tidied rows, without the blank ones; marks what is asked in each. */
function cleanRows(
	field: Field & { type: 'rows' },
	rows: readonly Row[],
	scope: Scope,
	asked: Set<string>
): Row[] {
	return rows.flatMap((row, index) => {
		const clean = cleanRow(
			field.columns,
			row,
			{ ...scope, row: { values: {}, number: index + 1 } },
			(column) => asked.add(cellId(field.id, index, column.id))
		);
		return Object.keys(clean).length > 0 ? [clean] : [];
	});
}

function cleanRow(
	columns: readonly Column[],
	row: Row,
	{ row: at, ...scope }: Scope,
	onAsked: (column: Column) => void = () => {}
): Row {
	const clean: Row = {};
	for (const column of columns) {
		const inRow: Scope = { ...scope, row: { values: clean, number: at?.number ?? 1 } };
		if (column.shownWhen && !holds(column.shownWhen, inRow)) continue;
		onAsked(column);
		const value = Object.hasOwn(row, column.id) ? row[column.id] : undefined;
		if (value !== undefined && !isEmpty(value)) clean[column.id] = cleanAnswer(column, value);
	}
	return clean;
}

function rowScope(field: Field & { type: 'rows' }, row: Row, index: number, scope: Scope): Scope {
	const number = index + 1;
	return {
		...scope,
		row: { values: cleanRow(field.columns, row, { ...scope, row: { values: {}, number } }), number }
	};
}

/** By the rows as they stand on the page, so that a fault names the row that is seen. */
function rowFaults(
	field: Field & { type: 'rows' },
	rows: readonly Row[],
	kept: readonly Row[],
	{ scope, asked, required }: FormView,
	knownCommune?: KnownCommune
): FieldFault[] {
	const faults: FieldFault[] = [];
	if (kept.length < (field.rowsMin ?? 0))
		faults.push({ field: field.id, rule: 'too_few_rows', params: { min: String(field.rowsMin) } });
	if (kept.length > field.rowsMax)
		faults.push({ field: field.id, rule: 'too_many_rows', params: { max: String(field.rowsMax) } });
	const known = new Set(field.columns.map(({ id }) => id));
	rows.slice(0, field.rowsMax).forEach((row, index) => {
		if (Object.values(row).every(isEmpty)) return;
		const inRow = rowScope(field, row, index, scope);
		for (const column of field.columns) {
			const id = cellId(field.id, index, column.id);
			if (!asked.has(id)) continue;
			const value = inRow.row?.values[column.id];
			const fault =
				value === undefined
					? required.has(id) && missing(column)
					: (answerFault(column, value, inRow, knownCommune) ?? orderFault(column, inRow.row?.values ?? {}));
			if (fault) faults.push({ field: id, ...fault });
		}
		for (const id of Object.keys(row))
			if (!known.has(id)) faults.push({ field: cellId(field.id, index, id), rule: 'unknown_field' });
	});
	return faults;
}

/** A rule is judged when all that it looks at is asked and, unless it says otherwise, answered. */
function brokenRules(
	service: Form,
	{ scope, asked }: FormView,
	values: FormValues,
	doubts: boolean
): { readonly field: string; readonly rule: Rule }[] {
	const broken: { field: string; rule: Rule }[] = [];
	for (const rule of service.rules) {
		if ((rule.doubt ?? false) !== doubts) continue;
		const list = rule.each ? fieldsOf(service).find(({ id }) => id === rule.each) : undefined;
		const places =
			list?.type === 'rows'
				? rowsOf(values[list.id]).flatMap((row, index) =>
						Object.values(row).every(isEmpty)
							? []
							: [{ field: cellId(list.id, index, rule.field), scope: rowScope(list, row, index, scope) }]
					)
				: [{ field: rule.field, scope }];
		for (const place of places) {
			if (!asked.has(place.field) || (rule.when && !holds(rule.when, place.scope))) continue;
			const answered = fieldsIn(rule.must).every(
				(id) => !isEmpty(place.scope.row?.values[id] ?? place.scope.values[id])
			);
			if ((answered || rule.evenEmpty) && !holds(rule.must, place.scope))
				broken.push({ field: place.field, rule });
		}
	}
	return broken;
}

function identityDoubts(
	fields: readonly Field[],
	answers: FormValues | Row,
	idOf: (id: string) => string
): Warning[] {
	const warnings: Warning[] = [];
	for (const { id, type } of fields) {
		if (type !== 'personalId') continue;
		const number = answers[id];
		if (typeof number !== 'string' || !/^\d{12}$/.test(number)) continue;
		// `personalId` goes with `sex` and `birth`, `motherPersonalId` with `motherSex` and `motherBirth`.
		const beside = (name: string) =>
			id === 'personalId' ? name : id.replace(/PersonalId$/, name[0]?.toUpperCase() + name.slice(1));
		const [sex, birth] = [answers[beside('sex')], answers[beside('birth')]];
		const digit = Number(number[3]);
		if (typeof sex === 'string' && sex !== '' && (digit % 2 === 0 ? 'male' : 'female') !== sex)
			warnings.push({ field: idOf(beside('sex')), doubt: 'id_unlike_sex' });
		const year = String(1900 + Math.floor(digit / 2) * 100 + Number(number.slice(4, 6)));
		if (typeof birth === 'string' && birth.length >= 4 && birth.slice(0, 4) !== year)
			warnings.push({ field: idOf(beside('birth')), doubt: 'id_unlike_birth' });
	}
	return warnings;
}

function fileFaults(
	components: readonly Component[],
	required: ReadonlySet<string>,
	files: readonly FileFact[]
): FieldFault[] {
	const faults: FieldFault[] = [];
	for (const component of components) {
		const count = files.filter((file) => file.component === component.id).length;
		if (count === 0 && required.has(component.id)) faults.push({ field: component.id, rule: 'file_missing' });
		if (count > component.filesMax)
			faults.push({
				field: component.id,
				rule: 'too_many_files',
				params: { max: String(component.filesMax) }
			});
	}
	const known = new Set(components.map((component) => component.id));
	for (const file of files)
		if (!known.has(file.component)) faults.push({ field: file.component, rule: 'unknown_field' });
	return faults;
}

/** `asked` tells choosing and places from writing, because the sentence names what to do. */
function missing({ type }: Field): Omit<FieldFault, 'field'> {
	switch (type) {
		case 'yes':
			return { rule: 'must_agree' };
		case 'choice':
		case 'choices':
		case 'country':
		case 'province':
		case 'provinces':
			return { rule: 'required', params: { asked: 'choice' } };
		case 'place':
			return { rule: 'required', params: { asked: 'place' } };
		case 'rows':
			return { rule: 'required', params: { asked: 'rows' } };
		default:
			return { rule: 'required' };
	}
}

/** A paper that ends before it was issued is mistyped. ISO days compare as text. */
function orderFault(field: Field, answers: FormValues | Row): Judgement {
	if (field.type !== 'day' || !field.issuedOn) return undefined;
	const [issued, ends] = [answers[field.issuedOn], answers[field.id]];
	return typeof issued === 'string' && typeof ends === 'string' && isDay(issued) && ends < issued
		? { rule: 'before_issue' }
		: undefined;
}
