/** Somebody with a phone: fills in and submits, takes photos, pays, answers, withdraws, logs in, opens and closes tabs. */
import { localReference } from '../../domain/dossier/code.ts';
import { fold } from '../../domain/dossier/machine.ts';
import { ownerActions } from '../../domain/dossier/objection.ts';
import type { AttachmentFact, Dossier } from '../../domain/dossier/schema.ts';
import { AttachmentId, DossierId, OperationId, PaymentId } from '../../domain/ids.ts';
import { uploadChunkBytes } from '../../domain/limits.ts';
import type { Operation } from '../../sync/protocol.ts';
import { isEnded } from '../../sync/store/phone.ts';
import { insuranceForm, licenceForm } from '../support/forms.ts';
import { Content } from './content.ts';
import { StorageError } from './faults.ts';
import type { Notebook } from './notebook.ts';
import type { Phone, PhoneWorld } from './phone.ts';
import { sealed } from './seals.ts';
import type { Draft } from './shelf.ts';
import type { Tab } from './tab.ts';

/** Something that a person wanted to submit, and what she was told about it. */
export interface Intent {
	readonly operation: Operation & { kind: 'submit' };
	/** The phone has said "saved on this device". */
	told: boolean;
	/** The rules of the server accept it. */
	readonly lawful: boolean;
}

export class Person {
	readonly phone: Phone;
	readonly intents: Intent[] = [];
	/** Answers to requests that this phone has queued. */
	readonly supplements: (Operation & { kind: 'supplement' })[] = [];
	/** Hers, on whichever phone. */
	readonly notebook: Notebook;
	readonly #personalId: string;
	readonly #intentsMax: number;
	#isCalm = false;
	/** What the phone has told her that it will send. */
	readonly #sent = new Set<OperationId>();
	readonly #world: PhoneWorld;

	constructor(phone: Phone, personalId: string, notebook: Notebook, world: PhoneWorld) {
		this.phone = phone;
		this.notebook = notebook;
		this.#personalId = personalId;
		this.#world = world;
		this.#intentsMax = world.random.between(1, 2);
		phone.logIn();
	}

