/**
 * Somebody comes with papers: an officer at reception writes down who and what for, by the definition of the service,
 * as much more of the form as she copies, which papers there are, and scans of them. Submission and acceptance are one act with a code of the day. The dossier is the person's: it
 * is on her phone if she has one, and waits for her first login if she has not (store/people.ts).
 */
import { dayOf } from '../../domain/dossier/calendar.ts';
import { dossierCode, localReference } from '../../domain/dossier/code.ts';
import { openAtCounter } from '../../domain/dossier/decide.ts';
import type { AttachmentFact, Dossier } from '../../domain/dossier/schema.ts';
import { receptionDay } from '../../domain/dossier/time-limit.ts';
import type { Fault, FieldFault } from '../../domain/faults.ts';
import { type Day, DossierId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { servicesOn } from '../../domain/services/all.ts';
import type { Column, Component, DossierService } from '../../domain/services/definition.ts';
import { timeLimitOf } from '../../domain/services/terms.ts';
import { formFaults, viewForm } from '../../domain/services/validate.ts';
import type { FormValues } from '../../domain/services/values.ts';
import type { Text } from '../../domain/text.ts';
import type { Agencies } from '../forwarding/agencies.ts';
import { insertAttachment } from '../store/attachments.ts';
import { audit } from '../store/audit.ts';
import type { WriteTx } from '../store/database.ts';
import { applyDecision, insertDossier, loadDossier } from '../store/dossiers.ts';
import { personByNumber } from '../store/people.ts';
import { nextSerial } from '../store/serials.ts';
import type { PlaceNames } from '../store/places.ts';
import { isCopied, readAnswers, readPaperCounts } from './paper.ts';
import type { Fields } from './forms.ts';
import type { OfficerRecord } from './officers.ts';

/** What is written down of a paper application: what it takes to know the person and to reach her. */
export interface PaperForm {
	readonly service: DossierService;
	readonly fields: readonly Column[];
	/** The other questions of the form, for as much as she copies; what she leaves out stands on the paper. */
	readonly more: readonly { readonly id: string; readonly title: Text; readonly fields: readonly Column[] }[];
	readonly components: readonly Component[];
}

/** Fields that are asked first, when the service has them. */
const essential = ['fullName', 'personalId', 'birth', 'sex', 'phone', 'email'];
const required: ReadonlySet<string> = new Set(['fullName', 'personalId']);

/** Whether it must be filled in at the counter. */
export function isRequiredAtCounter(id: string): boolean {
	return required.has(id);
}

/** Every service that the office decides, as it is on that day. */
export function servicesAtCounter(agencies: Agencies, agency: string, today: Day): DossierService[] {
	return servicesOn(today).filter(
		(service): service is DossierService =>
			service.kind === 'dossier' && systemAt(agencies, service, agency) !== null
	);
}

/** The form of a service for the counter; null when the office does not decide it or it asks for no person. */
export function paperForm(
	agencies: Agencies,
	agency: string,
	procedureCode: string,
	today: Day
): PaperForm | null {
	const service = servicesAtCounter(agencies, agency, today).find(
		(one) => one.procedureCode === procedureCode
	);
	if (!service) return null;
	const all = service.groups.flatMap(({ fields }) => fields);
	const fields = essential.flatMap((id) => {
		const field = all.find((one) => one.id === id);
		return field && field.type !== 'rows' && field.type !== 'computed' ? [field] : [];
	});
	if (![...required].every((id) => fields.some((field) => field.id === id))) return null;
	const more = service.groups.flatMap(({ id, title, fields: all }) => {
		const others = all.filter(isCopied).filter((field) => !essential.includes(field.id));
		return others.length > 0 ? [{ id, title, fields: others }] : [];
	});
	// A signed file is no paper: it comes from its taxpayer, and is judged when it does.
	return { service, fields, more, components: service.components.filter(({ declares }) => !declares) };
}

/**
 * Registers it. The same id again is the same dossier.
 * @param id of the form, and of the dossier that comes of it
 */
export async function registerPaper(
	tx: WriteTx,
	agencies: Agencies,
	officer: OfficerRecord,
	sent: {
		readonly id: string;
		readonly procedureCode: string;
		readonly fields: Fields;
		/** Stored in the vault already. */
		readonly scans: readonly AttachmentFact[];
	},
	{ now, places }: { readonly now: Date; readonly places: PlaceNames }
): Promise<Result<DossierId, Fault>> {
	if (!officer.duties.includes('reception')) return err({ type: 'not_found' });
	const today = dayOf(now);
	const form = paperForm(agencies, officer.agency, sent.procedureCode, today);
	const id = DossierId.safeParse(sent.id);
	if (!form || !id.success) return err({ type: 'not_found' });
	const there = await loadDossier(tx, id.data);
	if (there) return there.dossier.agency.code === officer.agency ? ok(id.data) : err({ type: 'id_conflict' });

	const { service, components } = form;
	const fields = [...form.fields, ...form.more.flatMap((group) => group.fields)];
	const typed = readAnswers(fields, sent.fields, places);
	const papers = readPaperCounts(components, sent.fields);
	const faults = [...faultsOf(service, fields, typed, today, places), ...(papers.ok ? [] : papers.error)];
	if (sent.fields['seenCard'] === undefined) faults.push({ field: 'seenCard', rule: 'must_agree' });
	if (!papers.ok || faults.length > 0) return err({ type: 'form_invalid', fields: faults });

	const { clean } = viewForm(service, typed, today);
	const system = systemAt(agencies, service, officer.agency);
	if (!system) return err({ type: 'not_found' });
	const text = (field: string) => (typeof clean[field] === 'string' ? clean[field] : '');
	const personId = await personByNumber(
		tx,
		{ name: text('fullName'), personalId: text('personalId'), birth: text('birth'), phone: text('phone') },
		now
	);
	const day = receptionDay(now);
	const dossier: Omit<Dossier, 'events'> = {
		dossierId: id.data,
		code: dossierCode(officer.agency, day, await nextSerial(tx, officer.agency, day)),
		procedureCode: service.procedureCode,
		serviceVersion: service.version,
		localReference: localReference(id.data),
		agency: { code: officer.agency, name: { vi: officer.unit, en: officer.unit } },
		form: clean,
		attachments: [...sent.scans],
		submittedAt: now.toISOString()
	};
	await insertDossier(tx, dossier, { personId, system, catalogueVersion: '', claimedAt: now.toISOString() });
	for (const scan of sent.scans) await insertAttachment(tx, personId, scan, now);
	const { name, title, unit } = officer;
	await applyDecision(tx, agencies, {
		stored: { dossier: { ...dossier, events: [] }, personId, system },
		decision: openAtCounter(
			{ timeLimit: timeLimitOf(service, clean, today) },
			{ name, title, unit, duty: 'reception' },
			papers.value,
			now
		),
		now
	});
	// Papers are where they were brought, whatever place they name.
	if (officer.commune !== null)
		await tx.run('UPDATE desk_queue SET commune = ? WHERE dossier_id = ?', [officer.commune, id.data]);
	await audit(tx, {
		at: now,
		actor: `officer:${officer.officerId}`,
		action: 'desk.registered',
		subject: id.data,
		detail: { procedure: service.procedureCode, answers: Object.keys(clean).length, scans: sent.scans.length }
	});
	return ok(id.data);
}

/**
 * By the service's own rules, each answer by itself: what stands on the paper only is not judged, nor what answers have
 * to do with one another. An answer to what is not asked of her would be lost, and is told instead.
 */
function faultsOf(
	service: DossierService,
	fields: readonly Column[],
	values: FormValues,
	today: string,
	places: PlaceNames
): FieldFault[] {
	const asked = new Set(fields.map(({ id }) => id));
	const wrong = formFaults(service, values, [], today, places.knownCommune).filter(
		({ field, rule }) =>
			asked.has(field) && rule !== 'broken_rule' && (required.has(field) || values[field] !== undefined)
	);
	const kept = viewForm(service, values, today).asked;
	const besides = Object.keys(values).filter((field) => !kept.has(field));
	return [
		...wrong,
		...besides.map((field): FieldFault => ({ field, rule: 'broken_rule', params: notAsked }))
	];
}

const notAsked = {
	vi: 'Theo các câu đã ghi thì không hỏi câu này. Xóa câu này, hoặc ghi câu trả lời mà nó phụ thuộc.',
	en: 'By the other answers this is not asked. Clear it, or write down the answer that it depends on.'
};

/** The system under which the office decides the service, when it does so at the desk. */
function systemAt(agencies: Agencies, service: DossierService, agency: string): string | null {
	const route = service.routes.find(
		({ system, code }) => agency.endsWith(`.${code}`) && agencies.isAtDesk(system, agency)
	);
	return route?.system ?? null;
}
