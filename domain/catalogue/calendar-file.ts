/** An appointment as an iCalendar file (RFC 5545): one event, with an alarm the evening before. */
import { invariant } from '../result.ts';

export interface Appointment {
	/** Stable for the same procedure and time, so that saving twice gives one entry. */
	readonly uid: string;
	/** `YYYY-MM-DD`, `HH:MM`, both as the clock in Việt Nam shows them. */
	readonly day: string;
	readonly time: string;
	readonly title: string;
	readonly place: string;
	/** Line breaks allowed. */
	readonly notes: string;
}

const minutesLong = 60;
/** Việt Nam has kept UTC+7 without summer time since 1975 (tz database, Asia/Ho_Chi_Minh). */
const offsetMs = 7 * 60 * 60_000;

/** @param stampedAt ISO instant at which the file is made */
export function appointmentFile(appointment: Appointment, stampedAt: string): string {
	const begins = Date.parse(`${appointment.day}T${appointment.time}:00Z`) - offsetMs;
	invariant(!Number.isNaN(begins), 'the day and the time exist');
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Mot Cua//Cong dich vu cong//VI',
		'BEGIN:VEVENT',
		`UID:${text(appointment.uid)}`,
		`DTSTAMP:${utc(Date.parse(stampedAt))}`,
		`DTSTART:${utc(begins)}`,
		`DTEND:${utc(begins + minutesLong * 60_000)}`,
		`SUMMARY:${text(appointment.title)}`,
		...(appointment.place ? [`LOCATION:${text(appointment.place)}`] : []),
		`DESCRIPTION:${text(appointment.notes)}`,
		'BEGIN:VALARM',
		'ACTION:DISPLAY',
		`DESCRIPTION:${text(appointment.title)}`,
		'TRIGGER:-PT15H',
		'END:VALARM',
		'END:VEVENT',
		'END:VCALENDAR'
	];
	return lines.flatMap(folded).join('\r\n') + '\r\n';
}

/** §3.3.11: backslash, semicolon and comma are escaped, a line break is `\n`; other control characters may not stand. */
function text(value: string): string {
	return value
		.replace(/[\\;,]/g, (sign) => `\\${sign}`)
		.replace(/\r?\n/g, '\\n')
		.replace(/\p{Cc}/gu, '');
}

/** `20261122T013000Z` */
function utc(ms: number): string {
	return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** §3.1: no line is longer than 75 octets; the next begins with a space. Characters are not cut apart. */
function folded(line: string): string[] {
	const parts: string[] = [];
	let part = '';
	let octets = 0;
	for (const character of line) {
		const size = new TextEncoder().encode(character).length;
		if (octets + size > 75) {
			parts.push(part);
			[part, octets] = [' ', 1];
		}
		part += character;
		octets += size;
	}
	return [...parts, part];
}
