/**
 * What of a form somebody may change who writes no definitions: its words, the amounts and time limits that are plain
 * numbers. What is asked, when, and what must be true stays as it is, so the examples of its rules still hold. Pure.
 */
import type { Text } from '../text.ts';
import type { Column, DossierService, Field } from './definition.ts';

/** One thing to change; `key` names it in forms. */
export interface Wording {
	readonly key: string;
	readonly of:
		'group' | 'question' | 'help' | 'paper' | 'paperHelp' | 'fee' | 'amount' | 'case' | 'timeLimit';
	/** Words in both languages, or a whole number: đồng, or the limit in its own unit. */
	readonly value: Text | number;
	/** What it belongs to, as it reads now. */
	readonly at: Text;
}

/** All of it, in the order of the form. */
export function wordingsOf(service: DossierService): Wording[] {
	const found: Wording[] = [];
	walk(service, (wording) => {
		found.push(wording);
		return wording.value;
	});
	return found;
}

/** The form with other words and numbers; what `changes` does not name stays. */
export function reworded(
	service: DossierService,
	changes: ReadonlyMap<string, Text | number>
): DossierService {
	return walk(service, ({ key, value }) => changes.get(key) ?? value);
}

/** Builds the form anew out of what `say` answers for each of its words and numbers. */
function walk(service: DossierService, say: (wording: Wording) => Text | number): DossierService {
	const text = (key: string, of: Wording['of'], value: Text, at: Text) => say({ key, of, value, at }) as Text;
	const count = (key: string, of: Wording['of'], value: number, at: Text) =>
		say({ key, of, value, at }) as number;
	const worded = <T extends Field | Column>(key: string, field: T): T => ({
		...field,
		label: text(`${key}.label`, 'question', field.label, field.label),
		...(field.help ? { help: text(`${key}.help`, 'help', field.help, field.label) } : {}),
		...(field.type === 'rows'
			? { columns: field.columns.map((column) => worded(`${key}.${column.id}`, column)) }
			: {})
	});
	return {
		...service,
		groups: service.groups.map((group) => ({
			...group,
			title: text(`group.${group.id}`, 'group', group.title, group.title),
			...(group.help ? { help: text(`group.${group.id}.help`, 'help', group.help, group.title) } : {}),
			fields: group.fields.map((field) => worded(field.id, field))
		})),
		components: service.components.map((one) => ({
			...one,
			name: text(`paper.${one.id}`, 'paper', one.name, one.name),
			help: text(`paper.${one.id}.help`, 'paperHelp', one.help, one.name)
		})),
		fees: service.fees.map((fee) => ({
			...fee,
			label: text(`fee.${fee.code}`, 'fee', fee.label, fee.label),
			...(typeof fee.amount === 'number'
				? { amount: count(`fee.${fee.code}.amount`, 'amount', fee.amount, fee.label) }
				: {})
		})),
		timeLimit: {
			...service.timeLimit,
			quantity: count('timeLimit', 'timeLimit', service.timeLimit.quantity, service.title)
		},
		cases: service.cases.map((one) => ({
			...one,
			title: text(`case.${one.id}`, 'case', one.title, one.title),
			...(one.timeLimit
				? {
						timeLimit: {
							...one.timeLimit,
							quantity: count(`case.${one.id}.timeLimit`, 'timeLimit', one.timeLimit.quantity, one.title)
						}
					}
				: {})
		}))
	};
}
