import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { taxpayer } from '../../tests/support/tax-files.ts';
import { certificate } from '../sandbox/signing/certificates.ts';
import { newProvider, signed, signerOf } from '../sandbox/signing/signer.ts';
import { readSigned } from './seal.ts';

const now = new Date('2026-11-20T03:00:00Z');
const mine = taxpayer(now);
const { provider, trusted, signer, file, xml, from } = mine;

function sealOf(bytes: Buffer | string, trust = trusted): string {
	const reading = readSigned(Buffer.from(bytes), trust, now);
	return reading.type === 'read' ? reading.seal : reading.why;
}
const text = (bytes: Buffer) => bytes.toString('utf8');

describe('[B14] the signature of a declaration', () => {
	it('is good over the declaration or over the whole file, and what was signed is what is read', () => {
		expect(sealOf(file())).toBe('good');
		expect(sealOf(signed(xml(), signer, { whole: true }))).toBe('good');
		expect(readSigned(file(), trusted, now)).toMatchObject({
			declaration: { taxCode: '0100109106', period: 'Q1/2026', turn: 'first', signedOn: '2026-11-20' }
		});
		const branch = taxpayer(now, { taxCode: '0100109106-001', provider });
		expect(sealOf(branch.file())).toBe('good');
	});
	it('is broken when a sign of the content, of the digest or of the value is another', () => {
		for (const whole of [false, true]) {
			const good = signed(xml(), signer, { whole });
			expect(sealOf(good.replace('<ct23>2', '<ct23>3'))).toBe('seal_broken');
			expect(sealOf(good.replace('0100109106</mst>', '0100109106-001</mst>'))).toBe('seal_broken');
			const flipped = (name: string) =>
				good.replace(new RegExp(`<${name}>(.)`), (_, first) => `<${name}>${first === 'A' ? 'B' : 'A'}`);
			expect(sealOf(flipped('DigestValue'))).toBe('seal_broken');
			expect(sealOf(flipped('SignatureValue'))).toBe('seal_broken');
		}
	});
	it('covers what is read: a second declaration beside the signed one, or in its place, is not taken for it', () => {
		const good = text(file());
		const [declared = ''] = /<HSoKhaiThue[\s\S]*<\/HSoKhaiThue>/.exec(good) ?? [];
		const forged = declared.replace('id="ID_1"', 'id="ID_2"').replace('<ct23>2', '<ct23>3');
		expect(sealOf(good.replace(declared, forged + declared))).toBe('other_schema');
		expect(sealOf(good.replace(declared, forged).replace('<CKyDTu>', `<CKyDTu>${declared}`))).not.toBe(
			'good'
		);
		const wrapped = good
			.replace(declared, forged)
			.replace('</Signature>', `<Object>${declared}</Object></Signature>`);
		expect(sealOf(wrapped)).not.toBe('good');
		expect(sealOf(good.replace('0100109106</mst>', '0100109106<!-- -->-001</mst>'))).not.toBe('good');
	});
	it('is not there, or stands elsewhere, or twice, or is of a kind that is not taken', () => {
		expect(sealOf(xml())).toBe('unsigned');
		const good = text(file());
		const [signature = ''] = /<Signature[\s\S]*<\/Signature>/.exec(good) ?? [];
		expect(sealOf(good.replace(signature, signature + signature))).toBe('seal_unusual');
		expect(sealOf(good.replace(signature, '').replace('</NNT>', `${signature}</NNT>`))).toBe('seal_unusual');
		expect(sealOf(good.replace(/<X509Certificate>.*<\/X509Certificate>/, ''))).toBe('seal_unusual');
		const sha1 = { signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' };
		expect(sealOf(signed(xml(), signer, sha1))).toBe('seal_unusual');
		const digest = { digest: 'http://www.w3.org/2000/09/xmldsig#sha1' };
		expect(sealOf(signed(xml(), signer, digest))).toBe('seal_unusual');
	});
	it('is by a provider that is trusted', () => {
		expect(sealOf(file(), [])).toBe('seal_untrusted');
		// Another of the same name, and one who is no provider.
		const other = newProvider(now);
		expect(sealOf(file(), [new X509Certificate(other.certificate)])).toBe('seal_untrusted');
		expect(sealOf(file(), [new X509Certificate(signer.certificate)])).toBe('seal_untrusted');
		const self = certificate({
			subject: { UID: 'MST:0100109106' },
			issuer: { UID: 'MST:0100109106' },
			key: signer.key,
			issuerKey: signer.key,
			from: from(-1),
			to: from(1),
			isProvider: false
		});
		expect(sealOf(file({}, {}, { key: signer.key, certificate: self }))).toBe('seal_untrusted');
		expect(sealOf(file({}, {}, { key: provider.key, certificate: provider.certificate }))).toBe(
			'seal_untrusted'
		);
	});
	it('is of a day on which the certificate was valid, which may be over since', () => {
		const short = signerOf(provider, '0100109106', from(-60), from(-10));
		expect(sealOf(file({ signedOn: '2026-11-05' }, {}, short))).toBe('good');
		expect(sealOf(file({ signedOn: '2026-11-19' }, {}, short))).toBe('seal_expired');
		expect(sealOf(file({ signedOn: '2026-09-01' }, {}, short))).toBe('seal_expired');
		expect(sealOf(file({ signedOn: '' }, {}, short))).toBe('seal_expired');
		expect(sealOf(file({ signedOn: '2026-11-21' }))).toBe('seal_expired');
	});
	it('names the tax code in the part of the subject that is for it', () => {
		const by = (subject: { UID?: string; CN?: string }) =>
			sealOf(file({}, {}, signerOf(provider, '', from(-9), from(9), subject)));
		expect(by({ UID: 'MST:0100109107' })).toBe('seal_other');
		expect(by({ CN: 'MST:0100109106' })).toBe('seal_other');
		expect(by({ CN: 'x\nUID=MST:0100109106' })).toBe('seal_other');
		expect(by({ UID: 'MST:0100109106-001' })).toBe('seal_other');
		expect(by({ UID: 'MST:0100109106', CN: 'x' })).toBe('good');
	});
	it('[B12] nothing that is no such file makes it fail', () => {
		const good = text(file());
		expect(sealOf('<!DOCTYPE a [<!ENTITY b "c">]>' + good)).toBe('markup_declaration');
		for (const odd of [
			'',
			'<',
			'<a/>',
			'<a>&b;</a>',
			'<a></b>',
			good.slice(0, 3000),
			good.replace('</mst>', '&x;</mst>')
		])
			expect(['not_xml', 'other_schema'], odd.slice(0, 20)).toContain(sealOf(odd));
		for (let at = 700; at < good.length; at += 97)
			expect(sealOf(good.slice(0, at) + good.slice(at + 5))).not.toBe('good');
	});
});
