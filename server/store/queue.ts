/**
 * Keeps the desk's queue level with the events, in their transaction. A dossier is in it from the moment at which an
 * agency with a system of its own would have been sent it: paid, when something was due at submission.
 */
import { dayOf } from '../../domain/dossier/calendar.ts';
import { queueDay } from '../../domain/dossier/desk.ts';
import { fold } from '../../domain/dossier/machine.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import { dossierService } from '../../domain/services/all.ts';
import { ownerOf } from '../../domain/services/owner.ts';
import { decidingCommune, destinationOf, partsOf } from '../../domain/services/terms.ts';
import type { WriteTx } from './database.ts';

/** Whether the office has it: nothing that was due at submission is still to be paid. */
export function hasReached({ events }: Dossier): boolean {
	const { paid, due } = fold(events);
	return paid !== null || due?.actor.role !== 'portal';
}

/** Commune whose own office decides the dossier; `''` for the office of its province. */
export function communeOf({ procedureCode, serviceVersion, form, submittedAt, part }: Dossier): string {
	const service = dossierService(procedureCode, serviceVersion);
	if (!service) return '';
	const today = dayOf(new Date(submittedAt));
	const destination = part
		? partsOf(service, form, today).find(({ id }) => id === part.id)?.destination
		: destinationOf(service, form, today);
	return (destination && decidingCommune(destination)) ?? '';
}

/** Writes the row as the events are now. What stands in the form stays as it was when it came. */
export async function keepInQueue(tx: WriteTx, dossier: Dossier): Promise<void> {
	if (!hasReached(dossier)) return;
	const state = fold(dossier.events);
	const lastAt = dossier.events.at(-1)?.at ?? dossier.submittedAt;
	const paidAt = dossier.events.find(({ kind }) => kind === 'fee_paid')?.at;
	const arrivedAt = state.receivedOn === null && paidAt ? paidAt : dossier.submittedAt;
	const day = queueDay(state, dayOf(new Date(arrivedAt)), dayOf(new Date(lastAt)));
	const { fullName } = dossier.form;
	const known = await tx.run(
		'UPDATE desk_queue SET status = ?, day = ?, appointment_on = ?, apologised = ? WHERE dossier_id = ?',
		[state.status, day, state.appointmentOn, Number(state.apologised), dossier.dossierId]
	);
	if (known > 0) return;
	await tx.run(
		`INSERT INTO desk_queue (dossier_id, agency_code, code, procedure_code, service_version, applicant, status, day,
		   appointment_on, arrived_at, apologised, owner_name, commune) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		[
			dossier.dossierId,
			dossier.agency.code,
			dossier.code,
			dossier.procedureCode,
			dossier.serviceVersion,
			typeof fullName === 'string' ? fullName : '',
			state.status,
			day,
			state.appointmentOn,
			arrivedAt,
			Number(state.apologised),
			ownerOf(dossier.form)?.name ?? null,
			communeOf(dossier)
		]
	);
}