	/** Acts from time to time, whatever became of what she did before. */
	live(): void {
		const { clock, random, weather, fail } = this.#world;
		const pause = weather.storm ? random.between(1_500, 9_000) : random.between(10_000, 30_000);
		clock.after(pause, () => this.live());
		this.#act().catch((error: unknown) => {
			if (!(error instanceof StorageError)) fail(error);
		});
	}

	async #act(): Promise<void> {
		const { random, weather, portal } = this.#world;
		const { phone } = this;
		if (!phone.isOn()) return;
		if (weather.strikes('login_expired')) portal.sessions.delete(phone.name);
		if (weather.strikes('clock_jump')) phone.jumpClock();
		phone.isLookedAt = !weather.storm || random.chance(0.8);
		await this.#mindTabs();
		const tab = phone.anyTab();
		if (!tab) return;
		if (tab.line.kind === 'needsLogin' && random.chance(0.5)) phone.logIn();
		if (weather.storm && this.intents.length < this.#intentsMax && random.chance(0.35))
			await this.#begin(tab);
		for (const draft of [...phone.shelfOf(tab).drafts.values()]) await this.#finish(tab, draft);
		for (const dossier of [...phone.shelfOf(tab).state.dossiers.values()])
			if (!isEnded(dossier)) await this.#attend(tab, dossier);
		// An app before this one kept its drafts to itself.
		if (weather.storm && tab.release === 2 && random.chance(0.3)) await this.notebook.write(phone, tab);
		if (random.chance(0.3)) phone.send('wake');
	}

	async #mindTabs(): Promise<void> {
		const { random, weather, portal } = this.#world;
		const { phone } = this;
		let reloaded = false;
		// Some day every app is opened anew, and takes over what an older one beside it has left.
		const anew = !weather.storm && !this.#isCalm;
		this.#isCalm = !weather.storm;
		for (const tab of phone.tabs.filter(({ isAlive }) => isAlive)) {
			const isOld = tab.release !== portal.release;
			// Told to load the new app, or some day by itself.
			const reloads =
				(isOld && !weather.storm) || anew || (tab.line.kind === 'outdated' && random.chance(0.3));
			if (weather.strikes('tab_killed')) phone.killed(tab, 'tab', 'while it was open');
			else if (reloads || weather.strikes('tab_closed')) tab.close();
			reloaded ||= reloads;
		}
		const open = phone.tabs.filter(({ isAlive }) => isAlive).length;
		const isStale = weather.storm && random.chance(0.3);
		if (reloaded || open === 0 || (open < 3 && weather.storm && random.chance(0.1)))
			await phone.open(isStale && !phone.isUpgraded ? 1 : undefined);
	}

	async #begin(tab: Tab): Promise<void> {
		const { random, weather, clock } = this.#world;
		const withFee = random.chance(0.5);
		const lawful = !weather.strikes('refused_by_rules');
		const dossierId = DossierId.parse(random.uuid());
		const photos = withFee ? [this.#photo('portrait'), this.#photo('oldCard')] : [];
		const operation: Operation & { kind: 'submit' } = {
			kind: 'submit',
			operationId: OperationId.parse(random.uuid()),
			dossierId,
			procedureCode: withFee ? '3.000347' : '1.002759',
			serviceVersion: lawful ? 1 : 99,
			catalogueVersion: 'sim',
			localReference: `${localReference(dossierId)}/${this.phone.name}/${this.intents.length}`,
			claimedAt: new Date(clock.now() + this.phone.clockSkewMs()).toISOString(),
			form: { ...(withFee ? licenceForm() : insuranceForm()), personalId: this.#personalId },
			attachments: photos.map(({ fact }) => fact)
		};
		const intent: Intent = { operation, told: false, lawful };
		this.intents.push(intent);
		const { drafts } = this.phone.shelfOf(tab);
		await tab.disk.commit('draft', () => drafts.set(dossierId, { operation, photos, saved: 0 }));
		intent.told = true;
	}

	/** Goes on with a draft: the photos that are missing, then the button. After a failure she tries again later. */
	async #finish(tab: Tab, draft: Draft): Promise<void> {
		const { weather } = this.#world;
		const { dossierId, operationId } = draft.operation;
		const { drafts, state } = this.phone.shelfOf(tab);
		if (state.dossiers.has(dossierId)) {
			await tab.disk.commit('tidy', () => drafts.delete(dossierId));
			return;
		}
		if (this.#sent.has(operationId) || state.outbox.has(operationId)) return;
		for (let saved = draft.saved; saved < draft.photos.length; saved++) {
			if (weather.strikes('photo_over_quota')) this.phone.fill();
			await tab.disk.commit('photo', () => {
				const now = drafts.get(dossierId);
				if (now) drafts.set(dossierId, { ...now, saved: saved + 1 });
			});
		}
		const { operation } = draft;
		await tab.store.enqueue(tab.release === 2 ? sealed(operation) : operation, draft.photos);
		this.#sent.add(operationId);
		this.phone.queued(tab);
	}

	/** What its owner does about a dossier. */
	async #attend(tab: Tab, dossier: Dossier): Promise<void> {
		const { random, weather } = this.#world;
		const actions = ownerActions(dossier);
		const { dossierId } = dossier;
		if (actions.has('pay') && random.chance(0.7)) this.#pay(dossierId);
		const asked = actions.has('supplement') ? fold(dossier.events).supplement : null;
		if (asked && !this.#waits(tab, dossierId, 'supplement') && random.chance(0.5)) {
			const files = random.chance(0.5) ? [this.#photo('portrait')] : [];
			const operation: Operation & { kind: 'supplement' } = {
				kind: 'supplement',
				operationId: OperationId.parse(random.uuid()),
				dossierId,
				requestId: asked.requestId,
				note: 'Xin gửi bổ sung',
				attachments: files.map(({ fact }) => fact)
			};
			// Also when she is told that it could not be saved: the phone may have died just after it was.
			this.supplements.push(operation);
			await tab.store.enqueue(tab.release === 2 ? sealed(operation) : operation, files);
			this.phone.queued(tab);
		}
		if (weather.storm && actions.has('withdraw') && random.chance(0.01)) {
			const operationId = OperationId.parse(random.uuid());
			await tab.store.enqueue({ kind: 'withdraw', operationId, dossierId, reason: 'Đổi ý' }, []);
			this.phone.queued(tab);
		}
	}

	/** Opens, or goes on with, the one attempt to pay, and visits the gateway. */
	#pay(dossierId: DossierId): void {
		const { network, portal, gateway, random, fail } = this.#world;
		const { attempts, personId } = this.phone;
		const kept = attempts.get(dossierId);
		const before = kept && portal.authority.state.payments.get(kept)?.payment.state;
		const isOver = before === 'failed' || before === 'expired';
		const paymentId = kept && !isOver ? kept : PaymentId.parse(random.uuid());
		attempts.set(dossierId, paymentId);
		network
			.call(() => portal.serve(() => portal.authority.startPayment(personId, paymentId, dossierId)))
			.then((heard) => {
				if (!heard) return;
				const { answer } = heard;
				if (answer.ok && answer.value.state === 'open')
					gateway.visit(paymentId, Date.parse(answer.value.expiresAt));
				// Begun on the other phone: go on with that one.
				if (!answer.ok && answer.error.type === 'payment_open')
					attempts.set(dossierId, PaymentId.parse(answer.error.paymentId));
			}, fail);
	}

	#waits(tab: Tab, dossierId: DossierId, kind: Operation['kind']): boolean {
		return [...this.phone.shelfOf(tab).state.outbox.values()].some(
			({ operation, state }) =>
				state === 'queued' && operation.kind === kind && operation.dossierId === dossierId
		);
	}

	#photo(component: string): { fact: AttachmentFact; bytes: Blob } {
		const { random } = this.#world;
		const attachmentId = AttachmentId.parse(random.uuid());
		const bytes = new Content(attachmentId, 0, random.between(1, 2 * uploadChunkBytes));
		const { size, sha256: hash } = bytes;
		return {
			fact: { attachmentId, component, name: 'anh.jpg', type: 'image/jpeg', size, sha256: hash },
			bytes
		};
	}
}
