import { beforeEach, expect, it } from 'vitest';
import { fileDatabase } from '../../tests/support/databases.ts';
import { freeSubmission, type Office, openOffice, withdrawal } from '../../tests/support/office.ts';
import { grantRole } from '../auth/roles.ts';
import type { Sessions } from '../auth/session.ts';
import { firstBrokenAudit } from '../store/audit.ts';
import { claim, park } from '../store/jobs.ts';
import type { Person } from '../store/people.ts';
import { createRepairs, createRepairsDoor, type Repairs } from './repairs.ts';

const open = fileDatabase();
let office: Office;
let repairs: Repairs;
let operator: Person;
let woken: number;

beforeEach(async () => {
	office = await openOffice(await open());
	woken = 0;
	operator = { personId: office.sung, personalId: '011085005678', name: 'Vàng A Sùng' } as Person;
	repairs = createRepairs({ db: office.db, now: office.clock, wake: () => void woken++, operator });
});

/** A dossier whose submission was refused, with a withdrawal behind it. */
async function refused() {
	const dossierId = await office.submitted(freeSubmission());
	await office.authority.apply(office.mai, withdrawal(dossierId));
	const job = await claim(office.db, 'w', office.clock(), 'bhxh');
	if (!job) throw new Error('the submission is due');
	await office.db.write((tx) => park(tx, job, 'refused with 422'));
	return { dossierId, job, code: (await office.dossier(dossierId)).code };
}
const audited = async () =>
	(await office.db.read(`SELECT actor, action, subject FROM audit WHERE action LIKE 'job.%'`)).map((row) => ({
		...row
	}));

it('[A11] shows what is parked with its reason, agency and correlation id, and nothing of the citizen', async () => {
	const { job, code } = await refused();
	const parked = await repairs.parked();
	expect(parked).toEqual([
		{
			jobId: job.jobId,
			kind: 'forward',
			queue: 'bhxh',
			state: 'parked',
			dossierCode: code,
			attempts: 1,
			why: 'refused with 422',
			setAside: null,
			writtenAt: office.clock().toISOString()
		}
	]);
	expect(await repairs.queues()).toEqual([
		{ queue: 'bhxh', waiting: 1, parked: 1, closedUntil: null, failures: 0 }
	]);
	expect(JSON.stringify([parked, await repairs.find(code)])).not.toMatch(/Mai|012190001234|0912345678/);
});

it('[A11] sends again under the same id with the same body, and writes down who did', async () => {
	const { job } = await refused();
	expect(await repairs.sendAgain(job.jobId)).toEqual({ ok: true, value: null });
	expect(woken).toBe(1);
	expect(await claim(office.db, 'w', office.clock(), 'bhxh')).toMatchObject({
		jobId: job.jobId,
		body: job.body,
		attempts: 1
	});
	expect(await audited()).toEqual([
		{ actor: `operator:${office.sung}`, action: 'job.sent_again', subject: job.jobId }
	]);
	expect(await firstBrokenAudit(office.db)).toBeNull();
	// It waits for its turn: pressing twice changes nothing.
	expect(await repairs.sendAgain(job.jobId)).toEqual({ ok: false, error: { type: 'not_found' } });
	expect(await repairs.sendAgain('unknown')).toEqual({ ok: false, error: { type: 'not_found' } });
	expect(await audited()).toHaveLength(1);
});

it('[A11] sends all of an agency again, and leaves another’s alone', async () => {
	await refused();
	await refused();
	expect(await repairs.sendAllAgain('csgt')).toBe(0);
	expect(await repairs.sendAllAgain('bhxh')).toBe(2);
	expect(await repairs.parked()).toEqual([]);
	expect(await audited()).toHaveLength(2);
});

it('[A11] sets aside with a reason only, finds it again by code or id, and can send it after all', async () => {
	const { job, code } = await refused();
	expect(await repairs.setAside(job.jobId, '  ')).toEqual({ ok: false, error: { type: 'reason_missing' } });
	expect(await repairs.parked()).toHaveLength(1);
	expect(await repairs.setAside(job.jobId, 'Cơ quan đã nhập tay')).toEqual({ ok: true, value: null });
	expect(await repairs.parked()).toEqual([]);
	expect(await repairs.setAside(job.jobId, 'lần nữa')).toMatchObject({ ok: false });
	for (const text of [code, ` ${code.toLowerCase()} `])
		expect(await repairs.find(text)).toMatchObject([
			{ jobId: job.jobId, state: 'done', setAside: 'Cơ quan đã nhập tay' },
			{ state: 'due' }
		]);
	expect(await repairs.find(job.jobId)).toMatchObject([{ dossierCode: code }]);
	expect(await repairs.find('')).toEqual([]);
	expect(await repairs.find("' OR 1=1")).toEqual([]);
	expect(await repairs.sendAgain(job.jobId)).toMatchObject({ ok: true });
	expect((await audited()).map(({ action }) => action)).toEqual(['job.set_aside', 'job.sent_again']);
});

it('[A11] is nobody’s but an operator’s: to all others the place does not exist', async () => {
	let person: Person | null = null;
	const sessions = { read: async () => person && { person } } as unknown as Sessions;
	const door = createRepairsDoor({
		db: office.db,
		sessions,
		security: { portalOrigin: 'https://portal.test', trustProxy: false },
		now: office.clock,
		wake: () => undefined
	});
	const get = () => door({ method: 'GET', headers: {} });
	expect(await get()).toEqual({ ok: false, error: { type: 'login_required' } });
	person = operator;
	expect(await get()).toEqual({ ok: false, error: { type: 'not_found' } });
	const grant = { personalId: operator.personalId, by: 'test', at: office.clock() };
	await office.db.write((tx) => grantRole(tx, { ...grant, role: 'editor', grantId: 'g0' }));
	expect(await get()).toEqual({ ok: false, error: { type: 'not_found' } });
	await office.db.write((tx) => grantRole(tx, { ...grant, role: 'operator', grantId: 'g1' }));
	expect(await get()).toMatchObject({ ok: true });
	expect(await door({ method: 'POST', headers: { origin: 'https://evil.test' } })).toMatchObject({
		error: { type: 'malformed' }
	});
});

it('[M8] tells how many dossiers are late at which desk, and whose they are not', async () => {
	const insurance = '000.00.12.G24';
	const desk = await openOffice(await open(), undefined, { desk: [insurance] });
	const watching = createRepairs({ db: desk.db, now: desk.clock, wake: () => {}, operator });
	await desk.submitted(freeSubmission());
	await desk.db.write((tx) => tx.run(`UPDATE desk_queue SET status = 4, day = '2026-11-25'`));
	desk.wait(2 * 24 * 3_600_000);
	expect(await watching.late()).toEqual([]);
	desk.wait(24 * 3_600_000);
	expect(await watching.late()).toEqual([{ agency: insurance, late: 1 }]);
});
