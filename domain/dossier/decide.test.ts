import { describe, expect, it } from 'vitest';
import type { AgencyCallback } from '../forwarding/messages.ts';
import type { AttachmentId, DossierId, PaymentId, RequestId, Sha256 } from '../ids.ts';
import { vnd } from '../money.ts';
import { capLaiTheBhyt, doiGplx } from '../../tests/support/services.ts';
import { insuranceForm, licenceForm, mai } from '../../tests/support/forms.ts';
import { dossierCode, localReference } from './code.ts';
import * as decide from './decide.ts';
import { fold } from './machine.ts';
import type { AttachmentFact, Dossier } from './schema.ts';

const now = new Date('2026-11-23T02:00:00Z');
const officer = { name: 'Lê Văn Hùng', title: 'Cán bộ tiếp nhận', unit: 'Phòng CSGT' };
const requestId = '3b7a3b0e-6d1e-4f0e-9a51-0d3c9d1b1a11' as RequestId;
const dossierId = '7d9f3f0e-6d1e-4f0e-9a51-0d3c9d1b1a22' as DossierId;
const file = (component: string): AttachmentFact => ({
	attachmentId: '1d9f3f0e-6d1e-4f0e-9a51-0d3c9d1b1a33' as AttachmentId,
	component,
	name: 'anh.jpg',
	type: 'image/jpeg',
	size: 10,
	sha256: 'a'.repeat(64) as Sha256
});
const photos = [file('portrait'), file('oldCard')];
const anywhere = () => true;

function fresh(service = doiGplx): Dossier {
	const dossier: Dossier = {
		dossierId,
		code: dossierCode('000.00.12.G01', '2026-11-23', 1),
		procedureCode: service.procedureCode,
		serviceVersion: 1,
		localReference: localReference(dossierId),
		agency: { code: '000.00.12.G01', name: { vi: 'CSGT', en: 'Traffic police' } },
		form: {},
		attachments: photos,
		submittedAt: now.toISOString(),
		events: []
	};
	return after(dossier, decide.openDossier(service, {}, now));
}
const after = (dossier: Dossier, { events }: decide.Decision): Dossier => ({
	...dossier,
	events: [...dossier.events, ...decide.numbered(dossier, events)]
});
const paid = () => after(fresh(), decide.decidePaid(fresh(), payment, now) as decide.Decision);
const payment = { paymentId: requestId as unknown as PaymentId, receiptNumber: 'BL-1', amount: vnd(135_000) };
function says(dossier: Dossier, callback: object, sequence = 1): Dossier {
	const decision = decide.decideCallback(
		dossier,
		{ dossierId, sequence, at: '', officer, ...callback } as AgencyCallback,
		now
	);
	if (decision === 'late') throw new Error('late');
	return after(dossier, decision);
}
const asks = {
	type: 'supplement_requested',
	requestId,
	items: [{ component: 'portrait', text: 'Ảnh mờ' }],
	until: '2026-12-10'
};

describe('a submission', () => {
	const submission = {
		procedureCode: '3.000347',
		serviceVersion: 1,
		form: licenceForm(),
		attachments: photos
	};

	it('[S11] [B2] is judged again by the server', () => {
		expect(decide.judgeSubmission(submission, mai.personalId, now, anywhere).ok).toBe(true);
		expect(
			decide.judgeSubmission({ ...submission, procedureCode: '9.9' }, mai.personalId, now, anywhere)
		).toMatchObject({
			error: { type: 'unknown_procedure' }
		});
		expect(
			decide.judgeSubmission({ ...submission, serviceVersion: 99 }, mai.personalId, now, anywhere)
		).toMatchObject({
			error: { type: 'unknown_service_version', version: 99 }
		});
	});

	it('[S11] goes out under nobody else', () => {
		expect(decide.judgeSubmission(submission, '011085005678', now, anywhere)).toMatchObject({
			error: { type: 'form_invalid', fields: [{ field: 'personalId', rule: 'not_yours' }] }
		});
	});

	it('[P12] with a charge waits for the money, and only then goes to the agency', () => {
		const opened = decide.openDossier(doiGplx, {}, now);
		expect(opened.jobs).toEqual([]);
		expect(fold(fresh().events)).toMatchObject({ status: 6, due: { amount: 135_000 } });
		expect(decide.decidePaid(fresh(), payment, now)).toMatchObject({ jobs: [{ type: 'dossier.submitted' }] });
		expect(fold(paid().events)).toMatchObject({ status: 1, due: null });
	});

	it('[P12] without a charge goes to the agency at once', () => {
		expect(decide.openDossier(capLaiTheBhyt, {}, now).jobs).toHaveLength(1);
		expect(
			decide.judgeSubmission(
				{ procedureCode: '1.002759', serviceVersion: 1, form: insuranceForm(), attachments: [] },
				mai.personalId,
				now,
				anywhere
			).ok
		).toBe(true);
	});

	it('[P5] takes a second payment for surplus', () => {
		expect(decide.decidePaid(paid(), payment, now)).toBe('surplus');
	});
});

