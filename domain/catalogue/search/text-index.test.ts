import { describe, expect, it } from 'vitest';
import { createTextIndexBuilder, decodeTextIndex, type TextIndex } from './text-index.ts';

function built(texts: Readonly<Record<string, string>>): TextIndex {
	const builder = createTextIndexBuilder();
	for (const [code, text] of Object.entries(texts)) builder.add(code, text);
	const index = decodeTextIndex(builder.encode());
	if (!index) throw new Error('not decoded');
	return index;
}

function codesWith(index: TextIndex, word: string): string[] {
	const codes: string[] = [];
	const place = index.find(word);
	if (place >= 0) index.eachWith(place, (doc) => codes.push(index.codes[doc] ?? ''));
	return codes;
}

describe('the text index', () => {
	it('knows which texts have a word, folded', () => {
		const index = built({
			'1.000001': 'Nộp phiếu khám, ảnh 4 x 6',
			'1.000002': 'PHIẾU lấy mẫu',
			'1.000003': ''
		});
		expect(codesWith(index, 'phieu')).toEqual(['1.000001', '1.000002']);
		expect(codesWith(index, 'mau')).toEqual(['1.000002']);
		expect(codesWith(index, 'khong')).toEqual([]);
		expect(index.count(index.find('phieu'))).toBe(2);
	});
	it('takes the newer text of a code, and forgets what is removed', () => {
		const builder = createTextIndexBuilder();
		builder.add('1.000001', 'cũ');
		builder.add('1.000002', 'khác');
		builder.add('1.000001', 'mới');
		builder.remove('1.000002');
		const index = decodeTextIndex(builder.encode()) as TextIndex;
		expect(codesWith(index, 'moi')).toEqual(['1.000001']);
		expect(codesWith(index, 'cu')).toEqual(['']);
		expect(codesWith(index, 'khac')).toEqual(['']);
	});
	it('can be written in the middle and goes on growing', () => {
		const builder = createTextIndexBuilder();
		builder.add('1.000001', 'một');
		const early = builder.encode();
		builder.add('1.000002', 'một hai');
		expect(codesWith(decodeTextIndex(early) as TextIndex, 'mot')).toEqual(['1.000001']);
		expect(codesWith(decodeTextIndex(builder.encode()) as TextIndex, 'mot')).toEqual([
			'1.000001',
			'1.000002'
		]);
	});
	it('remembers documents far apart', () => {
		const builder = createTextIndexBuilder();
		for (let i = 0; i < 40_000; i++) builder.add(`c${i}`, i % 20_000 === 7 ? 'hiếm' : '');
		expect(codesWith(decodeTextIndex(builder.encode()) as TextIndex, 'hiem')).toEqual(['c7', 'c20007']);
	});
	it('leaves out what nobody types', () => {
		const index = built({ a: `TK1-TS mẫu01a 0123456789 năm 2024 ${'x'.repeat(500)}` });
		expect(index.words).toEqual(['2024', 'nam', 'ts']);
	});
	it('is null for foreign, cut, lengthened and empty bytes, and never throws on broken ones', () => {
		const whole = createTextIndexBuilder();
		for (let i = 0; i < 50; i++) whole.add(`1.00000${i}`, `chữ số ${i} của văn bản`);
		const bytes = whole.encode();
		expect(decodeTextIndex(new Uint8Array(0))).toBeNull();
		expect(decodeTextIndex(new TextEncoder().encode('{"items":[]}'))).toBeNull();
		for (let length = 0; length < bytes.length; length++)
			expect(decodeTextIndex(bytes.subarray(0, length))).toBeNull();
		expect(decodeTextIndex(Uint8Array.from([...bytes, 0]))).toBeNull();
		for (let at = 0; at < bytes.length; at++) {
			const broken = bytes.with(at, 0xff);
			const index = decodeTextIndex(broken);
			if (index) for (const [word] of index.words.entries()) index.eachWith(word, () => {});
		}
	});
	it('an empty one is one', () => {
		const index = decodeTextIndex(createTextIndexBuilder().encode()) as TextIndex;
		expect(index.codes).toEqual([]);
		expect(index.find('gi')).toBe(-1);
	});
});
