/**
 * The authority over libSQL: judges operations by the rules in domain/dossier/decide.ts, inside the transaction
 * that stores what comes of them. Its promises are those of sync/store/authority.ts.
 */
import { z } from 'zod';
import { dayOf } from '../../domain/dossier/calendar.ts';
import { agencyCode, dossierCode } from '../../domain/dossier/code.ts';
import { partDossierId } from '../../domain/dossier/parts.ts';
import { receptionDay } from '../../domain/dossier/time-limit.ts';
import {
	decideResultTaken,
	decideSupplement,
	decideWithdrawal,
	judgeSubmission,
	openDossier
} from '../../domain/dossier/decide.ts';
import type { Fault } from '../../domain/faults.ts';
import type { PersonId } from '../../domain/ids.ts';
import { changesPerExchangeMax } from '../../domain/limits.ts';
import { invariant } from '../../domain/result.ts';
import { dossierService } from '../../domain/services/all.ts';
import { declarationFaults } from '../../domain/tax/judge.ts';
import { type Destination, partsOf } from '../../domain/services/terms.ts';
import type { Text } from '../../domain/text.ts';
import { type Change, type Operation, Outcome } from '../../sync/protocol.ts';
import type { Authority } from '../../sync/store/authority.ts';
import type { Agencies } from '../forwarding/agencies.ts';
import { compareFiles, componentFault } from './attachments.ts';
import { contentHash } from './canonical.ts';
import { newestChange } from './changes.ts';
import { repeatFault, withReadings } from './declarations.ts';
import { StorageOutage, type Database, type Reader, type WriteTx } from './database.ts';
import { closeDraft, draftFaultOf, exchangeDraftsOf } from './drafts.ts';
import { applyDecision, insertDossier, loadDossier, loadDossierOf, type StoredDossier } from './dossiers.ts';
import {
	addReceipt,
	arrivedManifest,
	hasManifest,
	insertManifest,
	manifestFault,
	receiptFor,
	type Sign
} from './manifests.ts';
import { findPayment } from './payments.ts';
import { findPerson } from './people.ts';
import { adoptWhenNew } from './forms.ts';
import type { PlaceNames } from './places.ts';
import { nextSerial } from './serials.ts';

export interface AuthorityDeps {
	readonly db: Database;
	readonly clock: () => Date;
	readonly places: PlaceNames;
	readonly agencies: Agencies;
	/** Signs receipts. */
	readonly sign: Sign;
}

interface Hashed {
	readonly operation: Operation;
	readonly hash: string;
}
type Done = { readonly type: 'done' };
type Judgement =
	| Done
	| { readonly type: 'refused'; readonly fault: Fault }
	| Omit<Outcome & { type: 'files_missing' }, 'operationId'>;
const done: Done = { type: 'done' };
const refused = (fault: Fault): Judgement => ({ type: 'refused', fault });

