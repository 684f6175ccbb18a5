import { describe, expect, it } from 'vitest';
import { numbered } from '../../domain/dossier/decide.ts';
import type { Actor, Dossier, DossierEvent, NewDossierEvent } from '../../domain/dossier/schema.ts';
import type { SlipForm } from '../../domain/dossier/slips.ts';
import { AttachmentId, DossierId, RequestId, Sha256 } from '../../domain/ids.ts';
import { forHerSon } from '../../tests/support/examples/example.ts';
import { insuranceForm } from '../../tests/support/forms.ts';
import { readPdf, readQr } from '../../tests/support/pdf.ts';
import { type SlipService, slipOf } from './content.ts';
import { slipPdf } from './pdf.ts';

const officer: Actor = {
	role: 'agency',
	name: 'Lê Văn Hùng',
	title: 'Cán bộ tiếp nhận',
	unit: 'Bộ phận Một cửa'
};
const service: SlipService = {
	title: 'Đổi giấy phép lái xe',
	timeLimit: { quantity: 5, unit: 'working_day' },
	relations: [{ value: 'parent', label: 'Cha, mẹ' }],
	components: [
		{ id: 'portrait', name: 'Ảnh chân dung' },
		{ id: 'oldCard', name: 'Giấy phép lái xe cũ' },
		{ id: 'health', name: 'Giấy khám sức khoẻ' }
	]
};
const file = (component: string) => ({
	attachmentId: AttachmentId.parse('1d9f3f0e-6d1e-4f0e-9a51-0d3c9d1b1a33'),
	component,
	name: 'anh.jpg',
	type: 'image/jpeg' as const,
	size: 10,
	sha256: Sha256.parse('a'.repeat(64))
});
const morning = { at: '2026-11-23T02:05:00.000Z', actor: officer };
const submitted = { kind: 'submitted', at: morning.at, actor: { role: 'citizen' } } as const;
const accepted = {
	...morning,
	kind: 'accepted',
	receivedOn: '2026-11-23',
	appointmentOn: '2026-12-01'
} as const;
const processing = { ...morning, kind: 'processing', note: null } as const;

function dossier(...events: NewDossierEvent[]): Dossier {
	return {
		dossierId: DossierId.parse('7d9f3f0e-6d1e-4f0e-9a51-0d3c9d1b1a22'),
		code: '000.00.12.G01-261123-0007',
		procedureCode: '3.000347',
		serviceVersion: 1,
		localReference: 'TẠM SEN-4821',
		agency: { code: '000.00.12.G01', name: { vi: 'Phòng CSGT tỉnh Lai Châu', en: 'Traffic police' } },
		form: { ...insuranceForm(), email: 'mai@example.vn', delivery: 'online' },
		attachments: [file('portrait'), file('oldCard'), file('oldCard')],
		submittedAt: morning.at,
		events: numbered({ events: [] }, [submitted, ...events])
	};
}

const origin = 'https://cong.example.vn';
async function printed(subject: Dossier, form: SlipForm) {
	const slip = slipOf(subject, form, service, origin);
	if (!slip) throw new Error(`no slip ${form}`);
	const file = await slipPdf(slip);
	const pages = readPdf(file);
	// Words that were broken across lines are words again.
	return {
		file,
		pages,
		text: pages
			.map(({ text }) => text)
			.join('\n')
			.replace(/\s+/g, ' ')
	};
}

