/** The agency's dossiers on disk. Everything that happens to one dossier is one record and one write. */
import path from 'node:path';
import { err, type Result } from '../../../domain/result.ts';
import { openRecords, type Records } from '../records.ts';
import { act, Dossier, receive, type Action, type ActWorld, type ReceiveFault } from './dossier.ts';
import type { PortalMessage } from './messages.ts';
import type { Road } from './xroad.ts';

export interface AgencyStore {
	find(dossierId: string): Dossier | undefined;
	all(): readonly Dossier[];
	/** Resolves once the message is durably here, or with the reason why it is not taken. */
	receive(
		webhookId: string,
		message: PortalMessage,
		world: { now: number; stepMs: number; road?: Road }
	): Promise<Result<Dossier, ReceiveFault>>;
	/** Lets `choose` pick a step for the dossier as it is at that very moment, and takes it. */
	act(
		dossierId: string,
		choose: (dossier: Dossier) => Action | undefined,
		world: ActWorld
	): Promise<Result<Dossier, 'not_permitted' | 'no_such_dossier'>>;
	/** Notes what became of a download or a callback. */
	update(dossierId: string, change: (dossier: Dossier) => Dossier): Promise<void>;
}

export async function openAgencyStore(data: string): Promise<AgencyStore> {
	const dossiers: Records<Dossier> = await openRecords(path.join(data, 'agency', 'dossiers'), Dossier);
	return {
		find: dossiers.find,
		all: dossiers.all,
		receive: (webhookId, message, world) =>
			dossiers.change<Result<Dossier, ReceiveFault>>(message.dossierId, (current) => {
				const isElsewhere = dossiers
					.all()
					.some(
						(other) =>
							other.dossierId !== message.dossierId &&
							other.deliveries.some((delivery) => delivery.webhookId === webhookId)
					);
				if (isElsewhere) return { answer: err('other_content') };
				const reference = `TN-${String(dossiers.all().length + 1).padStart(6, '0')}`;
				const received = receive(current, webhookId, message, { ...world, reference });
				return { next: received.ok ? received.value : undefined, answer: received };
			}),
		act: (dossierId, choose, world) =>
			dossiers.change<Result<Dossier, 'not_permitted' | 'no_such_dossier'>>(dossierId, (current) => {
				if (!current) return { answer: err('no_such_dossier') };
				const action = choose(current);
				if (!action) return { answer: err('not_permitted') };
				const acted = act(current, action, world);
				return { next: acted.ok ? acted.value : undefined, answer: acted };
			}),
		update: (dossierId, change) =>
			dossiers.change(dossierId, (current) => ({ next: current && change(current), answer: undefined }))
	};
}
