/**
 * The reference Authority: what the server keeps for phones, in memory, deciding by domain/dossier/decide.ts like
 * the real one. Short enough to be read as the meaning of the promises in authority.ts; the simulator runs on it,
 * and on its sides for the gateway and the agencies.
 */
import { canonicalJson } from '../../domain/canonical.ts';
import { agencyCode, dossierCode } from '../../domain/dossier/code.ts';
import { dayOf } from '../../domain/dossier/wall-clock.ts';
import {
	type Accepted,
	decideCallback,
	decideForwarded,
	decidePaid,
	decideRelease,
	decideResultStored,
	decideResultTaken,
	decideSupplement,
	decideWithdrawal,
	type Decision,
	type Job,
	judgeSubmission,
	numbered,
	openDossier
} from '../../domain/dossier/decide.ts';
import type { DraftsDown } from '../../domain/drafts/delta.ts';
import { type DraftsArrived, exchangeDrafts } from '../../domain/drafts/exchange.ts';
import { closed, type FiledDraft } from '../../domain/drafts/feed.ts';
import { draftFault } from '../../domain/drafts/submission.ts';
import { partDossierId, releaseOf } from '../../domain/dossier/parts.ts';
import { partsOf } from '../../domain/services/terms.ts';
import { fold as foldDossier } from '../../domain/dossier/machine.ts';
import { manifestText } from '../../domain/dossier/manifest.ts';
import type { Receipt } from '../../domain/dossier/receipt.ts';
import type { AttachmentFact, Dossier } from '../../domain/dossier/schema.ts';
import type { Fault } from '../../domain/faults.ts';
import type { AgencyCallback, CallbackAnswer } from '../../domain/forwarding/messages.ts';
import type {
	AttachmentId,
	DossierId,
	DraftId,
	OperationId,
	PaymentId,
	PersonId,
	RequestId
} from '../../domain/ids.ts';
import { changesPerExchangeMax, paymentOpenMs } from '../../domain/limits.ts';
import { fold as foldPayment } from '../../domain/payment/machine.ts';
import type { Payment, ProviderEvent } from '../../domain/payment/schema.ts';
import { err, invariant, ok, type Result } from '../../domain/result.ts';
import type { Change, Operation, Outcome } from '../protocol.ts';
import type { Authority } from './authority.ts';
import { type Disk, soundDisk } from './disk.ts';

interface Filed {
	readonly person: PersonId;
	readonly dossier: Dossier;
	/** Sequence of the agency's last word that had its turn. */
	readonly callbackSequence: number;
	/** Words that came before their turn. */
	readonly early: ReadonlyMap<number, AgencyCallback>;
}

export interface StoredJob {
	/** Made from what it is about: a repeat of the decision is the same job. */
	readonly jobId: string;
	readonly dossierId: DossierId;
	readonly job: Job;
	readonly done: boolean;
}

/** Everything that is on the disk. */
export interface AuthorityState {
	readonly dossiers: Map<DossierId, Filed>;
	/** By person and operation: what one person names is no other's business. */
	readonly outcomes: Map<string, { readonly content: string; readonly outcome: Outcome }>;
	/** What dossiers were made of and supplemented with: the texts themselves instead of their hashes. */
	readonly manifests: Set<string>;
	readonly files: Map<AttachmentId, { readonly person: PersonId; readonly fact: AttachmentFact }>;
	readonly payments: Map<
		PaymentId,
		{ readonly person: PersonId; readonly payment: Payment; readonly events: readonly ProviderEvent[] }
	>;
	readonly jobs: Map<string, StoredJob>;
	readonly drafts: Map<DraftId, { readonly person: PersonId; readonly filed: FiledDraft }>;
	/** Of each person: how often any of her drafts has changed, and the last number that one got. */
	readonly feeds: Map<PersonId, { readonly revision: number; readonly numbered: number }>;
	/** Newest version of each thing, by kind and id. */
	readonly versions: Map<string, { readonly person: PersonId; readonly version: number }>;
	version: number;
	serial: number;
}

