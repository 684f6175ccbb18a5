import { beforeEach, describe, expect, it } from 'vitest';
import type { AgencyCallback } from '../../domain/forwarding/messages.ts';
import type { DossierId } from '../../domain/ids.ts';
import { webhookToleranceMs } from '../../domain/limits.ts';
import { DiskFailure, failingAt, fileDatabase } from '../../tests/support/databases.ts';
import {
	freeSubmission,
	inSecret,
	nextInSecret,
	type Office,
	openOffice,
	outSecret,
	signed,
	supplementRequested,
	type Word,
	word
} from '../../tests/support/office.ts';
import { createCallbacks, type ReceiveCallback } from './callback.ts';

const open = fileDatabase();
let office: Office;
let receive: ReceiveCallback;
let dossierId: DossierId;
const agency = '000.00.12.G24';

beforeEach(async () => {
	office = await openOffice(await open());
	receive = createCallbacks(office);
	dossierId = await office.submitted(freeSubmission());
});

const accepted: Word = { type: 'accepted' };
const rows = () => office.db.read('SELECT * FROM agency_messages');

/** Sends a body; every part of the delivery may be made wrong. */
async function deliver(
	body: string,
	change: { agency?: string; secret?: string; id?: string; sentAt?: Date; tampered?: string } = {}
) {
	const headers = signed(
		change.secret ?? inSecret,
		change.id ?? 'msg-1',
		body,
		change.sentAt ?? office.clock()
	);
	return receive(change.agency ?? agency, headers, change.tampered ?? body, office.clock());
}
const text = (said: Word = accepted, sequence = 1) => JSON.stringify(word(dossierId, sequence, said));

describe('a word of the agency', () => {
	it('[D5] starts the limit of the service, or takes the day that the agency names', async () => {
		expect(await deliver(text())).toEqual({ status: 200, body: { applied: true } });
		expect((await office.dossier(dossierId)).events.at(-1)).toMatchObject({
			kind: 'accepted',
			receivedOn: '2026-11-23',
			appointmentOn: '2026-11-27',
			actor: { role: 'agency', name: 'Lê Văn Hùng' }
		});
		const other = await office.submitted(freeSubmission());
		await office.say(other, 1, { type: 'accepted', appointmentOn: '2026-12-24' });
		expect((await office.dossier(other)).events.at(-1)).toMatchObject({ appointmentOn: '2026-12-24' });
	});

	it('[A6] is acknowledged when it is repeated, and changes nothing', async () => {
		await deliver(text());
		const before = await office.dossier(dossierId);
		office.wait(60_000);
		expect(await deliver(text())).toEqual({ status: 200, body: { applied: false, why: 'repeated' } });
		expect(await deliver(text(), { id: 'msg-2' })).toEqual({
			status: 200,
			body: { applied: false, why: 'repeated' }
		});
		expect(await office.dossier(dossierId)).toEqual(before);
		expect(await rows()).toHaveLength(1);
	});

	it('[A6] is refused when its id was used for other content', async () => {
		await deliver(text());
		expect(await deliver(text({ type: 'processing' }, 2))).toEqual({
			status: 400,
			body: { error: 'malformed', where: 'webhook-id' }
		});
		expect(await office.status(dossierId)).toBe(2);
	});

	it('[A7] takes effect in the agency’s order for every order of arrival', async () => {
		const words: Word[] = [
			accepted,
			{ type: 'processing' },
			{ type: 'decided', outcome: 'refused', result: null },
			{ type: 'returned' }
		];
		for (const order of permutations([0, 1, 2, 3])) {
			const id = await office.submitted(freeSubmission());
			const replies = [];
			for (const index of order) replies.push(await office.say(id, index + 1, words[index] as Word));
			expect((await office.dossier(id)).events.map((event) => event.kind)).toEqual([
				'submitted',
				'accepted',
				'processing',
				'decided',
				'returned'
			]);
			// Waiting, until the gap before it is filled.
			for (const [turn, index] of order.entries()) {
				const before = order.slice(0, turn);
				const ready = [...Array(index).keys()].every((earlier) => before.includes(earlier));
				expect(replies[turn]?.status, `${order} at ${turn}`).toBe(ready ? 200 : 202);
			}
		}
	});

	it('[A8] that comes too late changes nothing, and those after it still have their turn', async () => {
		await office.say(dossierId, 1, accepted);
		await office.say(dossierId, 2, { type: 'processing' });
		expect(await office.say(dossierId, 3, accepted)).toEqual({
			status: 200,
			body: { applied: false, why: 'late' }
		});
		await office.say(dossierId, 4, { type: 'stopped', reason: 'Hồ sơ trùng' });
		expect(await office.status(dossierId)).toBe(8);
		for (const [index, said] of [accepted, supplementRequested, { type: 'processing' } as const].entries())
			expect(await office.say(dossierId, 5 + index, said)).toMatchObject({ body: { why: 'late' } });
		expect(await office.status(dossierId)).toBe(8);
	});

	it('[S4] that meets a failing disk leaves nothing, and counts when it comes again', async () => {
		await office.say(dossierId, 2, { type: 'processing' });
		for (let n = 1; ; n++) {
			const failing = createCallbacks({ ...office, db: failingAt(office.db, n) });
			const headers = signed(inSecret, 'msg-1', text(), office.clock());
			const reply = await failing(agency, headers, text(), office.clock()).catch((error: unknown) => error);
			if (!(reply instanceof DiskFailure)) {
				expect(n).toBeGreaterThan(5);
				expect(reply).toEqual({ status: 200, body: { applied: true } });
				break;
			}
			expect(await rows()).toHaveLength(1);
			expect(await office.status(dossierId)).toBe(1);
		}
		expect(await office.status(dossierId)).toBe(4);
	});
});

