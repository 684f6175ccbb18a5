import { describe, expect, it } from 'vitest';
import { fold, permits } from '../../domain/dossier/machine.ts';
import type { DossierEvent, EventKind } from '../../domain/dossier/schema.ts';
import { Fault, FieldFault } from '../../domain/faults.ts';
import { table } from '../../domain/dossier/transitions.ts';
import { fold as foldAs1 } from '../../tests/golden/machine-1.ts';
import { olderApp } from '../../tests/golden/older-app.ts';
import { dossierWith } from '../../tests/support/phone-samples.ts';
import { signedReceipt } from '../../tests/support/seals.ts';
import { AttachmentId, OperationId, Sha256 } from '../../domain/ids.ts';
import type { Change, ExchangeReply } from '../protocol.ts';
import { protocolOldest, protocolVersion } from '../protocol.ts';
import { replyFor } from './older.ts';

const kinds = [...new Set(table.map(({ event }) => event))].filter((kind) => kind !== 'submitted');

const reply = (part: Partial<ExchangeReply>): ExchangeReply => ({
	outcomes: [],
	changes: [],
	cursor: 1,
	more: false,
	serverTime: 0,
	...part
});
const dossier = (events: readonly DossierEvent[]): Change => ({
	kind: 'dossier',
	dossier: { ...dossierWith(1, ['submitted']), events: [...events] }
});
const eventsFor = (protocol: number, events: readonly DossierEvent[]) => {
	const [change] = replyFor(protocol, reply({ changes: [dossier(events)] })).changes;
	if (change?.kind !== 'dossier') throw new Error('a dossier stays one');
	return change.dossier.events;
};

/** With whatever an event of any kind may carry. */
function event(kind: EventKind, sequence: number): DossierEvent {
	const all = {
		at: '2026-11-23T02:00:00.000Z',
		actor: { role: 'agency' },
		requestId: '00000000-0000-4000-8000-000000000009',
		paymentId: '00000000-0000-4000-8000-000000000008',
		receivedOn: '2026-11-23',
		appointmentOn: '2026-11-30',
		until: '2026-12-10',
		outcome: 'granted',
		result: null,
		items: [],
		attachments: [],
		lines: []
	};
	return { ...all, kind, sequence } as unknown as DossierEvent;
}

/** Every life of a dossier of up to so many events. */
function* lives(max: number, begun: DossierEvent[] = [event('submitted', 1)]): Generator<DossierEvent[]> {
	yield begun;
	if (begun.length === max) return;
	const state = fold(begun);
	for (const kind of kinds)
		if (permits(state, kind) && kind !== 'forwarded' && kind !== 'result_stored')
			yield* lives(max, [...begun, event(kind, begun.length + 1)]);
}

const sampleFile = {
	attachmentId: AttachmentId.parse('00000000-0000-4000-8000-000000000003'),
	component: 'declarationFile',
	name: 'a',
	size: 1,
	sha256: Sha256.parse('a'.repeat(64))
};

describe('an app of protocol 1', () => {
	it('[S14] folds every dossier that may be today, to the same status', () => {
		let count = 0;
		let reordered = 0;
		for (const events of lives(7)) {
			const told = eventsFor(1, events);
			expect(foldAs1(told).status, events.map(({ kind }) => kind).join(' ')).toBe(fold(events).status);
			expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_, index) => index + 1));
			count++;
			if (told.some(({ kind }, index) => kind !== events[index]?.kind)) reordered++;
		}
		expect(count).toBeGreaterThan(1000);
		expect(reordered).toBeGreaterThan(100);
	});

	it('[S14] is told of wrong fields by rules that it has sentences for, and of no list of rows', () => {
		const operationId = OperationId.parse('00000000-0000-4000-8000-000000000001');
		const fault = {
			type: 'form_invalid' as const,
			fields: [
				{ field: 'taxCode', rule: 'check_digit' as const },
				{ field: 'fullName', rule: 'required' as const }
			]
		};
		const form = {
			fullName: 'Mai',
			goods: [{ name: 'Gạo' }],
			purposes: ['a'],
			many: Array<string>(51).fill('x')
		};
		const change: Change = { kind: 'dossier', dossier: { ...dossierWith(1, ['submitted']), form } };
		const said = replyFor(
			1,
			reply({ outcomes: [{ type: 'refused', operationId, fault }], changes: [change] })
		);
		expect(said.outcomes).toMatchObject([{ fault: { fields: [{ rule: 'pattern' }, { rule: 'required' }] } }]);
		expect(said.changes).toMatchObject([{ dossier: { form: { fullName: 'Mai', purposes: ['a'] } } }]);
		expect(JSON.stringify(said)).not.toMatch(/goods|many/);
	});
});

