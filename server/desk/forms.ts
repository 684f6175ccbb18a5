/** Reads what an officer filled in at the desk. Every field is bounded here; rules about duty and day come after. */
import { isWorkingDay } from '../../domain/dossier/calendar.ts';
import type { DeskAct } from '../../domain/dossier/desk.ts';
import { type ResultFile, SupplementItem } from '../../domain/dossier/schema.ts';
import { attachmentBytesMax } from '../../domain/limits.ts';
import { fileKind } from '../../domain/files.ts';
import { isDay } from '../../domain/ids.ts';
import { type ChargeLine, vnd } from '../../domain/money.ts';
import { err, ok, type Result } from '../../domain/result.ts';

/** The texts of a form by name, as they were typed. */
export type Fields = Readonly<Record<string, string>>;

/** What is wrong with a form of the desk; `field` is the name of the box. */
export interface FormFault {
	readonly field: string;
	readonly problem:
		| 'missing'
		| 'none_marked'
		| 'not_chosen'
		| 'too_long'
		| 'not_a_day'
		| 'not_a_working_day'
		| 'day_over'
		| 'day_too_late'
		| 'not_an_amount'
		| 'nobody'
		| 'file_kind'
		| 'file_too_large';
}

export interface Upload {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** A form that can be understood. */
export type Wish =
	| { readonly act: 'accept'; readonly appointmentOn: string }
	| { readonly act: 'supplement'; readonly items: readonly SupplementItem[]; readonly until: string }
	| { readonly act: 'refuse' | 'stop' | 'reject_withdrawal'; readonly reason: string }
	| { readonly act: 'start' | 'confirm_withdrawal' | 'return' }
	| { readonly act: 'receive_supplement'; readonly note: string }
	| { readonly act: 'hand_over'; readonly to: string; readonly note: string; readonly file: Upload | null }
	| { readonly act: 'fee'; readonly lines: readonly ChargeLine[] }
	| { readonly act: 'apologise'; readonly reason: string; readonly appointmentOn: string }
	| {
			readonly act: 'decide';
			readonly outcome: 'granted' | 'refused';
			readonly note: string;
			readonly file: Upload | null;
	  }
	| { readonly act: 'attach'; readonly file: Upload };

/** Longest reason or note, as agencies' systems may send them. */
const textMax = 2000;
const linesMax = 5;

/**
 * @param components ids of the papers that the service knows
 * @param today day in Việt Nam
 */
export function readWish(
	act: DeskAct,
	fields: Fields,
	file: Upload | null,
	{ components, today }: { readonly components: readonly string[]; readonly today: string }
): Result<Wish, readonly FormFault[]> {
	const faults: FormFault[] = [];
	const wrong = (field: string, problem: FormFault['problem']) => void faults.push({ field, problem });
	const text = (field: string, required: boolean): string => {
		const value = (fields[field] ?? '').normalize('NFC').replace(/\r\n/g, '\n').trim();
		if (required && value === '') wrong(field, 'missing');
		if (value.length > textMax) wrong(field, 'too_long');
		return value;
	};
	const futureDay = (field: string): string => {
		const value = (fields[field] ?? '').trim();
		if (value === '') wrong(field, 'missing');
		else if (!isDay(value)) wrong(field, 'not_a_day');
		else if (value < today) wrong(field, 'day_over');
		else if (!isWorkingDay(value)) wrong(field, 'not_a_working_day');
		return value;
	};
	const checkedFile = (): Upload | null => {
		if (file && fileKind(file.bytes) === null) wrong('file', 'file_kind');
		else if (file && file.bytes.length > attachmentBytesMax) wrong('file', 'file_too_large');
		return file;
	};
	const wish = ((): Wish | null => {
		switch (act) {
			case 'accept':
				return { act, appointmentOn: futureDay('appointmentOn') };
			case 'supplement': {
				const items = supplementItems(fields, components);
				if (items.length === 0 && components.length > 0) wrong('items', 'none_marked');
				else if (items.length === 0) wrong('other', 'missing');
				for (const { component, text: said } of items)
					if (said === '') wrong(component === null ? 'other' : `text-${component}`, 'missing');
				if (!items.every((item) => SupplementItem.safeParse(item).success)) wrong('items', 'too_long');
				return { act, items, until: futureDay('until') };
			}
			case 'refuse':
			case 'stop':
			case 'reject_withdrawal':
				return { act, reason: text('reason', true) };
			case 'start':
			case 'confirm_withdrawal':
			case 'return':
				return { act };
			case 'receive_supplement':
				return { act, note: text('note', true) };
			case 'hand_over': {
				const to = fields['to'] ?? '';
				if (to === '') wrong('to', 'nobody');
				return { act, to, note: text('note', false), file: checkedFile() };
			}
			case 'fee': {
				const lines = feeLines(fields, wrong);
				if (lines.length === 0 && faults.length === 0) wrong('label-1', 'missing');
				return { act, lines };
			}
			case 'apologise':
				return { act, reason: text('reason', true), appointmentOn: futureDay('appointmentOn') };
			case 'decide': {
				const outcome = fields['outcome'];
				if (outcome !== 'granted' && outcome !== 'refused') {
					wrong('outcome', 'not_chosen');
					return null;
				}
				return { act, outcome, note: text('note', outcome === 'refused'), file: checkedFile() };
			}
			case 'attach': {
				const given = checkedFile();
				if (!given) {
					wrong('file', 'missing');
					return null;
				}
				return { act, file: given };
			}
		}
	})();
	return wish && faults.length === 0 ? ok(wish) : err(faults);
}

/**
 * A birth as people write it, `2/9/1985` or `02.09.1985`, as the forms keep it: `1985-09-02`. Anything else, a year
 * alone too, stays as it was typed.
 */
export function readBirth(typed: string): string {
	const [, day = '', month = '', year = ''] =
		/^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})$/.exec(typed.trim()) ?? [];
	return year === '' ? typed.trim() : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** A file of a result as facts; its hash names it in the store. */
