import { describe, expect, it } from 'vitest';
import { DiskFailure, failingAt, fileDatabase, forEachDatabase } from '../../tests/support/databases.ts';
import { manifestText } from '../../domain/dossier/manifest.ts';
import { checkReceipt } from '../../domain/dossier/receipt.ts';
import { hashText, isSigned } from '../../domain/signature.ts';
import { insuranceForm } from '../../tests/support/forms.ts';
import {
	file,
	freeSubmission,
	openOffice,
	places,
	requestId,
	submission,
	supplement,
	supplementRequested,
	withdrawal
} from '../../tests/support/office.ts';
import { newDevice, portalPublicKey, sealed, signReceipt } from '../../tests/support/seals.ts';
import { firstBrokenAudit } from './audit.ts';
import type { Database } from './database.ts';
import { createAuthority } from './operations.ts';

/** How many rows each table has that a submission writes. */
async function rows(db: Database): Promise<Record<string, unknown>> {
	const tables = [
		'dossiers',
		'dossier_events',
		'operations',
		'changes',
		'jobs',
		'audit',
		'serials',
		'manifests'
	];
	const counts = await Promise.all(
		tables.map(async (table) => [table, (await db.read(`SELECT count(*) AS n FROM ${table}`))[0]?.['n']])
	);
	return Object.fromEntries(counts) as Record<string, unknown>;
}

describe('a disk that fails at the n-th statement', () => {
	const open = fileDatabase();
	it('[S4] keeps all of a submission or none of it, for every n; the repeat then succeeds', async () => {
		const office = await openOffice(await open());
		const operation = freeSubmission();
		const empty = await rows(office.db);
		let failures = 0;
		for (let n = 1; ; n++) {
			const authority = createAuthority({
				...office,
				db: failingAt(office.db, n),
				places,
				sign: signReceipt
			});
			const outcome = await authority.apply(office.mai, operation).catch((error: unknown) => error);
			if (!(outcome instanceof DiskFailure)) {
				expect(outcome).toEqual({ type: 'done', operationId: operation.operationId });
				break;
			}
			failures++;
			expect(await rows(office.db)).toEqual(empty);
		}
		expect(failures).toBeGreaterThan(5);
		expect(await rows(office.db)).toEqual({
			dossiers: 1,
			dossier_events: 1,
			operations: 1,
			changes: 1,
			jobs: 1,
			audit: 1,
			serials: 1,
			manifests: 1
		});
	});
});

/** The same database, on which no statement about that operation succeeds. */
function breakingOn(db: Database, operationId: string): Database {
	return {
		...db,
		write: (work) =>
			db.write((tx) =>
				work({
					...tx,
					async run(sql, args) {
						if (args?.includes(operationId)) throw new DiskFailure();
						return tx.run(sql, args);
					}
				})
			)
	};
}