describe('a reply', () => {
	const receipts = [
		signedReceipt({
			dossierId: dossierWith(1, ['submitted']).dossierId,
			code: '000',
			manifest: Sha256.parse('a'.repeat(64)),
			receivedAt: '2026-11-23T02:00:00.000Z',
			agency: { code: '1', name: 'A' }
		})
	];
	const whole = reply({
		changes: [{ kind: 'dossier', dossier: { ...dossierWith(1, ['submitted']), receipts } }]
	});

	it('[S14] is as it is for today’s app, and without receipts for those that cannot check them', () => {
		expect(replyFor(protocolVersion, whole)).toEqual(whole);
		for (let protocol = protocolOldest; protocol < 3; protocol++)
			expect(replyFor(protocol, whole)).toEqual(
				reply({ changes: [{ kind: 'dossier', dossier: dossierWith(1, ['submitted']) }] })
			);
	});

	it('[S14] says a newer refusal in an older word', () => {
		const operationId = OperationId.parse('00000000-0000-4000-8000-000000000001');
		const refused = reply({
			outcomes: [{ type: 'refused', operationId, fault: { type: 'manifest_refused', why: 'key' } }]
		});
		expect(replyFor(2, refused).outcomes).toEqual([
			{ type: 'refused', operationId, fault: { type: 'malformed' } }
		]);
	});
});

describe('the words of an older app', () => {
	it('[S14] hold every fault of today', () => {
		const operationId = OperationId.parse('00000000-0000-4000-8000-000000000001');
		const details = {
			procedureCode: '9.999999',
			version: 2,
			status: 1,
			name: 'anh.jpg',
			bytesMax: 10,
			max: 1,
			retryAfterMs: 1,
			attachmentId: '00000000-0000-4000-8000-000000000002',
			customerCode: 'PE01000123456',
			paymentId: 'x',
			said: 'x'
		};
		const rules = Object.values(FieldFault._zod.def.shape.rule._zod.def.entries);
		const every = Fault._zod.def.options.map((option) => {
			const [type] = option._zod.def.shape.type._zod.def.values;
			const why = type === 'login_failed' ? 'cancelled' : 'key';
			const fields =
				type === 'draft_conflict' ? ['fullName'] : rules.map((rule) => ({ field: 'fullName', rule }));
			return Fault.parse({ ...details, type, why, fields });
		});
		expect(every.length).toBeGreaterThan(20);
		for (let protocol = protocolOldest; protocol < protocolVersion; protocol++)
			for (const fault of every) {
				const said = replyFor(protocol, reply({ outcomes: [{ type: 'refused', operationId, fault }] }));
				expect(olderApp(protocol).stumblesOver({ ok: true, value: said }), fault.type).toBeNull();
			}
	});

	it('[S14] leave out a file of a kind that it cannot name, and keep the others', () => {
		const dossier = dossierWith(1, ['submitted']);
		const photo = { ...sampleFile, type: 'image/jpeg' } as const;
		const data = { ...sampleFile, type: 'application/xml' } as const;
		const sent = { ...event('supplement_sent', 2), attachments: [data, photo] } as DossierEvent;
		const whole = { ...dossier, attachments: [photo, data], events: [...dossier.events, sent] };
		for (let protocol = protocolOldest; protocol < 3; protocol++) {
			const [change] = replyFor(protocol, reply({ changes: [{ kind: 'dossier', dossier: whole }] })).changes;
			if (change?.kind !== 'dossier') throw new Error('a dossier stays one');
			expect(change.dossier.attachments).toEqual([photo]);
			expect(change.dossier.events.at(-1)).toMatchObject({ attachments: [photo] });
		}
	});

	it('[S14] leave out a payment for what it has no word for, and keep the others', () => {
		const payment = (subject: unknown) => ({ kind: 'payment', payment: { subject } }) as unknown as Change;
		const changes = [payment({ kind: 'charges' }), payment({ kind: 'bills' }), payment({ kind: 'dossier' })];
		const kindsFor = (protocol: number) =>
			replyFor(protocol, reply({ changes })).changes.flatMap((change) =>
				change.kind === 'payment' ? [change.payment.subject.kind] : []
			);
		expect(kindsFor(2)).toEqual(['bills', 'dossier']);
		expect(kindsFor(protocolVersion)).toEqual(['charges', 'bills', 'dossier']);
	});
});
