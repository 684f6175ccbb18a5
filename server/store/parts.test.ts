/** One submission, several dossiers: all or none, each to its own office in its turn. */
import { beforeEach, describe, expect, it } from 'vitest';
import { dayOf } from '../../domain/dossier/calendar.ts';
import { fold } from '../../domain/dossier/machine.ts';
import { inOrder, partDossierId } from '../../domain/dossier/parts.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { DossierId } from '../../domain/ids.ts';
import { OperationId } from '../../domain/ids.ts';
import { AgencyMessage } from '../../domain/forwarding/messages.ts';
import { offeredServices } from '../../domain/services/all.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { ForwardBody } from './dossiers.ts';
import { fileDatabase } from '../../tests/support/databases.ts';
import { examples } from '../../tests/support/examples/all.ts';
import { file, type Office, openOffice, submission } from '../../tests/support/office.ts';

const open = fileDatabase();
let office: Office;
beforeEach(async () => {
	office = await openOffice(await open());
});

function filled(id: string, change: FormValues = {}) {
	const service = offeredServices().find((one) => one.id === id);
	const example = examples.find((one) => one.id === id);
	if (!service || !example) throw new Error(`no ${id}`);
	return submission({
		procedureCode: service.procedureCode,
		serviceVersion: service.version,
		form: { ...example.form(dayOf(office.clock())), ...change },
		attachments: example.files.map((component) => file(component))
	});
}

async function partsOf(of: DossierId): Promise<Dossier[]> {
	const reply = await office.authority.changesSince(office.mai, 0);
	return inOrder(
		reply.changes.flatMap((change) =>
			change.kind === 'dossier' && change.dossier.part?.of === of ? [change.dossier] : []
		)
	);
}

async function forwarded(): Promise<string[]> {
	const rows = await office.db.read(`SELECT key, queue FROM jobs WHERE kind = 'forward' ORDER BY seq`);
	return rows.map((row) => String(row['queue']));
}

const linked = () => filled('lien-thong-khai-sinh', { copies: '0' });

