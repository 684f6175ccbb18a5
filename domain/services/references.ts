/** What a condition, a day or an amount of a definition looks at. */
import type { Amount, Condition, DayRef } from './definition.ts';

/** One place where a definition names a field. */
export interface Reference {
	readonly field: string;
	/** How it is used, for the checker. */
	readonly as: 'value' | 'number' | 'day' | 'rows' | 'table';
	/** A column of that list is meant too. */
	readonly column?: string;
	/** Options that are named. */
	readonly options?: readonly string[];
	/** Looked at row by row of this list: columns of it may be meant. */
	readonly within?: string;
}

/**
 * Ids of the fields that must be answered before it says something, each once. Not among them: what is summed row by
 * row, and what is only agreed to or not, for no tick is an answer too.
 */
export function fieldsIn(condition: Condition): readonly string[] {
	const known = fieldsKnown.get(condition);
	if (known) return known;
	const outside = referencesIn(condition).filter(
		({ within, options }) => within === undefined && !options?.every((option) => option === 'true')
	);
	const fields = [...new Set(outside.map(({ field }) => field))];
	fieldsKnown.set(condition, fields);
	return fields;
}
/** A definition never changes, and its rules are judged at every key. */
const fieldsKnown = new WeakMap<Condition, readonly string[]>();

export function referencesIn(condition: Condition): Reference[] {
	if ('not' in condition) return referencesIn(condition.not);
	if ('all' in condition) return condition.all.flatMap(referencesIn);
	if ('any' in condition) return condition.any.flatMap(referencesIn);
	if ('case' in condition) return [];
	if ('filled' in condition) return [{ field: condition.filled, as: 'value' }];
	if ('amount' in condition) return [...referencesOf(condition.amount), ...referencesOf(condition.than)];
	if ('day' in condition) return [...dayReferences(condition.day), ...dayReferences(condition.than)];
	if ('distinct' in condition) return [{ field: condition.distinct, as: 'rows', column: condition.by }];
	if ('continuous' in condition)
		return [condition.from, condition.to].map((column) => ({
			field: condition.continuous,
			as: 'rows' as const,
			column
		}));
	const { field } = condition;
	if ('is' in condition) return [{ field, as: 'value', options: [String(condition.is)] }];
	if ('anyOf' in condition) return [{ field, as: 'value', options: condition.anyOf }];
	if ('same' in condition)
		return [
			{ field, as: 'value' },
			{ field: condition.same, as: 'value' }
		];
	return [{ field, as: 'value' }];
}

export function referencesOf(amount: Amount): Reference[] {
	if (typeof amount === 'number' || 'row' in amount) return [];
	if ('of' in amount) return [{ field: amount.of, as: 'number' }];
	if ('count' in amount)
		return [
			{ field: amount.count, as: 'rows' },
			...within(amount.count, amount.where ? referencesIn(amount.where) : [])
		];
	if ('each' in amount)
		return [
			{ field: amount.each, as: 'rows' },
			...within(amount.each, [
				...referencesOf(amount.sum),
				...(amount.where ? referencesIn(amount.where) : [])
			])
		];
	if ('add' in amount) return amount.add.flatMap(referencesOf);
	if ('times' in amount) return amount.times.flatMap(referencesOf);
	if ('less' in amount) return [...referencesOf(amount.from), ...referencesOf(amount.less)];
	if ('least' in amount) return amount.least.flatMap(referencesOf);
	if ('most' in amount) return amount.most.flatMap(referencesOf);
	if ('round' in amount) return referencesOf(amount.round);
	if ('table' in amount)
		return [
			{ field: amount.table, as: 'table', options: Object.keys(amount.values) },
			...Object.values(amount.values).flatMap(referencesOf),
			...(amount.else === undefined ? [] : referencesOf(amount.else))
		];
	if ('since' in amount) return amount.since.flatMap(([, then]) => referencesOf(then));
	if ('when' in amount)
		return [...referencesIn(amount.when), ...referencesOf(amount.then), ...referencesOf(amount.else)];
	return [...dayReferences(amount.after), ...dayReferences(amount.until)];
}

/** Cases that a condition names. */
export function casesIn(condition: Condition): string[] {
	if ('not' in condition) return casesIn(condition.not);
	if ('all' in condition) return condition.all.flatMap(casesIn);
	if ('any' in condition) return condition.any.flatMap(casesIn);
	return 'case' in condition ? [condition.case] : [];
}

/** What a day is worked out of. */
export function dayReferences(ref: DayRef): Reference[] {
	if (typeof ref === 'string')
		return ref === 'today' || /^\d{4}-\d{2}-\d{2}$/.test(ref) ? [] : [{ field: ref, as: 'day' }];
	if ('of' in ref) return dayReferences(ref.of);
	if ('periodEnd' in ref) return [{ field: ref.periodEnd, as: 'value' }];
	if ('when' in ref)
		return [...referencesIn(ref.when), ...dayReferences(ref.then), ...dayReferences(ref.else)];
	return [{ field: 'first' in ref ? ref.first : ref.last, as: 'rows', column: ref.column }];
}

function within(list: string, references: readonly Reference[]): Reference[] {
	return references.map((reference) => ({ within: list, ...reference }));
}
