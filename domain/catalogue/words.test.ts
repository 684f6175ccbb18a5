import { describe, expect, it } from 'vitest';
import { fold, isOneSlipAway, withoutTypingKeys, words } from './words.ts';

const texts = (text: string) => words(text).map((word) => word.text);

describe('fold', () => {
	it.each([
		['Đổi giấy phép lái xe', 'doi giay phep lai xe'],
		['ĐƯỜNG BỘ', 'duong bo'],
		['Đổi giấy phép'.normalize('NFD'), 'doi giay phep'],
		['hòa hoà', 'hoa hoa'],
		['', '']
	])('%s → %s', (text, folded) => expect(fold(text)).toBe(folded));
});

describe('words', () => {
	it('separates at everything that is neither letter nor digit', () => {
		expect(texts('Cấp lại, đổi (thẻ) 3.000347 🙂')).toEqual(['cap', 'lai', 'doi', 'the', '3', '000347']);
	});
	it('keeps the place of each word in the text given, composed or not', () => {
		for (const form of ['NFC', 'NFD'] as const) {
			const text = '— Đổi thẻ'.normalize(form);
			const [first, second] = words(text);
			expect(text.slice(first?.start, first?.end)).toBe('Đổi'.normalize(form));
			expect(text.slice(second?.start, second?.end)).toBe('thẻ'.normalize(form));
			expect(second?.marked).toBe('thẻ');
		}
	});
	it('reads abbreviations as what they stand for', () => {
		expect(texts('GPLX')).toEqual(['giay', 'phep', 'lai', 'xe']);
		expect(texts('thẻ bhyt')).toEqual(['the', 'bao', 'hiem', 'y', 'te']);
		expect(texts('CO form E')).toEqual(['chung', 'nhan', 'xuat', 'xu', 'form', 'e']);
		expect(texts('có con')).toEqual(['co', 'con']);
	});
	it('takes kí and ký for one word, tai and tay for two', () => {
		expect(texts('đăng kí')).toEqual(texts('đăng ký'));
		expect(texts('tai')).not.toEqual(texts('tay'));
	});
	it('has nothing to say about emoji or nothing', () => {
		expect(texts('🚗🔥')).toEqual([]);
		expect(texts('  ')).toEqual([]);
	});
});

describe('withoutTypingKeys', () => {
	it.each([
		['bawngf', 'bang'],
		['lasi', 'lai'],
		['ddawng', 'dang'],
		['kys', 'ki'],
		['ddoocj', 'doc'],
		['thaan', 'than'],
		['nhaanj', 'nhan'],
		['d9a8ng', 'dang'],
		['ta5m', 'tam'],
		['xe', 'xe'],
		['xuat', 'xuat'],
		['000347', '000347']
	])('%s → %s', (typed, bare) => expect(withoutTypingKeys(typed)).toBe(bare));
});

describe('isOneSlipAway', () => {
	it.each([
		['xinh', 'sinh', true],
		['khia', 'khai', true],
		['giay', 'gia', true],
		['gay', 'giay', true],
		['chu', 'tru', true],
		['sinh', 'sinh', false],
		['dien', 'tien', true],
		['dien', 'than', false],
		['', 'ab', false]
	])('%s ~ %s: %s', (a, b, is) => {
		expect(isOneSlipAway(a, b)).toBe(is);
		expect(isOneSlipAway(b, a)).toBe(is);
	});
});
