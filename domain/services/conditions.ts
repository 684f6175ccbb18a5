/**
 * What conditions and amounts of a definition say about answers. Total: never throws on any answers, always ends.
 * Promises: looks only at its arguments; what is not answered makes a comparison false and counts 0.
 */
import { addWorkingDays } from '../dossier/calendar.ts';
import { addMonths, dayNumber, dayText } from '../dossier/days.ts';
import { isDay } from '../ids.ts';
import { unreachable } from '../result.ts';
import { monthEnd, periodEnd } from '../tax/period.ts';
import type { Amount, Comparison, Condition, DayRef } from './definition.ts';
import { type FieldValue, type FormValues, isPlace, type Row, rowsOf } from './values.ts';

/** What is looked at: the cleaned answers, the day in Việt Nam, and the row when one is judged. */
export interface Scope {
	readonly values: FormValues;
	readonly today: string;
	/** The case that the answers make; absent while it is being found out. */
	readonly caseId?: string | undefined;
	readonly row?: { readonly values: Row; readonly number: number };
}

export function holds(condition: Condition, scope: Scope): boolean {
	if ('not' in condition) return !holds(condition.not, scope);
	if ('all' in condition) return condition.all.every((part) => holds(part, scope));
	if ('any' in condition) return condition.any.some((part) => holds(part, scope));
	if ('case' in condition) return scope.caseId === condition.case;
	if ('filled' in condition) return !isEmpty(answer(scope, condition.filled));
	if ('amount' in condition)
		return compare(amountOf(condition.amount, scope), condition.op, amountOf(condition.than, scope));
	if ('day' in condition) {
		const [day, than] = [dayRef(condition.day, scope), dayRef(condition.than, scope)];
		return day !== null && than !== null && compare(day, condition.op, than);
	}
	if ('distinct' in condition) return isDistinct(rowsOf(answer(scope, condition.distinct)), condition.by);
	if ('continuous' in condition)
		return isContinuous(
			rowsOf(answer(scope, condition.continuous)),
			condition.from,
			condition.to,
			scope.today
		);
	const value = answer(scope, condition.field);
	if ('is' in condition) return value === condition.is;
	if ('same' in condition)
		return !isEmpty(value) && JSON.stringify(value) === JSON.stringify(answer(scope, condition.same));
	if ('matches' in condition)
		return typeof value === 'string' && expression(condition.matches).test(value.toLowerCase());
	if (Array.isArray(value))
		return value.some((item) => typeof item === 'string' && condition.anyOf.includes(item));
	if (isPlace(value)) return condition.anyOf.includes(value.province);
	return typeof value === 'string' && condition.anyOf.includes(value);
}

/** What the amount comes to. Never NaN, never infinite. */
export function amountOf(amount: Amount, scope: Scope): number {
	const number = worth(amount, scope);
	return Number.isFinite(number) ? number : 0;
}

function worth(amount: Amount, scope: Scope): number {
	if (typeof amount === 'number') return amount;
	const all = (parts: readonly Amount[]) => parts.map((part) => amountOf(part, scope));
	if ('of' in amount) return numberIn(answer(scope, amount.of));
	if ('count' in amount) {
		const value = answer(scope, amount.count);
		if (!Array.isArray(value)) return 0;
		const { where } = amount;
		return where ? scopesOf(scope, amount.count).filter((row) => holds(where, row)).length : value.length;
	}
	if ('each' in amount)
		return scopesOf(scope, amount.each)
			.filter((row) => !amount.where || holds(amount.where, row))
			.reduce((sum, row) => sum + amountOf(amount.sum, row), 0);
	if ('row' in amount) return scope.row?.number ?? 0;
	if ('add' in amount) return all(amount.add).reduce((sum, part) => sum + part, 0);
	if ('times' in amount) return all(amount.times).reduce((product, part) => product * part, 1);
	if ('less' in amount) return Math.max(0, amountOf(amount.from, scope) - amountOf(amount.less, scope));
	if ('least' in amount) return Math.min(...all(amount.least));
	if ('most' in amount) return Math.max(...all(amount.most));
	if ('round' in amount) return Math.round(amountOf(amount.round, scope) / amount.to) * amount.to;
	if ('table' in amount) {
		const value = answer(scope, amount.table);
		const key = isPlace(value) ? value.province : String(value ?? '');
		const found = Object.hasOwn(amount.values, key) ? amount.values[key] : amount.else;
		return found === undefined ? 0 : amountOf(found, scope);
	}
	if ('since' in amount) {
		const now = amount.since.filter(([day]) => day <= scope.today).at(-1) ?? amount.since[0];
		return now ? amountOf(now[1], scope) : 0;
	}
	if ('when' in amount) return amountOf(holds(amount.when, scope) ? amount.then : amount.else, scope);
	if ('span' in amount) {
		const [after, until] = [dayRef(amount.after, scope), dayRef(amount.until, scope)];
		return after && until ? span(after, until, amount.span) : 0;
	}
	return unreachable(amount);
}

