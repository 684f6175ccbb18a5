import { describe, expect, it } from 'vitest';
import { createCalendar } from './calendar.ts';
import {
	apologyBy,
	appointment,
	daysUsed,
	dueSameDay,
	movedBy,
	receptionDay,
	supplementAskedBy,
	type TimeLimit,
	usualHours
} from './time-limit.ts';

const at = (local: string) => new Date(`${local}:00+07:00`);
const days = (quantity: number): TimeLimit => ({ quantity, unit: 'working_day' });
const sameDay: TimeLimit = { quantity: 0, unit: 'same_day' };
const on = (local: string, limit: TimeLimit) => appointment(at(local), limit).appointmentOn;

describe('[D5] worked examples', () => {
	it('received Monday 9-12-2019 at ten, five working days: Monday 16', () => {
		expect(appointment(at('2019-12-09T10:00'), days(5))).toEqual({
			receivedOn: '2019-12-09',
			appointmentOn: '2019-12-16'
		});
	});
	it('received Friday 13-12-2019 at 15:30, same-day service: Monday 16', () => {
		expect(on('2019-12-13T15:30', sameDay)).toBe('2019-12-16');
		expect(on('2019-12-13T15:00', sameDay)).toBe('2019-12-16');
		expect(on('2019-12-13T14:59', sameDay)).toBe('2019-12-13');
	});
	it('received Tuesday 21-1-2020, five working days, over Tết: 22, 30, 31 January, 3, 4 February', () => {
		const counted = [1, 2, 3, 4, 5].map((count) => on('2020-01-21T09:00', days(count)));
		expect(counted).toEqual(['2020-01-22', '2020-01-30', '2020-01-31', '2020-02-03', '2020-02-04']);
	});
	it('linked birth, residence and health card: twenty working days, five more far from the district, two more when completed', () => {
		const limit: TimeLimit = { ...days(20), extra: { remote: 5, supplemented: 2 } };
		const promised = (why: object) => appointment(at('2026-03-02T09:00'), limit, why).appointmentOn;
		expect([
			promised({}),
			promised({ remote: true }),
			promised({ supplemented: true }),
			promised({ remote: true, supplemented: true })
		]).toEqual(['2026-03-30', '2026-04-06', '2026-04-01', '2026-04-08']);
	});
});

describe('[D5] reception', () => {
	it('is the next working day for what comes on a weekend, a holiday or after hours', () => {
		expect(appointment(at('2026-11-22T11:00'), days(5))).toEqual({
			receivedOn: '2026-11-23',
			appointmentOn: '2026-12-01'
		});
		expect(receptionDay(at('2026-11-20T16:59'))).toBe('2026-11-20');
		expect(receptionDay(at('2026-11-20T17:00'))).toBe('2026-11-23');
		expect(receptionDay(at('2026-11-24T09:00'))).toBe('2026-11-25');
		expect(receptionDay(at('2026-11-23T05:00'))).toBe('2026-11-23');
	});
	it('on a Saturday evening does not jump over Monday', () => {
		expect(receptionDay(at('2026-11-21T20:00'))).toBe('2026-11-23');
		expect(dueSameDay(at('2026-11-21T20:00'))).toBe('2026-11-23');
	});
	it('on a Saturday that is worked is that Saturday', () => {
		expect(receptionDay(at('2026-08-22T09:00'))).toBe('2026-08-22');
	});
	it('follows the province’s hours', () => {
		const hours = { sessions: [[420, 690] as const, [780, 990] as const], sameDayUntil: 870 };
		expect(receptionDay(at('2026-11-20T16:30'), { hours })).toBe('2026-11-23');
		expect(dueSameDay(at('2026-11-20T14:30'), { hours })).toBe('2026-11-23');
		expect(dueSameDay(at('2026-11-20T14:30'))).toBe('2026-11-20');
	});
	it('forwards on the same day, after 15:00 with the next working day', () => {
		expect([dueSameDay(at('2026-11-23T14:59')), dueSameDay(at('2026-11-23T15:00'))]).toEqual([
			'2026-11-23',
			'2026-11-25'
		]);
	});
});

