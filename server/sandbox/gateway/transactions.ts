/**
 * What the gateway knows of one payment, and what each button of the pay page makes of it. Pure, but for the schema's
 * home in the records. A transaction is decided once; pressing again changes nothing.
 */
import { z } from 'zod';
import { momentToStamp, PayRequest, stampToMoment, type Fields } from './protocol.ts';

const Notice = z.object({
	state: z.enum(['due', 'settled', 'given_up']),
	/** Deliveries still owed after a settling answer: more than one only where a test asks for repetition. */
	copies: z.int(),
	/** Failed tries of the present copy. */
	tries: z.int(),
	/** ms since the epoch. */
	dueAt: z.number(),
	/** Each answer as it came: the RspCode, or what stood in its place. */
	answers: z.array(z.string())
});

export const Transaction = z.object({
	request: PayRequest,
	/** The request's own hash: the same address opened again is the same payment, any other is a second one. */
	requestHash: z.string(),
	/** Proves that a choice comes from the page. */
	pageKey: z.string(),
	outcome: z
		.object({
			choice: z.string(),
			responseCode: z.string(),
			status: z.string(),
			transactionNo: z.string(),
			/** ms since the epoch. */
			paidAt: z.number()
		})
		.optional(),
	notice: Notice.optional()
});
export type Transaction = z.infer<typeof Transaction>;

/** What a button does. `notices`: how often the merchant is told; `returns`: whether the browser is led back. */
interface Choice {
	readonly label: string;
	readonly hint: string;
	readonly responseCode: string;
	readonly status: string;
	readonly notices: number;
	readonly late?: true;
	readonly returns: boolean;
}

/** Response codes and transaction statuses as the protocol lists them. */
export const choices = {
	success: {
		label: 'Thanh toán',
		hint: 'Trừ tiền, báo cho cổng, quay lại',
		responseCode: '00',
		status: '00',
		notices: 1,
		returns: true
	},
	fail: {
		label: 'Không đủ số dư',
		hint: 'Mã 51, quay lại',
		responseCode: '51',
		status: '02',
		notices: 1,
		returns: true
	},
	cancel: {
		label: 'Huỷ giao dịch',
		hint: 'Mã 24, quay lại',
		responseCode: '24',
		status: '02',
		notices: 1,
		returns: true
	},
	late: {
		label: 'Thanh toán, báo muộn',
		hint: 'Quay lại ngay, ít lâu sau mới báo cho cổng',
		responseCode: '00',
		status: '00',
		notices: 1,
		late: true,
		returns: true
	},
	repeat: {
		label: 'Thanh toán, báo ba lần',
		hint: 'Cùng một thông báo đến ba lần',
		responseCode: '00',
		status: '00',
		notices: 3,
		returns: true
	},
	noreturn: {
		label: 'Thanh toán, không quay lại',
		hint: 'Báo cho cổng, trình duyệt ở lại đây',
		responseCode: '00',
		status: '00',
		notices: 1,
		returns: false
	},
	noipn: {
		label: 'Thanh toán, không báo',
		hint: 'Quay lại, nhưng chỉ truy vấn mới biết kết quả',
		responseCode: '00',
		status: '00',
		notices: 0,
		returns: true
	},
	suspect: {
		label: 'Bị nghi gian lận',
		hint: 'Mã 07: đã trừ tiền nhưng bị giữ lại',
		responseCode: '07',
		status: '07',
		notices: 1,
		returns: true
	}
} as const satisfies Record<string, Choice>;

export const ChoiceName = z.enum(Object.keys(choices) as [keyof typeof choices, ...(keyof typeof choices)[]]);
export type ChoiceName = z.infer<typeof ChoiceName>;

/** Decides an open transaction. `lateMs`: how long a late notice waits. */
export function choose(
	open: Transaction,
	name: ChoiceName,
	world: { now: number; transactionNo: string; lateMs: number }
): Transaction {
	const choice: Choice = choices[name];
	return {
		...open,
		outcome: {
			choice: name,
			responseCode: choice.responseCode,
			status: choice.status,
			// A cancelled payment never reached a bank and has no number there.
			transactionNo: name === 'cancel' ? '0' : world.transactionNo,
			paidAt: world.now
		},
		...(choice.notices > 0
			? {
					notice: {
						state: 'due',
						copies: choice.notices,
						tries: 0,
						dueAt: world.now + (choice.late ? world.lateMs : 0),
						answers: []
					}
				}
			: {})
	};
}

/** The notice after one delivery. `delays` (ms): the wait after the n-th failed try; none left means giving up. */
export function afterDelivery(
	transaction: Transaction,
	delivery: { settled: boolean; answer: string; now: number; delays: readonly number[] }
): Transaction {
	const { notice } = transaction;
	if (!notice) return transaction;
	const answers = [...notice.answers, delivery.answer];
	if (delivery.settled) {
		const copies = notice.copies - 1;
		const state = copies > 0 ? 'due' : 'settled';
		return { ...transaction, notice: { ...notice, state, copies, tries: 0, dueAt: delivery.now, answers } };
	}
	const delay = delivery.delays[notice.tries];
	const tries = notice.tries + 1;
	if (delay === undefined)
		return { ...transaction, notice: { ...notice, state: 'given_up', tries, answers } };
	return { ...transaction, notice: { ...notice, tries, dueAt: delivery.now + delay, answers } };
}

export function isExpired(request: PayRequest, now: number): boolean {
	return request.vnp_ExpireDate !== undefined && stampToMoment(request.vnp_ExpireDate) <= now;
}

/** What the merchant learns, by redirect and by notice alike: unsigned fields. */
export function outcomeToFields(transaction: Transaction): Fields {
	const { request, outcome } = transaction;
	const reachedBank = outcome !== undefined && outcome.transactionNo !== '0';
	return {
		vnp_TmnCode: request.vnp_TmnCode,
		vnp_Amount: request.vnp_Amount,
		vnp_BankCode: request.vnp_BankCode ?? 'NCB',
		...(reachedBank ? { vnp_BankTranNo: `VNP${outcome.transactionNo}` } : {}),
		vnp_CardType: 'ATM',
		vnp_PayDate: momentToStamp(outcome?.paidAt ?? 0),
		vnp_OrderInfo: request.vnp_OrderInfo,
		vnp_TransactionNo: outcome?.transactionNo ?? '0',
		vnp_ResponseCode: outcome?.responseCode ?? '99',
		vnp_TransactionStatus: outcome?.status ?? '01',
		vnp_TxnRef: request.vnp_TxnRef
	};
}

/** The transaction's status for a query: 01 while it may still be paid, 02 once its time has passed unpaid. */
export function statusAt(transaction: Transaction, now: number): string {
	return transaction.outcome?.status ?? (isExpired(transaction.request, now) ? '02' : '01');
}
