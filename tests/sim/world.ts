/**
 * One run: phones, portal, gateway and agency under one seed and one clock. First a storm, then a calm in which
 * everything that was promised must come true.
 */
import { createHash } from 'node:crypto';
import { PersonId } from '../../domain/ids.ts';
import type { Bug } from './bugs.ts';
import { Clock } from './clock.ts';
import { Weather } from './faults.ts';
import { network } from './network.ts';
import { broken } from './oracle.ts';
import { Agency, Gateway } from './outside.ts';
import { type Person, Phone } from './phone.ts';
import { Portal } from './portal.ts';
import { Random } from './random.ts';

export interface Run {
	readonly seed: number;
	/** Broken rules; empty when all is well. */
	readonly faults: readonly string[];
	readonly met: Weather['met'];
	/** Same seed, same hash. */
	readonly trace: string;
	/** That something happened at all. */
	readonly dossiers: number;
	readonly paid: number;
	readonly results: number;
	readonly supplements: number;
}

/** Monday morning in Việt Nam; offices are open. */
const start = Date.parse('2026-11-23T01:00:00.000Z');
const stormMs = 4 * 60_000;
/** Longer than every pause and lease together: what is not done by then never will be. */
const calmMs = 45 * 60_000;

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
	const people: Person[] = [
		{ personId: PersonId.parse(random.uuid()), personalId: '012190001234' },
		{ personId: PersonId.parse(random.uuid()), personalId: '011085005678' }
	];
	const lines = network(clock, random, weather, fail);
	const outside = { clock, random, weather, network: lines };
	const portal = new Portal({
		...outside,
		bug,
		note,
		fail,
		people: new Map(people.map((person) => [person.personId, person]))
	});
	const agency = new Agency(outside);
	const gateway = new Gateway(outside);
	agency.call = (word) => portal.serve(() => portal.authority.callback(word));
	gateway.notify = (paymentId, event) => portal.serve(() => portal.notify(paymentId, event));
	const world = { ...outside, portal, gateway, bug, note, fail };
	// The first person has two phones, which must come to show the same.
	const phones = [0, 0, 1].map((owner, index) => {
		const person = people[owner];
		if (!person) throw new Error('everybody is somebody');
		return new Phone(`phone ${index + 1}`, person, world);
	});
	const scene = { phones, portal, agency, gateway };

	portal.work(agency, gateway);
	for (const phone of phones) {
		phone.start();
		clock.after(random.between(0, 5_000), () => void phone.act().catch(fail));
	}
	await clock.runUntil(start + stormMs, () => thrown.length > 0);

	weather.storm = false;
	const calm = clock.now();
	let faults: string[] = [];
	// Looked at from time to time, so that a run ends when all is well and not when the time is over.
	for (let minutes = 1; minutes * 60_000 <= calmMs && thrown.length === 0; minutes++) {
		await clock.runUntil(calm + minutes * 60_000, () => thrown.length > 0);
		faults = broken(scene);
		if (faults.length === 0) break;
	}
	const { state } = portal.authority;
	const events = [...state.dossiers.values()].flatMap(({ dossier }) => dossier.events);
	note(JSON.stringify([...state.dossiers.values()].map(({ dossier }) => dossier)));
	const count = (kind: string) => events.filter((event) => event.kind === kind).length;
	return {
		seed,
		faults: [...thrown, ...faults],
		met: weather.met,
		trace: hash.digest('hex'),
		dossiers: state.dossiers.size,
		paid: count('fee_paid'),
		results: count('result_stored'),
		supplements: count('supplement_sent')
	};
}
