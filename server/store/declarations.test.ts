import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../domain/ids.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { fileDatabase } from '../../tests/support/databases.ts';
import { changed } from '../../tests/support/examples/example.ts';
import { taxExamples } from '../../tests/support/examples/tax.ts';
import { file, type Office, openOffice, submission } from '../../tests/support/office.ts';
import { taxpayer } from '../../tests/support/tax-files.ts';
import { readSigned } from '../declarations/seal.ts';
import type { TaxFile } from '../sandbox/signing/tax-file.ts';
import { insertReading } from './declarations.ts';

const open = fileDatabase();
const [example] = taxExamples;
const today = '2026-11-23';
const { file: signedFile, trusted, xml } = taxpayer(new Date(`${today}T02:00:00.000Z`));

/** Hands in a declaration with the file, as if it had been uploaded. */
async function handIn(office: Office, bytes: Buffer, change: FormValues = {}, person = office.mai) {
	if (!example) throw new Error('it has an example');
	const sha256 = Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
	const fact = { ...file('declarationFile'), name: 'a.xml', type: 'application/xml' as const, sha256 };
	const attachment = { ...fact, size: bytes.length };
	const reading = readSigned(bytes, trusted, office.clock());
	await office.db.write((tx) => insertReading(tx, sha256, reading, office.clock()));
	await office.storeFile(person, attachment);
	const operation = submission({
		procedureCode: 'TT.THUE-KHAI',
		form: changed(example, change, today),
		attachments: [attachment]
	});
	return { operation, attachment, outcome: await office.authority.apply(person, operation) };
}

/** Why its file was refused. */
const why = ({ outcome, attachment }: Awaited<ReturnType<typeof handIn>>) => {
	if (outcome.type !== 'refused' || outcome.fault.type !== 'form_invalid') return outcome.type;
	const [fault, ...others] = outcome.fault.fields;
	expect(others).toEqual([]);
	expect(fault).toMatchObject({
		field: 'declarationFile',
		rule: 'declaration',
		params: { file: attachment.attachmentId }
	});
	return fault?.params?.['why'];
};
/** As programs write the example’s period. */
const period = { period: ['Q', '2/2026'] } satisfies Partial<TaxFile>;

describe('[B15] a tax declaration', () => {
	it('goes to the tax office with its file', async () => {
		const office = await openOffice(await open());
		const { outcome, operation } = await handIn(office, signedFile(period));
		expect(outcome.type).toBe('done');
		const { form, attachments, agency } = await office.dossier(operation.dossierId);
		expect(form).toMatchObject({ period: 'Q2/2026', dueOn: '2026-07-31' });
		expect(attachments).toMatchObject([{ component: 'declarationFile', type: 'application/xml' }]);
		expect(agency.name.vi).toContain('Cơ quan thuế');
	});
	it('whose file does not hold is refused at its paper, and mended under a new operation', async () => {
		const office = await openOffice(await open());
		const unsigned = Buffer.from(xml(period));
		expect(why(await handIn(office, unsigned))).toBe('unsigned');
		const touched = signedFile(period).toString('utf8').replace('<ct23>2', '<ct23>3');
		expect(why(await handIn(office, Buffer.from(touched)))).toBe('seal_broken');
		expect(why(await handIn(office, signedFile({ ...period, schemaVersion: '1.0' })))).toBe('old_schema');
		expect(why(await handIn(office, signedFile({ period: ['Q', '1/2026'] })))).toBe('other_period');
		expect(why(await handIn(office, signedFile({ ...period, boxes: { ct22: '-1' } })))).toBe('negative');
		expect(why(await handIn(office, Buffer.from('<?xml version="1.0"?><a/>')))).toBe('other_schema');
		expect(why(await handIn(office, signedFile(period)))).toBe('done');
	});
	it('is first once: the second is refused until the first was turned down, an additional one is not', async () => {
		const office = await openOffice(await open());
		const first = await handIn(office, signedFile(period));
		const { code } = await office.dossier(first.operation.dossierId);
		const again = await handIn(office, signedFile({ ...period, boxes: {} }));
		expect(why(again)).toBe('twice');
		expect(again.outcome).toMatchObject({ fault: { fields: [{ params: { said: code } }] } });
		const more = { turn: 'additional', reason: 'Sót một hóa đơn' };
		expect(why(await handIn(office, signedFile({ ...period, turn: 'B' }), more))).toBe('done');
		await office.say(first.operation.dossierId, 1, { type: 'refused', reason: 'Sai cơ quan thuế' });
		expect(why(await handIn(office, signedFile({ ...period, boxes: { ct22: '1' } })))).toBe('done');
	});
	it('[X1] of another person says nothing of itself', async () => {
		const office = await openOffice(await open());
		await handIn(office, signedFile(period));
		const hers = { personalId: '011085005678', fullName: 'Vàng A Sùng' };
		expect(why(await handIn(office, signedFile(period), hers, office.sung))).toBe('done');
	});
	it('is not judged before its file is there, and no other paper may be such a file', async () => {
		const office = await openOffice(await open());
		const { operation, attachment } = await handIn(office, signedFile(period));
		const missing = { ...attachment, attachmentId: file('declarationFile').attachmentId };
		const other = { ...submission(), form: { ...operation.form, taxCode: '0100109106-001' } };
		expect(
			await office.authority.apply(office.mai, {
				...other,
				procedureCode: 'TT.THUE-KHAI',
				attachments: [{ ...missing, sha256: Sha256.parse('0'.repeat(64)) }]
			})
		).toMatchObject({ type: 'files_missing' });
		const portrait = { ...attachment, component: 'portrait' };
		expect(
			await office.authority.apply(
				office.mai,
				submission({ attachments: [portrait, file('oldCard')], operationId: other.operationId })
			)
		).toMatchObject({ type: 'refused', fault: { type: 'file_kind' } });
	});
});
