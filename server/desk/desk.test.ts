import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fileDatabase } from '../../tests/support/databases.ts';
import { file, freeSubmission, submission, supplement, withdrawal } from '../../tests/support/office.ts';
import { forms, insurance, openDesk as desk, police } from '../../tests/support/officer-desk.ts';
import { forHerSon } from '../../tests/support/examples/example.ts';
import { insuranceForm } from '../../tests/support/forms.ts';
import { type DeskAct, deskActs } from '../../domain/dossier/desk.ts';
import { lateness } from '../../domain/dossier/lateness.ts';
import { fold } from '../../domain/dossier/machine.ts';
import { Duty } from '../../domain/dossier/schema.ts';
import type { DossierId, RequestId } from '../../domain/ids.ts';
import { createWorker } from '../forwarding/worker.ts';
import { firstBrokenAudit } from '../store/audit.ts';
import { deskQueue } from './act.ts';
import { adoptDossiers } from './adopt.ts';
import { grantDuties, officerOf, revokeDuties } from './officers.ts';
import { stopUnansweredHandler } from './unanswered.ts';

const day = 24 * 3_600_000;
const pdf = new TextEncoder().encode('%PDF-1.7 thẻ bảo hiểm');
const open = fileDatabase();

describe('[M3] at an office without a system', () => {
	it('a dossier lands in the queue instead of a job, with its first look noted', async () => {
		const { db, submitted, officer, audits } = await desk(open);
		const dossierId = await submitted(freeSubmission());
		expect(await db.read(`SELECT * FROM jobs WHERE kind = 'forward'`)).toEqual([]);
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		const queue = await xuan.queue(xuan.readFilter({}));
		expect(queue.lines).toMatchObject([{ dossierId, applicant: 'Nguyễn Thị Mai', status: 1, officer: null }]);
		expect(await audits('desk.queue_read')).toEqual([
			{
				actor: `officer:${xuan.officer.officerId}`,
				subject: insurance,
				detail: JSON.stringify({ dossiers: [dossierId] })
			}
		]);
	});

	it('one with a fee comes when it is paid, and others still go to their system', async () => {
		const { db, submitted, officer, pay } = await desk(open, [police]);
		const dossierId = await submitted(submission());
		await submitted(freeSubmission());
		const hung = await officer('Lê Văn Hùng', ['reception'], police);
		expect((await hung.queue(hung.readFilter({}))).lines).toEqual([]);
		await pay(dossierId);
		expect((await hung.queue(hung.readFilter({}))).lines).toMatchObject([{ dossierId, status: 1 }]);
		expect(await db.read(`SELECT queue FROM jobs WHERE kind = 'forward'`)).toEqual([{ queue: 'bhxh' }]);
	});

	it('what was submitted before the office came to the desk is taken in at the next start', async () => {
		const before = await desk(open, []);
		const dossierId = await before.submitted(freeSubmission());
		const { db, agencies, officer, clock, audits } = await desk(open);
		expect(await adoptDossiers(db, agencies, clock)).toBe(1);
		expect(await adoptDossiers(db, agencies, clock)).toBe(0);
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		expect((await xuan.queue(xuan.readFilter({}))).lines).toMatchObject([{ dossierId }]);
		// What waited to be sent to the system that it had goes no more, and says why.
		const jobs = await db.read(`SELECT state, set_aside FROM jobs WHERE kind = 'forward'`);
		expect(jobs).toMatchObject([
			{ state: 'done', set_aside: expect.stringContaining('bàn một cửa') as unknown }
		]);
		expect(await audits('job.called_off')).toMatchObject([{ subject: dossierId }]);
	});
});

