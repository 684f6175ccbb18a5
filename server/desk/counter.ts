/**
 * Somebody comes with papers: an officer at reception writes down who and what for, by the definition of the service,
 * and keeps the papers. Submission and acceptance are one act with a code of the day. The dossier is the person's: it
 * is on her phone if she has one, and waits for her first login if she has not (store/people.ts).
 */
import { dayOf } from '../../domain/dossier/calendar.ts';
import { dossierCode, localReference } from '../../domain/dossier/code.ts';
import { openAtCounter } from '../../domain/dossier/decide.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import { receptionDay } from '../../domain/dossier/time-limit.ts';
import type { Fault, FieldFault } from '../../domain/faults.ts';
import { DossierId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { services } from '../../domain/services/all.ts';
import type { Column, DossierService } from '../../domain/services/definition.ts';
import { timeLimitOf } from '../../domain/services/terms.ts';
import { formFaults, viewForm } from '../../domain/services/validate.ts';
import type { FormValues } from '../../domain/services/values.ts';
import type { Agencies } from '../forwarding/agencies.ts';
import { audit } from '../store/audit.ts';
import type { WriteTx } from '../store/database.ts';
import { applyDecision, insertDossier, loadDossier } from '../store/dossiers.ts';
import { personByNumber } from '../store/people.ts';
import { nextSerial } from '../store/serials.ts';
import { type Fields, readBirth } from './forms.ts';
import type { OfficerRecord } from './officers.ts';

/** What is written down of a paper application: what it takes to know the person and to reach her. */
export interface PaperForm {
	readonly service: DossierService;
	readonly fields: readonly Column[];
}

/** Fields that are asked, when the service has them; everything else stands on the paper. */
const essential = ['fullName', 'personalId', 'birth', 'sex', 'phone', 'email'];
const required: ReadonlySet<string> = new Set(['fullName', 'personalId']);

/** Whether it must be filled in at the counter. */
export function isRequiredAtCounter(id: string): boolean {
	return required.has(id);
}

/** Newest version of every service that the office decides. */
export function servicesAtCounter(agencies: Agencies, agency: string): DossierService[] {
	const newest = new Map<string, DossierService>();
	for (const service of services)
		if (service.kind === 'dossier' && systemAt(agencies, service, agency))
			newest.set(service.procedureCode, service);
	return [...newest.values()];
}

/** The form of a service for the counter; null when the office does not decide it or it asks for no person. */
export function paperForm(agencies: Agencies, agency: string, procedureCode: string): PaperForm | null {
	const service = servicesAtCounter(agencies, agency).find((one) => one.procedureCode === procedureCode);
	if (!service) return null;
	const all = service.groups.flatMap(({ fields }) => fields);
	const fields = essential.flatMap((id) => {
		const field = all.find((one) => one.id === id);
		return field && field.type !== 'rows' && field.type !== 'computed' ? [field] : [];
	});
	return [...required].every((id) => fields.some((field) => field.id === id)) ? { service, fields } : null;
}

/**
 * Registers it. The same id again is the same dossier.
 * @param id of the form, and of the dossier that comes of it
 */
export async function registerPaper(
	tx: WriteTx,
	agencies: Agencies,
	officer: OfficerRecord,
	sent: { readonly id: string; readonly procedureCode: string; readonly fields: Fields },
	now: Date
): Promise<Result<DossierId, Fault>> {
	if (!officer.duties.includes('reception')) return err({ type: 'not_found' });
	const form = paperForm(agencies, officer.agency, sent.procedureCode);
	const id = DossierId.safeParse(sent.id);
	if (!form || !id.success) return err({ type: 'not_found' });
	const there = await loadDossier(tx, id.data);
	if (there) return there.dossier.agency.code === officer.agency ? ok(id.data) : err({ type: 'id_conflict' });

	const { service, fields } = form;
	const today = dayOf(now);
	const typed: FormValues = Object.fromEntries(
		fields.flatMap((field) => {
			const given = (sent.fields[field.id] ?? '').trim();
			const value = field.type === 'birth' ? readBirth(given) : given;
			return value === '' ? [] : [[field.id, value]];
		})
	);
	const faults = faultsOf(service, fields, typed, today);
	if (sent.fields['seenCard'] === undefined) faults.push({ field: 'seenCard', rule: 'must_agree' });
	if (faults.length > 0) return err({ type: 'form_invalid', fields: faults });

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
		attachments: [],
		submittedAt: now.toISOString()
	};
	await insertDossier(tx, dossier, { personId, system, catalogueVersion: '', claimedAt: now.toISOString() });
	const { name, title, unit } = officer;
	await applyDecision(tx, agencies, {
		stored: { dossier: { ...dossier, events: [] }, personId, system },
		decision: openAtCounter(
			{ timeLimit: timeLimitOf(service, clean, today) },
			{ name, title, unit, duty: 'reception' },
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
		detail: { procedure: service.procedureCode }
	});
	return ok(id.data);
}

/** By the service's own rules, of what is asked here; what stands on the paper is not judged. */
function faultsOf(
	service: DossierService,
	fields: readonly Column[],
	values: FormValues,
	today: string
): FieldFault[] {
	const asked = new Set(fields.map(({ id }) => id));
	return formFaults(service, values, [], today).filter(
		({ field, rule }) =>
			asked.has(field) && rule !== 'broken_rule' && (required.has(field) || values[field] !== undefined)
	);
}

/** The system under which the office decides the service, when it does so at the desk. */
function systemAt(agencies: Agencies, service: DossierService, agency: string): string | null {
	const route = service.routes.find(
		({ system, code }) => agency.endsWith(`.${code}`) && agencies.isAtDesk(system, agency)
	);
	return route?.system ?? null;
}
