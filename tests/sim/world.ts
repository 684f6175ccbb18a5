/**
 * One run: phones, portal, gateway and agency under one seed and one clock. First a storm, then a calm in which
 * everything that was promised must come true.
 */
import { createHash } from 'node:crypto';
import { PersonId } from '../../domain/ids.ts';
import type { Bug } from './bugs.ts';
import { Clock } from './clock.ts';
import { Weather } from './faults.ts';
import { Notebook } from './notebook.ts';
import { network } from './network.ts';
import { broken, isQuiet, type Ledger, ledgerOf } from './oracle.ts';
import { Agency, Gateway } from './outside.ts';
import { Person } from './person.ts';
import { Phone } from './phone.ts';
import { Portal, stormMs } from './portal.ts';
import { Random } from './random.ts';

export interface Run {
	readonly seed: number;
	/** Broken rules; empty when all is well. */
	readonly faults: readonly string[];
	readonly met: Weather['met'];
	/** Same seed, same hash. */
	readonly trace: string;
	/** That something happened at all, and nothing too often. */
	readonly ledger: Ledger;
}

/** Monday morning in Việt Nam; offices are open. */
const start = Date.parse('2026-11-23T01:00:00.000Z');
/** Longer than every pause and lease together: what is not done by then never will be. */
const calmMinutes = 45;

export async function simulate(seed: number, bug: Bug | null = null): Promise<Run> {
	const random = new Random(seed);
	const clock = new Clock(start);
	const weather = new Weather(random);
	const hash = createHash('sha256');
	const thrown: string[] = [];
	const note = (text: string) => hash.update(`${clock.now()} ${text}\n`);
	const fail = (error: unknown) => {
		thrown.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
	};
	const citizens = ['012190001234', '011085005678'].map((personalId) => ({
		personId: PersonId.parse(random.uuid()),
		personalId
	}));
	// Each has a line of its own: what is overtaken on one is not late on another.
	const outside = () => ({ clock, random, weather, network: network(clock, random, weather, fail) });
	const portal = new Portal({
		...outside(),
		bug,
		note,
		fail,
		people: new Map(citizens.map((citizen) => [citizen.personId, citizen]))
	});
	const agency = new Agency(outside());
	const gateway = new Gateway(outside());
	agency.call = (word) => portal.serve(() => portal.hear(word));
	gateway.notify = (paymentId, event) => portal.serve(() => portal.notify(paymentId, event));
	// The first person has two phones, which must come to show the same.
	const notebooks = citizens.map(() => new Notebook(random, clock));
	const people = [0, 0, 1].map((owner, index) => {
		const citizen = citizens[owner];
		const notebook = notebooks[owner];
		if (!citizen || !notebook) throw new Error('everybody is somebody');
		const world = { ...outside(), portal, gateway, bug, note, fail };
		const phone = new Phone(`phone ${index + 1}`, citizen.personId, world);
		return new Person(phone, citizen.personalId, notebook, world);
	});
	const scene = { people, portal, agency, gateway };

	portal.work(agency, gateway);
	for (const person of people) person.live();
	await clock.runUntil(start + stormMs, () => thrown.length > 0);

	weather.storm = false;
	const calm = clock.now();
	let faults: string[] = [];
	// Looked at from time to time, so that a run ends when all is well and not when the time is over.
	for (let minutes = 1; minutes <= calmMinutes && thrown.length === 0; minutes++) {
		await clock.runUntil(calm + minutes * 60_000, () => thrown.length > 0);
		// Nobody is done while something still waits; the rest is dear to look at.
		if (minutes < calmMinutes && !isQuiet(scene)) continue;
		faults = broken(scene);
		if (faults.length === 0) break;
	}
	note(JSON.stringify([...portal.authority.state.dossiers.values()].map(({ dossier }) => dossier)));
	return {
		seed,
		faults: [...thrown, ...faults],
		met: weather.met,
		trace: hash.digest('hex'),
		ledger: ledgerOf(scene)
	};
}
