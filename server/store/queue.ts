/**
 * Keeps the desk's queue level with the events, in their transaction. A dossier is in it from the moment at which an
 * agency with a system of its own would have been sent it: paid, when something was due at submission.
 */
import { dayOf } from '../../domain/dossier/calendar.ts';
import { queueDay } from '../../domain/dossier/desk.ts';
import { fold } from '../../domain/dossier/machine.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import { ownerOf } from '../../domain/services/owner.ts';
import type { WriteTx } from './database.ts';

/** Whether the office has it: nothing that was due at submission is still to be paid. */
export function hasReached({ events }: Dossier): boolean {
	const { paid, due } = fold(events);
	return paid !== null || due?.actor.role !== 'portal';
}

/** Writes the row as the events are now. */
export async function keepInQueue(tx: WriteTx, dossier: Dossier): Promise<void> {
	if (!hasReached(dossier)) return;
	const state = fold(dossier.events);
	const lastAt = dossier.events.at(-1)?.at ?? dossier.submittedAt;
	const paidAt = dossier.events.find(({ kind }) => kind === 'fee_paid')?.at;
	const arrivedAt = state.receivedOn === null && paidAt ? paidAt : dossier.submittedAt;
	const day = queueDay(state, dayOf(new Date(arrivedAt)), dayOf(new Date(lastAt)));
	const { fullName } = dossier.form;
	await tx.run(
		`INSERT INTO desk_queue (dossier_id, agency_code, code, procedure_code, service_version, applicant, status, day,
		   appointment_on, arrived_at, apologised, owner_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		 ON CONFLICT (dossier_id) DO UPDATE SET status = excluded.status, day = excluded.day,
		   appointment_on = excluded.appointment_on, apologised = excluded.apologised`,
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
			ownerOf(dossier.form)?.name ?? null
		]
	);
}
