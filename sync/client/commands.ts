/**
 * The only writers of a person's database on behalf of the person. Each command is one edit of the cabinet, and so one
 * strict transaction: when it answers `ok`, the work is on the disk and the page may say "saved on this device"; when it answers a fault,
 * nothing of it happened and everything from before is intact.
 * Leaves sending to the driver, which notices the outbox by itself.
 */
import { dayOf } from '../../domain/dossier/wall-clock.ts';
import { localReference } from '../../domain/dossier/code.ts';
import type { AttachmentFact } from '../../domain/dossier/schema.ts';
import type { Decision } from '../../domain/drafts/conflicts.ts';
import { discardedCopy } from '../../domain/drafts/copy.ts';
import type { Fault } from '../../domain/faults.ts';
import { fileKind, fileKindBytes } from '../../domain/files.ts';
import {
	AttachmentId,
	DossierId,
	DraftId,
	OperationId,
	type PaymentId,
	type RequestId
} from '../../domain/ids.ts';
import { attachmentBytesMax, attachmentsPerDossierMax, xmlBytesMax } from '../../domain/limits.ts';
import type { ChargeAccount } from '../../domain/payment/charges.ts';
import { isNotOlder } from '../../domain/payment/machine.ts';
import type { Payment, PaymentSubject } from '../../domain/payment/schema.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Component, DossierService, Field, FileKind } from '../../domain/services/definition.ts';
import { mergeValues } from '../../domain/services/merge.ts';
import type { FormValues } from '../../domain/services/values.ts';
import type { DeclarationReading } from '../../domain/tax/declaration.ts';
import type { Operation } from '../protocol.ts';
import type { Edit } from './cabinet.ts';
import { putFile, removeFile } from './contents.ts';
import {
	type Draft,
	filesAllowedMark,
	filesPausedMark,
	type KeptPayment,
	type Me,
	type PhoneAttachment,
	type PhoneDb,
	type Records,
	says,
	storageFault,
	type UnsentWords,
	wordsKey
} from './db.ts';
import { browserDeps, type PhoneDeps } from './deps.ts';
import { resealed } from './device-key.ts';
import { acted, rememberDiscarded, written } from './drafts.ts';
import { formOf, forms } from './form-of.ts';
import { paperKey, papersIn } from './papers.ts';
import { isSameLookup, refreshed, type StandingBill, standingBill, withoutPaid } from './standing-bills.ts';

type Told<T> = Promise<Result<T, Fault>>;