describe('[M1] whoever is not an officer of that office', () => {
	it('finds nothing of it, by no way', async () => {
		const { submitted, officer, act, dossier } = await desk(open, [insurance, police]);
		const dossierId = await submitted(freeSubmission());
		const { code } = await dossier(dossierId);
		const other = await officer('Lê Văn Hùng', [...Duty.options], police);
		const administrator = await officer('Vũ Quản Trị', ['administrator']);
		for (const stranger of [other, administrator]) {
			expect((await stranger.queue(stranger.readFilter({}))).lines).toEqual([]);
			expect(await stranger.sheet(dossierId)).toEqual({ ok: false, error: { type: 'not_found' } });
			expect(await stranger.hold(dossierId, true)).toEqual({ ok: false, error: { type: 'not_found' } });
			for (const one of deskActs)
				expect(await act(stranger, dossierId, one, forms[one])).toEqual({
					ok: false,
					error: { type: 'not_found' }
				});
		}
		expect(await other.find(code)).toEqual([]);
		expect(await other.find(code.slice(-4))).toEqual([]);
		expect(await administrator.find(code.slice(-4))).toEqual([]);
	});

	it('a dossier of an office that has its own system is nobody’s at the desk', async () => {
		const { submitted, officer } = await desk(open, []);
		const dossierId = await submitted(freeSubmission());
		const xuan = await officer('Lò Thị Xuân', [...Duty.options]);
		expect(await xuan.sheet(dossierId)).toEqual({ ok: false, error: { type: 'not_found' } });
	});

	it('duties that are taken are gone at once, and an officer works for one office', async () => {
		const { db, clock } = await desk(open);
		const by = { by: 'test', at: clock(), newId: 'o1' };
		const grant = { personalId: '011184004455', agency: insurance, name: 'Xuân', title: '', unit: '' };
		const give = (agency: string, duties: readonly Duty[]) =>
			db.write((tx) => grantDuties(tx, { ...grant, agency, duties }, by));
		expect(await give(insurance, ['reception', 'clerk'])).toEqual({ ok: true, value: true });
		expect(await give(insurance, ['clerk'])).toEqual({ ok: true, value: false });
		expect(await give(police, ['leader'])).toEqual({ ok: false, error: { worksAt: insurance } });
		expect(await db.write((tx) => revokeDuties(tx, grant.personalId, ['clerk'], by))).toBe(true);
		expect((await officerOf(db, grant.personalId))?.duties).toEqual(['reception']);
		expect(await db.write((tx) => revokeDuties(tx, grant.personalId, 'all', by))).toBe(true);
		expect(await officerOf(db, grant.personalId)).toBeNull();
		expect(await give(police, ['leader'])).toEqual({ ok: true, value: true });
	});
});

