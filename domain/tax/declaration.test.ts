import { DOMParser } from '@xmldom/xmldom';
import { expect, describe, it } from 'vitest';
import { dossier } from '../../tests/support/services.ts';
import { taxpayer } from '../../tests/support/tax-files.ts';
import { xmlBytesMax } from '../limits.ts';
import { dayRef } from '../services/conditions.ts';
import { viewForm } from '../services/validate.ts';
import type { FormValues } from '../services/values.ts';
import { declarationIn, type DeclarationReading, readDeclaration } from './declaration.ts';
import { declarationFaults } from './judge.ts';
import { periodEnd, taxPeriod } from './period.ts';
import { xmlText } from './xml.ts';

const service = dossier('TT.THUE-KHAI', 1);
const { xml, answers } = taxpayer(new Date('2026-11-20T03:00:00Z'));
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) =>
	readDeclaration(declarationIn(new DOMParser().parseFromString(text, 'text/xml').documentElement));
const form: FormValues = { ...answers };

function why(text: string, change: FormValues = {}): string | undefined {
	const found = read(text);
	const declared: DeclarationReading = found.ok
		? { type: 'read', declaration: found.value, seal: 'unchecked' }
		: { type: 'unread', why: found.error };
	const [fault] = declarationFaults(service, { ...form, ...change }, [
		{ component: 'declarationFile', attachmentId: 'a', declared }
	]);
	if (fault)
		expect(fault).toMatchObject({ field: 'declarationFile', rule: 'declaration', params: { file: 'a' } });
	return fault?.params?.['why'];
}

describe('[B12] a file that a parser may see', () => {
	it('has no document type: neither files of the machine nor a billion laughs can be asked for', () => {
		const laughs = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>`;
		const machine = `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`;
		for (const text of [laughs, machine, '<a><!ELEMENT a ANY></a>', '<a/><!doctype a>'])
			expect(xmlText(bytes(text))).toEqual({ ok: false, error: 'markup_declaration' });
		expect(xmlText(bytes('<a><!-- <!DOCTYPE a> --><![CDATA[<!ENTITY>]]></a>')).ok).toBe(true);
	});
	it('is UTF-8 and says nothing else', () => {
		expect(xmlText(Buffer.from('\ufeff<a/>', 'utf16le'))).toEqual({ ok: false, error: 'encoding' });
		expect(xmlText(bytes('<?xml version="1.0" encoding="UTF-16"?><a/>'))).toEqual({
			ok: false,
			error: 'encoding'
		});
		expect(xmlText(bytes('\ufeff<?xml version="1.0" encoding="utf-8"?><a/>')).ok).toBe(true);
	});
	it('is neither large nor deep, and every tag has its end', () => {
		expect(xmlText(bytes(`<a>${' '.repeat(xmlBytesMax)}</a>`))).toEqual({
			ok: false,
			error: 'file_too_large'
		});
		expect(xmlText(bytes('<a>'.repeat(60_000)))).toEqual({ ok: false, error: 'too_deep' });
		for (const text of [
			'<a',
			'<a b="',
			'<a><b></a></b>',
			'<a/><b/>',
			'',
			'a',
			'<a><b></b>',
			'<!--',
			'<?xml',
			'<a></a></a>',
			'<![CDATA['
		])
			expect(xmlText(bytes(text)), text).toEqual({ ok: false, error: 'not_xml' });
		expect(xmlText(bytes('<a b="1 > 0"><c d=\'/>\'/></a>')).ok).toBe(true);
	});
	it('takes a time that grows with its size only, whatever is in it', () => {
		for (const part of ['<a "', "<a b='", '<!--', '<', '<a/'])
			expect(xmlText(bytes(part.repeat(xmlBytesMax / part.length))).ok).toBe(false);
	});
});

describe('[B12] the file and the answers', () => {
	it('agree', () => {
		expect(why(xml())).toBeUndefined();
		expect(why(xml({}, { period: '09/2026' }), { period: '09/2026' })).toBeUndefined();
		expect(why(xml({ period: ['M', '9/2026'] }), { period: '09/2026' })).toBeUndefined();
		expect(why(xml({ period: ['Q', 'Q1/2026'] }))).toBeUndefined();
		const year = { form: '03/TNDN', period: '2025' };
		expect(why(xml({}, year), year)).toBeUndefined();
		expect(why(xml({}, { turn: 'additional' }), { turn: 'additional' })).toBeUndefined();
	});
	it.each([
		['other_tax_code', xml({ taxCode: '0100109106-001' })],
		['other_form', xml({}, { form: '05/KK-TNCN' })],
		['other_period', xml({ period: ['Q', '2/2026'] })],
		['other_turn', xml({ turn: 'B' })],
		['old_schema', xml({ schemaVersion: '2.7.9' })],
		['negative', xml({ boxes: { ct22: '-1' } })],
		['total', xml({ boxes: { ct26: '5', ct27: '10', ct29: '10', ct34: '16' } })],
		['total', xml({ boxes: { ct35: '10', ct28: '10', ct31: '10', ct25: '4', ct36: '7' } })],
		['head_missing', xml({ schemaVersion: '' })],
		['head_missing', xml({ period: ['Y', '1/2026'] })],
		['other_schema', '<html xmlns="http://kekhaithue.gdt.gov.vn/TKhaiThue"/>'],
		['other_schema', xml().replace('kekhaithue.gdt.gov.vn', 'example.vn')],
		['other_schema', xml().replace(/(<HSoKhaiThue[\s\S]*<\/HSoKhaiThue>)/, '$1$1')],
		['head_missing', xml().replace(/(<NNT>.*<\/NNT>)/, '$1$1')]
	])('do not: %s', (reason, text) => {
		expect(why(text)).toBe(reason);
	});
	it('sums are exact, with what may be negative and what is not there', () => {
		expect(why(xml({ boxes: { ct25: '40.5', ct36: '-40.5' } }))).toBeUndefined();
		expect(
			why(xml({ boxes: { ct25: '0.1', ct35: '0.3', ct28: '0.3', ct31: '0.3', ct36: '0.2' } }))
		).toBeUndefined();
		expect(why(xml({ boxes: { ct36: '999999999999999999', ct35: '1' } }))).toBe('total');
		expect(why(xml({ boxes: {} }))).toBeUndefined();
	});
});

describe('[B13] when a declaration is due', () => {
	const due = (period: string) => viewForm(service, { period }, '2026-11-20').clean['dueOn'];
	it.each([
		['09/2026', '2026-10-20'],
		['12/2025', '2026-01-20'],
		['Q3/2026', '2026-11-02'],
		['Q4/2025', '2026-02-02'],
		['2025', '2026-03-31'],
		// A Sunday and a Saturday; a whole Tết.
		['08/2026', '2026-09-21'],
		['05/2026', '2026-06-22']
	])('%s on %s', (period, day) => {
		expect(due(period)).toBe(day);
	});
	it('is not known of what is no period', () => {
		expect(due('13/2026')).toBeUndefined();
		expect(taxPeriod('Q0/2026')).toBeNull();
		expect(periodEnd('02/2028')).toBe('2028-02-29');
		expect(dayRef({ periodEnd: 'period' }, { values: { period: true }, today: '2026-11-20' })).toBeNull();
	});
});