describe('the agency', () => {
	it('[D5] accepts with an appointment in working days', () => {
		const accepted = fold(says(paid(), { type: 'accepted' }).events);
		// 24 November 2026 is a day off: five working days from Monday 23 end on Tuesday 1 December.
		expect(accepted).toMatchObject({ status: 2, receivedOn: '2026-11-23', appointmentOn: '2026-12-01' });
	});

	it('[A8] cannot speak out of turn', () => {
		expect(() => says(paid(), { type: 'decided', outcome: 'granted', result: null })).toThrow('late');
		expect(() => says(fresh(), { type: 'accepted' })).toThrow('late');
	});

	it('[D3] [D6] asks once; the answer must bring what was asked, and starts the limit anew', () => {
		const asked = says(says(paid(), { type: 'accepted' }), asks, 2);
		const answer = { requestId, note: '', attachments: [file('portrait')] };
		const later = new Date('2026-11-27T02:00:00Z');
		expect(decide.decideSupplement(asked, { ...answer, attachments: [] }, later)).toMatchObject({
			error: { type: 'form_invalid', fields: [{ field: 'portrait', rule: 'file_missing' }] }
		});
		const decision = decide.decideSupplement(asked, answer, later);
		if (!decision.ok) throw new Error('refused');
		const answered = after(asked, decision.value);
		expect(fold(answered.events)).toMatchObject({ status: 2, appointmentOn: '2026-12-04' });
		expect(decide.decideSupplement(answered, answer, later)).toMatchObject({ error: { type: 'not_now' } });
		expect(() => says(answered, asks, 3)).toThrow('late');
	});

	it('[D9] decides, and the file comes by a job of its own', () => {
		const result = {
			name: 'kq.pdf',
			type: 'application/pdf',
			size: 9,
			sha256: 'b'.repeat(64),
			url: 'http://a/r'
		};
		const working = says(says(paid(), { type: 'accepted' }), { type: 'processing' }, 2);
		const decision = decide.decideCallback(
			working,
			{
				dossierId,
				sequence: 3,
				at: '',
				officer,
				type: 'decided',
				outcome: 'granted',
				result
			} as AgencyCallback,
			now
		) as decide.Decision;
		expect(decision.jobs).toMatchObject([{ kind: 'fetch_result', url: 'http://a/r' }]);
		const decided = after(working, decision);
		expect(decide.decideResultTaken(decided, now)).toMatchObject({ error: { type: 'not_now' } });
		const { url: _, ...kept } = result;
		const stored = after(decided, decide.decideResultStored({ ...kept, sha256: kept.sha256 as Sha256 }, now));
		const taken = decide.decideResultTaken(stored, now);
		if (!taken.ok) throw new Error('refused');
		const returned = after(stored, taken.value);
		expect(fold(returned.events)).toMatchObject({ status: 10, outcome: 'granted' });
		expect(decide.decideResultTaken(returned, now)).toMatchObject({ ok: true, value: { events: [] } });
	});
});

describe('[D8] a withdrawal', () => {
	it('is confirmed by the portal while the agency has nothing', () => {
		const decision = decide.decideWithdrawal(fresh(), 'đổi ý', now);
		if (!decision.ok) throw new Error('refused');
		expect(fold(after(fresh(), decision.value).events)).toMatchObject({ status: 8, outcome: 'withdrawn' });
	});
	it('asks the agency afterwards', () => {
		expect(decide.decideWithdrawal(paid(), 'đổi ý', now)).toMatchObject({
			value: { jobs: [{ type: 'dossier.withdrawal_requested' }] }
		});
	});
});