describe('[M2] an act at the desk', () => {
	it.each(Duty.options)(
		'out of the duty of %s, or on a status that has no place for it, writes nothing',
		async (duty) => {
			const { db, submitted, officer, act, dossier } = await desk(open);
			const dossierId = await submitted(freeSubmission());
			const who = await officer('Một người', [duty]);
			const mine: DeskAct[] = duty === 'reception' ? ['accept', 'supplement', 'refuse', 'fee'] : [];
			const [before] = await db.read('SELECT count(*) AS rows FROM audit');
			for (const one of deskActs.filter((name) => !mine.includes(name))) {
				const done = await act(who, dossierId, one, forms[one], one === 'attach' ? pdf : undefined);
				expect(done.ok, one).toBe(false);
			}
			expect((await dossier(dossierId)).events).toHaveLength(1);
			expect(await db.read('SELECT count(*) AS rows FROM audit')).toEqual([before]);
		}
	);

	it('walks from reception to the result in the citizen’s hand, each step on her timeline', async () => {
		const { authority, mai, submitted, officer, act, dossier, status, vault, audits, db } = await desk(open);
		const dossierId = await submitted(freeSubmission());
		const xuan = await officer('Lò Thị Xuân', ['reception', 'specialist']);
		const toan = await officer('Quàng Văn Toàn', ['leader']);
		const { cursor } = await authority.changesSince(mai, 0);
		expect(await act(xuan, dossierId, 'accept', forms.accept)).toEqual({ ok: true, value: 'accept' });
		const { changes } = await authority.changesSince(mai, cursor);
		expect(changes).toMatchObject([{ kind: 'dossier', dossier: { events: [{}, { kind: 'accepted' }] } }]);
		expect(await act(xuan, dossierId, 'start')).toEqual({ ok: true, value: 'start' });
		const handed = await act(
			xuan,
			dossierId,
			'hand_over',
			{ to: toan.officer.officerId, note: 'Đủ điều kiện' },
			pdf
		);
		expect(handed.ok).toBe(true);
		expect((await toan.queue(toan.readFilter({ who: 'me' }))).lines).toMatchObject([{ dossierId }]);
		const sheet = await toan.sheet(dossierId);
		expect(sheet.ok && sheet.value.prepared).toMatchObject({
			file: { name: 'ket-qua.pdf' },
			by: 'Lò Thị Xuân'
		});
		expect(sheet.ok && sheet.value.choices.map(({ act: one }) => one)).toContain('decide');
		expect(await act(toan, dossierId, 'decide', { outcome: 'granted' })).toEqual({
			ok: true,
			value: 'decide'
		});
		const { result } = fold((await dossier(dossierId)).events);
		expect(await vault.size(result?.sha256 ?? '')).toBe(pdf.length);
		expect(await db.read('SELECT name FROM results')).toEqual([{ name: 'ket-qua.pdf' }]);
		expect(await act(xuan, dossierId, 'return')).toEqual({ ok: true, value: 'return' });
		expect(await status(dossierId)).toBe(10);
		expect((await dossier(dossierId)).events.map(({ actor }) => actor.name).filter(Boolean)).toEqual([
			'Lò Thị Xuân',
			'Lò Thị Xuân',
			'Lò Thị Xuân',
			'Quàng Văn Toàn',
			'Lò Thị Xuân'
		]);
		expect((await audits('desk.act')).map(({ detail }) => JSON.parse(String(detail)).act)).toEqual([
			'accept',
			'start',
			'hand_over',
			'decide',
			'return'
		]);
		expect(await audits('desk.dossier_read')).toHaveLength(1);
		expect(await firstBrokenAudit(db)).toBeNull();
		expect(await act(toan, dossierId, 'decide', { outcome: 'refused', note: 'Nhầm' })).toEqual({
			ok: false,
			error: { type: 'objection', objection: { type: 'not_now' } }
		});
	});

	it('reception may pass an accepted dossier on, which begins the work; to nobody, herself or a stranger it may not', async () => {
		const { submitted, officer, act, status, dossier } = await desk(open, [insurance, police]);
		const dossierId = await submitted(freeSubmission());
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		const lan = await officer('Lường Thị Lan', ['specialist']);
		const stranger = await officer('Lê Văn Hùng', ['specialist'], police);
		await act(xuan, dossierId, 'accept', forms.accept);
		for (const to of ['', 'x', xuan.officer.officerId, stranger.officer.officerId])
			expect(await act(xuan, dossierId, 'hand_over', { to })).toEqual({
				ok: false,
				error: { type: 'form', faults: [{ field: 'to', problem: 'nobody' }] }
			});
		await act(xuan, dossierId, 'hand_over', { to: lan.officer.officerId });
		expect(await status(dossierId)).toBe(4);
		expect((await dossier(dossierId)).events.map(({ kind }) => kind).slice(-2)).toEqual([
			'handed_over',
			'processing'
		]);
	});

	it('a result on paper may get its file later; one that is no PDF or picture is refused', async () => {
		const { submitted, officer, act, dossier } = await desk(open);
		const dossierId = await submitted(freeSubmission());
		const all = await officer('Một mình', ['reception', 'leader']);
		for (const one of ['accept', 'start', 'decide'] as const) await act(all, dossierId, one, forms[one]);
		const text = new TextEncoder().encode('xin chào');
		expect(await act(all, dossierId, 'attach', {}, text)).toEqual({
			ok: false,
			error: { type: 'form', faults: [{ field: 'file', problem: 'file_kind' }] }
		});
		expect(await act(all, dossierId, 'attach', {}, pdf)).toEqual({ ok: true, value: 'attach' });
		expect(fold((await dossier(dossierId)).events).result?.name).toBe('ket-qua.pdf');
		expect((await act(all, dossierId, 'attach', {}, pdf)).ok).toBe(false);
	});

	it('asks for money and for papers, and answers a wish to withdraw', async () => {
		const { authority, mai, submitted, officer, act, status } = await desk(open);
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		const paid = await submitted(freeSubmission());
		expect((await act(xuan, paid, 'fee', forms.fee)).ok).toBe(true);
		expect(await status(paid)).toBe(6);
		const withdrawn = await submitted(freeSubmission());
		await authority.apply(mai, withdrawal(withdrawn));
		expect((await act(xuan, withdrawn, 'confirm_withdrawal')).ok).toBe(true);
		expect(await status(withdrawn)).toBe(8);
		const kept = await submitted(freeSubmission());
		await authority.apply(mai, withdrawal(kept));
		expect((await act(xuan, kept, 'reject_withdrawal', forms.reject_withdrawal)).ok).toBe(true);
		expect(await status(kept)).toBe(1);
	});
});