export function createAuthority({ db, clock, places, agencies, sign }: AuthorityDeps): Authority {
	async function judge(tx: WriteTx, personId: PersonId, operation: Operation, now: Date): Promise<Judgement> {
		if (operation.kind === 'submit') return submit(tx, personId, operation, now);
		const stored = await loadDossierOf(tx, personId, operation.dossierId);
		if (!stored) return refused({ type: 'not_found' });
		const service = dossierService(stored.dossier.procedureCode, stored.dossier.serviceVersion);
		switch (operation.kind) {
			case 'supplement': {
				const manifest = arrivedManifest(operation);
				if (await hasManifest(tx, operation.dossierId, manifest)) return done;
				const fault = service ? componentFault(service, operation.attachments) : null;
				if (fault) return refused(fault);
				const decided = decideSupplement(stored.dossier, operation, now);
				if (!decided.ok) return refused(decided.error);
				const refusal = await manifestFault(tx, personId, manifest);
				if (refusal) return refused(refusal);
				const files = await filesJudgement(tx, personId, operation);
				if (files) return files;
				const odd =
					service &&
					declarationFaults(service, stored.dossier.form, await withReadings(tx, operation.attachments));
				if (odd && odd.length > 0) return refused({ type: 'form_invalid', fields: odd });
				const { requestId } = operation;
				await addReceipt(tx, stored.dossier, receiptFor(stored.dossier, manifest, { sign, now, requestId }));
				await applyDecision(tx, agencies, { stored, decision: decided.value, now });
				await insertManifest(tx, personId, operation.dossierId, manifest, now);
				return done;
			}
			case 'withdraw':
			case 'take_result': {
				const decided =
					operation.kind === 'withdraw'
						? decideWithdrawal(stored.dossier, operation.reason, now)
						: decideResultTaken(stored.dossier, now);
				if (!decided.ok) return refused(decided.error);
				await applyDecision(tx, agencies, { stored, decision: decided.value, now });
				return done;
			}
		}
	}

	async function submit(
		tx: WriteTx,
		personId: PersonId,
		operation: Operation & { kind: 'submit' },
		now: Date
	): Promise<Judgement> {
		const manifest = arrivedManifest(operation);
		const there = await loadDossier(tx, operation.dossierId);
		if (there?.personId === personId && (await hasManifest(tx, operation.dossierId, manifest))) return done;
		if (there) return refused({ type: there.personId === personId ? 'id_conflict' : 'not_found' });
		const person = await findPerson(tx, personId);
		invariant(person, 'operations come from people we know');
		const attachments = await withReadings(tx, operation.attachments);
		await adoptWhenNew(tx, operation.procedureCode, operation.serviceVersion);
		const judged = judgeSubmission(
			{ ...operation, attachments },
			person.personalId,
			now,
			places.knownCommune
		);
		if (!judged.ok) return refused(judged.error);
		const { service, form, destination } = judged.value;
		const fault = componentFault(service, operation.attachments);
		if (fault) return refused(fault);
		const otherwise = await draftFaultOf(tx, personId, operation.dossierId, { service, form, now });
		if (otherwise) return refused(otherwise);
		const refusal = await manifestFault(tx, personId, manifest);
		if (refusal) return refused(refusal);
		const files = await filesJudgement(tx, personId, operation);
		if (files) return files;
		invariant(
			attachments.every(({ type, declared }) => type !== 'application/xml' || declared),
			'whatever is stored as a declaration was read'
		);
		const repeat = await repeatFault(tx, personId, service, form, attachments);
		if (repeat) return refused({ type: 'form_invalid', fields: [repeat] });
		await closeDraft(tx, personId, operation.dossierId, now);

		const planned = partsOf(service, form, dayOf(now));
		const day = receptionDay(now);
		for (const [index, one] of (planned.length > 0 ? planned : [null]).entries()) {
			const { system, ...where } = one?.destination ?? destination;
			const office = agencyCode(where.code, where.province);
			const name = officeName({ system, ...where }, places);
			const of = operation.dossierId;
			const part = one && {
				id: one.id,
				index,
				of,
				title: one.title ?? name,
				needs: [...one.needs],
				waits: one.needs.length > 0
			};
			const head = {
				dossierId: partDossierId(of, index),
				code: dossierCode(office, day, await nextSerial(tx, office, day)),
				procedureCode: service.procedureCode,
				serviceVersion: service.version,
				localReference: operation.localReference,
				agency: { code: office, name },
				form,
				attachments: operation.attachments,
				submittedAt: now.toISOString(),
				...(part ? { part } : {})
			};
			const dossier = { ...head, receipts: [receiptFor(head, manifest, { sign, now })] };
			const { catalogueVersion, claimedAt } = operation;
			await insertDossier(tx, dossier, { personId, system, catalogueVersion, claimedAt });
			const stored = { dossier: { ...dossier, events: [] }, personId, system };
			const decision = openDossier(service, form, now, part ?? undefined);
			await applyDecision(tx, agencies, { stored, decision, now });
		}
		await insertManifest(tx, personId, operation.dossierId, manifest, now);
		return done;
	}

	/** The outcome there is, or the one that is found and kept now. */
	async function outcomeOf(tx: WriteTx, personId: PersonId, { operation, hash }: Hashed): Promise<Outcome> {
		const { operationId } = operation;
		const known = await findOutcome(tx, personId, operationId);
		if (known?.hash === hash) return known.outcome;
		if (known) return { type: 'refused', operationId, fault: { type: 'id_conflict' } };
		const now = clock();
		const outcome: Outcome = { ...(await judge(tx, personId, operation, now)), operationId };
		if (outcome.type !== 'files_missing')
			await tx.run(
				'INSERT INTO operations (person_id, operation_id, content_hash, outcome, decided_at) VALUES (?, ?, ?, ?, ?)',
				[personId, operationId, hash, JSON.stringify(outcome), now.toISOString()]
			);
		return outcome;
	}

	async function applyAll(personId: PersonId, operations: readonly Operation[]): Promise<Outcome[]> {
		if (operations.length === 0) return [];
		// The same content may be signed again, by another key too: on its way after an update, or when a guest logs in.
		const all = operations.map((operation) => ({
			operation,
			hash: contentHash({ ...operation, seal: undefined })
		}));
		const together = (some: readonly Hashed[]) =>
			db.write(async (tx) => {
				const outcomes: Outcome[] = [];
				for (const one of some) outcomes.push(await outcomeOf(tx, personId, one));
				return outcomes;
			});
		try {
			return await together(all);
		} catch (error) {
			if (all.length === 1 || error instanceof StorageOutage) throw error;
			// One of them breaks us: those before it are kept all the same, and what lies behind is for another time.
			const outcomes: Outcome[] = [];
			for (const one of all) outcomes.push(...(await together([one])));
			return outcomes;
		}
	}

	return {
		async apply(personId, operation) {
			const [outcome] = await applyAll(personId, [operation]);
			invariant(outcome, 'an operation has an outcome');
			return outcome;
		},
		applyAll,

		exchangeDrafts: (personId, up) => exchangeDraftsOf(db, personId, up, clock),

		async changesSince(personId, cursor) {
			// So it is most of the time.
			if ((await newestChange(db, personId)) === cursor) return { changes: [], cursor, more: false };
			const after = (seq: number) =>
				db.read('SELECT seq, kind, key FROM changes WHERE person_id = ? AND seq > ? ORDER BY seq LIMIT ?', [
					personId,
					seq,
					changesPerExchangeMax + 1
				]);
			let from = cursor;
			let rows = await after(cursor);
			if (rows.length === 0 && cursor > 0) {
				from = await knownCursor(db, cursor);
				if (from !== cursor) rows = await after(from);
			}
			const page = rows.slice(0, changesPerExchangeMax).map((row) => ChangeRow.parse(row));
			// A picture may be newer than its place in the list: then it comes once more, which is harmless.
			const changes = await Promise.all(page.map((row) => picture(db, personId, row)));
			return { changes, cursor: page.at(-1)?.seq ?? from, more: rows.length > page.length };
		}
	};
}

