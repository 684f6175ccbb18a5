/** What comes twice, backwards or too early, through the doors of the production build: nothing of it shows. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { fold } from '../../domain/dossier/machine.ts';
import type { AttachmentFact } from '../../domain/dossier/schema.ts';
import { AttachmentId, type DossierId, DossierId as Id, OperationId, Sha256 } from '../../domain/ids.ts';
import { insuranceForm, licenceForm, mai } from '../support/forms.ts';
import { protocolVersion } from '../../sync/protocol.ts';
import { sealed } from '../support/seals.ts';
import { openPhone, patience, type Phone, value } from './phone.ts';
import { count, openTown, picture, type Town } from './town.ts';

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

it('[S3] a submission whose file is not stored is told so, and leaves no trace', async () => {
	const before = await picture(town.records);
	const file: AttachmentFact = {
		attachmentId: AttachmentId.parse(randomUUID()),
		component: 'portrait',
		name: 'anh.jpg',
		type: 'image/jpeg',
		size: 20_000,
		sha256: Sha256.parse(createHash('sha256').update('never sent').digest('hex'))
	};
	const other = { ...file, attachmentId: AttachmentId.parse(randomUUID()), component: 'oldCard' };
	const operationId = OperationId.parse(randomUUID());
	const reply = value(
		await phone.wire.exchange(
			{
				protocol: protocolVersion,
				cursor: 0,
				operations: [
					sealed({
						kind: 'submit' as const,
						operationId,
						dossierId: Id.parse(randomUUID()),
						procedureCode: '3.000347',
						serviceVersion: 1,
						catalogueVersion: '1',
						localReference: 'TẠM SEN-4821',
						claimedAt: '2026-11-22T03:04:05.000Z',
						form: licenceForm(),
						attachments: [file, other]
					})
				]
			},
			AbortSignal.timeout(30_000)
		)
	);
	expect(reply.outcomes).toEqual([
		{ type: 'files_missing', operationId, attachmentIds: [file.attachmentId, other.attachmentId] }
	]);
	expect(reply.changes).toEqual([]);
	expect(await picture(town.records)).toBe(before);
});

it('[A6] [A7] callbacks that come backwards count in the agency’s order, and again and again change nothing', async () => {
	const forwards = await decided('in order');
	const backwards = await decided('reverse');
	const kinds = async (id: DossierId) => (await phone.onServer(id)).events.map(({ kind }) => kind);
	expect(await kinds(backwards)).toEqual(await kinds(forwards));

	for (const id of [forwards, backwards]) {
		const before = JSON.stringify(await phone.onServer(id));
		const onPhone = JSON.stringify(await phone.queries.dossier(id));
		const written = await picture(town.records);
		for (const order of ['repeat', 'reverse', 'repeat']) {
			const answers = await town.tellAgency(`callbacks/${id}/replay`, { order });
			expect(answers).toEqual(
				Array.from({ length: 3 }, () =>
					expect.objectContaining({ status: 200, body: '{"applied":false,"why":"repeated"}' })
				)
			);
		}
		phone.sync.wake();
		expect(JSON.stringify(await phone.onServer(id))).toBe(before);
		await phone.agrees(id);
		expect(JSON.stringify(await phone.queries.dossier(id))).toBe(onPhone);
		expect(await picture(town.records)).toBe(written);
	}
}, 120_000);

/** A dossier that the agency has accepted, worked on and granted, and whose result is on the phone. */
async function decided(order: 'in order' | 'reverse'): Promise<DossierId> {
	const id = await phone.submit({ procedureCode: '1.002759', form: insuranceForm() });
	await phone.until(id, ({ events }) => events.some(({ kind }) => kind === 'forwarded'));
	await town.tellAgency('mode', { holdCallbacks: order === 'reverse' });
	await town.tellAgency(`dossiers/${id}/accept`);
	await town.tellAgency(`dossiers/${id}/process`, { note: 'Đang thẩm định' });
	await town.tellAgency(`dossiers/${id}/decide`, { outcome: 'granted' });
	if (order === 'reverse') {
		const answers = await town.tellAgency(`callbacks/${id}/replay`, { order });
		const early = '{"applied":false,"why":"waiting_for_earlier"}';
		expect(answers).toMatchObject([
			{ status: 202, body: early },
			{ status: 202, body: early },
			{ status: 200, body: '{"applied":true}' }
		]);
		await town.tellAgency('mode', { holdCallbacks: false });
	}
	// Taken by the phone (9 → 10), and the agency's own queue is empty.
	await phone.until(id, ({ events }) => fold(events).status === 10);
	await vi.waitFor(async () => {
		const one = (await town.atAgency()).find(({ dossierId }) => dossierId === id);
		expect(one?.callbacks.map(({ state }) => state)).toEqual(['settled', 'settled', 'settled']);
		expect(await count(town.records, 'jobs', `state <> 'done'`)).toBe(0);
	}, patience);
	await phone.agrees(id);
	return id;
}