describe('[D17] printed slips', () => {
	it('01: who, what, which papers, when received, when and where the result, by which rule', async () => {
		const { pages, text } = await printed(dossier(accepted), 1);
		for (const words of [
			'PHÒNG CSGT TỈNH LAI CHÂU',
			'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
			'Độc lập - Tự do - Hạnh phúc',
			'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
			'000.00.12.G01-261123-0007',
			'mai@example.vn',
			'Đổi giấy phép lái xe (3.000347)',
			'01 bộ',
			'5 ngày làm việc',
			'09:05, 23/11/2026',
			'Hẹn trả kết quả: 01/12/2026',
			'Trên Cổng Một Cửa, mục Hồ sơ của tôi',
			'Số 0007, ngày 23/11/2026',
			'Giấy phép lái xe cũ 2 tệp Bản điện tử',
			'Lê Văn Hùng',
			'Thông tư 01/2018/TT-VPCP',
			'Nghị định 61/2018/NĐ-CP'
		])
			expect(text).toContain(words);
		expect(text).toContain(String(dossier().form['fullName']));
		expect(text).not.toContain('Giấy khám sức khoẻ');
		expect(text).not.toContain('ngoài giờ');
		expect(text).not.toContain('\uFFFD');
		// A5, upright.
		expect(pages.map(({ width, height }) => [Math.round(width), Math.round(height)])).toContainEqual([
			420, 595
		]);
	});

	it('[B9] name the owner beside the sender, and what the one is to the other', async () => {
		const form = { ...insuranceForm(), ...forHerSon };
		const { text } = await printed({ ...dossier(accepted), form }, 1);
		expect(text).toContain('Chủ hồ sơ: Nguyễn Văn Nam');
		expect(text).toContain('Quan hệ với chủ hồ sơ: Cha, mẹ');
	});

	it('01 shows the new day beside the earlier one, and says what is not sure', async () => {
		const saturday = '2026-12-26T09:00:00.000Z';
		const late: NewDossierEvent = {
			...accepted,
			at: saturday,
			receivedOn: '2026-12-28',
			appointmentOn: '2027-01-05'
		};
		const moved: NewDossierEvent = {
			...morning,
			kind: 'apologised',
			reason: 'Thiếu phôi',
			appointmentOn: '2027-01-12'
		};
		const { text } = await printed(dossier(late, processing, moved), 1);
		expect(text).toContain('Hẹn trả kết quả: 12/01/2027');
		expect(text).toContain('Ngày hẹn trước đây: 05/01/2027');
		expect(text).toContain('được tính là nhận ngày 28/12/2026, ngày làm việc tiếp theo');
		expect(text).toContain('chưa được công bố');
	});

	it('02: each paper, what and why, until when, whom to ask', async () => {
		const asked: NewDossierEvent = {
			...morning,
			kind: 'supplement_requested',
			requestId: RequestId.parse('3b7a3b0e-6d1e-4f0e-9a51-0d3c9d1b1a11'),
			items: [
				{ component: 'portrait', text: 'Ảnh mờ, không nhìn rõ mặt' },
				{ component: null, text: 'Ghi rõ nơi cấp' }
			],
			until: '2026-12-10'
		};
		const { text } = await printed(dossier(accepted, asked), 2);
		for (const words of [
			'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ',
			'Ảnh chân dung Ảnh mờ, không nhìn rõ mặt',
			'Nội dung khác Ghi rõ nơi cấp',
			'chậm nhất ngày 10/12/2026',
			'Cán bộ tiếp nhận, Lê Văn Hùng, Bộ phận Một cửa'
		])
			expect(text).toContain(words);
	});

	it('03: why, and by which rule; of a refusal after appraisal too', async () => {
		const refused = await printed(
			dossier({ ...morning, kind: 'refused', reason: 'Không thuộc thẩm quyền' }),
			3
		);
		expect(refused.text).toContain('Lý do từ chối: Không thuộc thẩm quyền');
		expect(refused.text).toContain('Điều 17');
		const note = 'Giấy phép đã bị tước';
		const decided: NewDossierEvent = { ...morning, kind: 'decided', outcome: 'refused', note, result: null };
		const after = await printed(dossier(accepted, processing, decided), 3);
		expect(after.text).toContain(note);
		expect(after.text).toContain('Điều 19 khoản 8');
	});

	it('04: the old day, the reason, the new day', async () => {
		const sorry: NewDossierEvent = {
			...morning,
			kind: 'apologised',
			reason: 'Thiếu phôi thẻ',
			appointmentOn: '2026-12-08'
		};
		const { text } = await printed(dossier(accepted, processing, sorry), 4);
		expect(text).toContain('Ngày hẹn trước: 01/12/2026 Lý do chậm: Thiếu phôi thẻ Ngày hẹn mới: 08/12/2026');
	});

	it('05: each hand-over, however many, with early, in time or late', async () => {
		const to = { name: 'Trần Văn Ba', title: 'Chuyên viên', unit: 'Phòng CSGT' };
		const hand = (day: string): NewDossierEvent => ({
			...morning,
			at: `${day}T02:05:00.000Z`,
			kind: 'handed_over',
			to,
			note: null
		});
		const many = Array.from({ length: 18 }, (_, i) => hand(`2026-11-${i < 9 ? '24' : '25'}`));
		const { pages, text } = await printed(
			dossier(accepted, processing, ...many, hand('2026-12-01'), hand('2026-12-02')),
			5
		);
		expect(text.match(/Trần Văn Ba/g)).toHaveLength(20);
		for (const words of ['Trước hạn', 'Đúng hạn', 'Quá hạn', '09:05, 02/12/2026'])
			expect(text).toContain(words);
		expect(pages.length).toBeGreaterThan(1);
	});

	it('carry a QR code that opens the look-up', async () => {
		const { pages } = await printed(dossier(accepted), 1);
		const [first] = pages;
		expect(first && readQr(first)).toBe(`${origin}/tra-cuu?ma=000.00.12.G01-261123-0007`);
	});

	it('draw every letter of Vietnamese', async () => {
		const vowels = 'aăâeêioôơuưy';
		const marks = ['', '\u0300', '\u0301', '\u0309', '\u0303', '\u0323'];
		const letters = [...vowels]
			.flatMap((vowel) => marks.map((mark) => (vowel + mark).normalize('NFC')))
			.join('');
		const all = `${letters}đ ${letters.toUpperCase()}Đ`;
		const { text } = await printed(dossier({ ...morning, kind: 'refused', reason: all }), 3);
		const drawn = new Set(text);
		expect([...all].filter((letter) => letter !== ' ' && !drawn.has(letter))).toEqual([]);
	});

	it('are the same bytes for the same slip', async () => {
		const [one, two] = [await printed(dossier(accepted), 1), await printed(dossier(accepted), 1)];
		expect(one.file.equals(two.file)).toBe(true);
	});

	it('do not exist before their event', () => {
		const events: DossierEvent[] = dossier().events;
		expect(events).toHaveLength(1);
		expect([1, 2, 3, 4, 5].map((form) => slipOf(dossier(), form as SlipForm, service, origin))).toEqual([
			null,
			null,
			null,
			null,
			null
		]);
	});
});
