/** A question with its answer as fields of a plain form, and back. */
import { Faq } from '../../../domain/catalogue/faq.ts';
import type { Sector } from '../../../domain/catalogue/record.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { EditFault } from './documents.ts';
import { lines, type FormFields } from './procedure-form.ts';

/** Null: an empty form for a new one. */
export function faqToForm(faq: Faq | null): FormFields {
	return {
		'question.vi': faq?.question.vi ?? '',
		'question.en': faq?.question.en ?? '',
		'answer.vi': faq?.answer.vi ?? '',
		'answer.en': faq?.answer.en ?? '',
		procedureCodes: faq?.procedureCodes.join('\n') ?? '',
		sector: faq?.sector.code ?? '',
		answeredOn: faq?.answeredOn ?? '',
		source: faq?.source ?? '',
		'uncertain.vi': faq?.uncertain?.vi ?? '',
		'uncertain.en': faq?.uncertain?.en ?? ''
	};
}

export function formToFaq(
	id: string,
	fields: FormFields,
	sectors: readonly Sector[]
): Result<Faq, readonly EditFault[]> {
	const get = (name: string) => (fields[name] ?? '').trim().replace(/\r\n/g, '\n').normalize('NFC');
	const faults: EditFault[] = ['question.vi', 'answer.vi', 'source']
		.filter((where) => get(where) === '')
		.map((where) => ({ where, problem: 'empty' }));
	const sector = sectors.find(({ code }) => code === get('sector'));
	if (!sector) faults.push({ where: 'sector', problem: 'not_right' });
	const uncertain = { vi: get('uncertain.vi'), en: get('uncertain.en') };
	const faq = Faq.safeParse({
		id,
		question: { vi: get('question.vi'), en: get('question.en') },
		answer: { vi: get('answer.vi'), en: get('answer.en') },
		procedureCodes: lines(get('procedureCodes')),
		sector: sector ?? { code: '', name: { vi: '', en: '' } },
		answeredOn: get('answeredOn') || null,
		source: get('source') || '---',
		...(uncertain.vi === '' ? {} : { uncertain })
	});
	if (!faq.success)
		faults.push(
			...faq.error.issues.map(({ path }): EditFault => ({ where: path.join('.'), problem: 'not_right' }))
		);
	return faq.success && faults.length === 0 ? ok(faq.data) : err(faults);
}
