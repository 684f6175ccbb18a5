/**
 * Events as the first release stored them, letter for letter: whatever is added later, they are read and folded as
 * they were. Lines are never changed; a new shape gets a line of its own.
 */
import { describe, expect, it } from 'vitest';
import { apply, fold } from './machine.ts';
import { DossierEvent } from './schema.ts';

const at = '"at":"2026-11-23T02:00:00.000Z"';
const officer =
	'"actor":{"role":"agency","name":"Lê Văn Hùng","title":"Cán bộ tiếp nhận","unit":"Phòng CSGT"}';
const request = '"requestId":"3b7a3b0e-6d1e-4f0e-9a51-0d3c9d1b1a11"';
const sha256 = 'a'.repeat(64);

const first: readonly string[] = [
	`{"kind":"submitted",${at},"actor":{"role":"citizen"},"sequence":1}`,
	`{"kind":"fee_requested",${at},"actor":{"role":"portal"},"lines":[{"code":"LP.GPLX","kind":"charge","label":{"vi":"Lệ phí","en":"Charge"},"amount":135000}],"amount":135000,"sequence":2}`,
	`{"kind":"fee_paid",${at},"actor":{"role":"gateway"},"paymentId":"1b7a3b0e-6d1e-4f0e-9a51-0d3c9d1b1a12","receiptNumber":"BL-261123-000001","amount":135000,"sequence":3}`,
	`{"kind":"forwarded",${at},"actor":{"role":"agency","unit":"Phòng CSGT"},"reference":"CSGT-1","sequence":4}`,
	`{${at},${officer},"kind":"accepted","receivedOn":"2026-11-23","appointmentOn":"2026-12-01","sequence":5}`,
	`{${at},${officer},"kind":"supplement_requested",${request},"items":[{"component":"portrait","text":"Ảnh mờ"},{"component":null,"text":"Ghi rõ nơi cấp"}],"until":"2026-12-10","sequence":6}`,
	`{"kind":"supplement_sent",${at},"actor":{"role":"citizen"},${request},"note":"Ảnh mới","attachments":[{"attachmentId":"1d9f3f0e-6d1e-4f0e-9a51-0d3c9d1b1a33","component":"portrait","name":"anh.jpg","type":"image/jpeg","size":10,"sha256":"${sha256}"}],"appointmentOn":"2026-12-04","sequence":7}`,
	`{${at},${officer},"kind":"processing","note":null,"sequence":8}`,
	`{"kind":"withdrawal_requested",${at},"actor":{"role":"citizen"},"reason":"đổi ý","sequence":9}`,
	`{${at},${officer},"kind":"withdrawal_rejected","reason":"đã ký","sequence":10}`,
	`{${at},${officer},"kind":"decided","outcome":"granted","note":null,"result":{"name":"kq.pdf","type":"application/pdf","size":9,"sha256":"${sha256}"},"sequence":11}`,
	`{"kind":"result_stored",${at},"actor":{"role":"portal"},"result":{"name":"kq.pdf","type":"application/pdf","size":9,"sha256":"${sha256}"},"sequence":12}`,
	`{"kind":"returned",${at},"actor":{"role":"citizen"},"sequence":13}`
];
/** Ends that the story above does not take, each after the first line. */
const otherEnds: readonly string[][] = [
	[`{${at},${officer},"kind":"refused","reason":"Ngoài thẩm quyền","sequence":2}`],
	[
		`{"kind":"withdrawal_requested",${at},"actor":{"role":"citizen"},"reason":"đổi ý","sequence":2}`,
		`{"kind":"withdrawal_confirmed",${at},"actor":{"role":"portal"},"sequence":3}`,
		// The first release let her ask again: stored, so it must be read.
		`{"kind":"withdrawal_requested",${at},"actor":{"role":"citizen"},"reason":"đổi ý","sequence":4}`
	],
	[
		first[4] ?? '',
		`{${at},${officer},"kind":"processing","note":"Đang thẩm tra","sequence":3}`,
		`{${at},${officer},"kind":"stopped","reason":"Người nộp đề nghị","sequence":4}`
	]
];
/** What the second release adds. */
const second: readonly string[] = [
	first[0] ?? '',
	`{${at},"actor":{"role":"agency","name":"Lò Thị Mai","title":"Công chức","unit":"Một cửa","duty":"reception"},"kind":"accepted","receivedOn":"2026-11-23","appointmentOn":"2026-11-25","appointmentTime":"08:30","sequence":2}`,
	`{${at},${officer},"kind":"fee_requested","lines":[],"amount":0,"sequence":3}`,
	`{"kind":"fee_paid",${at},"actor":{"role":"gateway"},"paymentId":"1b7a3b0e-6d1e-4f0e-9a51-0d3c9d1b1a12","receiptNumber":"BL-1","amount":0,"appointmentOn":"2026-11-27","sequence":4}`,
	`{${at},${officer},"kind":"handed_over","to":{"name":"Trần Văn Ba","title":"Chuyên viên","unit":"Phòng CSGT"},"note":null,"sequence":5}`,
	`{${at},${officer},"kind":"apologised","reason":"Thiếu phôi","appointmentOn":"2026-12-02","sequence":6}`
];

const read = (lines: readonly string[]) => lines.map((line) => DossierEvent.parse(JSON.parse(line)));

describe('[D1] stored events of earlier releases', () => {
	it('fold to what they meant', () => {
		const events = read(first);
		const statuses = events.slice(1).map((_, index) => fold(events.slice(0, index + 2)).status);
		expect(statuses).toEqual([6, 1, 1, 2, 5, 2, 4, 7, 4, 9, 9, 10]);
		expect(fold(events)).toMatchObject({
			outcome: 'granted',
			appointmentOn: '2026-12-04',
			earlierAppointments: ['2026-12-01'],
			receivedOn: '2026-11-23'
		});
		expect(otherEnds.map((lines) => fold(read([first[0] ?? '', ...lines])).status)).toEqual([3, 7, 8]);
		expect(fold(read(second))).toMatchObject({
			appointmentOn: '2026-12-02',
			earlierAppointments: ['2026-11-25', '2026-11-27'],
			apologised: true
		});
	});

	it('lose nothing in reading', () => {
		for (const line of [...first, ...second, ...otherEnds.flat()])
			expect(read([line])).toEqual([JSON.parse(line)]);
	});

	it('cover every kind', () => {
		const kinds = new Set(read([...first, ...second, ...otherEnds.flat()]).map(({ kind }) => kind));
		expect(DossierEvent.def.options.flatMap((option) => option.def.shape.kind.def.values)).toEqual(
			expect.arrayContaining([...kinds])
		);
		expect(kinds.size).toBe(DossierEvent.def.options.length);
		// A list that could not have happened is not taken, old or new.
		expect(() => apply(fold(read(first)), read([first[4] ?? ''])[0] as DossierEvent)).toThrow(
			'not permitted'
		);
	});
});
