/** What a service's rules accept and refuse, as data: the same examples for the table test and for the browser. */
import { addWorkingDays } from '../../../domain/dossier/calendar.ts';
import { addMonths, dayNumber, dayText } from '../../../domain/dossier/days.ts';
import type { FormValues } from '../../../domain/services/values.ts';

export interface Example {
	/** Id of the service. */
	readonly id: string;
	/** A whole form that is accepted on that day. */
	readonly form: (today: string) => FormValues;
	/** Components of the files that go with it; of those that declare something, a signed file is made of the form. */
	readonly files: readonly string[];
	/** Changes of it that are accepted too; `undefined` takes an answer away. */
	readonly accepts: readonly (readonly [why: string, change: Change, files?: readonly string[]])[];
	/** Changes that are refused, and the fault: `field: rule`. */
	readonly rejects: readonly (readonly [change: Change, fault: string, files?: readonly string[]])[];
	/** What the whole form costs, VND. */
	readonly fee: number;
}
export type Change =
	| Readonly<Record<string, FormValues[string] | undefined>>
	| ((today: string) => Readonly<Record<string, FormValues[string] | undefined>>);

/** The example's form after a change. */
export function changed(example: Example, change: Change, today: string): FormValues {
	const values = {
		...example.form(today),
		...(typeof change === 'function' ? change(today) : change)
	};
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as FormValues;
}

/** A day so many days (or months) from another. */
export const days = (today: string, count: number) => dayText(dayNumber(today) + count);
export const months = (today: string, count: number) => addMonths(today, count);
export const workingDays = (today: string, count: number) => addWorkingDays(today, count);

export const home = {
	province: '12',
	commune: '03408',
	text: 'phường Tân Phong, tỉnh Lai Châu',
	detail: 'Bản Tả Xin Chải',
	codeSet: '2025-07'
};
/** Mai of Lai Châu, as the sandbox e-ID knows her. */
export const mai: FormValues = {
	fullName: 'Nguyễn Thị Mai',
	personalId: '012190001234',
	birth: '1990-05-17',
	sex: 'female',
	phone: '0912345678',
	residence: home
};
/** Mai does it for her son. */
export const forHerSon: FormValues = {
	isOwner: 'other',
	ownerName: 'Nguyễn Văn Nam',
	ownerPersonalId: '012216004321',
	ownerBirth: '2016-04-12',
	ownerSex: 'male',
	relation: 'parent'
};
export const online: FormValues = { delivery: 'online' };
export const pledged: FormValues = { truthPledge: true };
/** Mai for her firm. */
export const submitter: FormValues = {
	fullName: 'Nguyễn Thị Mai',
	personalId: '012190001234',
	phone: '0912345678'
};
export const firm: FormValues = {
	orgName: 'Công ty TNHH Sao Mai',
	taxCode: '0100109106',
	orgAddress: home,
	representative: 'Trần Văn Sơn',
	representativeTitle: 'Giám đốc',
	orgPhone: '0912345670',
	orgEmail: 'lienhe@saomai.vn',
	contactPerson: 'Lê Thị Hoa',
	contactPhone: '0912345671'
};
