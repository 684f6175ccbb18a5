import { describe, expect, it } from 'vitest';
import { photo, submission } from '../../tests/support/phone-samples.ts';
import { newDevice, sealed } from '../../tests/support/seals.ts';
import { type Manifest, manifestText, sealFault } from './manifest.ts';

const operation = submission(1);
const seal = sealed(operation).seal!;

describe('a manifest', () => {
	it('[S12] has one text, in whatever order its parts were written and whatever travels beside them', () => {
		const reversed = Object.fromEntries(Object.entries(operation).reverse()) as typeof operation;
		const beside = {
			...reversed,
			seal,
			attachments: operation.attachments.map((file) => ({ ...file, bytes: 1 }))
		};
		expect(manifestText(beside)).toBe(manifestText(operation));
		expect(manifestText(operation)).toMatch(/^motcua manifest 1\n\{"attachments":\[\{"attachmentId":/);
	});

	it('[S12] shows any difference: a letter, a version, a file', async () => {
		expect(await sealFault(operation, seal)).toBeNull();
		const [file] = operation.attachments;
		const others: Manifest[] = [
			{ ...operation, form: { ...operation.form, fullName: 'Nguyễn Thị Mái' } },
			{ ...operation, serviceVersion: operation.serviceVersion + 1 },
			{ ...operation, catalogueVersion: `${operation.catalogueVersion} ` },
			{ ...operation, claimedAt: '2026-11-22T00:00:00.001Z' },
			{ ...operation, attachments: [] },
			{ ...operation, attachments: [{ ...file!, size: file!.size + 1 }] },
			{ ...operation, attachments: [{ ...file!, sha256: photo(2).fact.sha256 }] }
		];
		for (const other of others) expect(await sealFault(other, seal)).toBe('content');
	});

	it('[S12] is signed by the key that its seal names, and by no other', async () => {
		const other = newDevice();
		expect(await sealFault(operation, { ...seal, key: other.publicKey })).toBe('signature');
		expect(await sealFault(operation, { ...seal, signature: sealed(submission(2)).seal!.signature })).toBe(
			'signature'
		);
		// Not a point of the curve at all.
		expect(await sealFault(operation, { ...seal, key: `${'A'.repeat(87)}=` })).toBe('signature');
		expect(await sealFault(operation, sealed(operation, other).seal!)).toBeNull();
	});
});