export interface Commands {
	/** A new draft, prefilled from her login when there is one. Fault: unknown_procedure, storage_*. */
	startDraft(procedureCode: string, prefill: Me | null): Told<Draft>;
	/**
	 * Keeps what is on the screen, and answers with what is on the disk now. Fault: not_found, not_now (it is under way
	 * and cannot be edited), storage_*.
	 * @param since what this screen last read or wrote: what another tab has saved after it stays in the fields that
	 *   were not touched here. Absent: the values replace all.
	 */
	saveDraft(draftId: DraftId, values: FormValues, group: number, since?: FormValues): Told<Draft>;
	/**
	 * Carries a draft over to a newer version of its form, with the answers as they are under it.
	 * Fault: not_found, not_now (it is under way under its own version), storage_*.
	 */
	carryDraft(draftId: DraftId, serviceVersion: number, values: FormValues): Told<Draft>;
	/** She decides about answers that differ between her devices. Fault: not_found, not_now, unavailable, storage_*. */
	settleConflict(draftId: DraftId, decision: Decision): Told<Draft>;
	/** She has read what happened to it on another device. Repeats are harmless. */
	dismissNotice(draftId: DraftId): Told<null>;
	/** Gone with its files. Fault: not_now while it is under way. Repeats are harmless. */
	deleteDraft(draftId: DraftId): Told<null>;
	/**
	 * Checks and keeps one file. Fault: file_empty, file_too_large, file_kind, form_invalid (too_many_files),
	 * not_found (no such draft, dossier or component), not_now (draft is under way), storage_*.
	 * @param instead files that it takes the place of: they go in the moment in which it is kept, or not at all
	 */
	addAttachment(
		dossierId: DossierId,
		component: string,
		file: File,
		purpose: PhoneAttachment['purpose'],
		requestId?: RequestId,
		instead?: readonly AttachmentId[]
	): Told<PhoneAttachment>;
	/** Fault: not_now when it is already part of something under way. Repeats are harmless. */
	removeAttachment(attachmentId: AttachmentId): Told<null>;
	/**
	 * Queues the application: from here on it goes out by itself. A second press changes nothing.
	 * Fault: form_invalid (told at the fields; nothing was queued), not_found, unknown_service_version, storage_*.
	 * @param catalogueVersion what she read
	 */
	submitDraft(
		draftId: DraftId,
		catalogueVersion: string
	): Told<{ dossierId: DossierId; localReference: string }>;
	/**
	 * Keeps words that she is still writing, until they are sent. Fault: not_now (they are under way already),
	 * storage_*.
	 */
	saveWords(of: UnsentWords, text: string): Told<null>;
	/** Queues the answer to a request, with the files added for it. A second press changes nothing. */
	sendSupplement(dossierId: DossierId, requestId: RequestId, note: string): Told<OperationId>;
	/** Queues the wish to withdraw. A second press changes nothing. */
	withdraw(dossierId: DossierId, reason: string): Told<OperationId>;
	/** Files stay until she says otherwise, also after a restart; words go on. */
	pauseFiles(paused: boolean): Told<null>;
	/** Files of all that waits now may go on any line, however dear. */
	allowFiles(): Told<null>;
	/** She has read why an operation was set aside. A refused submission goes with its draft instead. */
	dismiss(operationId: OperationId): Told<null>;
	/** Before the server is asked: a name that survives a cut. Repeats are harmless. */
	keepPayment(intent: { readonly paymentId: PaymentId; readonly subject: PaymentSubject }): Told<KeptPayment>;
	/** What the server said of it. Never turns a paid one back. */
	savePayment(payment: Payment): Told<null>;
	/** Keeps a look-up, or what the issuer says of it now. */
	saveBill(account: ChargeAccount): Told<StandingBill>;
	/** Her name for it, and what she means to pay; what is not given stays. Changes nothing when it is gone. */
	changeBill(billId: string, change: Partial<Pick<StandingBill, 'name' | 'plan'>>): Told<null>;
	removeBill(billId: string): Told<null>;
	/**
	 * Keeps a paper for later forms, beside the draft that it was given for. The same paper is kept once. Faults:
	 * not_found (its bytes are gone, or no form recognises it), storage_*.
	 */
	keepPaper(
		file: Pick<PhoneAttachment, 'name' | 'type' | 'size' | 'sha256' | 'bytes'>,
		component: Pick<Component, 'code' | 'name'>
	): Told<null>;
	/** Takes a kept paper out of the wallet, with its bytes. What was already handed in stays handed in. */
	forgetPaper(paperId: string): Told<null>;
}

const anyKind: readonly FileKind[] = ['image/jpeg', 'image/png', 'application/pdf'];