async function findOutcome(
	tx: Reader,
	personId: PersonId,
	operationId: string
): Promise<{ hash: string; outcome: Outcome } | null> {
	const [row] = await tx.read(
		'SELECT content_hash, outcome FROM operations WHERE person_id = ? AND operation_id = ?',
		[personId, operationId]
	);
	if (!row) return null;
	const { content_hash: hash, outcome } = OperationRow.parse(row);
	return { hash, outcome: Outcome.parse(JSON.parse(outcome)) };
}

/** What the file store says against the operation; null when every file is there as named. */
async function filesJudgement(
	tx: Reader,
	personId: PersonId,
	operation: Operation & { kind: 'submit' | 'supplement' }
): Promise<Judgement | null> {
	const { missing, fault } = await compareFiles(tx, personId, operation.attachments);
	if (fault) return refused(fault);
	return missing.length > 0 ? { type: 'files_missing', attachmentIds: missing } : null;
}

/** A cursor beyond our last change comes from a history that a restored backup has lost: begin again. */
async function knownCursor(db: Reader, cursor: number): Promise<number> {
	const [row] = await db.read(`SELECT seq FROM sqlite_sequence WHERE name = 'changes'`);
	return cursor > Number(row?.['seq'] ?? 0) ? 0 : cursor;
}

async function picture(db: Reader, personId: PersonId, row: z.infer<typeof ChangeRow>): Promise<Change> {
	if (row.kind === 'payment') {
		const stored = await findPayment(db, row.key);
		invariant(stored?.personId === personId, 'a change is of a payment of that person');
		return { kind: 'payment', payment: stored.payment };
	}
	const stored: StoredDossier | null = await loadDossierOf(db, personId, row.key);
	invariant(stored, 'a change is of a dossier of that person');
	return { kind: 'dossier', dossier: stored.dossier };
}

function officeName({ name, province, commune }: Destination, places: PlaceNames): Text {
	const of = places.provinceName(province);
	const within = commune === null ? { vi: '', en: '' } : places.communeName(commune);
	const filled = (locale: keyof Text) =>
		name[locale].replace('{province}', of[locale]).replace('{commune}', within[locale]);
	return { vi: filled('vi'), en: filled('en') };
}

const OperationRow = z.object({ content_hash: z.string(), outcome: z.string() });
const ChangeRow = z.object({ seq: z.number(), kind: z.enum(['dossier', 'payment']), key: z.string() });
