/**
 * VNPAY 2.1.0 through the `vnpay` library, which builds addresses and does the signatures. Kept out of its hands,
 * because it gets them wrong: dates (it uses the host's time zone), comparing hashes (not constant in time), answers
 * without a hash (it calls them verified), fractions of a đồng (it lets them pass), time limits (it has none).
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { VNPay, VnpLocale, type ReturnQueryFromVNPay } from 'vnpay';
import { z } from 'zod';
import type { PaymentId } from '../../../domain/ids.ts';
import { outgoingTimeoutMs } from '../../../domain/limits.ts';
import { Vnd } from '../../../domain/money.ts';
import type { ProviderEvent } from '../../../domain/payment/schema.ts';
import { err, invariant, ok } from '../../../domain/result.ts';
import type { Notice, PaymentProvider } from '../provider.ts';

export interface VnpayOptions {
	/** Origin of the gateway. */
	readonly gateway: string;
	readonly tmnCode: string;
	readonly hashSecret: string;
	/** Where the browser comes back to. */
	readonly returnUrl: string;
	readonly timeoutMs?: number;
}

export function createVnpay(options: VnpayOptions): PaymentProvider {
	// `testMode` would send everything to the public sandbox, whatever the hosts say; so would one host left out.
	const library = new VNPay({
		tmnCode: options.tmnCode,
		secureSecret: options.hashSecret,
		vnpayHost: options.gateway,
		queryDrAndRefundHost: options.gateway,
		enableLog: false
	});

	return {
		name: 'vnpay',
		merchant: options.tmnCode,
		referenceOf: reference,
		payUrl(order) {
			invariant(Number.isSafeInteger(order.amount) && order.amount > 0, 'an order is for whole đồng');
			return library.buildPaymentUrl({
				vnp_Amount: order.amount,
				vnp_TxnRef: reference(order.paymentId),
				vnp_OrderInfo: plainInfo(order.info),
				vnp_IpAddr: wireAddress(order.payerAddress),
				vnp_ReturnUrl: options.returnUrl,
				vnp_Locale: order.locale === 'en' ? VnpLocale.EN : VnpLocale.VN,
				vnp_CreateDate: Number(stamp(order.createdAt)),
				vnp_ExpireDate: Number(stamp(order.expiresAt))
			});
		},
		readNotice(query, receivedAt) {
			const fields = NoticeFields.safeParse(onceEach(query));
			if (!fields.success) return err('malformed');
			if (!isSigned(query, options.hashSecret)) return err('bad_signature');
			const checked = library.verifyIpnCall(Object.fromEntries(query) as unknown as ReturnQueryFromVNPay);
			if (!checked.isVerified) return err('bad_signature');
			const { vnp_ResponseCode: code, vnp_TransactionStatus: status } = fields.data;
			return ok(toNotice(fields.data, outcomeOf(code, status), query, receivedAt));
		},
		returningReference: (query) => query.get('vnp_TxnRef'),
		async ask(order, now) {
			const answer = QueryAnswer.parse(
				await withinTime(
					library.queryDr({
						vnp_RequestId: randomUUID().replaceAll('-', ''),
						vnp_TxnRef: reference(order.paymentId),
						vnp_OrderInfo: 'Hoi ket qua thanh toan',
						vnp_IpAddr: ownAddress,
						vnp_CreateDate: Number(stamp(now)),
						vnp_TransactionDate: Number(stamp(order.createdAt)),
						// The library demands one; the gateway does not, and a new order has none.
						vnp_TransactionNo: 0
					}),
					options.timeoutMs ?? outgoingTimeoutMs
				)
			);
			if (!answer.isVerified) throw new Error('the gateway’s answer is not signed by the gateway');
			if (answer.vnp_ResponseCode === '91') return 'unknown';
			if (answer.vnp_ResponseCode !== '00')
				throw new Error(`the gateway refused the question: ${answer.vnp_ResponseCode}`);
			const told = QueriedTransaction.parse(answer);
			if (told.vnp_TxnRef !== reference(order.paymentId))
				throw new Error('the gateway answered about another order');
			const raw = new URLSearchParams(
				Object.entries(told).filter((entry): entry is [string, string] => entry[1] !== undefined)
			);
			// The response code of a query is that of the query; only the transaction's status speaks of the money.
			const verdict = outcomeOf('00', told.vnp_TransactionStatus);
			// "Failed" of an order that never reached a bank, told after its time: it was left lying, nothing failed.
			const leftLying =
				verdict?.kind === 'failed' && told.vnp_TransactionNo === '0' && now >= order.expiresAt;
			return toNotice(told, leftLying ? null : verdict, raw, now);
		}
	};
}

/** `vnp_IpAddr` of our own questions; the gateway only wants something there. */
const ownAddress = '127.0.0.1';

const code = z.string().regex(/^\d{2}$/);
const wireAmount = z.string().regex(/^\d{1,15}$/);

/** The parameters of a notice that mean something to us (PORTAL.md §10.3 names all). */
const NoticeFields = z.object({
	vnp_TmnCode: z.string().max(20),
	vnp_TxnRef: z.string().max(100),
	vnp_Amount: wireAmount,
	vnp_ResponseCode: code,
	vnp_TransactionStatus: code,
	vnp_TransactionNo: z.string().max(20),
	vnp_BankCode: z.string().max(20).default(''),
	vnp_SecureHash: z.string().max(200)
});