describe('[D30] a linked service', () => {
	it('becomes three dossiers with codes and offices of their own; only the first goes out at once', async () => {
		const of = await office.submitted(linked());
		const parts = await partsOf(of);
		expect(parts.map(({ part }) => [part?.id, part?.waits])).toEqual([
			['birth', false],
			['residence', true],
			['card', true]
		]);
		expect(new Set(parts.map(({ code }) => code)).size).toBe(3);
		expect(parts.map(({ agency }) => agency.code.split('.').at(-1))).toEqual(['G15', 'G01', 'G24']);
		expect(parts.map(({ dossierId }) => dossierId)).toEqual(
			[0, 1, 2].map((index) => partDossierId(of, index))
		);
		expect(await forwarded()).toEqual(['tuphap']);
	});

	it('[S1] sent again makes no more of them, and one that is refused makes none', async () => {
		const operation = linked();
		const of = await office.submitted(operation);
		expect(await office.authority.apply(office.mai, operation)).toMatchObject({ type: 'done' });
		expect(await partsOf(of)).toHaveLength(3);
		const wrong = { ...linked(), form: { ...operation.form, clinic: '' } };
		expect(await office.authority.apply(office.mai, wrong)).toMatchObject({ type: 'refused' });
		expect(await office.db.read('SELECT * FROM dossiers')).toHaveLength(3);
	});

	it('gives the others to their offices when the first is decided, each once, with its own limit', async () => {
		const of = await office.submitted(linked());
		await office.say(of, 1, { type: 'accepted' });
		await office.say(of, 2, { type: 'processing' });
		expect(await forwarded()).toEqual(['tuphap']);
		const decided = { type: 'decided', outcome: 'granted', result: null } as const;
		await office.say(of, 3, decided);
		expect(await forwarded()).toEqual(['tuphap', 'csgt', 'bhxh']);
		expect((await partsOf(of)).map(({ part }) => part?.waits)).toEqual([false, false, false]);
		const [, residence, card] = await partsOf(of);
		await office.say(residence?.dossierId ?? of, 1, { type: 'accepted' });
		await office.say(card?.dossierId ?? of, 1, { type: 'refused', reason: 'Đã có thẻ' });
		expect((await partsOf(of)).map(({ events }) => fold(events).outcome)).toEqual([
			'granted',
			null,
			'not_accepted'
		]);
		const promised = fold((await partsOf(of))[1]?.events ?? []).appointmentOn;
		expect(promised).toBe('2026-12-08');
		expect(await forwarded()).toHaveLength(3);
	});

	it('[A15] gives each office the answers and papers that concern it, and keeps the whole for her', async () => {
		const operation = linked();
		const of = await office.submitted({
			...operation,
			attachments: ['birthProofPaper', 'consentPaper'].map((component) => file(component))
		});
		await office.say(of, 1, { type: 'accepted' });
		await office.say(of, 2, { type: 'processing' });
		await office.say(of, 3, { type: 'decided', outcome: 'granted', result: null });
		const rows = await office.db.read(`SELECT queue, body FROM jobs WHERE kind = 'forward' ORDER BY seq`);
		const [birth, residence, card] = rows
			.map(({ body }) => AgencyMessage.parse(JSON.parse(ForwardBody.parse(JSON.parse(String(body))).message)))
			.map((sent) =>
				sent.type === 'dossier.submitted'
					? { form: Object.keys(sent.form), papers: sent.attachments.map(({ component }) => component), sent }
					: expect.unreachable()
			);
		expect(birth?.form).toEqual(Object.keys((await partsOf(of))[0]?.form ?? {}));
		expect(birth?.papers).toEqual(['birthProofPaper', 'consentPaper']);
		expect(residence?.form).toEqual(expect.arrayContaining(['childName', 'motherFullName', 'headName']));
		expect(residence?.form).not.toContain('parentsMarried');
		expect(residence?.papers).toEqual(['consentPaper']);
		expect(card?.form).toEqual(expect.arrayContaining(['childName', 'clinic']));
		expect(card?.form.filter((field) => /^(mother|father|marriage|parentsMarried)/.test(field))).toEqual([]);
		expect(card?.papers).toEqual([]);
		expect(card?.sent.submitter.name).toBe('Nguyễn Thị Mai');
		const [, , kept] = await partsOf(of);
		expect(kept?.form).toHaveProperty('motherFullName');
	});

	it('withdrawn before it is decided takes along what waits for it', async () => {
		const of = await office.submitted(linked());
		const wish = { kind: 'withdraw', dossierId: of, reason: 'Làm sau' } as const;
		await office.authority.apply(office.mai, {
			...wish,
			operationId: OperationId.parse(crypto.randomUUID())
		});
		await office.say(of, 1, { type: 'withdrawal_confirmed' });
		expect((await partsOf(of)).map(({ events }) => fold(events).outcome)).toEqual([
			'withdrawn',
			'withdrawn',
			'withdrawn'
		]);
		expect((await forwarded()).filter((queue) => queue !== 'tuphap')).toEqual([]);
	});

	it('lets a part that waits be withdrawn alone', async () => {
		const of = await office.submitted(linked());
		const card = partDossierId(of, 2);
		await office.authority.apply(office.mai, {
			kind: 'withdraw',
			dossierId: card,
			reason: 'Cháu đã có thẻ',
			operationId: OperationId.parse(crypto.randomUUID())
		});
		for (const [sequence, type] of [
			[1, 'accepted'],
			[2, 'processing']
		] as const)
			await office.say(of, sequence, { type });
		await office.say(of, 3, { type: 'decided', outcome: 'granted', result: null });
		expect(await forwarded()).toEqual(['tuphap', 'csgt']);
		expect(fold((await office.dossier(card)).events).outcome).toBe('withdrawn');
	});
});

it('[D31] a notification for several provinces reaches the office of each', async () => {
	const of = await office.submitted(filled('thong-bao-khuyen-mai', { provinces: ['12', '01', '79'] }));
	const parts = await partsOf(of);
	expect(parts.map(({ agency }) => agency.code)).toEqual(
		expect.arrayContaining([expect.stringContaining('.12.'), expect.stringContaining('.01.')])
	);
	expect(new Set(parts.map(({ code }) => code)).size).toBe(3);
	expect(await forwarded()).toEqual(['congthuong', 'congthuong', 'congthuong']);
	const alone = await office.submitted(filled('thong-bao-khuyen-mai', { provinces: ['12'] }));
	expect((await office.dossier(alone)).part).toBeUndefined();
});
