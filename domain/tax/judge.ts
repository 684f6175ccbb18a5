/**
 * What speaks against a declaration's file beside the answers: the phone asks before anything is sent, the server
 * again with what it knows of the signature. One fault at a time, the one that explains the others first.
 */
import type { FieldFault } from '../faults.ts';
import type { Component, DossierService } from '../services/definition.ts';
import type { FormValues } from '../services/values.ts';
import type { DeclarationReading, TaxDeclaration } from './declaration.ts';

export type DeclarationRules = NonNullable<Component['declares']>;

/** What of a file is looked at. */
export interface DeclaredFile {
	readonly component: string;
	readonly attachmentId?: string;
	readonly declared?: DeclarationReading;
}

/** Of all files that declare something, at most one at each paper. `params.file` is the file's id, where it has one. */
export function declarationFaults(
	{ components }: Pick<DossierService, 'components'>,
	answers: FormValues,
	files: readonly DeclaredFile[]
): FieldFault[] {
	return components.flatMap(({ id, declares }) => {
		if (!declares) return [];
		const faults = files.flatMap(({ component, attachmentId, declared }) => {
			const found = component === id && declared && declarationFault(id, declares, answers, declared);
			if (!found) return [];
			return attachmentId ? { ...found, params: { ...found.params, file: attachmentId } } : found;
		});
		return faults.slice(0, 1);
	});
}

/** Null when nothing does. `params.why` names the reason; `said` is the file's word, `asked` the form's. */
export function declarationFault(
	component: string,
	rules: DeclarationRules,
	answers: FormValues,
	reading: DeclarationReading
): FieldFault | null {
	const fault = (why: string, params: Record<string, string> = {}): FieldFault => ({
		field: component,
		rule: 'declaration',
		params: { why, ...params }
	});
	if (reading.type === 'unread') return fault(reading.why);
	const { declaration, seal } = reading;
	const answered = (field: string) => {
		const value = answers[field];
		return typeof value === 'string' && value !== '' ? value : null;
	};
	const form = answered(rules.form);
	const known = form === null ? undefined : rules.forms[form];
	if (form !== null && known && known.code !== declaration.formCode)
		return fault('other_form', { said: declaration.formName || declaration.formCode, asked: form });
	if (known && isOlder(declaration.schemaVersion, known.since))
		return fault('old_schema', { said: declaration.schemaVersion, asked: known.since });
	const taxCode = answered(rules.taxCode);
	if (taxCode !== null && taxCode !== declaration.taxCode)
		return fault('other_tax_code', { said: declaration.taxCode, asked: taxCode });
	const period = answered(rules.period);
	if (period !== null && period !== declaration.period)
		return fault('other_period', { said: declaration.period, asked: period });
	const turn = answered(rules.turn);
	if (turn !== null && turn !== declaration.turn) return fault('other_turn', { said: declaration.turn });
	for (const box of known?.neverNegative ?? [])
		if (declaration.boxes[box]?.startsWith('-'))
			return fault('negative', { box: boxName(box), said: declaration.boxes[box] });
	for (const { box, plus, minus = [] } of known?.totals ?? []) {
		const said = declaration.boxes[box];
		if (said === undefined) continue;
		const sum = sumOf(declaration, plus) - sumOf(declaration, minus);
		if (scaled(said) !== sum) return fault('total', { box: boxName(box), said, asked: unscaled(sum) });
	}
	return seal === 'good' || seal === 'unchecked' ? null : fault(seal);
}

/** `[23a]`, as the printed form has it. */
function boxName(box: string): string {
	return `[${box.slice(2)}]`;
}

/** Versions are compared number by number. */
function isOlder(version: string, since: string): boolean {
	const [has, needs] = [version, since].map((text) => text.split('.').map(Number));
	for (const [index, need] of (needs ?? []).entries()) {
		const part = has?.[index] ?? 0;
		if (part !== need) return !(part > need);
	}
	return false;
}

function sumOf({ boxes }: TaxDeclaration, names: readonly string[]): bigint {
	return names.reduce((sum, name) => sum + scaled(boxes[name] ?? '0'), 0n);
}

/** Ten-thousandths, so that nothing is rounded. */
function scaled(text: string): bigint {
	const [whole = '0', part = ''] = text.replace('-', '').split('.');
	const size = BigInt(whole + part.padEnd(4, '0'));
	return text.startsWith('-') ? -size : size;
}

function unscaled(size: bigint): string {
	const [sign, digits] = size < 0n ? ['-', String(-size)] : ['', String(size)];
	const text = digits.padStart(5, '0');
	return `${sign}${text.slice(0, -4)}.${text.slice(-4)}`.replace(/\.?0+$/, '');
}
