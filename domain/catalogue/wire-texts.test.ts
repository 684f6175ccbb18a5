import { describe, expect, it } from 'vitest';
import { packList, unpackList, type ListParts } from './heads.ts';
import { bytesToLetters, lettersToBytes } from './letters.ts';
import { composeList, subjectsToAudience } from './list.ts';
import { applyPatch, makePatch } from './patch.ts';

describe('one byte a letter', () => {
	it.each([
		'',
		'Đổi giấy phép lái xe “cấp lại” – 1.000,5 °C…',
		'tab\t xuống dòng\n\r và 日本語, 🚗, Ċ ਊ \u2028 \ufeff',
		'\u001b\u0001\u007f'
	])('gives every text back: %j', (text) => {
		expect(bytesToLetters(lettersToBytes(text))).toBe(text);
	});
	it('takes a byte for each Vietnamese letter, and a line break is always one', () => {
		const text = 'Ủy ban nhân dân cấp xã, phường Ẩm Hữu Nghị';
		expect(lettersToBytes(text)).toHaveLength(text.length);
		// Ċ and ਊ have a line break's byte within.
		expect([...lettersToBytes('ĊਊĊ\nਊ')].filter((byte) => byte === 0x0a)).toHaveLength(1);
	});
});

describe('a patch', () => {
	const before = `{"steps":"Bước 1: nộp hồ sơ tại bộ phận một cửa. Bước 2: nhận kết quả sau 15 ngày.","fee":135000}`;
	it.each([
		['nothing', before],
		['a number', before.replace('135000', '140000')],
		['two places', before.replace('15 ngày', '10 ngày làm việc').replace('135000', 'null')],
		['an order', before.slice(40) + before.slice(0, 40)],
		['all of it', 'khác hẳn'],
		['to nothing', ''],
		['a repeated part', before + before + before]
	])('leads to the text after a change of %s', (_, after) => {
		expect(applyPatch(before, makePatch(before, after))).toBe(after);
	});
	it('is small for a small change of a long text', () => {
		const long = Array.from({ length: 900 }, (_, n) => `điều ${n} khoản ${(n * 7919) % 1000}`).join('; ');
		const patch = makePatch(long, long.replace('điều 450 ', 'điều 450a '));
		expect(applyPatch(long, patch)).toContain('điều 450a ');
		expect(JSON.stringify(patch).length).toBeLessThan(60);
	});
	it('that does not fit says so', () => {
		expect(applyPatch('ngắn', [0, 100, 'x'])).toBeNull();
		expect(applyPatch('ngắn', [-1, 1, 'x'])).toBeNull();
		expect(applyPatch('ngắn', ['x'])).toBeNull();
	});
});

describe('the list as it travels', () => {
	const head = (code: string, name: string, more: object = {}) => ({
		code,
		name,
		agency: 'Bộ Công an' as string | null,
		sectors: ['Hải quan'],
		subjects: ['Công dân Việt Nam'],
		type: 'standard' as const,
		status: 'active' as const,
		levels: ['province' as const],
		lifeEvents: [],
		validFrom: '2025-07-01',
		validTo: null,
		...more
	});
	const parts: ListParts = {
		published: [
			head('1.000005', 'Tên “lạ” \\ với\nxuống dòng'),
			head('1.000009', 'Không có cơ quan', { agency: null }),
			head('1.0133611', 'Mã dài'),
			head('1.012753.H19', 'Mã tỉnh', { status: 'withdrawn' }),
			...Array.from({ length: 300 }, (_, n) =>
				head(`2.${String(100 + n * 3).padStart(6, '0')}`, `Số ${n}`, { sectors: [`Lĩnh vực ${n}`] })
			)
		],
		curated: [],
		questions: [],
		agencies: [{ code: 'G01', name: { vi: 'Bộ Công an', en: 'Ministry of Public Security' } }]
	};
	it('comes back as it was', () => {
		expect(unpackList(packList(parts))).toEqual({ ok: true, value: parts });
	});
	it.each([
		['no JSON', '{'],
		['nothing', '{}'],
		['a column too short', packList(parts).replace('"at":"', '"at":"!')],
		['a level that nobody knows', packList(parts).replaceAll('"province"', '"planet"')],
		['an index beyond its column', packList(parts).replace(/("at":")!/, '$1\uffff')]
	])('that has %s is malformed', (_, text) => {
		expect(unpackList(text)).toEqual({ ok: false, error: 'malformed' });
	});
	it('names agency and audience as curated procedures do, and tells what was withdrawn', () => {
		const { items } = composeList(parts);
		const item = items.find(({ code }) => code === '1.000005');
		expect(item).toMatchObject({
			agency: { code: 'G01' },
			sector: { code: 'hai-quan' },
			audience: ['citizen'],
			isCurated: false,
			time: null,
			summary: { vi: '', en: '' }
		});
		expect(items.filter(({ isWithdrawn }) => isWithdrawn).map(({ code }) => code)).toEqual(['1.012753.H19']);
		expect(
			subjectsToAudience([
				'Tổ chức (không bao gồm doanh nghiệp, HTX)',
				'Doanh nghiệp có vốn đầu tư nước ngoài',
				'Người Việt Nam định cư ở nước ngoài',
				'Người nước ngoài',
				'Hợp tác xã',
				'Cán bộ, công chức, viên chức'
			])
		).toEqual(['organisation', 'enterprise', 'overseas_vietnamese', 'foreigner', 'cooperative', 'citizen']);
	});
});