export interface AuthorityDeps {
	readonly now: () => Date;
	/** Personal numbers of the people who may log in. */
	readonly people: ReadonlyMap<PersonId, { readonly personalId: string }>;
	readonly knownCommune: (province: string, commune: string) => boolean;
	readonly disk?: Disk;
	/** Signs what was received: the manifest's text, for which dossier. Without it there are no receipts. */
	readonly receipt?: (dossier: Dossier, manifest: string, now: Date, requestId?: RequestId) => Receipt;
}

export class MemoryAuthority implements Authority {
	/** Public for the simulator, which compares it with what the phones show and may lose it on purpose. */
	state: AuthorityState = {
		dossiers: new Map(),
		outcomes: new Map(),
		manifests: new Set(),
		files: new Map(),
		payments: new Map(),
		jobs: new Map(),
		drafts: new Map(),
		feeds: new Map(),
		versions: new Map(),
		version: 0,
		serial: 0
	};
	readonly #deps: AuthorityDeps;
	readonly #disk: Disk;

	constructor(deps: AuthorityDeps) {
		this.#deps = deps;
		this.#disk = deps.disk ?? soundDisk;
	}

	apply(person: PersonId, operation: Operation): Promise<Outcome> {
		return this.#disk.commit('apply', () => {
			const key = `${person}/${operation.operationId}`;
			const content = canonicalJson({ ...operation, seal: undefined });
			const before = this.state.outcomes.get(key);
			if (before)
				return before.content === content
					? before.outcome
					: refused(operation.operationId, { type: 'id_conflict' });
			const outcome = this.#judge(person, operation);
			// Not yet judged: the same operation comes again when its files are here.
			if (outcome.type !== 'files_missing') this.state.outcomes.set(key, { content, outcome });
			return outcome;
		});
	}

	async applyAll(person: PersonId, operations: readonly Operation[]): Promise<Outcome[]> {
		const outcomes: Outcome[] = [];
		for (const operation of operations) outcomes.push(await this.apply(person, operation));
		return outcomes;
	}

	async changesSince(person: PersonId, cursor: number) {
		const mine = [...this.state.versions]
			.filter(([, entry]) => entry.person === person && entry.version > cursor)
			.sort(([, a], [, b]) => a.version - b.version);
		const page = mine.slice(0, changesPerExchangeMax);
		const last = page.at(-1)?.[1].version ?? cursor;
		return {
			changes: page.map(([key]) => this.#picture(key)),
			cursor: last,
			more: mine.length > page.length
		};
	}

	exchangeDrafts(person: PersonId, up: DraftsArrived): Promise<DraftsDown> {
		return this.#disk.commit('drafts', () => {
			const all = [...this.state.drafts.values()];
			const hers = all.filter((draft) => draft.person === person).map(({ filed }) => filed);
			const foreign = all.filter((draft) => draft.person !== person);
			const done = exchangeDrafts(
				{
					...this.#feed(person),
					open: hers.filter(({ state }) => state === 'open').length,
					drafts: hers,
					foreign: new Set(foreign.map(({ filed }) => filed.head.draftId))
				},
				up,
				this.#deps.now().getTime()
			);
			for (const filed of done.changed) this.state.drafts.set(filed.head.draftId, { person, filed });
			this.state.feeds.set(person, { revision: done.revision, numbered: done.numbered });
			return done.down;
		});
	}

	/** An upload that arrived whole and matched its hash. Another person's id is not taken over. */
	putFile(person: PersonId, fact: AttachmentFact): Promise<boolean> {
		return this.#disk.commit('file', () => {
			const before = this.state.files.get(fact.attachmentId);
			if (before) return before.person === person && before.fact.sha256 === fact.sha256;
			this.state.files.set(fact.attachmentId, { person, fact });
			return true;
		});
	}

	/** Opens an attempt to pay the fee of a dossier; the same id again answers the same attempt. */
	startPayment(
		person: PersonId,
		paymentId: PaymentId,
		dossierId: DossierId
	): Promise<Result<Payment, Fault>> {
		return this.#disk.commit('start_payment', () => {
			const before = this.state.payments.get(paymentId);
			if (before) return before.person === person ? ok(before.payment) : err({ type: 'not_found' });
			const filed = this.state.dossiers.get(dossierId);
			if (filed?.person !== person) return err({ type: 'not_found' });
			const { due, status } = foldDossier(filed.dossier.events);
			if (!due) return err({ type: 'not_now', status });
			const open = [...this.state.payments.values()].find(
				({ payment }) =>
					payment.subject.kind === 'dossier' &&
					payment.subject.dossierId === dossierId &&
					(payment.state === 'open' || payment.state === 'held')
			);
			if (open) return err({ type: 'payment_open', paymentId: open.payment.paymentId });
			const now = this.#deps.now();
			const payment: Payment = {
				paymentId,
				subject: { kind: 'dossier', dossierId },
				lines: due.lines,
				amount: due.amount,
				state: 'open',
				failureCode: null,
				surplus: false,
				createdAt: now.toISOString(),
				expiresAt: new Date(now.getTime() + paymentOpenMs).toISOString(),
				payUrl: `/pay/${paymentId}`,
				settled: null,
				receipt: null
			};
			this.state.payments.set(paymentId, { person, payment, events: [] });
			this.#changed(person, 'payment', paymentId);
			return ok(payment);
		});
	}

	/** What the gateway said, verified. Repeats and late failures change nothing. */
	notifyPayment(paymentId: PaymentId, event: ProviderEvent): Promise<'applied' | 'unchanged' | 'unknown'> {
		return this.#disk.commit('notify', () => {
			const stored = this.state.payments.get(paymentId);
			if (!stored) return 'unknown';
			const events = [...stored.events, event];
			const state = foldPayment(events);
			if (state === stored.payment.state) return 'unchanged';
			this.state.payments.set(paymentId, {
				...stored,
				events,
				payment: this.#settled(stored.payment, state, event)
			});
			this.#changed(stored.person, 'payment', paymentId);
			return 'applied';
		});
	}

	/** Work that must still happen outside, oldest first. */
	dueJobs(): StoredJob[] {
		return [...this.state.jobs.values()].filter(({ done }) => !done);
	}

	/** The agency has it, or the announced file is here. Repeats change nothing. */
	finishJob(jobId: string, agencyReference: string | null): Promise<void> {
		return this.#disk.commit('finish_job', () => {
			const stored = this.state.jobs.get(jobId);
			if (!stored || stored.done) return;
			this.state.jobs.set(jobId, { ...stored, done: true });
			const { dossier } = this.#get(stored.dossierId);
			const now = this.#deps.now();
			if (stored.job.kind === 'fetch_result')
				return this.#happen(stored.dossierId, decideResultStored(stored.job.result, now));
			if (stored.job.type === 'dossier.submitted')
				this.#happen(
					stored.dossierId,
					decideForwarded(dossier, dossier.agency.name.vi, agencyReference, now)
				);
		});
	}

	/** A word of the agency: in its turn, once; early ones wait for their turn. */
	callback(word: AgencyCallback): Promise<CallbackAnswer> {
		return this.#disk.commit('callback', () => {
			const filed = this.#get(word.dossierId);
			if (word.sequence <= filed.callbackSequence) return { applied: false, why: 'repeated' as const };
			const early = new Map(filed.early).set(word.sequence, word);
			this.state.dossiers.set(word.dossierId, { ...filed, early });
			let answer: CallbackAnswer = { applied: false, why: 'waiting_for_earlier' };
			for (;;) {
				const now = this.#get(word.dossierId);
				const turn = now.early.get(now.callbackSequence + 1);
				if (!turn) return answer;
				const rest = new Map(now.early);
				rest.delete(turn.sequence);
				this.state.dossiers.set(word.dossierId, { ...now, callbackSequence: turn.sequence, early: rest });
				const decision = decideCallback(now.dossier, turn, this.#deps.now());
				if (decision !== 'late') this.#happen(word.dossierId, decision);
				if (turn.sequence === word.sequence)
					answer = decision === 'late' ? { applied: false, why: 'late' } : { applied: true };
			}
		});
	}

	#judge(person: PersonId, operation: Operation): Outcome {
		const { operationId, dossierId } = operation;
		const filed = this.state.dossiers.get(dossierId);
		// Another person's dossier answers as one that does not exist.
		if (filed && filed.person !== person) return refused(operationId, { type: 'not_found' });
		if (operation.kind === 'submit') {
			if (filed && this.state.manifests.has(manifestText(operation))) return { type: 'done', operationId };
			if (filed) return refused(operationId, { type: 'id_conflict' });
			return this.#submit(person, operation);
		}
		if (!filed) return refused(operationId, { type: 'not_found' });
		const now = this.#deps.now();
		if (operation.kind === 'supplement') {
			const manifest = manifestText(operation);
			if (this.state.manifests.has(manifest)) return { type: 'done', operationId };
			const absent = this.#missing(person, operation.attachments);
			const decision = decideSupplement(filed.dossier, operation, now);
			if (!decision.ok) return refused(operationId, decision.error);
			if (absent.length > 0) return { type: 'files_missing', operationId, attachmentIds: absent };
			this.state.manifests.add(manifest);
			const dossier = this.#receipted(filed.dossier, manifest, now, operation.requestId);
			this.state.dossiers.set(dossierId, { ...filed, dossier });
			this.#happen(dossierId, decision.value);
			return { type: 'done', operationId };
		}
		const decision =
			operation.kind === 'withdraw'
				? decideWithdrawal(filed.dossier, operation.reason, now)
				: decideResultTaken(filed.dossier, now);
		if (!decision.ok) return refused(operationId, decision.error);
		this.#happen(dossierId, decision.value);
		return { type: 'done', operationId };
	}

	#submit(person: PersonId, operation: Operation & { kind: 'submit' }): Outcome {
		const { operationId, dossierId } = operation;
		const citizen = this.#deps.people.get(person);
		invariant(citizen, 'who is logged in is known');
		const now = this.#deps.now();
		const accepted = judgeSubmission(operation, citizen.personalId, now, this.#deps.knownCommune);
		if (!accepted.ok) return refused(operationId, accepted.error);
		const draft = [...this.state.drafts.values()].find(
			({ filed, person: owner }) => owner === person && filed.head.dossierId === dossierId
		)?.filed;
		const fault =
			draft?.state === 'open' &&
			draftFault(draft.document, accepted.value.service, accepted.value.form, dayOf(now));
		if (fault) return refused(operationId, fault);
		const absent = this.#missing(person, operation.attachments);
		if (absent.length > 0) return { type: 'files_missing', operationId, attachmentIds: absent };
		if (draft) this.#close(person, draft);
		const { service, form } = accepted.value;
		const planned = partsOf(service, form, dayOf(now));
		for (const [index, one] of (planned.length > 0 ? planned : [null]).entries()) {
			const { id = '', title = null, needs = [], destination = accepted.value.destination } = one ?? {};
			const name = title ?? destination.name;
			const place = { id, index, of: dossierId, title: name, needs: [...needs], waits: needs.length > 0 };
			const dossier = {
				...this.#newDossier(operation, { ...accepted.value, destination }, now),
				dossierId: partDossierId(dossierId, index),
				...(one ? { part: place } : {})
			};
			this.state.dossiers.set(dossier.dossierId, {
				person,
				dossier: this.#receipted(dossier, manifestText(operation), now),
				callbackSequence: 0,
				early: new Map()
			});
			this.#happen(dossier.dossierId, openDossier(service, form, now, dossier.part));
		}
		this.state.manifests.add(manifestText(operation));
		return { type: 'done', operationId };
	}

	#receipted(dossier: Dossier, manifest: string, now: Date, requestId?: RequestId): Dossier {
		const receipt = this.#deps.receipt?.(dossier, manifest, now, requestId);
		return receipt ? { ...dossier, receipts: [...(dossier.receipts ?? []), receipt] } : dossier;
	}

	/** A dossier of several has ended: those that waited for it go on. */
	#release(of: DossierId): void {
		const parts = [...this.state.dossiers.values()].filter(({ dossier }) => dossier.part?.of === of);
		for (const filed of parts) {
			const { dossier } = filed;
			const release = releaseOf(
				dossier,
				parts.map((one) => one.dossier)
			);
			if (!release || !dossier.part) continue;
			const decision = decideRelease(dossier, release, this.#deps.now());
			const part = { ...dossier.part, waits: false };
			this.state.dossiers.set(dossier.dossierId, { ...filed, dossier: { ...dossier, part } });
			// It has ended by that, and looks after the rest itself.
			if (decision.events.length > 0) return this.#happen(dossier.dossierId, decision);
			this.#changed(filed.person, 'dossier', dossier.dossierId);
			this.#enqueue(dossier.dossierId, decision);
		}
	}

	#feed(person: PersonId) {
		return this.state.feeds.get(person) ?? { revision: 0, numbered: 0 };
	}

	#close(person: PersonId, filed: FiledDraft): void {
		const { revision, numbered } = this.#feed(person);
		this.state.drafts.set(filed.head.draftId, { person, filed: closed(filed, revision + 1) });
		this.state.feeds.set(person, { revision: revision + 1, numbered });
	}

	#newDossier(
		operation: Operation & { kind: 'submit' },
		{ service, form, destination }: Accepted,
		now: Date
	): Dossier {
		const code = agencyCode(destination.code, destination.province);
		return {
			dossierId: operation.dossierId,
			code: dossierCode(code, dayOf(now), ++this.state.serial),
			procedureCode: service.procedureCode,
			serviceVersion: service.version,
			localReference: operation.localReference,
			agency: { code, name: destination.name },
			form,
			attachments: operation.attachments,
			submittedAt: now.toISOString(),
			events: []
		};
	}

	#settled(payment: Payment, state: Payment['state'], event: ProviderEvent): Payment {
		const failureCode = event.kind === 'failed' ? event.code : null;
		const next: Payment = { ...payment, state, failureCode, payUrl: null };
		if (event.kind !== 'settled' || payment.subject.kind !== 'dossier') return next;
		const { dossierId } = payment.subject;
		const receiptNumber = `BL-${String(++this.state.serial).padStart(6, '0')}`;
		const decision = decidePaid(
			this.#get(dossierId).dossier,
			{ paymentId: payment.paymentId, receiptNumber, amount: payment.amount },
			this.#deps.now()
		);
		if (decision !== 'surplus') this.#happen(dossierId, decision);
		const receipt = {
			number: receiptNumber,
			issuedAt: this.#deps.now().toISOString(),
			amount: payment.amount,
			transactionNo: event.transactionNo,
			bank: event.bank,
			beneficiary: this.#get(dossierId).dossier.agency.name.vi,
			invoices: []
		};
		return { ...next, surplus: decision === 'surplus', receipt };
	}

	/** Events, their jobs and the owner's change: together, because `commit` is around. */
	#happen(dossierId: DossierId, decision: Decision): void {
		if (decision.events.length === 0) return;
		const filed = this.#get(dossierId);
		const dossier = {
			...filed.dossier,
			events: [...filed.dossier.events, ...numbered(filed.dossier, decision.events)]
		};
		foldDossier(dossier.events);
		this.state.dossiers.set(dossierId, { ...filed, dossier });
		this.#enqueue(dossierId, decision);
		this.#changed(filed.person, 'dossier', dossierId);
		if (dossier.part && foldDossier(dossier.events).outcome !== null) this.#release(dossier.part.of);
	}

	#enqueue(dossierId: DossierId, decision: Decision): void {
		for (const job of decision.jobs) {
			const jobId = `${job.kind}/${dossierId}/${job.kind === 'forward' ? job.eventSequence : job.result.sha256}`;
			if (!this.state.jobs.has(jobId)) this.state.jobs.set(jobId, { jobId, dossierId, job, done: false });
		}
	}

	#changed(person: PersonId, kind: Change['kind'], id: string): void {
		this.state.versions.set(`${kind}/${id}`, { person, version: ++this.state.version });
	}

	#picture(key: string): Change {
		const [kind, id] = key.split('/');
		if (kind === 'dossier') return { kind, dossier: this.#get(id as DossierId).dossier };
		const stored = this.state.payments.get(id as PaymentId);
		invariant(stored, 'a change is about something');
		return { kind: 'payment', payment: stored.payment };
	}

	#missing(person: PersonId, files: readonly AttachmentFact[]): AttachmentId[] {
		return files
			.filter((file) => {
				const stored = this.state.files.get(file.attachmentId);
				return stored?.person !== person || stored.fact.sha256 !== file.sha256;
			})
			.map((file) => file.attachmentId);
	}

	#get(dossierId: DossierId): Filed {
		const filed = this.state.dossiers.get(dossierId);
		invariant(filed, 'a dossier that was named exists');
		return filed;
	}
}

function refused(operationId: OperationId, fault: Fault): Outcome {
	return { type: 'refused', operationId, fault };
}