describe('at the desk', () => {
	const clerk: decide.Officer = { ...officer, duty: 'reception' };
	const expert: decide.Officer = { ...officer, duty: 'specialist' };
	const leader: decide.Officer = { ...officer, duty: 'leader' };
	const monday = now;
	function acts(dossier: Dossier, act: object, by: decide.Officer, at = monday): Dossier {
		const decision = decide.decideAct(dossier, act as decide.Act, by, at);
		if (!decision.ok) throw new Error(decision.error.type);
		return after(dossier, decision.value);
	}
	const accepted = () => acts(paid(), { type: 'accepted' }, clerk);
	const lines = [{ code: 'T', kind: 'fee', label: { vi: 'Thuế', en: 'Tax' }, amount: vnd(20_000) }];

	it('[D10] an officer acts in her duty and under her name', () => {
		const dossier = acts(accepted(), { type: 'processing' }, clerk);
		expect(dossier.events.at(-1)).toMatchObject({ actor: { name: 'Lê Văn Hùng', duty: 'reception' } });
		expect(() => acts(dossier, { type: 'decided', outcome: 'granted', result: null }, clerk)).toThrow(
			'not_your_duty'
		);
		expect(() => acts(dossier, { type: 'accepted' }, clerk)).toThrow('not_now');
	});

	it('a decision brings its result with it', () => {
		const result = { name: 'kq.pdf', type: 'application/pdf', size: 9, sha256: 'b'.repeat(64) as Sha256 };
		const dossier = acts(
			acts(accepted(), { type: 'processing' }, clerk),
			{ type: 'decided', outcome: 'granted', result },
			leader
		);
		expect(fold(dossier.events)).toMatchObject({ status: 9, result, decidedOn: '2026-11-23' });
	});

	it('[D16] the wait for money that the agency asks for moves the promised day, and the agency is told', () => {
		const due = acts(accepted(), { type: 'fee_requested', lines }, expert);
		expect(fold(due.events)).toMatchObject({ status: 6, due: { amount: 20_000 }, feeSince: '2026-11-23' });
		const friday = new Date('2026-11-27T02:00:00Z');
		const decision = decide.decidePaid(due, { ...payment, amount: vnd(20_000) }, friday);
		if (decision === 'surplus') throw new Error('surplus');
		expect(decision.jobs).toEqual([
			{ kind: 'forward', type: 'dossier.paid', eventSequence: due.events.length + 1 }
		]);
		// Wednesday, Thursday, Friday: three working days on top of Tuesday 1 December.
		expect(fold(after(due, decision).events)).toMatchObject({
			status: 2,
			appointmentOn: '2026-12-04',
			earlierAppointments: ['2026-12-01']
		});
		expect(decide.decidePaid(due, payment, friday)).toBe('surplus');
	});

	it('[D13] an apology promises another day, and the first stays readable', () => {
		const late = acts(
			accepted(),
			{ type: 'apologised', reason: 'Thiếu phôi', appointmentOn: '2026-12-08' },
			expert
		);
		expect(fold(late.events)).toMatchObject({
			appointmentOn: '2026-12-08',
			earlierAppointments: ['2026-12-01']
		});
		const again = { type: 'apologised', reason: 'Vẫn thiếu', appointmentOn: '2026-12-20' };
		expect(() => acts(late, again, expert)).toThrow('not_now');
	});

	it('the agency’s own system may say the same', () => {
		const due = says(says(paid(), { type: 'accepted' }), { type: 'fee_requested', lines }, 2);
		expect(fold(due.events).status).toBe(6);
		const to = { name: 'Trần Văn Ba', title: 'Chuyên viên', unit: 'Phòng CSGT' };
		const moved = says(says(paid(), { type: 'accepted' }), { type: 'handed_over', to }, 2);
		expect(moved.events.at(-1)).toMatchObject({ kind: 'handed_over', to, note: null });
	});

	it('stops what nobody supplemented, after its day', () => {
		const asked = acts(accepted(), asks, expert);
		const on = (day: string) => decide.decideUnanswered(asked, new Date(`${day}T02:00:00Z`));
		expect(on('2026-12-10')).toBe(null);
		const decision = on('2026-12-11');
		expect(decision && fold(after(asked, decision).events)).toMatchObject({ status: 8, outcome: 'stopped' });
		expect(decide.decideUnanswered(accepted(), new Date('2027-01-01T02:00:00Z'))).toBe(null);
	});

	it('takes paper over the counter and accepts it in one act', () => {
		const { events } = decide.openAtCounter(doiGplx, clerk, [], now);
		const dossier = { ...fresh(), events: decide.numbered({ events: [] }, events) };
		expect(fold(dossier.events)).toMatchObject({ status: 2, appointmentOn: '2026-12-01' });
	});
});

it('[D4] names dossiers by agency, day and serial; the local reference looks like nothing official', () => {
	expect(dossierCode('000.00.12.G01', '2026-11-23', 7)).toBe('000.00.12.G01-261123-0007');
	expect(localReference(dossierId)).toMatch(/^TẠM [A-Z]+-\d{4}$/);
	expect(localReference(dossierId)).toBe(localReference(dossierId));
});
