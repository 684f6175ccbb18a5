/**
 * The portal: the real exchange router over the reference Authority, uploads that keep every byte that arrived,
 * and a worker. It can be killed before and after every commit.
 */
import { TRPCError } from '@trpc/server';
import type { AttachmentFact } from '../../domain/dossier/schema.ts';
import type { Fault } from '../../domain/faults.ts';
import type { AgencyCallback, CallbackAnswer } from '../../domain/forwarding/messages.ts';
import type { AttachmentId, DossierId, PaymentId, PersonId } from '../../domain/ids.ts';
import { paymentQueryDelayMs } from '../../domain/limits.ts';
import type { ProviderEvent } from '../../domain/payment/schema.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type Exchange, type ExchangeReply, protocolOldest, protocolVersion } from '../../sync/protocol.ts';
import { FaultError, syncRouter } from '../../sync/router.ts';
import { MemoryAuthority } from '../../sync/store/memory.ts';
import type { Bug } from './bugs.ts';
import type { Clock } from './clock.ts';
import type { Content } from './content.ts';
import { Killed, type Weather } from './faults.ts';
import type { Network } from './network.ts';
import type { Agency, Gateway } from './outside.ts';
import type { Random } from './random.ts';
import { receiptOf, sealFault } from './seals.ts';
import type { Release } from './tab.ts';

/** How long storms last. */
export const stormMs = 150_000;

export interface PortalDeps {
	readonly clock: Clock;
	readonly random: Random;
	readonly weather: Weather;
	readonly network: Network;
	readonly people: ReadonlyMap<PersonId, { readonly personalId: string }>;
	readonly bug: Bug | null;
	note(text: string): void;
	fail(error: unknown): void;
}

type Caller = ReturnType<typeof syncRouter.createCaller>['exchange'];

interface Upload {
	readonly person: PersonId;
	readonly fact: AttachmentFact;
	readonly label: string;
	bytes: number;
}

const workMs = 2_000;
const calmWorkMs = 5_000;

export class Portal {
	readonly authority: MemoryAuthority;
	/** Logged-in phones. */
	readonly sessions = new Map<string, PersonId>();
	readonly #uploads = new Map<AttachmentId, Upload>();
	readonly #deps: PortalDeps;
	readonly #callers = new Map<string, Caller>();
	readonly #busyJobs = new Set<string>();
	/** Which release it runs; the newer one comes with a restart. */
	release: Release;
	/** Of the apps that this storm finds installed; some are older than the newer server still speaks with. */
	readonly olderProtocol: number;
	#isUp = true;
	/** Counts starts: an answer that was begun in an earlier life is never given. */
	#life = 0;
	#flushed: MemoryAuthority['state'] | null = null;

	constructor(deps: PortalDeps) {
		this.#deps = deps;
		const { clock, weather, random } = deps;
		this.release = random.chance(0.7) ? 1 : 2;
		this.olderProtocol = random.between(protocolOldest - 1, protocolVersion - 1);
		if (this.release === 1)
			clock.after(random.between(20_000, stormMs - 30_000), () => {
				this.#stop('upgrade');
				this.release = 2;
				weather.saw('server_upgraded');
			});
		this.authority = new MemoryAuthority({
			now: () => new Date(clock.now()),
			people: deps.people,
			knownCommune: () => true,
			receipt: (dossier, manifest, ...about) =>
				receiptOf(dossier, deps.bug === 'receipt_of_other' ? `${manifest} ` : manifest, ...about),
			disk: {
				commit: async (name, write) => {
					if (weather.strikes('server_killed_before')) this.#die(name);
					const result = write();
					if (weather.strikes('server_killed_after')) this.#die(name);
					return result;
				}
			}
		});
		if (deps.bug === 'ack_before_commit') this.#flush();
	}