describe('[M5] a form', () => {
	it('sent twice takes effect once', async () => {
		const { submitted, officer, dossier } = await desk(open);
		const dossierId = await submitted(freeSubmission());
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		const sent = { dossierId, actId: randomUUID(), seen: 1 };
		const twice = await Promise.all([1, 2].map(() => xuan.act(sent, 'accept', forms.accept, null)));
		expect(twice).toEqual([
			{ ok: true, value: 'accept' },
			{ ok: true, value: 'accept' }
		]);
		expect((await dossier(dossierId)).events).toHaveLength(2);
		const lan = await officer('Lường Thị Lan', ['reception']);
		expect(await lan.act(sent, 'accept', forms.accept, null)).toEqual({
			ok: false,
			error: { type: 'id_conflict' }
		});
	});

	it('made before somebody else acted is told who and when, and writes nothing', async () => {
		const { submitted, officer, act, clock, dossier } = await desk(open);
		const dossierId = await submitted(freeSubmission());
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		const lan = await officer('Lường Thị Lan', ['reception']);
		await act(lan, dossierId, 'accept', forms.accept);
		const late = { dossierId, actId: randomUUID(), seen: 1 };
		expect(await xuan.act(late, 'refuse', forms.refuse, null)).toEqual({
			ok: false,
			error: { type: 'overtaken', by: 'Lường Thị Lan', at: clock().toISOString() }
		});
		expect((await dossier(dossierId)).events).toHaveLength(2);
	});

	it.each([
		['accept', { appointmentOn: '2026-11-22' }, 'appointmentOn', 'day_over'],
		['accept', { appointmentOn: '2026-11-28' }, 'appointmentOn', 'not_a_working_day'],
		['accept', { appointmentOn: '2027-01-29' }, 'appointmentOn', 'day_too_late'],
		['accept', { appointmentOn: '2026-02-30' }, 'appointmentOn', 'not_a_day'],
		['accept', {}, 'appointmentOn', 'missing'],
		['supplement', { until: '2026-12-07' }, 'items', 'none_marked'],
		['refuse', { reason: '  ' }, 'reason', 'missing'],
		['refuse', { reason: 'x'.repeat(2001) }, 'reason', 'too_long'],
		['fee', { 'label-1': 'Lệ phí', 'amount-1': 'ba mươi' }, 'amount-1', 'not_an_amount'],
		['fee', {}, 'label-1', 'missing']
	] as const)('%s with %o is told at %s: %s', async (act, fields, field, problem) => {
		const office = await desk(open);
		const dossierId = await office.submitted(freeSubmission());
		const xuan = await office.officer('Lò Thị Xuân', ['reception']);
		expect(await office.act(xuan, dossierId, act, fields)).toEqual({
			ok: false,
			error: { type: 'form', faults: [{ field, problem }] }
		});
	});
});

describe('[M6] a supplement', () => {
	it('names papers of the service, comes from the phone, and the limit begins anew', async () => {
		const { authority, mai, submitted, pay, officer, act, status, dossier, storeFile } = await desk(open, [
			police
		]);
		const dossierId = await submitted(submission());
		await pay(dossierId);
		const hung = await officer('Lê Văn Hùng', ['reception'], police);
		await act(hung, dossierId, 'accept', { appointmentOn: '2026-11-25' });
		const fields = { 'paper-portrait': 'on', 'text-portrait': 'Ảnh mờ', until: '2026-12-07' };
		expect(await act(hung, dossierId, 'supplement', fields)).toEqual({ ok: true, value: 'supplement' });
		const asked = fold((await dossier(dossierId)).events).supplement;
		expect(asked?.items).toEqual([{ component: 'portrait', text: 'Ảnh mờ' }]);
		const answer = supplement(dossierId, {
			requestId: asked?.requestId as RequestId,
			attachments: [file('portrait')]
		});
		for (const fact of answer.attachments) await storeFile(mai, fact);
		expect(await authority.apply(mai, answer)).toMatchObject({ type: 'done' });
		expect(await status(dossierId)).toBe(2);
		expect((await act(hung, dossierId, 'supplement', fields)).ok).toBe(false);
	});

	it('may be brought to the counter', async () => {
		const { submitted, officer, act, status } = await desk(open);
		const dossierId = await submitted(freeSubmission());
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		await act(xuan, dossierId, 'supplement', forms.supplement);
		expect(await status(dossierId)).toBe(5);
		expect((await act(xuan, dossierId, 'receive_supplement', forms.receive_supplement)).ok).toBe(true);
		expect(await status(dossierId)).toBe(1);
	});

	it('that never comes stops the dossier when its day is over, not before; one that came does not', async () => {
		const { db, agencies, clock, wait, submitted, officer, act, status } = await desk(open);
		const [silent, answered] = [await submitted(freeSubmission()), await submitted(freeSubmission())];
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		for (const one of [silent, answered]) await act(xuan, one, 'supplement', forms.supplement);
		await act(xuan, answered, 'receive_supplement', forms.receive_supplement);
		const worker = createWorker({
			db,
			clock,
			name: 'test',
			random: () => 0,
			queues: [deskQueue],
			handlers: { stop_unanswered: stopUnansweredHandler({ agencies, clock }) },
			report: ({ error }) => {
				throw new Error(error);
			}
		});
		wait(14 * day);
		expect(await worker.tick()).toBe(0);
		wait(day);
		expect(await worker.tick()).toBe(2);
		expect([await status(silent), await status(answered)]).toEqual([8, 1]);
	});
});