export function resultFile({ name, bytes }: Upload, sha256: ResultFile['sha256']): ResultFile {
	return {
		name: name.normalize('NFC').replace(/[/\\]/g, '_').slice(-200),
		type: fileKind(bytes) ?? 'application/octet-stream',
		size: bytes.length,
		sha256
	};
}

function supplementItems(fields: Fields, components: readonly string[]): SupplementItem[] {
	const tidy = (value: string | undefined) => (value ?? '').normalize('NFC').trim();
	const papers = components
		.filter((component) => fields[`paper-${component}`] !== undefined)
		.map((component) => ({ component, text: tidy(fields[`text-${component}`]) }));
	const other = tidy(fields['other']);
	return other === '' ? papers : [...papers, { component: null, text: other }];
}

/** Lines that were begun: what for, and how much in whole đồng, with or without points between the thousands. */
function feeLines(
	fields: Fields,
	wrong: (field: string, problem: FormFault['problem']) => void
): ChargeLine[] {
	const lines: ChargeLine[] = [];
	for (let number = 1; number <= linesMax; number++) {
		const label = (fields[`label-${number}`] ?? '').normalize('NFC').trim();
		const typed = (fields[`amount-${number}`] ?? '').replace(/[.\s]/g, '');
		if (label === '' && typed === '') continue;
		if (label === '') wrong(`label-${number}`, 'missing');
		else if (label.length > 200) wrong(`label-${number}`, 'too_long');
		else if (!/^[1-9]\d{2,9}$/.test(typed)) wrong(`amount-${number}`, 'not_an_amount');
		else
			lines.push({
				code: `DESK-${number}`,
				kind: fields[`kind-${number}`] === 'fee' ? 'fee' : 'charge',
				label: { vi: label, en: label },
				amount: vnd(Number(typed))
			});
	}
	return lines;
}
