import { describe, expect, it } from 'vitest';
import { addWorkingDays, appointment, isWorkingDay } from './calendar.ts';

const at = (local: string) => new Date(`${local}+07:00`);
const five = { quantity: 5, unit: 'working_day' } as const;
const sameDay = { quantity: 0, unit: 'same_day' } as const;

describe('[D5] limits in working days', () => {
	it('does not count the day of reception', () => {
		expect(appointment(at('2019-12-09T10:00'), five).appointmentOn).toBe('2019-12-16');
	});
	it('gives a same-day service that comes after 15:00 the next working day', () => {
		expect(appointment(at('2019-12-13T15:30'), sameDay).appointmentOn).toBe('2019-12-16');
		expect(appointment(at('2019-12-13T14:59'), sameDay).appointmentOn).toBe('2019-12-13');
	});
	it('steps over Tết', () => {
		expect(appointment(at('2020-01-21T09:00'), five).appointmentOn).toBe('2020-02-04');
	});
	it('receives on the next working day what comes on a weekend or in the evening', () => {
		expect(appointment(at('2026-11-22T11:00'), five)).toEqual({
			receivedOn: '2026-11-23',
			appointmentOn: '2026-12-01'
		});
		expect(appointment(at('2026-11-20T17:00'), five).receivedOn).toBe('2026-11-23');
	});
	it('works on a Saturday that was swapped for a bridge day, and rests on the bridge day', () => {
		expect(isWorkingDay('2026-01-10')).toBe(true);
		expect(isWorkingDay('2026-01-02')).toBe(false);
		expect(addWorkingDays('2026-01-09', 1)).toBe('2026-01-10');
	});
});
