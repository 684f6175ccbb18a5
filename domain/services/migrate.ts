/** Carries a draft over to a newer version of its form, and says what became of the answers. Pure. */
import type { DossierService, Field, Migration } from './definition.ts';
import { type FormValues, isRows } from './values.ts';
import { viewForm } from './validate.ts';

/** What became of one answer. */
export type Carried =
	/** Under another id, with the same answer. */
	| { readonly kind: 'moved'; readonly from: string; readonly to: string }
	/** An option has a new name, or several have. */
	| { readonly kind: 'changed'; readonly field: string }
	/** Nothing asks for it any more, or the option is gone: it must be answered again, or is not needed. */
	| { readonly kind: 'dropped'; readonly field: string }
	/** Asked now, and not before. */
	| { readonly kind: 'new'; readonly field: string };

export interface Migrated {
	readonly values: FormValues;
	/** In the order of the new form, dropped ones last. */
	readonly carried: readonly Carried[];
}

/**
 * The answers of a draft of `old` under `next`: by the steps that `next.from` names, else by the same id and type.
 * @param today decides what is asked
 */
export function migrateValues(
	old: DossierService,
	next: DossierService,
	values: FormValues,
	today: string
): Migrated {
	const migration: Pick<Migration, 'fields' | 'options'> = next.from ?? {};
	const sourceOf = sourcesOf(next);
	const oldFields = fieldsById(old);
	const migrated: FormValues = {};
	const carried: Carried[] = [];
	const used = new Set<string>();
	for (const field of fieldsById(next).values()) {
		const source = sourceOf.get(field.id) ?? field.id;
		const value = Object.hasOwn(values, source) ? values[source] : undefined;
		if (value === undefined || oldFields.get(source)?.type !== field.type) continue;
		const mapped = mapOptions(field, value, migration.options?.[field.id] ?? {});
		used.add(source);
		if (mapped !== undefined) migrated[field.id] = mapped;
		if (mapped === undefined) carried.push({ kind: 'dropped', field: source });
		else if (JSON.stringify(mapped) !== JSON.stringify(value))
			carried.push({ kind: 'changed', field: field.id });
		else if (source !== field.id) carried.push({ kind: 'moved', from: source, to: field.id });
	}
	const before = viewForm(old, values, today);
	const after = viewForm(next, migrated, today);
	for (const field of fieldsById(next).values()) {
		const isNew = after.required.has(field.id) && migrated[field.id] === undefined;
		const wasAsked = before.asked.has(sourceOf.get(field.id) ?? field.id);
		if (isNew && !wasAsked) carried.push({ kind: 'new', field: field.id });
	}
	for (const id of Object.keys(before.clean))
		if (!used.has(id) && oldFields.get(id)?.type !== 'computed') carried.push({ kind: 'dropped', field: id });
	return { values: migrated, carried };
}

/**
 * The answers of a draft after every version between, one step at a time: each step's `from` speaks of the version
 * before it only. What became of an answer is told once, from the first form to the last.
 * @param versions the draft's own, those between, and the one that it goes to; oldest first
 */
export function migrateThrough(
	versions: readonly [DossierService, ...DossierService[]],
	values: FormValues,
	today: string
): Migrated {
	const [first, ...later] = versions;
	let old = first;
	let now = values;
	/** Id in the form that was reached → id in the first form. */
	let origins = new Map([...fieldsById(first).keys()].map((id) => [id, id]));
	const dropped: Carried[] = [];
	for (const next of later) {
		const step = migrateValues(old, next, now, today);
		for (const one of step.carried)
			if (one.kind === 'dropped')
				dropped.push({ kind: 'dropped', field: origins.get(one.field) ?? one.field });
		const sourceOf = sourcesOf(next);
		const reached = new Map<string, string>();
		for (const id of fieldsById(next).keys()) {
			const origin = origins.get(sourceOf.get(id) ?? id);
			if (origin !== undefined) reached.set(id, origin);
		}
		[old, now, origins] = [next, step.values, reached];
	}
	const before = viewForm(first, values, today);
	const after = viewForm(old, now, today);
	const carried: Carried[] = [];
	for (const id of fieldsById(old).keys()) {
		const origin = origins.get(id);
		if (now[id] === undefined) {
			const wasAsked = origin !== undefined && before.asked.has(origin);
			if (after.required.has(id) && !wasAsked) carried.push({ kind: 'new', field: id });
		} else if (origin !== undefined && JSON.stringify(now[id]) !== JSON.stringify(values[origin]))
			carried.push({ kind: 'changed', field: id });
		else if (origin !== undefined && origin !== id) carried.push({ kind: 'moved', from: origin, to: id });
	}
	return { values: now, carried: [...carried, ...dropped] };
}

/** New id → the id in the version before, of what was renamed. */
function sourcesOf(next: DossierService): Map<string, string> {
	return new Map(Object.entries(next.from?.fields ?? {}).map(([from, to]) => [to, from]));
}

function fieldsById(service: DossierService): Map<string, Field> {
	return new Map(service.groups.flatMap(({ fields }) => fields).map((field) => [field.id, field]));
}

/** Undefined when nothing of the answer is left. */
function mapOptions(
	field: Field,
	value: FormValues[string],
	to: Readonly<Record<string, string | null>>
): FormValues[string] | undefined {
	if (field.type !== 'choice' && field.type !== 'choices') return value;
	const offered = new Set(field.options.map((option) => option.value));
	const one = (old: string) => {
		const next = Object.hasOwn(to, old) ? to[old] : old;
		return typeof next === 'string' && offered.has(next) ? next : undefined;
	};
	if (typeof value === 'string') return one(value);
	if (!Array.isArray(value) || isRows(value)) return undefined;
	const kept = [...new Set(value.map((item) => one(item as string)).filter((item) => item !== undefined))];
	return kept.length > 0 ? kept : undefined;
}
