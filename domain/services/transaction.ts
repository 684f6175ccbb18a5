/** Transactions: what is asked to find charges and when paying them, judged like any form. */
import type { FieldFault } from '../faults.ts';
import { err, ok, type Result } from '../result.ts';
import type { Text } from '../text.ts';
import type { Column, TransactionService } from './definition.ts';
import { loadVersions, registry } from './registry.ts';
import { type Form, formFaults, viewForm } from './validate.ts';
import type { FormValues } from './values.ts';
import { versionOn } from './versions.ts';

/** A few questions as a form of one page. */
export function formOf(columns: readonly Column[]): Form {
	return {
		groups: [{ id: 'only', title: { vi: '', en: '' }, fields: columns }],
		components: [],
		rules: [],
		cases: []
	};
}

/** The answers, tidied, or everything wrong with them. @param today the day in Việt Nam */
export function judged(
	columns: readonly Column[],
	answers: FormValues,
	today: string
): Result<FormValues, FieldFault[]> {
	const form = formOf(columns);
	const faults = formFaults(form, answers, [], today);
	return faults.length > 0 ? err(faults) : ok(viewForm(form, answers, today).clean);
}

/** The offered transactions, as lists name them. */
export const transactions = registry.filter(({ kind, isOffered }) => kind === 'transaction' && isOffered);

/** The definition that holds on that day; null when it is no transaction that can be done here. Rejects like `loadVersions`. */
export async function loadTransaction(id: string, day: string): Promise<TransactionService | null> {
	const summary = transactions.find((one) => one.id === id);
	const found = summary && versionOn(await loadVersions(summary.procedureCode), day);
	return found?.kind === 'transaction' ? found : null;
}

/** What a transaction is called, also when it is not offered any more. */
export function transactionTitle(id: string): Text {
	return registry.find((one) => one.id === id)?.title ?? { vi: id, en: id };
}