describe('[M4] the queue', () => {
	it('is filtered by status, lateness, service and holder, and each line says what lateness says', async () => {
		const { submitted, officer, act, wait, clock } = await desk(open);
		const all = await officer('Một mình', ['reception', 'specialist', 'leader']);
		const ids: DossierId[] = [];
		for (let i = 0; i < 4; i++) ids.push(await submitted(freeSubmission()));
		const [fresh, soon, working, waiting] = ids as [DossierId, DossierId, DossierId, DossierId];
		await act(all, soon, 'accept', { appointmentOn: '2026-11-25' });
		await act(all, working, 'accept', { appointmentOn: '2026-11-27' });
		await act(all, working, 'start');
		await act(all, waiting, 'supplement', forms.supplement);
		const ask = async (asked: Record<string, string>) =>
			(await all.queue(all.readFilter(asked))).lines.map(({ dossierId }) => dossierId);
		expect(await ask({ status: '1' })).toEqual([fresh]);
		expect(await ask({ lateness: 'due_soon' })).toEqual([soon]);
		expect(await ask({ lateness: 'on_time' })).toEqual([working]);
		expect(await ask({ lateness: 'paused' })).toEqual([waiting]);
		expect(await ask({ who: 'me' })).toEqual([working]);
		expect((await ask({ who: 'nobody' })).sort()).toEqual([fresh, soon, waiting].sort());
		expect(await ask({ service: '1.002759', status: '4' })).toEqual([working]);
		expect(await ask({ service: '9.999999' })).toEqual([]);
		expect(await ask({ status: 'nonsense' })).toHaveLength(4);
		for (let passed = 0; passed < 7; passed++) {
			const { lines, today, counts } = await all.queue(all.readFilter({}));
			expect(today).toBe(new Date(clock().getTime() + 7 * 3_600_000).toISOString().slice(0, 10));
			for (const kind of ['late', 'due_soon', 'on_time'] as const) {
				const expected = lines.filter(
					({ status, appointmentOn }) =>
						(status === 2 || status === 4) &&
						lateness({ status, appointmentOn, decidedOn: null }, today) === kind
				);
				expect(await ask({ lateness: kind }), `${kind} on ${today}`).toEqual(
					expected.map(({ dossierId }) => dossierId)
				);
				if (kind === 'late') expect(counts.late).toBe(expected.length);
				if (kind === 'due_soon') expect(counts.dueSoon).toBe(expected.length);
			}
			wait(day);
		}
	});

	it('[M8, B9] names the owner; reminds of the apology while one can still go out, and tells lateness once the day is over', async () => {
		const { submitted, officer, act, wait } = await desk(open);
		const all = await officer('Một mình', ['reception', 'specialist', 'leader']);
		const form = { ...insuranceForm(), ...forHerSon };
		const [kept, moved] = [
			await submitted(freeSubmission()),
			await submitted(freeSubmission({ serviceVersion: 2, form }))
		];
		for (const one of [kept, moved]) await act(all, one, 'accept', { appointmentOn: '2026-11-27' });
		const look = async () => {
			const { lines, counts } = await all.queue(all.readFilter({}));
			return [...lines.map(({ apologyBy }) => apologyBy), counts.toApologise, counts.late];
		};
		// Monday: four working days are left.
		expect(await look()).toEqual([null, null, 0, 0]);
		const { lines } = await all.queue({ status: 'open' });
		expect(lines.map(({ owner }) => owner)).toEqual([null, 'Nguyễn Văn Nam']);
		wait(2 * day);
		expect(await look()).toEqual(['2026-11-26', '2026-11-26', 2, 0]);
		const sheet = await all.sheet(kept);
		expect(sheet.ok && [sheet.value.needsApology, sheet.value.days.proposed]).toEqual([true, '2026-12-01']);
		await act(all, moved, 'apologise', { reason: 'Thiếu người', appointmentOn: '2026-12-01' });
		expect(await look()).toEqual(['2026-11-26', null, 1, 0]);
		wait(2 * day);
		expect(await look()).toEqual([null, null, 0, 0]);
		wait(day);
		expect(await look()).toEqual([null, null, 0, 1]);
	});

	it('goes on where a page ended, without a gap or a repeat, also when something changes meanwhile', async () => {
		const { submitted, officer, act } = await desk(open);
		const all = await officer('Một mình', ['reception', 'leader']);
		const ids: DossierId[] = [];
		for (let i = 0; i < 27; i++) ids.push(await submitted(freeSubmission()));
		for (const one of ids.slice(26)) await act(all, one, 'accept', { appointmentOn: '2026-11-25' });
		const first = await all.queue(all.readFilter({}));
		expect(first.lines).toHaveLength(25);
		await act(all, ids[0] as DossierId, 'refuse', forms.refuse);
		const second = await all.queue(all.readFilter({ after: first.next ?? '' }));
		expect(second.next).toBeNull();
		expect([...first.lines, ...second.lines].map(({ dossierId }) => dossierId)).toEqual(ids);
		expect((await all.queue(all.readFilter({ status: 'done' }))).lines).toHaveLength(1);
	});

	it('finds a dossier by its code as it is typed, or scanned from a slip', async () => {
		const { submitted, officer, dossier } = await desk(open);
		const dossierId = await submitted(freeSubmission());
		const { code } = await dossier(dossierId);
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		for (const text of [code, ` ${code.toLowerCase()} `, `http://portal.test/tra-cuu?ma=${code}`])
			expect(await xuan.find(text)).toMatchObject([{ dossierId }]);
		expect(await xuan.find('000.00.12.G24-261123-9999')).toEqual([]);
		expect(await xuan.find('xin chào')).toEqual([]);
	});

	it('finds by the last digits, the newest first, and notes a list of several', async () => {
		const { submitted, officer, wait, audits } = await desk(open);
		const first = await submitted(freeSubmission());
		const second = await submitted(freeSubmission());
		wait(day);
		const next = await submitted(freeSubmission());
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		const find = async (text: string) => (await xuan.find(text)).map(({ dossierId }) => dossierId);
		expect(await find('0002')).toEqual([second]);
		expect(await find(' 2 ')).toEqual([second]);
		expect(await audits('desk.queue_read')).toEqual([]);
		expect(await find('0001')).toEqual([next, first]);
		expect(await audits('desk.queue_read')).toMatchObject([
			{ detail: JSON.stringify({ dossiers: [next, first] }) }
		]);
		expect(await find('230001')).toEqual([first]);
		expect(await find('25-0001')).toEqual([next]);
		for (const text of ['0003', '240001', '12345678901234567']) expect(await find(text)).toEqual([]);
	});

	it('a dossier can be taken and given back without a word to the citizen', async () => {
		const { submitted, officer, dossier, audits } = await desk(open);
		const dossierId = await submitted(freeSubmission());
		const xuan = await officer('Lò Thị Xuân', ['reception']);
		await xuan.hold(dossierId, true);
		const held = await xuan.sheet(dossierId);
		expect(held.ok && held.value.holder?.name).toBe('Lò Thị Xuân');
		await xuan.hold(dossierId, false);
		expect((await dossier(dossierId)).events).toHaveLength(1);
		expect([...(await audits('desk.taken')), ...(await audits('desk.put_back'))]).toHaveLength(2);
	});
});