export function phoneCommands(db: PhoneDb, deps: PhoneDeps = browserDeps): Commands {
	/** A full or failing disk becomes a fault, and the edit has left nothing. */
	async function write<T>(edit: (cabinet: Edit) => Promise<Result<T, Fault>>): Told<T> {
		try {
			return await db.cabinet.change(edit);
		} catch (error) {
			return err(storageFault(error));
		}
	}

	/** A guest's drafts stay on this device. */
	const isShared = db.owner !== 'guest';

	/** Frozen and signed here, at the press of the button: what goes out later is this or nothing. */
	async function enqueue(cabinet: Edit, unsealed: Operation): Promise<void> {
		const operation = await resealed(db, unsealed);
		const { operationId, dossierId } = operation;
		cabinet.put('outbox', { operationId, dossierId, operation, queuedAt: deps.now(), state: 'queued' });
	}

	/** The operation of this kind that already waits; set-aside ones of the same kind make room for a new try. */
	async function replaced(cabinet: Edit, dossierId: DossierId, same: (operation: Operation) => boolean) {
		const entries = (await cabinet.of('outbox', dossierId)).filter((entry) => same(entry.operation));
		const queued = entries.find((entry) => entry.state === 'queued');
		if (!queued) for (const { operationId } of entries) cabinet.remove('outbox', operationId);
		return queued?.operationId;
	}

	return {
		async startDraft(procedureCode, prefill) {
			const rules = await forms().catch(() => null);
			if (!rules) return err({ type: 'unavailable' });
			if (rules.offeredService(procedureCode)?.kind !== 'dossier')
				return err({ type: 'unknown_procedure', procedureCode });
			const now = deps.now();
			const service = await rules.loadNewestService(procedureCode, dayOf(new Date(now))).catch(() => null);
			if (!service) return err({ type: 'unavailable' });
			deps.askToPersist();
			const dossierId = DossierId.parse(deps.uuid());
			const draft: Draft = {
				draftId: DraftId.parse(deps.uuid()),
				dossierId,
				operationId: OperationId.parse(deps.uuid()),
				procedureCode,
				serviceVersion: service.version,
				values: prefill ? prefilled(service, prefill) : {},
				group: 0,
				createdAt: now,
				updatedAt: now,
				state: 'editing',
				localReference: localReference(dossierId)
			};
			return await write(async (cabinet) => {
				cabinet.put('drafts', draft);
				return ok(draft);
			});
		},

		saveDraft: (draftId, values, group, since) =>
			write(async (cabinet) => {
				const draft = await cabinet.get('drafts', draftId);
				if (!draft) return err({ type: 'not_found' });
				if (draft.state === 'queued') return err(underWay);
				// A refused draft keeps its fault while she mends it: the page shows what was wrong.
				const screens = { before: since ?? draft.values, after: values };
				const kept = isShared
					? await written(cabinet, draft, screens, deps)
					: { ...draft, values: mergeValues(screens.before, values, draft.values) };
				const saved: Draft = { ...kept, group, updatedAt: deps.now() };
				cabinet.put('drafts', saved);
				return ok(saved);
			}),

		settleConflict: (draftId, decision) =>
			write(async (cabinet) => {
				const draft = await cabinet.get('drafts', draftId);
				if (!draft) return err({ type: 'not_found' });
				if (draft.state === 'queued') return err(underWay);
				const rules = await forms().catch(() => null);
				if (!rules) return err({ type: 'unavailable' });
				const settled = await acted(
					cabinet,
					draft,
					({ document }) => rules.settling(document, decision),
					deps
				);
				const saved = { ...settled, updatedAt: deps.now() };
				cabinet.put('drafts', saved);
				return ok(saved);
			}),

		dismissNotice: (draftId) =>
			write(async (cabinet) => {
				const draft = await cabinet.get('drafts', draftId);
				if (!draft?.notice) return ok(null);
				const { notice: _, ...rest } = draft;
				cabinet.put('drafts', rest);
				return ok(null);
			}),

		carryDraft: (draftId, serviceVersion, values) =>
			write(async (cabinet) => {
				const draft = await cabinet.get('drafts', draftId);
				if (!draft) return err({ type: 'not_found' });
				if (draft.state === 'queued') return err(underWay);
				const carried: Draft = { ...draft, serviceVersion, values, group: 0, updatedAt: deps.now() };
				cabinet.put('drafts', carried);
				return ok(carried);
			}),

		deleteDraft: (draftId) =>
			write(async (cabinet) => {
				const draft = await cabinet.get('drafts', draftId);
				if (!draft) return ok(null);
				if (draft.state === 'queued') return err(underWay);
				const { dossierId } = draft;
				await rememberDiscarded(cabinet, draft, discardedCopy, deps);
				cabinet.remove('drafts', draftId);
				for (const file of await cabinet.of('files', dossierId)) await removeFile(cabinet, file);
				for (const { operationId } of await cabinet.of('outbox', dossierId))
					cabinet.remove('outbox', operationId);
				return ok(null);
			}),

		async addAttachment(dossierId, component, file, purpose, requestId, instead = []) {
			const { name } = file;
			if (file.size === 0) return err({ type: 'file_empty', name });
			if (file.size > attachmentBytesMax)
				return err({ type: 'file_too_large', name, bytesMax: attachmentBytesMax });
			const bytes = await file.arrayBuffer().catch(() => null);
			// The picker's file is gone or locked: cards are pulled out, albums are synchronised away.
			if (!bytes) return err({ type: 'storage_failed' });
			const type = fileKind(new Uint8Array(bytes, 0, Math.min(fileKindBytes, bytes.byteLength)));
			if (type === 'application/xml' && file.size > xmlBytesMax)
				return err({ type: 'file_too_large', name, bytesMax: xmlBytesMax });
			const declared = type === 'application/xml' ? await readDeclared(bytes) : undefined;
			const sha256 = await deps.sha256(bytes);
			return await write(async (cabinet) => {
				const [draft] = await cabinet.of('drafts', dossierId);
				const parent = draft ?? (await cabinet.get('dossiers', dossierId));
				const service = parent && (await formOf(parent));
				if (!parent || !service) return err({ type: 'not_found' });
				if (purpose === 'draft' && draft?.state === 'queued') return err(underWay);
				const asked = service.components.find(({ id }) => id === component);
				if (!asked && purpose === 'draft') return err({ type: 'not_found' });
				if (!type || !(asked?.kinds ?? anyKind).includes(type)) return err({ type: 'file_kind', name });
				if (declared && asked?.declares) {
					// What no answer can mend is refused at once. What only differs from the answers of a draft is kept and told at
					// the paper, for they may be what is wrong; those of a dossier stand.
					const { declarationFault } = await forms();
					const answers = 'form' in parent ? parent.form : {};
					const odd = declarationFault(asked.id, asked.declares, answers, declared);
					if (odd) return err({ type: 'form_invalid', fields: [odd] });
				}
				const before = (await cabinet.of('files', dossierId)).filter(
					(other) => other.purpose === purpose && other.requestId === requestId
				);
				const replaced = before.filter((other) => instead.includes(other.attachmentId));
				for (const other of replaced) if (await isUnderWay(cabinet, other)) return err(underWay);
				const others = before.filter((other) => !replaced.includes(other));
				const tooMany = crowded(component, asked, others);
				if (tooMany) return err(tooMany);
				const attachment: Records['files'] = {
					attachmentId: AttachmentId.parse(deps.uuid()),
					dossierId,
					component,
					name: name.slice(0, 200),
					type,
					size: bytes.byteLength,
					sha256,
					purpose,
					...(requestId ? { requestId } : {}),
					...(declared ? { declared } : {}),
					uploadedBytes: 0,
					stored: false,
					addedAt: deps.now()
				};
				for (const other of replaced) await removeFile(cabinet, other);
				// What was hashed: a picked file may change on the disk afterwards.
				const kept = await putFile(cabinet, attachment, bytes);
				return ok({ ...kept, bytes: new Blob([bytes], { type }) });
			});
		},

		removeAttachment: (attachmentId) =>
			write(async (cabinet) => {
				const attachment = await cabinet.get('files', attachmentId);
				if (!attachment) return ok(null);
				if (await isUnderWay(cabinet, attachment)) return err(underWay);
				await removeFile(cabinet, attachment);
				return ok(null);
			}),

		submitDraft: (draftId, catalogueVersion) =>
			write(async (cabinet) => {
				const draft = await cabinet.get('drafts', draftId);
				if (!draft) return err({ type: 'not_found' });
				const { dossierId, procedureCode, serviceVersion } = draft;
				const receipt = ok({ dossierId, localReference: draft.localReference });
				if (draft.state === 'queued') return receipt;
				const service = await formOf(draft);
				if (!service) return err({ type: 'unknown_service_version', procedureCode, version: serviceVersion });
				const { cleanValues, conflictingFields, formFaults } = await forms();
				const files = (await cabinet.of('files', dossierId)).filter(({ purpose }) => purpose === 'draft');
				const attachments = files.map(fact);
				const now = new Date(deps.now());
				const today = dayOf(now);
				const open = draft.copy ? conflictingFields(draft.copy.document, service, today) : [];
				if (open.length > 0) return err({ type: 'draft_conflict', fields: open });
				const fields = formFaults(service, draft.values, files, today);
				if (fields.length > 0) return err({ type: 'form_invalid', fields });
				// The refused id is spent for ever: the server would repeat its refusal.
				const operationId = draft.state === 'refused' ? OperationId.parse(deps.uuid()) : draft.operationId;
				for (const { operationId } of await cabinet.of('outbox', dossierId))
					cabinet.remove('outbox', operationId);
				await enqueue(cabinet, {
					kind: 'submit',
					operationId,
					dossierId,
					procedureCode,
					serviceVersion,
					catalogueVersion,
					localReference: draft.localReference,
					claimedAt: now.toISOString(),
					form: cleanValues(service, draft.values, today),
					attachments
				});
				const { fault: _, ...rest } = draft;
				cabinet.put('drafts', { ...rest, operationId, state: 'queued', updatedAt: deps.now() });
				return receipt;
			}),

		saveWords: (of, text) =>
			write(async (cabinet) => {
				const { dossierId } = of;
				const waiting = await cabinet.of('outbox', dossierId);
				// A tab that is late: what was written is in the operation.
				if (waiting.some(({ state, operation }) => state === 'queued' && says(operation, of)))
					return err(underWay);
				cabinet.put('facts', { key: wordsKey(of), text });
				return ok(null);
			}),

		sendSupplement: (dossierId, requestId, note) =>
			write(async (cabinet) => {
				const words: UnsentWords = { kind: 'supplement', dossierId, requestId };
				cabinet.remove('facts', wordsKey(words));
				const queued = await replaced(cabinet, dossierId, (operation) => says(operation, words));
				if (queued) return ok(queued);
				const attachments = (await cabinet.of('files', dossierId))
					.filter((file) => file.purpose === 'supplement' && file.requestId === requestId)
					.map(fact);
				const operationId = OperationId.parse(deps.uuid());
				await enqueue(cabinet, { kind: 'supplement', operationId, dossierId, requestId, note, attachments });
				return ok(operationId);
			}),

		withdraw: (dossierId, reason) =>
			write(async (cabinet) => {
				const words: UnsentWords = { kind: 'withdraw', dossierId };
				cabinet.remove('facts', wordsKey(words));
				const queued = await replaced(cabinet, dossierId, (operation) => says(operation, words));
				if (queued) return ok(queued);
				const operationId = OperationId.parse(deps.uuid());
				await enqueue(cabinet, { kind: 'withdraw', operationId, dossierId, reason });
				return ok(operationId);
			}),

		pauseFiles: (paused) =>
			write(async (cabinet) => {
				cabinet.setMark(filesPausedMark, paused ? 1 : 0);
				return ok(null);
			}),

		allowFiles: () =>
			write(async (cabinet) => {
				const positions = (await cabinet.all('outbox')).map(({ position = 0 }) => position);
				cabinet.setMark(filesAllowedMark, Math.max(0, ...positions));
				return ok(null);
			}),

		dismiss: (operationId) =>
			write(async (cabinet) => {
				const entry = await cabinet.get('outbox', operationId);
				if (!entry || entry.state === 'queued' || entry.operation.kind === 'submit') return ok(null);
				cabinet.remove('outbox', operationId);
				return ok(null);
			}),

		keepPayment: ({ paymentId, subject }) =>
			write(async (cabinet) => {
				const before = await cabinet.get('payments', paymentId);
				if (before) return ok(before);
				const kept: KeptPayment = { paymentId, subject, keptAt: deps.now(), payment: null };
				cabinet.put('payments', kept);
				return ok(kept);
			}),

		savePayment: (payment) =>
			write(async (cabinet) => {
				await keepNewer(cabinet, payment, deps.now());
				return ok(null);
			}),

		saveBill: (account) =>
			write(async (cabinet) => {
				const kept = (await cabinet.all('bills')).map(standingBill);
				const before = kept.find((bill) => isSameLookup(bill.account, account));
				const bill = refreshed(
					before ?? { billId: deps.uuid(), account, name: '', plan: null, savedAt: 0 },
					account,
					deps.now()
				);
				cabinet.put('bills', bill);
				return ok(bill);
			}),

		changeBill: (billId, change) =>
			write(async (cabinet) => {
				const record = await cabinet.get('bills', billId);
				if (record) cabinet.put('bills', { ...standingBill(record), ...change });
				return ok(null);
			}),

		removeBill: (billId) =>
			write(async (cabinet) => {
				if (await cabinet.get('bills', billId)) cabinet.remove('bills', billId);
				return ok(null);
			}),

		async keepPaper({ name, type, size, sha256, bytes }, { code, name: title }) {
			const content = await bytes?.arrayBuffer().catch(() => null);
			if (!content || code === undefined) return err({ type: 'not_found' });
			return await write(async (cabinet) => {
				const kept = papersIn(await cabinet.all('facts'));
				if (kept.some((paper) => paper.sha256 === sha256 && paper.code === code)) return ok(null);
				const paperId = deps.uuid();
				const paper = { paperId, code, title, name, type, size, sha256, keptAt: deps.now() };
				cabinet.put('facts', { key: paperKey(paperId), paper });
				cabinet.putContent(paperId, content);
				return ok(null);
			});
		},

		forgetPaper: (paperId) =>
			write(async (cabinet) => {
				if (!(await cabinet.get('facts', paperKey(paperId)))) return ok(null);
				cabinet.remove('facts', paperKey(paperId));
				cabinet.removeContent(paperId);
				return ok(null);
			})
	};
}