describe('[D15] limits in other units', () => {
	it('calendar days end on a working day', () => {
		expect(on('2026-11-23T09:00', { quantity: 15, unit: 'day' })).toBe('2026-12-08');
		expect(on('2026-11-23T09:00', { quantity: 5, unit: 'day' })).toBe('2026-11-30');
		// Friday 30 April and Monday 3 May 2027 are off.
		expect(on('2027-04-20T09:00', { quantity: 10, unit: 'day' })).toBe('2027-05-04');
	});
	it('months end on the day of the same name, or the month’s last, or the next working day', () => {
		expect(on('2026-06-30T09:00', { quantity: 1, unit: 'month' })).toBe('2026-07-30');
		expect(on('2026-03-31T09:00', { quantity: 1, unit: 'month' })).toBe('2026-05-04');
		expect(on('2026-12-31T09:00', { quantity: 2, unit: 'month' })).toBe('2027-03-01');
	});
	it('hours run while the office is open', () => {
		const hours = (quantity: number) => ({ quantity, unit: 'working_hour' }) as const;
		const end = (local: string, quantity: number) => {
			const { appointmentOn, appointmentTime } = appointment(at(local), hours(quantity));
			return `${appointmentOn} ${appointmentTime}`;
		};
		expect(end('2026-11-23T09:00', 2)).toBe('2026-11-23 11:00');
		expect(end('2026-11-23T10:30', 2)).toBe('2026-11-23 14:30');
		expect(end('2026-11-23T16:00', 2)).toBe('2026-11-25 08:30');
		expect(end('2026-11-23T12:00', 1)).toBe('2026-11-23 14:30');
		expect(end('2026-11-20T18:00', 4)).toBe('2026-11-23 11:30');
		expect(end('2026-11-23T09:00', 8)).toBe('2026-11-25 09:00');
		expect(end('2026-11-20T09:00', 24)).toBe('2026-11-26 09:00');
		expect(() => appointment(at('2026-11-23T09:00'), hours(0))).toThrow('more than none');
	});
});

describe('[D16] waits', () => {
	const fee = { from: '2026-11-25', to: '2026-11-30' };
	it('move the promised day by the working days that they took', () => {
		expect(movedBy('2026-12-01', [fee])).toBe('2026-12-04');
		expect(movedBy('2026-12-01', [fee, { from: '2026-12-02', to: '2026-12-02' }])).toBe('2026-12-04');
		expect(movedBy('2026-12-01', [{ from: '2026-11-27', to: '2026-11-29' }])).toBe('2026-12-01');
	});
	it('that still last move nothing yet', () => {
		expect(movedBy('2026-12-01', [{ from: '2026-11-25' }])).toBe('2026-12-01');
	});
	it('are not time that the agency has used', () => {
		expect(daysUsed('2026-11-23', '2026-12-01', [])).toBe(5);
		expect(daysUsed('2026-11-23', '2026-12-01', [fee])).toBe(2);
		expect(daysUsed('2026-11-23', '2026-12-01', [{ from: '2026-11-27' }])).toBe(3);
	});
	it('of a supplement: the limit begins anew, which the same rule gives', () => {
		// Asked on the second day, answered a week later: five whole days again.
		expect(on('2026-12-02T10:00', days(5))).toBe('2026-12-09');
	});
});

describe('last days to act', () => {
	it('[D3] a supplement is asked for within three working days of reception', () => {
		expect(supplementAskedBy('2026-11-23')).toBe('2026-11-27');
	});
	it('[D13] an apology comes a day before the promised at the latest', () => {
		expect(apologyBy('2026-12-01')).toBe('2026-11-30');
	});
});

it('a corrected calendar moves the promise', () => {
	const calendar = createCalendar([{ day: '2026-11-25', works: false }]);
	expect(appointment(at('2026-11-23T09:00'), days(1), {}, { calendar, hours: usualHours })).toMatchObject({
		appointmentOn: '2026-11-26'
	});
});
