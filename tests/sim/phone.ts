/**
 * One phone with its person: the real loop and engine over the reference PhoneStore, on a disk whose plug is
 * pulled, with a clock that jumps; and somebody who submits, pays, answers, withdraws, logs in.
 */
import { localReference } from '../../domain/dossier/code.ts';
import { fold, ownerActions } from '../../domain/dossier/machine.ts';
import type { AttachmentFact, Dossier } from '../../domain/dossier/schema.ts';
import type { Fault } from '../../domain/faults.ts';
import { AttachmentId, DossierId, OperationId, PaymentId, type PersonId } from '../../domain/ids.ts';
import { uploadChunkBytes } from '../../domain/limits.ts';
import { err, type Result } from '../../domain/result.ts';
import { insuranceForm, licenceForm } from '../support/forms.ts';
import { type Loop, startLoop, type Wire } from '../../sync/client/loop.ts';
import { type UploadServer, uploadFile } from '../../sync/client/uploads.ts';
import type { LineState } from '../../sync/engine/state.ts';
import type { Operation } from '../../sync/protocol.ts';
import type { MemoryPhone } from '../../sync/store/memory-phone.ts';
import { type Bug, phoneStore, withNewIds } from './bugs.ts';
import type { Clock } from './clock.ts';
import { Content, sha256 } from './content.ts';
import { DiskFull, Killed, type Weather } from './faults.ts';
import type { Network } from './network.ts';
import { Agency, type Gateway } from './outside.ts';
import type { Portal } from './portal.ts';
import type { Random } from './random.ts';

export interface PhoneWorld {
	readonly clock: Clock;
	readonly random: Random;
	readonly weather: Weather;
	readonly network: Network;
	readonly portal: Portal;
	readonly gateway: Gateway;
	readonly bug: Bug | null;
	note(text: string): void;
	fail(error: unknown): void;
}

export interface Person {
	readonly personId: PersonId;
	readonly personalId: string;
}

/** Something that a person wanted to submit, and what she was told about it. */
export interface Intent {
	readonly operation: Operation & { kind: 'submit' };
	/** The phone has said "saved on this device". */
	told: boolean;
	/** The rules of the server accept it. */
	readonly lawful: boolean;
}

export class Phone {
	readonly name: string;
	readonly person: Person;
	readonly store: MemoryPhone;
	readonly intents: Intent[] = [];
	line: LineState = { kind: 'idle', syncedAt: null };
	#world: PhoneWorld;
	#loop: Loop | null = null;
	/** Counts starts: timers of an earlier life are silent. */
	#life = 0;
	#clockSkewMs = 0;
	#isVisible = true;
	/** Names of attempts to pay, kept before the server is asked. */
	readonly #attempts = new Map<DossierId, PaymentId>();

	constructor(name: string, person: Person, world: PhoneWorld) {
		this.name = name;
		this.person = person;
		this.#world = world;
		this.store = phoneStore(
			{
				commit: async (step, write) => {
					const { weather } = world;
					if (weather.strikes('storage_full')) throw new DiskFull();
					if (weather.strikes('phone_killed_before')) this.#die(step);
					const result = write();
					if (weather.strikes('phone_killed_after')) this.#die(step);
					return result;
				}
			},
			world.bug
		);
	}