forEachDatabase((open) => {
	it('[S5] keeps what came before an operation that breaks us, and judges nothing behind it', async () => {
		const office = await openOffice(await open());
		const [first, broken] = [freeSubmission(), freeSubmission()];
		// Judged before its submission it would be refused, for ever.
		const last = withdrawal(broken.dossierId);
		const push = [first, broken, last];
		const broke = createAuthority({
			...office,
			db: breakingOn(office.db, broken.operationId),
			places,
			sign: signReceipt
		});
		await expect(broke.applyAll(office.mai, push)).rejects.toThrow(DiskFailure);
		expect(await rows(office.db)).toMatchObject({ dossiers: 1, operations: 1, jobs: 1, audit: 1 });
		expect(await office.authority.applyAll(office.mai, push)).toEqual(
			push.map(({ operationId }) => ({ type: 'done', operationId }))
		);
		expect(await rows(office.db)).toMatchObject({ dossiers: 2, operations: 3 });
	});

	it('[S1] gives pushes of several people at once each their own, and the same again', async () => {
		const office = await openOffice(await open());
		const one = freeSubmission();
		const hers = [one, freeSubmission(), freeSubmission()];
		const foreign = withdrawal(one.dossierId);
		const pushes = () =>
			Promise.all([
				office.authority.applyAll(office.mai, hers),
				office.authority.applyAll(office.sung, [foreign]),
				office.authority.applyAll(office.mai, [])
			]);
		const first = await pushes();
		expect(first).toEqual([
			hers.map(({ operationId }) => ({ type: 'done', operationId })),
			[{ type: 'refused', operationId: foreign.operationId, fault: { type: 'not_found' } }],
			[]
		]);
		const written = await rows(office.db);
		expect(await pushes()).toEqual(first);
		expect(await rows(office.db)).toEqual(written);
	});

	it('[S1] answers the first outcome after a restart, and has no second effect', async () => {
		const before = await openOffice(await open());
		const operation = freeSubmission();
		const outcome = await before.authority.apply(before.mai, operation);
		before.db.close();
		const after = await openOffice(await open());
		const written = await rows(after.db);
		expect(await after.authority.apply(after.mai, operation)).toEqual(outcome);
		expect(await rows(after.db)).toEqual(written);
	});

	it('[S8] begins again for a cursor that a restored backup has never given out', async () => {
		const office = await openOffice(await open());
		await office.submitted(freeSubmission());
		const { changes, cursor } = await office.authority.changesSince(office.mai, 5_000_000);
		expect(changes).toHaveLength(1);
		expect(cursor).toBeLessThan(5_000_000);
	});

	it('[F3] refuses a file that is stored as something else than the operation says', async () => {
		const office = await openOffice(await open());
		const operation = submission();
		const [portrait, oldCard] = operation.attachments;
		if (!portrait || !oldCard) throw new Error('two files');
		await office.storeFile(office.mai, oldCard);
		await office.storeFile(office.mai, { ...portrait, sha256: file('other').sha256 });
		expect(await office.authority.apply(office.mai, operation)).toMatchObject({
			type: 'refused',
			fault: { type: 'file_hash', attachmentId: portrait.attachmentId }
		});
	});

	it('[F2] refuses a kind that the paper does not accept, and one file too many', async () => {
		const { authority, mai } = await openOffice(await open());
		const pdf = submission({
			attachments: [{ ...file('portrait'), type: 'application/pdf' }, file('oldCard')]
		});
		expect(await authority.apply(mai, pdf)).toMatchObject({
			fault: { type: 'file_kind', name: 'portrait.jpg' }
		});
		const two = submission({ attachments: [file('portrait'), file('portrait'), file('oldCard')] });
		expect(await authority.apply(mai, two)).toMatchObject({
			fault: { type: 'form_invalid', fields: [{ field: 'portrait', rule: 'too_many_files' }] }
		});
	});

	it('[S12] keeps what she signed with the dossier, to be checked by whoever doubts it', async () => {
		const office = await openOffice(await open());
		const operation = sealed(freeSubmission());
		await office.submitted(operation);
		const [row] = await office.db.read('SELECT * FROM manifests');
		expect(row).toMatchObject({
			dossier_id: operation.dossierId,
			hash: operation.seal?.manifest,
			body: manifestText(operation)
		});
		const [device] = await office.db.read('SELECT * FROM device_keys');
		expect(device).toMatchObject({ public_key: operation.seal?.key, person_id: office.mai });
		const signature = String(row?.['signature']);
		const key = { raw: String(device?.['public_key']) };
		expect(await isSigned(String(row?.['body']), signature, key)).toBe(true);
		expect(await isSigned(`${String(row?.['body'])} `, signature, key)).toBe(false);
	});

	it('[S12] refuses a key of another person, and a hash of other content, and keeps nothing of either', async () => {
		const office = await openOffice(await open());
		const device = newDevice();
		const sungs = freeSubmission({ form: { ...insuranceForm(), personalId: '011085005678' } });
		expect(await office.authority.apply(office.sung, sealed(sungs, device))).toMatchObject({ type: 'done' });
		const before = await rows(office.db);
		const stolen = sealed(freeSubmission(), device);
		expect(await office.authority.apply(office.mai, stolen)).toMatchObject({
			type: 'refused',
			fault: { type: 'manifest_refused', why: 'key' }
		});
		const other = { ...freeSubmission(), seal: sealed(freeSubmission()).seal };
		expect(await office.authority.apply(office.mai, other)).toMatchObject({
			type: 'refused',
			fault: { type: 'manifest_refused', why: 'content' }
		});
		expect(await rows(office.db)).toEqual({ ...before, operations: Number(before['operations']) + 2 });
	});

	it('[S13] gives a signed receipt for what it has received, and for each supplement', async () => {
		const office = await openOffice(await open());
		const operation = submission();
		const dossierId = await office.submitted(operation);
		const { code, receipts = [], agency } = await office.dossier(dossierId);
		expect(receipts).toMatchObject([
			{
				dossierId,
				code,
				receivedAt: '2026-11-23T02:00:00.000Z',
				agency: { code: agency.code, name: agency.name.vi }
			}
		]);
		await office.pay(dossierId);
		await office.say(dossierId, 1, { type: 'accepted' });
		await office.say(dossierId, 2, supplementRequested);
		const sent = supplement(dossierId);
		for (const fact of sent.attachments) await office.storeFile(office.mai, fact);
		expect(await office.authority.apply(office.mai, sent)).toMatchObject({ type: 'done' });
		const all = (await office.dossier(dossierId)).receipts ?? [];
		expect(all).toMatchObject([receipts[0], { dossierId, code, requestId }]);
		for (const [index, of] of [operation, sent].entries()) {
			const expected = { dossierId, code, sent: await hashText(manifestText(of)) };
			const receipt = all[index];
			if (!receipt) throw new Error('each has one');
			expect(await checkReceipt(receipt, expected, [portalPublicKey])).toBe('verified');
		}
	});

	it('[P11] writes the message to the agency with the submission when nothing is to pay, else with the payment', async () => {
		const office = await openOffice(await open());
		const jobs = async () =>
			(await office.db.read('SELECT key FROM jobs ORDER BY seq')).map((row) => row['key']);
		const free = await office.submitted(freeSubmission());
		expect(await jobs()).toEqual([`${free}/1`]);
		const charged = await office.submitted();
		expect(await jobs()).toEqual([`${free}/1`]);
		await office.pay(charged);
		expect(await jobs()).toEqual([`${free}/1`, `${charged}/1`]);
	});

	it('chains the audit, so that a changed row shows', async () => {
		const office = await openOffice(await open());
		await office.pay(await office.submitted());
		expect(await firstBrokenAudit(office.db)).toBeNull();
		await office.db.write((tx) => tx.run(`UPDATE audit SET actor = 'portal' WHERE seq = 2`));
		expect(await firstBrokenAudit(office.db)).toBe(2);
	});

	it('[X4] writes nothing of a person into the audit', async () => {
		const office = await openOffice(await open());
		await office.submitted(freeSubmission());
		const text = JSON.stringify(await office.db.read('SELECT * FROM audit'));
		for (const word of ['012190001234', 'Mai', '0912345678', '1212345678']) expect(text).not.toContain(word);
	});
});
