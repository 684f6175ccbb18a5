/**
 * The names of things. The phone mints every id that it sends (UUID, RFC 9562) and saves it before sending, so
 * that a repeat is recognised for ever; only `PersonId` and dossier codes are the server's.
 */
import * as z from 'zod/mini';

const uuid = () =>
	z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));

export const DraftId = uuid().brand<'DraftId'>();
export type DraftId = z.infer<typeof DraftId>;

/** One intended dossier, named on the phone; the official dossier code comes later, from the server. */
export const DossierId = uuid().brand<'DossierId'>();
export type DossierId = z.infer<typeof DossierId>;

export const OperationId = uuid().brand<'OperationId'>();
export type OperationId = z.infer<typeof OperationId>;

export const AttachmentId = uuid().brand<'AttachmentId'>();
export type AttachmentId = z.infer<typeof AttachmentId>;

/** One attempt to pay. Knowing it is the right to read it: people pay bills without an account. */
export const PaymentId = uuid().brand<'PaymentId'>();
export type PaymentId = z.infer<typeof PaymentId>;

/** One request for supplement, named by the agency. */
export const RequestId = uuid().brand<'RequestId'>();
export type RequestId = z.infer<typeof RequestId>;

/** A person as this portal knows them: one (issuer, subject) of the identity provider. Made by the server. */
export const PersonId = uuid().brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** Lower-case hex SHA-256. */
export const Sha256 = z
	.string()
	.check(z.regex(/^[0-9a-f]{64}$/))
	.brand<'Sha256'>();
export type Sha256 = z.infer<typeof Sha256>;

/** ISO 8601 instant in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Instant = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/));
export type Instant = z.infer<typeof Instant>;

/** Calendar day in Việt Nam (UTC+7), `YYYY-MM-DD`; whether the day exists is checked too. */
export const Day = z.string().check(
	z.regex(/^\d{4}-\d{2}-\d{2}$/),
	z.refine((text) => isDay(text))
);
export type Day = z.infer<typeof Day>;

/** True for a day that exists in the Gregorian calendar. */
export function isDay(text: string): boolean {
	const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
	if (!match) return false;
	const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
	const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	const last = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
	return month >= 1 && month <= 12 && day >= 1 && day <= last;
}
