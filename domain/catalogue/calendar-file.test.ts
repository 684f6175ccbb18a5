import { expect, it } from 'vitest';
import { appointmentFile, type Appointment } from './calendar-file.ts';

const appointment: Appointment = {
	uid: '3.000347-2026-12-01T08:30',
	day: '2026-12-01',
	time: '08:30',
	title: 'Đi làm thủ tục: Đổi giấy phép lái xe',
	place: 'Trung tâm Phục vụ hành chính công xã Mèo Vạc; Tuyên Quang',
	notes: 'Mang theo:\n- Ảnh 3×4, nền một màu\n- Bằng cũ'
};
const file = (change: Partial<Appointment> = {}) =>
	appointmentFile({ ...appointment, ...change }, '2026-11-22T08:00:00.000Z');
const unfolded = (text: string) => text.replaceAll('\r\n ', '');

it('stands at the hour of Việt Nam, for an hour, with a reminder', () => {
	expect(file()).toContain('\r\nDTSTART:20261201T013000Z\r\nDTEND:20261201T023000Z\r\n');
	expect(file()).toContain('TRIGGER:-PT15H');
	expect(file()).toMatch(/^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/);
});
it('escapes what the format reserves', () => {
	expect(unfolded(file())).toContain('hành chính công xã Mèo Vạc\\; Tuyên Quang');
	expect(unfolded(file())).toContain('Mang theo:\\n- Ảnh 3×4\\, nền một màu\\n- Bằng cũ');
});
it('lets no text begin a line of its own', () => {
	expect(unfolded(file({ title: 'x\r\nATTACH:https://x' }))).not.toMatch(/^ATTACH/m);
	expect(unfolded(file({ place: 'a\u0000b' }))).toContain('LOCATION:ab');
});
it('folds lines at 75 octets, between characters', () => {
	const long = file({ notes: 'giấy tờ '.repeat(40) });
	for (const line of long.split('\r\n'))
		expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
	expect(unfolded(long)).toContain('giấy tờ '.repeat(40));
});
it('refuses a day that is none', () => expect(() => file({ day: '2026-13-01' })).toThrow());
