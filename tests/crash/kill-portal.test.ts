/** The portal is killed at every kind of point between hearing and answering; nothing is lost, nothing is there twice. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fold } from '../../domain/dossier/machine.ts';
import type { DossierId } from '../../domain/ids.ts';
import { licenceForm, mai } from '../support/forms.ts';
import { shutGate, type Gate, type Kill, type KillPoint, pointName } from './kill-point.ts';
import { openPhone, patience, type Phone, value } from './phone.ts';
import { count, openTown, type Town } from './town.ts';

let town: Town;
let phone: Phone;

beforeAll(async () => {
	town = await openTown({ agency: 'up' });
	phone = await openPhone({ origin: town.origin, eid: town.world.eid.url }, mai.personalId);
});
afterAll(async () => {
	await phone?.close();
	await town?.close();
});

/** Delays in ms from 0 to 30, growing: the moment of the commit lies between two of them, wherever the machine puts it. */
function delays(howMany: number, seed: number): number[] {
	let state = seed;
	const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
	return Array.from({ length: howMany }, (_, i) => Math.floor(((i + next()) / howMany) ** 2 * 31));
}

const parts = (...shares: number[]) => shares.map((of): KillPoint => ({ at: 'part', of }));
const wholes = (delaysMs: number[]) => delaysMs.map((afterMs): KillPoint => ({ at: 'whole', afterMs }));
const firstByte: KillPoint = { at: 'first byte' };
const write: KillPoint = { at: 'write' };
const answer: KillPoint = { at: 'answer' };

const submitting = [
	...[firstByte, firstByte],
	...parts(0.1, 0.3, 0.5, 0.7, 0.9, 0.99),
	// Writes before the rest: once it is stored, a repeat has nothing to write.
	...[write, write],
	...wholes(delays(7, 20_261_122)),
	...[answer, answer, answer]
];
const beginningToPay = [...parts(0.5), write, ...wholes(delays(2, 1)), answer];
const noticing = [firstByte, write, ...wholes(delays(2, 2)), answer];
const forwarding = [firstByte, ...parts(0.5), ...wholes(delays(2, 3)), answer];
const hearing = [...parts(0.9), write, ...wholes(delays(2, 4)), answer];

it('[J4] [S1] [S4] leaves one dossier, one payment, one forwarded dossier, and a phone that agrees', async () => {
	expect(submitting).toHaveLength(20);
	const { world, door, agencyDoor, records } = town;
	const { portal } = world;
	// The agency hears nothing before its turn.
	const agencyGate = shutGate(agencyDoor.line, 'POST /dossiers', portal);

	await vi.waitFor(() => expect(phone.sync.line).toMatchObject({ syncedAt: expect.any(String) }), patience);
	let gate = shutGate(door.line, 'POST /trpc/sync.exchange', portal, town.journal);
	const dossierId = await phone.submit({
		procedureCode: '3.000347',
		form: licenceForm(),
		photos: ['portrait', 'oldCard']
	});
	const [entry] = await phone.queries.outbox();
	await vi.waitFor(async () => {
		const files = await phone.queries.attachments(dossierId);
		expect(files.map(({ stored }) => stored)).toEqual([true, true]);
	}, patience);
	let storedBefore = 0;
	const submissions = await siege(
		gate,
		submitting,
		() => phone.sync.wake(),
		async () => {
			const stored = await storedSubmission();
			expect(stored).toBeGreaterThanOrEqual(storedBefore);
			storedBefore = stored;
			// To the phone it is still not received, whatever the server knows.
			expect(await phone.queries.dossiers()).toEqual([]);
			return stored > 0;
		}
	);
	for (const { request, point } of submissions)
		if (point.at === 'whole' || point.at === 'answer') expect(request).toContain(entry?.operationId);
	gate.open();
	await phone.until(dossierId, ({ events }) => fold(events).status === 6);
	expect(await phone.queries.drafts()).toEqual([]);
	await phone.agrees(dossierId);

	const subject = { kind: 'dossier', dossierId } as const;
	gate = shutGate(door.line, 'POST /trpc/payments.start', portal, town.journal);
	const begun = await siege(
		gate,
		beginningToPay,
		() => void phone.pay(subject),
		async () => (await count(records, 'payments')) > 0
	);
	gate.open();
	const payUrl = value(await phone.pay(subject));
	expect(value(await phone.pay(subject))).toBe(payUrl);
	expect(await phone.queries.payments()).toHaveLength(1);

	gate = shutGate(door.line, 'GET /payments/vnpay/ipn', portal, town.journal);
	await payAtGateway(payUrl);
	const notices = await siege(
		gate,
		noticing,
		() => {},
		async () => (await count(records, 'payments', `state = 'paid'`)) > 0
	);
	gate.open();
	await phone.until(dossierId, ({ events }) => events.some(({ kind }) => kind === 'fee_paid'));

	const forwards = await siege(
		agencyGate,
		forwarding,
		() => void town.passTheWait(),
		async () => (await town.atAgency()).length > 0
	);
	agencyGate.open();
	await town.passTheWait();
	await phone.until(dossierId, ({ events }) => events.some(({ kind }) => kind === 'forwarded'));

	gate = shutGate(door.line, 'POST /agency/callback/', portal, town.journal);
	await town.tellAgency(`dossiers/${dossierId}/accept`);
	const callbacks = await siege(
		gate,
		hearing,
		() => {},
		async () => (await count(records, 'agency_messages')) > 0
	);
	gate.open();
	await phone.until(dossierId, ({ events }) => events.some(({ kind }) => kind === 'accepted'));

	const found = await leftBehind(dossierId);
	console.log(
		[
			ledger('submission', submissions),
			ledger('payment begun', begun),
			ledger('paid notice', notices),
			ledger('forwarding', forwards),
			ledger('callback', callbacks),
			`lost ${found.filter((n) => n < 1).length}, duplicated ${found.filter((n) => n > 1).length}`
		].join(' | ')
	);
	expect(found).toEqual(found.map(() => 1));
	const dossier = await phone.until(dossierId, () => true);
	expect(dossier.events.map(({ kind }) => kind)).toEqual([
		'submitted',
		'fee_requested',
		'fee_paid',
		'forwarded',
		'accepted'
	]);
	await phone.agrees(dossierId);
	await paperTrailAgrees(dossierId);
}, 600_000);

