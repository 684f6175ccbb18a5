/**
 * One phone: a disk, the tabs that share it, a clock that jumps, and the real wire algorithms over a bad line.
 * Its person is in person.ts; how its database grows newer is in shelf.ts.
 */
import type { DossierId, PaymentId, PersonId } from '../../domain/ids.ts';
import type { Fault } from '../../domain/faults.ts';
import { err, type Result } from '../../domain/result.ts';
import type { Wire } from '../../sync/client/loop.ts';
import { type UploadServer, uploadFile } from '../../sync/client/uploads.ts';
import { type Bug, withNewIds } from './bugs.ts';
import type { Clock } from './clock.ts';
import type { Content } from './content.ts';
import type { Weather } from './faults.ts';
import { Locks } from './locks.ts';
import type { Network } from './network.ts';
import { Agency, type Gateway } from './outside.ts';
import type { Portal } from './portal.ts';
import type { Random } from './random.ts';
import { sealed } from './seals.ts';
import { newShelf, type Shelf, upgrade } from './shelf.ts';
import { type Release, Tab, type TabHost } from './tab.ts';

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

export class Phone implements TabHost {
	readonly name: string;
	readonly personId: PersonId;
	readonly clock: Clock;
	readonly random: Random;
	readonly weather: Weather;
	readonly bug: Bug | null;
	readonly locks: Locks | null;
	readonly fail: (error: unknown) => void;
	/** Names of attempts to pay, kept before the server is asked. */
	readonly attempts = new Map<DossierId, PaymentId>();
	tabs: Tab[] = [];
	isLookedAt = true;
	readonly #world: PhoneWorld;
	readonly #shelves: Record<Release, Shelf>;
	#isOff = false;
	/** A newer app has been open on it: an older one is not installed again. */
	isUpgraded: boolean;
	#skewMs = 0;
	#fullUntil = 0;

	constructor(name: string, personId: PersonId, world: PhoneWorld) {
		const { clock, random, weather, bug, fail } = world;
		this.#world = world;
		this.clock = clock;
		this.random = random;
		this.weather = weather;
		this.bug = bug;
		this.fail = fail;
		this.name = name;
		const device = name.replace(' ', '');
		this.#shelves = { 1: newShelf(device), 2: newShelf(device) };
		this.personId = personId;
		this.locks = weather.strikes('no_locks') ? null : new Locks(clock, random);
		this.isUpgraded = world.portal.release === 2;
	}

	/** What it shows: the work of the newest app that was ever open on it. */
	get shelf(): Shelf {
		return this.#shelves[this.isUpgraded ? 2 : 1];
	}

	/** What the older app has left and nobody has taken over. */
	get left(): Shelf {
		return this.#shelves[1];
	}

	shelfOf(tab: Tab): Shelf {
		return this.#shelves[tab.release];
	}

	isOn(): boolean {
		return !this.#isOff;
	}

	/** A tab that is open, if any. */
	anyTab(): Tab | null {
		const open = this.tabs.filter(({ isAlive }) => isAlive);
		return open.length > 0 ? this.random.pick(open) : null;
	}

	/** Opens one with the newest app that this phone has got. */
	async open(release: Release = this.#world.portal.release): Promise<void> {
		const tab = new Tab(this, release, this.#shelves[release].state);
		this.tabs = [...this.tabs.filter(({ isAlive }) => isAlive), tab];
		if (release === 2) await this.#upgrade(tab);
		// Before anything is read or sent; the next opening goes on where this one died.
		if (tab.isAlive) tab.open();
	}

	async #upgrade(tab: Tab): Promise<void> {
		const { weather, bug } = this;
		if (!this.isUpgraded) {
			weather.saw('phone_upgraded');
			if (this.tabs.some(({ isAlive, release }) => isAlive && release === 1))
				weather.saw('upgraded_under_old_tab');
			this.isUpgraded = true;
		}
		await upgrade(this.#shelves[1], this.#shelves[2], bug, async (write) => {
			if (weather.strikes('upgrade_killed')) this.killed(tab, 'tab', 'upgrade');
			await tab.hear(Promise.resolve());
			write();
			if (weather.strikes('upgrade_killed')) this.killed(tab, 'tab', 'upgrade');
			await tab.hear(Promise.resolve());
		});
	}

	/** Tells the tab that leads, as a live query does: a moment later, from whichever tab it was written. */
	queued(writer: Tab): void {
		if (!writer.isLeading) this.weather.saw('written_beside_leader');
		this.clock.after(this.random.between(0, 100), () => this.send('queued'));
	}

	send(type: 'wake' | 'queued'): void {
		for (const tab of this.tabs) tab.send({ type });
	}

	logIn(): void {
		this.#world.portal.sessions.set(this.name, this.personId);
		this.send('wake');
	}

	jumpClock(): void {
		this.#skewMs = this.random.between(-400, 400) * 86_400_000;
	}

	/** While it lasts nothing that needs room can be written. */
	fill(): void {
		this.#fullUntil = this.clock.now() + this.random.between(1_000, 40_000);
	}

	hasRoom(): boolean {
		return !this.weather.storm || this.clock.now() >= this.#fullUntil;
	}

	clockSkewMs(): number {
		return this.#skewMs;
	}

	isVisible(): boolean {
		return this.isLookedAt;
	}

	killed(tab: Tab, what: 'tab' | 'phone', where: string): void {
		this.#world.note(`${what} of ${this.name} killed ${where}`);
		for (const victim of what === 'tab' ? [tab] : this.tabs) victim.die();
		if (what === 'tab') return;
		this.#isOff = true;
		this.clock.after(this.random.between(500, 40_000), () => (this.#isOff = false));
	}

	leads(): void {
		if (this.tabs.some(({ isAlive }) => !isAlive)) this.weather.saw('leader_changed');
	}

	wireOf(tab: Tab): Wire {
		const { portal, weather, random, bug } = this.#world;
		const ask = <T>(work: () => Promise<Result<T, Fault>>) => this.#ask(tab, work);
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
				const { operations, drafts, ...rest } = renamed?.exchange ?? message;
				// What an app that did not sign yet has queued is signed on its way.
				const signed = operations.map((one) => (tab.release === 2 ? sealed(one) : one));
				// Nor does it say anything of drafts.
				const sent = { ...rest, operations: signed, ...(tab.release === 2 && drafts ? { drafts } : {}) };
				const reply = await ask(() => portal.exchange(this.name, tab.release, sent));
				if (!reply.ok && reply.error.type === 'outdated_app') weather.saw('app_refused');
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

	async #ask<T>(tab: Tab, work: () => Promise<Result<T, Fault>>): Promise<Result<T, Fault>> {
		const { network, portal } = this.#world;
		const heard = await tab.hear(network.call(() => portal.serve(work)));
		return heard ? heard.answer : unreachable;
	}
}

const unreachable = err<Fault>({ type: 'unavailable' });
