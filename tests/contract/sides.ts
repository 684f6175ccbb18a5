/** Everything that is an Authority, ready for the contract: the reference in memory and the server's store. */
import { randomUUID } from 'node:crypto';
import { decideResultStored } from '../../domain/dossier/decide.ts';
import type { AttachmentFact } from '../../domain/dossier/schema.ts';
import { CallbackAnswer } from '../../domain/forwarding/messages.ts';
import { type DossierId, PaymentId, PersonId } from '../../domain/ids.ts';
import { invariant } from '../../domain/result.ts';
import { mai as maiOfTheForms } from '../support/forms.ts';
import { applyDecision, loadDossier } from '../../server/store/dossiers.ts';
import type { Authority } from '../../sync/store/authority.ts';
import { MemoryAuthority } from '../../sync/store/memory.ts';
import type { Open } from '../support/databases.ts';
import { openOffice, type Word, word } from '../support/office.ts';

/** An authority with two people who may log in, and the sides from which others reach it. */
export interface AuthoritySide {
	readonly authority: Authority;
	/** Whose personal number is in the sample forms. */
	readonly mai: PersonId;
	readonly sung: PersonId;
	storeFile(person: PersonId, fact: AttachmentFact): Promise<void>;
	/** The fee came, through the gateway. */
	pay(dossierId: DossierId): Promise<void>;
	/** The dossier's agency says its n-th word. */
	say(dossierId: DossierId, sequence: number, word: Word): Promise<CallbackAnswer>;
	/** The result file that the last word announced is here. */
	resultArrives(dossierId: DossierId): Promise<void>;
}

export async function serverSide(open: Open): Promise<AuthoritySide> {
	const office = await openOffice(await open());
	return {
		...office,
		async pay(dossierId) {
			await office.pay(dossierId);
		},
		say: async (dossierId, sequence, said) =>
			CallbackAnswer.parse((await office.say(dossierId, sequence, said)).body),
		async resultArrives(dossierId) {
			const stored = await loadDossier(office.db, dossierId);
			const decided = stored?.dossier.events.find((event) => event.kind === 'decided');
			invariant(stored && decided?.result, 'a result was announced');
			const decision = decideResultStored(decided.result, office.clock());
			await office.db.write((tx) =>
				applyDecision(tx, office.agencies, { stored, decision, now: office.clock() })
			);
		}
	};
}

export async function memorySide(): Promise<AuthoritySide> {
	const mai = PersonId.parse(randomUUID());
	const sung = PersonId.parse(randomUUID());
	const now = () => new Date('2026-11-23T02:00:00.000Z');
	const authority = new MemoryAuthority({
		now,
		people: new Map([
			[mai, { personalId: maiOfTheForms.personalId }],
			[sung, { personalId: '011085005678' }]
		]),
		knownCommune: () => true
	});
	return {
		authority,
		mai,
		sung,
		async storeFile(person, fact) {
			await authority.putFile(person, fact);
		},
		async pay(dossierId) {
			const paymentId = PaymentId.parse(randomUUID());
			await authority.startPayment(mai, paymentId, dossierId);
			const at = now().toISOString();
			await authority.notifyPayment(paymentId, {
				kind: 'settled',
				at,
				transactionNo: '14000001',
				bank: 'NCB'
			});
		},
		say: (dossierId, sequence, said) => authority.callback(word(dossierId, sequence, said)),
		async resultArrives(dossierId) {
			const job = authority
				.dueJobs()
				.find((one) => one.dossierId === dossierId && one.job.kind === 'fetch_result');
			invariant(job, 'a result was announced');
			await authority.finishJob(job.jobId, null);
		}
	};
}