describe('[A5] what does not count', () => {
	const nothingHappened = async () => {
		expect(await rows()).toEqual([]);
		expect(await office.status(dossierId)).toBe(1);
	};

	it.each([
		['an unsigned message', async () => receive(agency, {}, text(), office.clock())],
		['another’s signature', async () => deliver(text(), { secret: outSecret })],
		['a body that was changed', async () => deliver(text(), { tampered: text().replace('Hùng', 'Dũng') })],
		['an unknown office', async () => deliver(text(), { agency: '000.00.12.H99' })]
	])('%s', async (_name, act) => {
		expect(await act()).toEqual({ status: 401, body: { error: 'unsigned' } });
		await nothingHappened();
	});

	it('an id that was not the signed one', async () => {
		const headers = { ...signed(inSecret, 'msg-1', text(), office.clock()), 'webhook-id': 'msg-2' };
		expect(await receive(agency, headers, text(), office.clock())).toMatchObject({ status: 401 });
		await nothingHappened();
	});

	it('every signature with one letter changed', async () => {
		const headers = signed(inSecret, 'msg-1', text(), office.clock());
		const signature = headers['webhook-signature'] ?? '';
		for (let index = 0; index < signature.length; index++) {
			const letter = signature[index] === 'A' ? 'B' : 'A';
			const wrong = signature.slice(0, index) + letter + signature.slice(index + 1);
			// The last letter carries bits that base64 does not use, but the text is compared, so it counts too.
			const reply = await receive(agency, { ...headers, 'webhook-signature': wrong }, text(), office.clock());
			expect(reply.status, wrong).toBe(401);
		}
		await nothingHappened();
	});

	it('a message older or newer than five minutes; at five minutes it still does', async () => {
		for (const side of [-1, 1]) {
			const stale = new Date(office.clock().getTime() + side * (webhookToleranceMs + 1000));
			expect(await deliver(text(), { sentAt: stale })).toEqual({ status: 401, body: { error: 'stale' } });
		}
		await nothingHappened();
		const old = new Date(office.clock().getTime() - webhookToleranceMs);
		expect(await deliver(text(), { sentAt: old })).toMatchObject({ body: { applied: true } });
	});

	it('a word of another office about this dossier, and one about a dossier that nobody has', async () => {
		const missing = '99999999-9999-4999-8999-999999999999' as DossierId;
		const replies = [
			await deliver(text(), { agency: '000.00.11.G24' }),
			await deliver(text(), { agency: '000.00.12.G01' }),
			await deliver(JSON.stringify(word(missing, 1, accepted)))
		];
		for (const reply of replies) expect(reply).toEqual({ status: 404, body: { error: 'not_found' } });
		await nothingHappened();
	});

	it('[B1] a message that is none', async () => {
		const good = word(dossierId, 1, accepted);
		const wrong: [string, unknown][] = [
			['', '{'],
			['', '[]'],
			['type', { ...good, type: 'celebrated' }],
			['sequence', { ...good, sequence: 0 }],
			['sequence', { ...good, sequence: 1.5 }],
			['dossierId', { ...good, dossierId: '1; DROP TABLE' }],
			['officer', { ...good, officer: undefined }],
			['officer.name', { ...good, officer: { ...good.officer, name: 'x'.repeat(200) } }],
			['until', { ...word(dossierId, 1, supplementRequested), until: '2026-02-30' } as AgencyCallback]
		];
		for (const [where, body] of wrong) {
			const reply = await deliver(typeof body === 'string' ? body : JSON.stringify(body));
			expect(reply.status).toBe(400);
			expect(reply.body).toMatchObject({ error: 'malformed', ...(where ? { where } : {}) });
		}
		await nothingHappened();
	});
});

it('[A5] a key changes without a pause: both are good meanwhile', async () => {
	expect(await deliver(text(), { secret: nextInSecret })).toMatchObject({ body: { applied: true } });
	expect(await deliver(text({ type: 'processing' }, 2), { id: 'msg-2' })).toMatchObject({
		body: { applied: true }
	});
});

function permutations<T>(items: readonly T[]): T[][] {
	if (items.length === 0) return [[]];
	return items.flatMap((item, index) =>
		permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest])
	);
}