	start(): void {
		const { clock, random, fail } = this.#world;
		const life = ++this.#life;
		this.#loop = startLoop({
			store: this.store,
			wire: this.#wire(),
			deps: {
				now: () => clock.now() + this.#clockSkewMs,
				uuid: () => random.uuid(),
				random: () => random.next(),
				isVisible: () => this.#isVisible,
				sha256: async (bytes) => sha256(new Uint8Array(bytes)),
				setTimer: (call, delayMs) => clock.after(delayMs, () => life === this.#life && call())
			},
			isSignedIn: async () => true,
			storageFault(error) {
				if (error instanceof DiskFull) return { type: 'storage_full' };
				throw error;
			},
			onLine: (line) => (this.line = line),
			onBroken: (error) => {
				if (!(error instanceof Killed)) fail(error);
			}
		});
		this.#loop.send({ type: 'start' });
	}

	/** Somebody does something, or something happens to the phone. */
	async act(): Promise<void> {
		const { random, weather, portal, clock } = this.#world;
		if (!this.#loop) return;
		if (weather.strikes('login_expired')) portal.sessions.delete(this.name);
		if (weather.strikes('clock_jump')) this.#clockSkewMs = random.between(-400, 400) * 86_400_000;
		this.#isVisible = !weather.storm || random.chance(0.8);
		if (this.line.kind === 'needsLogin' && random.chance(0.5)) this.logIn();
		if (weather.storm && this.intents.length < 4 && random.chance(0.35)) await this.#submit();
		for (const dossier of [...this.store.state.dossiers.values()]) await this.#attend(dossier);
		if (random.chance(0.3)) this.#loop?.send({ type: 'wake' });
		clock.after(random.between(2_000, 15_000), () => void this.act().catch((error) => this.#caught(error)));
	}

	logIn(): void {
		this.#world.portal.sessions.set(this.name, this.person.personId);
		this.#loop?.send({ type: 'wake' });
	}

	isRunning(): boolean {
		return this.#loop !== null;
	}

	async #submit(): Promise<void> {
		const { random, weather, clock } = this.#world;
		const withFee = random.chance(0.5);
		const lawful = !weather.strikes('refused_by_rules');
		const dossierId = DossierId.parse(random.uuid());
		const files = withFee ? [this.#photo('portrait'), this.#photo('oldCard')] : [];
		const operation: Operation & { kind: 'submit' } = {
			kind: 'submit',
			operationId: OperationId.parse(random.uuid()),
			dossierId,
			procedureCode: withFee ? '3.000347' : '1.002759',
			serviceVersion: lawful ? 1 : 99,
			catalogueVersion: 'sim',
			localReference: `${localReference(dossierId)}/${this.name}/${this.intents.length}`,
			claimedAt: new Date(clock.now() + this.#clockSkewMs).toISOString(),
			form: { ...(withFee ? licenceForm() : insuranceForm()), personalId: this.person.personalId },
			attachments: files.map(({ fact }) => fact)
		};
		const intent: Intent = { operation, told: false, lawful };
		this.intents.push(intent);
		await this.#enqueue(operation, files, () => (intent.told = true));
	}

	/** What its owner does about a dossier. */
	async #attend(dossier: Dossier): Promise<void> {
		const { random, weather } = this.#world;
		const actions = ownerActions(dossier);
		const { dossierId } = dossier;
		if (actions.has('pay') && random.chance(weather.storm ? 0.4 : 0.8)) this.#pay(dossierId);
		const asked = fold(dossier.events).supplement;
		if (asked && actions.has('supplement') && !this.#waits(dossierId, 'supplement') && random.chance(0.5)) {
			const files = random.chance(0.5) ? [this.#photo('portrait')] : [];
			const operation: Operation = {
				kind: 'supplement',
				operationId: OperationId.parse(random.uuid()),
				dossierId,
				requestId: asked.requestId,
				note: 'Xin gửi bổ sung',
				attachments: files.map(({ fact }) => fact)
			};
			await this.#enqueue(operation, files, () => {});
		}
		if (weather.storm && actions.has('withdraw') && random.chance(0.01)) {
			const operationId = OperationId.parse(random.uuid());
			await this.#enqueue({ kind: 'withdraw', operationId, dossierId, reason: 'Đổi ý' }, [], () => {});
		}
	}

	/** Opens, or goes on with, the one attempt to pay, and visits the gateway. */
	#pay(dossierId: DossierId): void {
		const { network, portal, gateway, random } = this.#world;
		const kept = this.#attempts.get(dossierId);
		const before = kept && portal.authority.state.payments.get(kept)?.payment.state;
		const isOver = before === 'failed' || before === 'expired';
		const paymentId = kept && !isOver ? kept : PaymentId.parse(random.uuid());
		this.#attempts.set(dossierId, paymentId);
		network
			.call(() =>
				portal.serve(() => portal.authority.startPayment(this.person.personId, paymentId, dossierId))
			)
			.then((heard) => {
				if (!heard) return;
				const { answer } = heard;
				if (answer.ok && answer.value.state === 'open')
					gateway.visit(paymentId, Date.parse(answer.value.expiresAt));
				// Begun on the other phone: go on with that one.
				if (!answer.ok && answer.error.type === 'payment_open')
					this.#attempts.set(dossierId, PaymentId.parse(answer.error.paymentId));
			}, this.#world.fail);
	}

	#waits(dossierId: DossierId, kind: Operation['kind']): boolean {
		return [...this.store.state.outbox.values()].some(
			({ operation, state }) =>
				state === 'queued' && operation.kind === kind && operation.dossierId === dossierId
		);
	}

	async #enqueue(
		operation: Operation,
		files: { fact: AttachmentFact; bytes: Blob }[],
		told: () => void
	): Promise<void> {
		try {
			await this.store.enqueue(operation, files);
			told();
			this.#loop?.send({ type: 'queued' });
		} catch (error) {
			this.#caught(error);
		}
	}

	#photo(component: string): { fact: AttachmentFact; bytes: Blob } {
		const { random } = this.#world;
		const attachmentId = AttachmentId.parse(random.uuid());
		const bytes = new Content(attachmentId, 0, random.between(1, 3 * uploadChunkBytes));
		const { size, sha256: hash } = bytes;
		return {
			fact: { attachmentId, component, name: 'anh.jpg', type: 'image/jpeg', size, sha256: hash },
			bytes
		};
	}

	#wire(): Wire {
		const { network, portal, weather, random, bug } = this.#world;
		const unreachable = err<Fault>({ type: 'unavailable' });
		const ask = async <T>(work: () => Promise<Result<T, Fault>>): Promise<Result<T, Fault>> => {
			const heard = await network.call(() => portal.serve(work));
			return heard ? heard.answer : unreachable;
		};
		const uploads: UploadServer = {
			offset: (id) => ask(() => portal.uploadOffset(this.name, id)),
			create: (fact) => ask(() => portal.createUpload(this.name, fact, fact.attachmentId)),
			append: async (id, offset, chunk) => {
				const cut = weather.strikes('upload_cut');
				const arrived = cut ? random.between(0, chunk.size) : chunk.size;
				const heard = await ask(() => portal.append(this.name, id, offset, chunk as Content, arrived));
				return cut ? unreachable : heard;
			}
		};
		return {
			exchange: async (message) => {
				const renamed = bug === 'new_id_on_retry' ? withNewIds(message, random) : null;
				const reply = await ask(() => portal.exchange(this.name, renamed?.exchange ?? message));
				return reply.ok && renamed ? { ok: true, value: renamed.back(reply.value) } : reply;
			},
			upload: (file, onProgress, signal) => uploadFile(uploads, file, onProgress, signal),
			result: async (dossierId) => {
				const got = await ask(() => portal.result(this.name, dossierId, Agency.resultOf));
				return got.ok && weather.strikes('result_cut')
					? { ok: true, value: got.value.slice(0, random.between(0, got.value.size - 1)) }
					: got;
			}
		};
	}

	#die(step: string): never {
		const { clock, random, note } = this.#world;
		note(`${this.name} killed at ${step}`);
		void this.#loop?.stop();
		this.#loop = null;
		this.#life++;
		clock.after(random.between(500, 60_000), () => {
			this.start();
			void this.act().catch((error) => this.#caught(error));
		});
		throw new Killed(step);
	}

	#caught(error: unknown): void {
		if (!(error instanceof Killed) && !(error instanceof DiskFull)) this.#world.fail(error);
	}
}