const text = z.coerce.string();
const QueryAnswer = z.looseObject({
	isVerified: z.boolean(),
	/** An answer without a hash counts as verified for the library; not for us. */
	vnp_SecureHash: z.string().regex(/^[0-9a-f]{128}$/i),
	vnp_ResponseCode: text
});
const QueriedTransaction = z.object({
	vnp_TmnCode: text,
	vnp_TxnRef: text,
	vnp_Amount: text.pipe(wireAmount),
	vnp_TransactionStatus: text,
	vnp_TransactionNo: text.default('0'),
	vnp_BankCode: z.string().max(20).default('')
});

type Told = Pick<
	z.infer<typeof NoticeFields>,
	'vnp_TmnCode' | 'vnp_TxnRef' | 'vnp_Amount' | 'vnp_TransactionStatus' | 'vnp_TransactionNo' | 'vnp_BankCode'
>;
type Verdict =
	{ readonly kind: 'settled' | 'suspected' } | { readonly kind: 'failed'; readonly code: string } | null;

function toNotice(told: Told, verdict: Verdict, raw: URLSearchParams, receivedAt: Date): Notice {
	const at = receivedAt.toISOString();
	const transactionNo = told.vnp_TransactionNo;
	const events = {
		settled: { kind: 'settled', at, transactionNo, bank: told.vnp_BankCode },
		suspected: { kind: 'suspected', at, transactionNo },
		failed: { kind: 'failed', at, code: verdict?.kind === 'failed' ? verdict.code : '99' }
	} as const satisfies Partial<Record<ProviderEvent['kind'], ProviderEvent>>;
	const kept = new URLSearchParams(raw);
	kept.delete('vnp_SecureHash');
	const amount = Vnd.safeParse(Number(told.vnp_Amount) / 100);
	return {
		merchant: told.vnp_TmnCode,
		reference: told.vnp_TxnRef,
		amount: amount.success ? amount.data : null,
		// VNPAY numbers no notices: one transaction with one status is one word, however it reached us.
		eventId: `${told.vnp_TxnRef}.${transactionNo}.${told.vnp_TransactionStatus}`,
		event: verdict && events[verdict.kind],
		raw: kept.toString()
	};
}

/**
 * What both codes say together. Success needs both; money that was taken but is disputed (07), reversed on the way
 * (04) or could not be given back (09) is held, so that nobody is asked to pay twice.
 */
function outcomeOf(responseCode: string, status: string): Verdict {
	if (responseCode === '07' || ['04', '07', '09'].includes(status)) return { kind: 'suspected' };
	if (responseCode === '00' && status === '00') return { kind: 'settled' };
	if (status === '01' || status === '00') return null;
	return { kind: 'failed', code: responseCode === '00' ? '99' : responseCode };
}

/** Every parameter once; one that stands twice says two things, so it is as good as missing. */
function onceEach(query: URLSearchParams): Record<string, string> {
	return Object.fromEntries([...query].filter(([name]) => query.getAll(name).length === 1));
}

/** The signature once more, compared in constant time. */
function isSigned(query: URLSearchParams, secret: string): boolean {
	const signed = new URLSearchParams(
		[...query]
			.filter(
				([name, value]) => name.startsWith('vnp_') && !name.startsWith('vnp_SecureHash') && value !== ''
			)
			.sort(([a], [b]) => (a < b ? -1 : 1))
	).toString();
	const expected = createHmac('sha512', secret).update(signed).digest();
	const given = Buffer.from(query.get('vnp_SecureHash') ?? '', 'hex');
	return given.length === expected.length && timingSafeEqual(given, expected);
}

/** `vnp_TxnRef` is alphanumeric: the payment's id without its dashes. */
function reference(paymentId: PaymentId): string {
	return paymentId.replaceAll('-', '');
}

/** `vnp_OrderInfo`: letters, digits and spaces; the encoders of the two sides differ on the rest. */
function plainInfo(info: string): string {
	return info
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/[đĐ]/g, (one) => (one === 'đ' ? 'd' : 'D'))
		.replace(/[^A-Za-z0-9]+/g, ' ')
		.trim()
		.slice(0, 255);
}

/** `vnp_IpAddr` has 7 to 45 characters; the shortest addresses of version 6 are shorter. */
function wireAddress(address: string): string {
	const plain = address.replace(/^::ffff:/i, '');
	return plain.length >= 7 && plain.length <= 45 ? plain : ownAddress;
}

const vietnamClock = new Intl.DateTimeFormat('en-CA', {
	timeZone: 'Asia/Ho_Chi_Minh',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	hourCycle: 'h23'
});

/** `yyyyMMddHHmmss` in Vietnamese time, whatever the host's zone. */
export function stamp(at: Date): string {
	const parts = new Map(vietnamClock.formatToParts(at).map(({ type, value }) => [type, value]));
	return ['year', 'month', 'day', 'hour', 'minute', 'second']
		.map((part) => parts.get(part as Intl.DateTimeFormatPartTypes))
		.join('');
}

async function withinTime<T>(work: Promise<T>, ms: number): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error('the gateway did not answer in time')), ms);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}
