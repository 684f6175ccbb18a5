/** An agency that is not there, or dies in the middle: its dossiers wait, and each has effect there once. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fold } from '../../domain/dossier/machine.ts';
import type { DossierId } from '../../domain/ids.ts';
import { insuranceForm, mai } from '../support/forms.ts';
import { shutGate } from './kill-point.ts';
import { openPhone, patience, type Phone } from './phone.ts';
import { count, openTown, type Town } from './town.ts';

let town: Town;
let phone: Phone;

beforeAll(async () => {
	town = await openTown({ agency: 'down' });
	phone = await openPhone({ origin: town.origin, eid: town.world.eid.url }, mai.personalId);
});
afterAll(async () => {
	await phone?.close();
	await town?.close();
});

it('[A2] lets three dossiers wait while an agency is down, and brings each there once when it is back', async () => {
	const { world, agencyDoor, records } = town;
	const ids: DossierId[] = [];
	for (let i = 0; i < 3; i++)
		ids.push(await phone.submit({ procedureCode: '1.002759', form: insuranceForm() }));

	for (const id of ids) {
		const waiting = await phone.until(id, () => true);
		expect(waiting.code).toMatch(/^000\.00\.12\.G24-\d{6}-\d{4}$/);
	}
	// Each was tried, in vain, and is still due.
	await vi.waitFor(async () => {
		const tried = `kind = 'forward' AND state = 'due' AND attempts > 0 AND last_error IS NOT NULL`;
		expect(await count(records, 'jobs', tried)).toBe(3);
	}, patience);
	for (const id of ids) {
		await phone.agrees(id);
		expect(fold((await phone.until(id, () => true)).events).status).toBe(1);
	}

	await world.agency.start();
	// It dies once more, with one dossier on its disk and no answer given.
	const gate = shutGate(agencyDoor.line, 'POST /dossiers', world.agency);
	await gate.killAt({ at: 'answer' }, () => void town.passTheWait());
	gate.open();
	await world.agency.start();
	expect(await town.atAgency()).toHaveLength(1);
	await town.passTheWait();

	for (const id of ids)
		await phone.until(id, ({ events }) => events.some(({ kind }) => kind === 'forwarded'));
	const there = await town.atAgency();
	expect(there.map(({ dossierId }) => dossierId).sort()).toEqual(ids.toSorted());
	expect(there.map(({ effects }) => effects)).toEqual([1, 1, 1]);
	const deliveries = there.map(({ deliveries: byId }) => Object.values(byId));
	expect(deliveries.map((counts) => counts.length)).toEqual([1, 1, 1]);
	// The one whose answer was lost came twice, under one id.
	expect(deliveries.flat().sort()).toEqual([1, 1, 2]);
	expect(await count(records, 'jobs', `kind = 'forward' AND state = 'done'`)).toBe(3);
	for (const id of ids) await phone.agrees(id);
}, 120_000);