type Counted = Kill & { readonly stored: boolean };

/** Kills at every point in turn, each time on the same data. `isStored` looks when the portal is back. */
async function siege(
	gate: Gate,
	points: readonly KillPoint[],
	provoke: () => void,
	isStored: () => Promise<boolean>
): Promise<Counted[]> {
	const kills: Counted[] = [];
	for (const point of points) {
		const kill = await gate.killAt(point, provoke);
		expect(town.world.portal.isRunning()).toBe(false);
		await town.world.portal.start();
		kills.push({ ...kill, stored: await isStored() });
	}
	return kills;
}

/** How often the submission is stored; each of its tables must say the same. */
async function storedSubmission(): Promise<number> {
	const { records } = town;
	const counts = await Promise.all([
		count(records, 'dossiers'),
		count(records, 'operations'),
		count(records, 'changes', `kind = 'dossier'`),
		count(records, 'dossier_events', `json_extract(body, '$.kind') = 'submitted'`),
		count(records, 'serials', `last = 1 AND series <> 'receipt'`)
	]);
	expect(new Set(counts).size).toBe(1);
	return counts[0] ?? Number.NaN;
}

/** She presses "success" on the provider's page, and never comes back. */
async function payAtGateway(payUrl: string): Promise<void> {
	const page = await (await fetch(payUrl)).text();
	const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
	await fetch(new URL('/paymentv2/choice', payUrl), {
		method: 'POST',
		body: new URLSearchParams({ txnRef: field('txnRef'), pageKey: field('pageKey'), choice: 'success' }),
		redirect: 'manual'
	});
}

/** How often each thing exists that should exist once, at everybody who keeps it. */
async function leftBehind(dossierId: DossierId): Promise<number[]> {
	const { records } = town;
	const [atAgency, atGateway] = await Promise.all([town.atAgency(), town.atGateway()]);
	const settled = atGateway.filter(({ outcome }) => outcome?.status === '00');
	return [
		await storedSubmission(),
		(await phone.queries.dossiers()).length,
		await count(records, 'payments'),
		await count(records, 'payment_events', `kind = 'settled'`),
		await count(records, 'serials', `series = 'receipt' AND last = 1`),
		(await phone.queries.payments()).length,
		atGateway.length,
		settled.length,
		await count(records, 'jobs', `kind = 'forward'`),
		await count(records, 'jobs', `kind = 'forward' AND state = 'done'`),
		atAgency.length,
		atAgency.find((one) => one.dossierId === dossierId)?.effects ?? 0,
		Object.keys(atAgency[0]?.deliveries ?? {}).length,
		await count(records, 'agency_messages')
	];
}

/** Everybody holds the same code, receipt and amount; what was written about it is unbroken. */
async function paperTrailAgrees(dossierId: DossierId): Promise<void> {
	const [atAgency] = await town.atAgency();
	const [kept] = await phone.queries.payments();
	const payment = await vi.waitFor(async () => {
		phone.sync.wake();
		const [{ payment } = { payment: null }] = await phone.queries.payments();
		expect(payment?.state).toBe('paid');
		return payment;
	}, patience);
	expect(atAgency?.dossierCode).toBe((await phone.queries.dossier(dossierId))?.code);
	expect(atAgency?.payment).toEqual({
		receiptNumber: payment?.receipt?.number,
		amount: payment?.receipt?.amount,
		paidAt: payment?.receipt?.issuedAt
	});
	expect(kept?.subject).toEqual({ kind: 'dossier', dossierId });
	const { rows } = await town.records.execute('PRAGMA integrity_check');
	expect(Object.values(rows[0] ?? {})).toEqual(['ok']);
}

/** `submission: 20 kills (2 at …, 9 at …; stored since kill 17)` */
function ledger(what: string, kills: readonly Counted[]): string {
	const byPoint = new Map<string, number>();
	for (const { point, answered } of kills) {
		const name = pointName(point) + (point.at === 'whole' && answered ? ', answer under way' : '');
		byPoint.set(name, (byPoint.get(name) ?? 0) + 1);
	}
	const points = [...byPoint].map(([name, n]) => `${n} at ${name}`).join(', ');
	const since = kills.findIndex(({ stored }) => stored) + 1;
	return `${what}: ${kills.length} kills (${points}; stored ${since === 0 ? 'after them' : `since kill ${since}`})`;
}