/** Puts the server's picture of a payment, unless it is older than what is here: what is paid stays paid. */
export async function keepNewer(cabinet: Edit, payment: Payment, now: number): Promise<void> {
	const { paymentId, subject } = payment;
	const before = await cabinet.get('payments', paymentId);
	if (before?.payment && !isNotOlder(payment.state, before.payment.state)) return;
	cabinet.put('payments', { paymentId, subject, keptAt: before?.keptAt ?? now, payment });
	if (payment.state !== 'paid' || subject.kind === 'dossier') return;
	for (const bill of await cabinet.all('bills')) {
		const rest = withoutPaid(standingBill(bill), payment);
		if (rest) cabinet.put('bills', rest);
	}
}

/** Status 1 of the national list: submitted, by her own hand. */
const underWay: Fault = { type: 'not_now', status: 1 };

/** Whether a file is part of something that waits to be sent. */
async function isUnderWay(
	cabinet: Edit,
	{ attachmentId, dossierId }: Pick<PhoneAttachment, 'attachmentId' | 'dossierId'>
): Promise<boolean> {
	return (await cabinet.of('outbox', dossierId)).some(
		({ state, operation }) =>
			state === 'queued' &&
			'attachments' in operation &&
			operation.attachments.some((file) => file.attachmentId === attachmentId)
	);
}

function fact(file: AttachmentFact): AttachmentFact {
	const { attachmentId, component, name, type, size, sha256 } = file;
	return { attachmentId, component, name, type, size, sha256 };
}

/** What the file of a declaration says; undefined where what reads it cannot be had now: then only the server reads it. */
async function readDeclared(bytes: ArrayBuffer): Promise<DeclarationReading | undefined> {
	const reader = await import('./declared.ts').catch(() => null);
	return reader?.readHere(bytes);
}

function crowded(
	component: string,
	asked: Component | undefined,
	others: readonly AttachmentFact[]
): Fault | null {
	const ofThis = others.filter((other) => other.component === component).length;
	const max = Math.min(asked?.filesMax ?? attachmentsPerDossierMax, attachmentsPerDossierMax);
	if (ofThis < max && others.length < attachmentsPerDossierMax) return null;
	return {
		type: 'form_invalid',
		fields: [{ field: component, rule: 'too_many_files', params: { max: String(max) } }]
	};
}

function prefilled(service: DossierService, me: Me): FormValues {
	const values: FormValues = {};
	for (const { id, prefill } of service.groups.flatMap((group): readonly Field[] => group.fields))
		if (prefill && me[prefill]) values[id] = me[prefill];
	return values;
}