/** The day meant, `YYYY-MM-DD`; null when it is not (rightly) answered. */
export function dayRef(ref: DayRef, scope: Scope): string | null {
	if (typeof ref === 'string') {
		if (ref === 'today') return scope.today;
		return isDay(ref) ? ref : dayIn(answer(scope, ref));
	}
	if ('of' in ref) {
		const day = dayRef(ref.of, scope);
		return day && plus(day, ref.plus, ref.unit);
	}
	if ('periodEnd' in ref) {
		const period = answer(scope, ref.periodEnd);
		return typeof period === 'string' ? periodEnd(period) : null;
	}
	if ('when' in ref) return dayRef(holds(ref.when, scope) ? ref.then : ref.else, scope);
	const [list, end] = 'first' in ref ? [ref.first, 0] : [ref.last, -1];
	const days = rowsOf(answer(scope, list))
		.map((row) => dayIn(row[ref.column]))
		.filter((day) => day !== null);
	return days.sort().at(end) ?? null;
}

/** Nothing answered: absent, unticked, blank, or a place without its commune. */
export function isEmpty(value: FieldValue | undefined): boolean {
	if (value === undefined || value === false) return true;
	if (typeof value === 'string') return value.trim() === '';
	if (Array.isArray(value)) return value.length === 0;
	if (typeof value === 'object') return value.province === '' || value.commune === '';
	return false;
}

/** The expression of a definition, made once. Throws on one that is none: check.ts has looked before. */
export function expression(source: string): RegExp {
	const known = expressions.get(source);
	if (known) return known;
	const made = new RegExp(source, 'u');
	expressions.set(source, made);
	return made;
}
const expressions = new Map<string, RegExp>();

/** One scope for each row of a list. */
export function scopesOf(scope: Scope, list: string): Scope[] {
	return rowsOf(scope.values[list]).map((values, index) => ({
		...scope,
		row: { values, number: index + 1 }
	}));
}

function answer({ row, values }: Scope, id: string): FieldValue | undefined {
	if (row && Object.hasOwn(row.values, id)) return row.values[id];
	return Object.hasOwn(values, id) ? values[id] : undefined;
}

function compare<T extends number | string>(left: T, op: Comparison, right: T): boolean {
	switch (op) {
		case '<':
			return left < right;
		case '<=':
			return left <= right;
		case '=':
			return left === right;
		case '>=':
			return left >= right;
		case '>':
			return left > right;
	}
}

function numberIn(value: FieldValue | undefined): number {
	if (value === true) return 1;
	return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : 0;
}

function dayIn(value: FieldValue | undefined): string | null {
	if (typeof value !== 'string') return null;
	const day = /^\d{4}$/.test(value) ? `${value}-01-01` : /^\d{4}-\d{2}$/.test(value) ? `${value}-01` : value;
	return isDay(day) ? day : null;
}

function plus(
	day: string,
	count: number,
	unit: 'day' | 'working_day' | 'month' | 'month_end' | 'year'
): string {
	if (unit === 'month_end') return monthEnd(day, count);
	if (unit === 'working_day') return addWorkingDays(day, count);
	if (unit === 'day') return dayText(dayNumber(day) + count);
	return addMonths(day, unit === 'year' ? count * 12 : count);
}

function span(after: string, until: string, unit: 'day' | 'month' | 'year'): number {
	if (until < after) return 0;
	if (unit === 'day') return dayNumber(until) - dayNumber(after);
	const [y1 = 0, m1 = 0, d1 = 0] = after.split('-').map(Number);
	const [y2 = 0, m2 = 0, d2 = 0] = until.split('-').map(Number);
	const months = (y2 - y1) * 12 + m2 - m1 - (d2 < d1 ? 1 : 0);
	return unit === 'month' ? months : Math.floor(months / 12);
}

function isDistinct(rows: readonly Row[], column: string): boolean {
	const seen = rows.map((row) => row[column]).filter((value) => !isEmpty(value));
	return new Set(seen.map((value) => JSON.stringify(value))).size === seen.length;
}

/** An end that is missing means until now. Months touch when one follows the other or they overlap. */
function isContinuous(rows: readonly Row[], from: string, to: string, today: string): boolean {
	const stays = rows
		.map((row) => ({ from: dayIn(row[from]), to: isEmpty(row[to]) ? today : dayIn(row[to]), raw: row[to] }))
		.filter((stay) => stay.from !== null && stay.to !== null)
		.sort((a, b) => ((a.from as string) < (b.from as string) ? -1 : 1));
	let end: string | null = null;
	for (const stay of stays) {
		if (end !== null && (stay.from as string) > end) return false;
		const isMonth = typeof stay.raw === 'string' && stay.raw.length === 7;
		const until: string = plus(stay.to as string, 1, isMonth ? 'month' : 'day');
		if (end === null || until > end) end = until;
	}
	return true;
}