	/** Serves one request; the requester learns nothing when the portal is down or dies over it. */
	async serve<T>(work: () => Promise<T>): Promise<T> {
		const life = this.#life;
		if (!this.#isUp) throw new Killed('down');
		const answer = await work();
		if (life !== this.#life) throw new Killed('restarted');
		return answer;
	}

	/** @param release of the app that asks */
	async exchange(phone: string, release: Release, message: Exchange): Promise<Result<ExchangeReply, Fault>> {
		const { weather } = this.#deps;
		if (weather.strikes('shed')) return err({ type: 'too_many_requests', retryAfterMs: 2_000 });
		// An older server waits for what it does not know yet, and knows its own; the newer one goes by its real rules.
		if (this.release < release) return err({ type: 'unavailable' });
		const protocol =
			release === 2 ? protocolVersion : this.release === 1 ? protocolVersion - 1 : this.olderProtocol;
		const ask = this.#callers.get(phone) ?? this.#callerFor(phone);
		const { operations, drafts } = message;
		const isEmpty = operations.length === 0 && !drafts?.deltas.length;
		const said = { ...message, protocol };
		try {
			// Most have nothing in them that a line could change.
			return await ask(isEmpty ? said : JSON.parse(JSON.stringify(said)));
		} catch (error) {
			if (error instanceof FaultError) return err(error.fault);
			throw error instanceof TRPCError && error.cause instanceof Killed ? error.cause : error;
		}
	}

	#callerFor(phone: string): Caller {
		const { exchange } = syncRouter.createCaller(() => {
			const personId = this.sessions.get(phone);
			return {
				person: personId ? { personId } : null,
				authority: this.authority,
				now: () => new Date(this.#deps.clock.now()),
				sealFault: async (operation, seal) => sealFault(operation, seal)
			};
		});
		this.#callers.set(phone, exchange);
		return exchange;
	}

	async uploadOffset(phone: string, id: AttachmentId): Promise<Result<number | null, Fault>> {
		const person = this.sessions.get(phone);
		if (!person) return err({ type: 'login_required' });
		const upload = this.#uploads.get(id);
		if (!upload || upload.person !== person) return ok(null);
		// A kill between the last byte and the check must not leave a whole file that never counts.
		return await this.#finish(upload);
	}

	async createUpload(phone: string, fact: AttachmentFact, label: string): Promise<Result<null, Fault>> {
		const person = this.sessions.get(phone);
		if (!person) return err({ type: 'login_required' });
		if (!this.#uploads.has(fact.attachmentId))
			this.#uploads.set(fact.attachmentId, { person, fact, label, bytes: 0 });
		return ok(null);
	}

	/** @param arrived bytes of the chunk that came before the line was cut */
	async append(
		phone: string,
		id: AttachmentId,
		offset: number,
		chunk: Content,
		arrived: number
	): Promise<Result<number | null, Fault>> {
		const { bug } = this.#deps;
		const person = this.sessions.get(phone);
		if (!person) return err({ type: 'login_required' });
		const upload = this.#uploads.get(id);
		if (upload?.person !== person) return ok(null);
		if (upload.bytes !== offset && bug !== 'offset_unchecked') return ok(null);
		if (chunk.label !== upload.label || chunk.start !== upload.bytes)
			throw new Error('[F1] the stored bytes are not the sent ones');
		upload.bytes += arrived;
		return await this.#finish(upload);
	}

	async #finish(upload: Upload): Promise<Result<number, Fault>> {
		if (upload.bytes === upload.fact.size && !(await this.authority.putFile(upload.person, upload.fact)))
			return err({ type: 'file_hash', attachmentId: upload.fact.attachmentId });
		return ok(upload.bytes);
	}

	/** Whether every byte of the file has arrived. */
	holds(id: AttachmentId): boolean {
		const upload = this.#uploads.get(id);
		return upload?.bytes === upload?.fact.size && this.authority.state.files.has(id);
	}

	async notify(paymentId: PaymentId, event: ProviderEvent): Promise<void> {
		await this.authority.notifyPayment(paymentId, event);
	}

	/** A word of the agency. */
	async hear(word: AgencyCallback): Promise<CallbackAnswer> {
		const turn = (this.authority.state.dossiers.get(word.dossierId)?.callbackSequence ?? 0) + 1;
		if (this.#deps.bug === 'early_word_lost' && word.sequence > turn)
			return { applied: false, why: 'waiting_for_earlier' };
		return await this.authority.callback(word);
	}

	/** The worker: due messages to the agency, results, and questions to the gateway about silent payments. */
	work(agency: Agency, gateway: Gateway): void {
		const { clock, network, weather } = this.#deps;
		clock.after(weather.storm ? workMs : calmWorkMs, () => this.work(agency, gateway));
		if (!this.#isUp) return;
		const led = new Set<DossierId>();
		for (const { jobId, dossierId, job } of this.authority.dueJobs()) {
			// Messages about one dossier go one after the other.
			if (led.has(dossierId)) continue;
			led.add(dossierId);
			if (this.#busyJobs.has(jobId)) continue;
			this.#busyJobs.add(jobId);
			const sent =
				job.kind === 'fetch_result'
					? Promise.resolve({ answer: null })
					: network.call(() => agency.receive(jobId, job.type, dossierId));
			this.#quietly(async () => {
				const answered = await sent;
				this.#busyJobs.delete(jobId);
				if (answered) await this.serve(() => this.authority.finishJob(jobId, answered.answer));
			});
		}
		for (const { payment } of this.authority.state.payments.values()) {
			const age = clock.now() - Date.parse(payment.createdAt);
			if (payment.state !== 'open' || age < paymentQueryDelayMs) continue;
			const said = gateway.query(payment.paymentId);
			const lapsed: ProviderEvent = { kind: 'lapsed', at: new Date(clock.now()).toISOString() };
			const isOver = clock.now() > Date.parse(payment.expiresAt);
			const event = said ?? (isOver ? lapsed : null);
			if (event) this.#quietly(() => this.serve(() => this.notify(payment.paymentId, event)));
		}
	}

	/** The result that the portal holds for this dossier. */
	async result(phone: string, dossierId: DossierId, make: (id: DossierId) => Content) {
		const filed = this.authority.state.dossiers.get(dossierId);
		if (!this.sessions.has(phone)) return err({ type: 'login_required' as const });
		if (!filed || filed.person !== this.sessions.get(phone)) return err({ type: 'not_found' as const });
		return ok(make(dossierId));
	}

	#quietly(work: () => Promise<void>): void {
		work().catch((error: unknown) => {
			if (!(error instanceof Killed)) this.#deps.fail(error);
		});
	}

	#die(where: string): never {
		this.#stop(where);
		throw new Killed(where);
	}

	#stop(where: string): void {
		const { clock, random, note, bug } = this.#deps;
		this.#isUp = false;
		this.#life++;
		note(`portal killed at ${where}`);
		clock.after(random.between(100, 20_000), () => {
			this.#isUp = true;
			this.#busyJobs.clear();
			const { jobs } = this.authority.state;
			if (bug === 'jobs_in_memory') for (const [id, job] of jobs) if (!job.done) jobs.delete(id);
			if (bug === 'lost_dedup') {
				this.authority.state.outcomes.clear();
				this.authority.state.manifests.clear();
			}
			if (bug === 'ack_before_commit' && this.#flushed) this.authority.state = structuredClone(this.#flushed);
		});
	}

	#flush(): void {
		this.#flushed = structuredClone(this.authority.state);
		this.#deps.clock.after(8_000, () => this.#flush());
	}
}
