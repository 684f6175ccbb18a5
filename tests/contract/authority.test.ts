import { randomUUID } from 'node:crypto';
import { describe } from 'vitest';
import { decideResultStored } from '../../domain/dossier/decide.ts';
import { PaymentId, PersonId } from '../../domain/ids.ts';
import { invariant } from '../../domain/result.ts';
import { mai as maiOfTheForms } from '../../domain/services/samples.ts';
import { applyDecision, loadDossier } from '../../server/store/dossiers.ts';
import { MemoryAuthority } from '../../sync/store/memory.ts';
import { CallbackAnswer } from '../../domain/forwarding/messages.ts';
import { forEachDatabase, type Open } from '../support/databases.ts';
import { openOffice, word } from '../support/office.ts';
import { authorityContract, type AuthoritySide } from './authority.ts';

async function serverSide(open: Open): Promise<AuthoritySide> {
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

async function memorySide(): Promise<AuthoritySide> {
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

describe('the authority in memory', () => authorityContract(memorySide));
describe('the authority over libSQL', () =>
	forEachDatabase((open) => authorityContract(() => serverSide(open))));
