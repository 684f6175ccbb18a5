/**
 * The VNPAY 2.1.0 wire, from the gateway's side, written from the protocol's description and not with the library
 * that the portal uses: so each of the two is checked by somebody else's code. Pure.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** One `vnp_` parameter set as it travels. */
export type Fields = Readonly<Record<string, string>>;

/** Date and time of the wire: yyyyMMddHHmmss in Vietnamese time (GMT+7, no summer time). */
const Stamp = z.string().regex(/^\d{14}$/);

/** The merchant's redirect to the pay page. Amounts are đồng × 100. */
export const PayRequest = z.object({
	vnp_Version: z.literal('2.1.0'),
	vnp_Command: z.literal('pay'),
	vnp_TmnCode: z.string().min(1).max(8),
	vnp_Amount: z.string().regex(/^[1-9]\d{0,12}00$/),
	vnp_CurrCode: z.literal('VND'),
	vnp_Locale: z.enum(['vn', 'en']),
	vnp_TxnRef: z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/),
	vnp_OrderInfo: z
		.string()
		.min(1)
		.max(255)
		.regex(/^[\x20-\x7e]+$/),
	vnp_OrderType: z.string().min(1).max(100),
	vnp_IpAddr: z.string().min(2).max(45),
	vnp_CreateDate: Stamp,
	vnp_ExpireDate: Stamp.optional(),
	vnp_ReturnUrl: z.url({ protocol: /^https?$/ }).max(255),
	vnp_BankCode: z.string().min(3).max(20).optional()
});
export type PayRequest = z.infer<typeof PayRequest>;

/** The merchant's question about one payment. */
export const QueryRequest = z.object({
	vnp_RequestId: z.coerce.string().min(1).max(64),
	vnp_Version: z.string(),
	vnp_Command: z.literal('querydr'),
	vnp_TmnCode: z.string(),
	vnp_TxnRef: z.coerce.string(),
	vnp_TransactionDate: z.coerce.string(),
	vnp_CreateDate: z.coerce.string(),
	vnp_IpAddr: z.string(),
	vnp_OrderInfo: z.string(),
	vnp_SecureHash: z.string()
});
export type QueryRequest = z.infer<typeof QueryRequest>;

/** What a merchant answers to a notification; anything else counts as not answered. */
export const IpnAnswer = z.object({ RspCode: z.string(), Message: z.string().optional() });

/** Answers after which the gateway stops notifying: confirmed, or confirmed before. */
export const settlingCodes: readonly string[] = ['00', '02'];

const unsigned = new Set(['vnp_SecureHash', 'vnp_SecureHashType']);

/** Reads a query string into fields; `undefined` when a parameter stands in it twice, for then it says two things. */
export function queryToFields(query: URLSearchParams): Fields | undefined {
	const fields: Record<string, string> = {};
	for (const [name, value] of query) {
		if (Object.hasOwn(fields, name)) return undefined;
		fields[name] = value;
	}
	return fields;
}

/** The text under the signature of redirects and notifications: `vnp_` parameters by name, form-encoded, joined by &. */
export function fieldsToSignedText(fields: Fields): string {
	return Object.keys(fields)
		.filter((name) => name.startsWith('vnp_') && !unsigned.has(name) && fields[name] !== '')
		.sort()
		.map((name) => `${encode(name)}=${encode(fields[name] ?? '')}`)
		.join('&');
}

/** As PHP's urlencode does it, which the protocol's reference code uses: spaces as +, and all but -_. escaped. */
function encode(text: string): string {
	return encodeURIComponent(text)
		.replace(/[!'()*~]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
		.replace(/%20/g, '+');
}

export function sign(text: string, secret: string): string {
	return createHmac('sha512', secret).update(text, 'utf8').digest('hex');
}

/** Compares in constant time, whatever was sent as a hash. */
export function isSignedBy(text: string, hash: string | undefined, secret: string): boolean {
	const expected = Buffer.from(sign(text, secret));
	const given = Buffer.from((hash ?? '').toLowerCase());
	return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The fields as a query string with their hash at the end. */
export function fieldsToSignedQuery(fields: Fields, secret: string): string {
	const text = fieldsToSignedText(fields);
	return `${text}&vnp_SecureHash=${sign(text, secret)}`;
}

/** The text under the hash of a querydr question. */
export function queryRequestToSignedText(query: QueryRequest): string {
	return [
		query.vnp_RequestId,
		query.vnp_Version,
		query.vnp_Command,
		query.vnp_TmnCode,
		query.vnp_TxnRef,
		query.vnp_TransactionDate,
		query.vnp_CreateDate,
		query.vnp_IpAddr,
		query.vnp_OrderInfo
	].join('|');
}

const queryAnswerOrder = [
	'vnp_ResponseId',
	'vnp_Command',
	'vnp_ResponseCode',
	'vnp_Message',
	'vnp_TmnCode',
	'vnp_TxnRef',
	'vnp_Amount',
	'vnp_BankCode',
	'vnp_PayDate',
	'vnp_TransactionNo',
	'vnp_TransactionType',
	'vnp_TransactionStatus',
	'vnp_OrderInfo',
	'vnp_PromotionCode',
	'vnp_PromotionAmount'
] as const;

/** The text under the hash of a querydr answer; what is not there counts as empty. */
export function queryAnswerToSignedText(answer: Fields): string {
	return queryAnswerOrder.map((name) => answer[name] ?? '').join('|');
}

/** A moment (ms since the epoch) as yyyyMMddHHmmss in Vietnamese time, whatever the machine's zone. */
export function momentToStamp(ms: number): string {
	return new Date(ms + vietnamOffsetMs).toISOString().replace(/\D/g, '').slice(0, 14);
}

/** The moment of a stamp, ms since the epoch. */
export function stampToMoment(stamp: string): number {
	const [, year, month, day, hour, minute, second] =
		/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp) ?? [];
	return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+07:00`);
}

const vietnamOffsetMs = 7 * 3_600_000;
