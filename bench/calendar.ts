/**
 * What a desk asks of the calendar for every dossier that it lists: the promised day, and how many working days are
 * left. The peer counts day by day over the same days off, as one would write it first.
 */
import { addWorkingDays, isWorkingDay, workingDaysBetween } from '../domain/dossier/calendar.ts';
import { dayNumber, dayText } from '../domain/dossier/days.ts';
import { appointment } from '../domain/dossier/time-limit.ts';
import type { BenchOptions } from './main.ts';
import { median, table } from './report.ts';

const count = 100_000;

export async function calendar({ rounds }: BenchOptions): Promise<string> {
	const dossiers = Array.from({ length: count }, (_, index) => {
		const number = dayNumber('2019-01-02') + ((index * 7919) % 3200);
		const hour = String(index % 17).padStart(2, '0');
		return {
			received: dayText(number),
			at: new Date(`${dayText(number)}T${hour}:30:00Z`),
			limit: { quantity: 1 + (index % 60), unit: 'working_day' } as const
		};
	});
	const tasks: Readonly<Record<string, () => number>> = {
		'promised day': () =>
			sum(dossiers, ({ received, limit }) => addWorkingDays(received, limit.quantity).length),
		'promised day and days left': () =>
			sum(dossiers, ({ received, limit }) =>
				workingDaysBetween('2026-11-23', addWorkingDays(received, limit.quantity))
			),
		'from the instant of reception': () =>
			sum(dossiers, ({ at, limit }) => appointment(at, limit).appointmentOn.length),
		'day by day (peer, promised day)': () =>
			sum(dossiers, ({ received, limit }) => stepping(received, limit.quantity).length)
	};
	const taken: Record<string, number[]> = {};
	for (let round = 0; round < rounds; round++)
		for (const [name, task] of Object.entries(tasks)) {
			const start = performance.now();
			task();
			(taken[name] ??= []).push(performance.now() - start);
		}
	const ms = (value: number) => `${value.toFixed(1)} ms`;
	return table(
		[`${count} dossiers`, 'median', 'worst'],
		Object.entries(taken).map(([name, all]) => [name, ms(median(all)), ms(Math.max(...all))])
	);
}

function stepping(day: string, days: number): string {
	let number = dayNumber(day);
	while (!isWorkingDay(dayText(number))) number++;
	for (let left = days; left > 0;) if (isWorkingDay(dayText(++number))) left--;
	return dayText(number);
}

function sum<T>(things: readonly T[], of: (thing: T) => number): number {
	return things.reduce((total, thing) => total + of(thing), 0);
}
