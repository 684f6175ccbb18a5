import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { dossierWith } from '../../tests/support/phone-samples.ts';
import { portalPublicKey, signedReceipt, signReceipt } from '../../tests/support/seals.ts';
import { Sha256 } from '../ids.ts';
import { checkReceipt, receiptText } from './receipt.ts';

const { dossierId, code } = dossierWith(1, ['submitted']);
const manifest = Sha256.parse('a'.repeat(64));
const facts = {
	dossierId,
	code,
	manifest,
	receivedAt: '2026-11-23T02:00:00.000Z',
	agency: { code: '000.00.12.G01', name: 'Phòng CSGT' }
};
const receipt = signedReceipt(facts);
const expected = { dossierId, code, sent: manifest };
const keys = [portalPublicKey];

it('[S13] a receipt is checked by the portal’s key alone, today’s or one of earlier years', async () => {
	expect(await checkReceipt(receipt, expected, keys)).toBe('verified');
	const later = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
	const spki = later.export({ type: 'spki', format: 'der' }).toString('base64');
	expect(await checkReceipt(receipt, expected, [spki, portalPublicKey])).toBe('verified');
	expect(await checkReceipt(receipt, expected, [spki])).toBe('not_signed');
	expect(await checkReceipt(receipt, expected, [])).toBe('not_signed');
});

it('[S13] a receipt of which anything was changed is told', async () => {
	for (const changed of [
		{ ...receipt, receivedAt: '2026-11-23T02:00:00.001Z' },
		{ ...receipt, code: `${code}1` },
		{ ...receipt, agency: { ...receipt.agency, name: 'Phòng khác' } },
		{ ...receipt, signature: signReceipt('motcua manifest 1\n{}') }
	])
		expect(await checkReceipt(changed, expected, keys)).toBe('not_signed');
});

it('[S13] a good receipt for another dossier, or for other content, is not taken for this one', async () => {
	const other = dossierWith(2, ['submitted']);
	expect(await checkReceipt(receipt, { ...expected, dossierId: other.dossierId }, keys)).toBe(
		'other_dossier'
	);
	expect(await checkReceipt(receipt, { ...expected, code: other.code }, keys)).toBe('other_dossier');
	const sent = Sha256.parse('b'.repeat(64));
	expect(await checkReceipt(receipt, { ...expected, sent }, keys)).toBe('other_content');
	expect(await checkReceipt(receipt, { ...expected, sent: null }, keys)).toBe('unseen');
});

it('[S13] says for what it was signed, so that no other signature of the portal passes for it', () => {
	expect(receiptText(facts)).toMatch(/^motcua receipt 1\n\{"agency":/);
});
