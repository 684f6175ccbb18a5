/**
 * Stand-in for the payment gateway. Promises: what was paid, and whom it still owes a notice, survive a kill;
 * a notice goes out until the merchant confirms it or the tries are used up.
 *
 *   GET  /paymentv2/vpcpay.html                 the pay page
 *   POST /paymentv2/choice                      the payer's button
 *   POST /merchant_webapi/api/transaction       the merchant asks
 *   GET  /_sandbox/transactions                 tests look
 *   POST /_sandbox/ipn/:txnRef                  tests repeat, alter or forge a notice
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../../domain/result.ts';
import { sendPage } from '../page.ts';
import { openRecords, type Records } from '../records.ts';
import {
	isFromAnotherSite,
	openService,
	parseJson,
	readBody,
	readForm,
	readJson,
	redirect,
	sendJson,
	type Place,
	type RunningService
} from '../service.ts';
import { startWorker } from '../worker.ts';
import { abandonedPage, paidPage, payPage, refusalPage, type PayRefusal } from './pages.ts';
import {
	fieldsToSignedQuery,
	fieldsToSignedText,
	IpnAnswer,
	isSignedBy,
	momentToStamp,
	PayRequest,
	queryAnswerToSignedText,
	QueryRequest,
	queryRequestToSignedText,
	queryToFields,
	settlingCodes,
	sign,
	type Fields
} from './protocol.ts';
import {
	afterDelivery,
	choices,
	choose,
	ChoiceName,
	isExpired,
	outcomeToFields,
	statusAt,
	Transaction
} from './transactions.ts';

export interface GatewayOptions extends Place {
	/** Folder for the transactions. */
	readonly data: string;
	readonly tmnCode: string;
	readonly hashSecret: string;
	/** Where the portal takes notices; configured here, as at the real gateway, and never taken from a request. */
	readonly ipnUrl: string;
	/** Waits (ms) after the 1st, 2nd, … failed notice; one try more than there are waits. */
	readonly ipnDelays: readonly number[];
	/** How long (ms) the notice of a "late" payment waits. */
	readonly lateIpnMs: number;
	readonly now?: () => number;
}

/** How long a merchant may take to answer a notice, in ms. */
const ipnPatienceMs = 10_000;

export async function startGateway(options: GatewayOptions): Promise<RunningService> {
	const now = options.now ?? Date.now;
	const transactions = await openRecords(path.join(options.data, 'gateway', 'transactions'), Transaction);
	// Request ids need remembering only against a quick repeat, so a restart may forget them.
	const seenRequestIds = new Set<string>();

	const notices = startWorker(
		{
			nextDueAt() {
				const due = transactions
					.all()
					.flatMap(({ notice }) => (notice?.state === 'due' ? [notice.dueAt] : []));
				return due.length > 0 ? Math.min(...due) : undefined;
			},
			async work(at, stopping) {
				const due = transactions.all().filter(({ notice }) => notice?.state === 'due' && notice.dueAt <= at);
				await Promise.all(due.map((one) => deliverNotice(options, transactions, one, stopping, now)));
			}
		},
		now
	);

	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		const url = new URL(request.url ?? '/', 'http://gateway');
		const route = `${request.method} ${url.pathname}`;
		if (request.method === 'POST' && isFromAnotherSite(request))
			return sendJson(response, 403, { error: 'other_site' });
		if (route === 'GET /paymentv2/vpcpay.html') {
			const opened = await openPayment(options, transactions, url.searchParams, now());
			if (!opened.ok) return sendPage(response, 400, refusalPage(opened.error));
			return sendPage(response, 200, payPage(opened.value));
		}
		if (route === 'POST /paymentv2/choice') {
			await answerChoice(options, transactions, await readForm(request), response, now());
			return notices.wake();
		}
		if (route === 'POST /merchant_webapi/api/transaction') {
			const body = await readBody(request);
			const reply = body.ok
				? answerQuery(options, transactions, seenRequestIds, body.value, now())
				: { vnp_ResponseCode: '03', vnp_Message: 'Invalid format' };
			return sendJson(response, 200, reply);
		}
		if (route === 'GET /_sandbox/transactions') return sendJson(response, 200, transactions.all());
		if (request.method === 'POST' && url.pathname.startsWith('/_sandbox/ipn/')) {
			const transaction = transactions.find(decodeURIComponent(url.pathname.slice('/_sandbox/ipn/'.length)));
			const overrides = await readJson(request, IpnOverrides);
			if (!transaction) return sendJson(response, 404, { error: 'no_such_transaction' });
			if (!overrides.ok) return sendJson(response, 400, { error: overrides.error });
			return sendJson(response, 200, await sendAltered(options, transaction, overrides.value));
		}
		sendJson(response, 404, { error: 'not_found' });
	};

	return openService(options, () => ({ answer, close: () => notices.stop() }));
}

/** Checks a redirect from the merchant and remembers the payment it opens. */
async function openPayment(
	options: GatewayOptions,
	transactions: Records<Transaction>,
	query: URLSearchParams,
	now: number
): Promise<Result<Transaction, PayRefusal>> {
	const fields = queryToFields(query);
	const parsed = PayRequest.safeParse(fields);
	if (!fields || !parsed.success) return err('malformed');
	const request = parsed.data;
	if (request.vnp_TmnCode !== options.tmnCode) return err('unknown_merchant');
	const hash = fields.vnp_SecureHash?.toLowerCase() ?? '';
	if (!isSignedBy(fieldsToSignedText(fields), hash, options.hashSecret)) return err('bad_signature');
	return transactions.change<Result<Transaction, PayRefusal>>(request.vnp_TxnRef, (known) => {
		if (known && (known.requestHash !== hash || known.outcome)) return { answer: err('duplicate_reference') };
		if (isExpired(request, now)) return { answer: err('expired') };
		const opened = known ?? { request, requestHash: hash, pageKey: randomUUID() };
		return { next: opened, answer: ok(opened) };
	});
}

const ChoiceForm = z.object({
	txnRef: z.string(),
	pageKey: z.string(),
	choice: z.union([ChoiceName, z.literal('abandon')])
});

/** Decides the payment (once) and leads the payer on. */
async function answerChoice(
	options: GatewayOptions,
	transactions: Records<Transaction>,
	fields: Fields,
	response: ServerResponse,
	now: number
): Promise<void> {
	const form = ChoiceForm.safeParse(fields);
	const known = form.success ? transactions.find(form.data.txnRef) : undefined;
	if (!form.success || known?.pageKey !== form.data.pageKey)
		return sendPage(response, 400, refusalPage('malformed'));
	const { txnRef, choice } = form.data;
	if (choice === 'abandon') return sendPage(response, 200, abandonedPage());

	const decided = await transactions.change<Transaction | undefined>(txnRef, (current) => {
		if (!current || current.outcome) return { answer: current };
		if (isExpired(current.request, now)) return { answer: undefined };
		const transactionNo = String(14_000_000 + transactions.all().filter(({ outcome }) => outcome).length);
		const next = choose(current, choice, { now, transactionNo, lateMs: options.lateIpnMs });
		return { next, answer: next };
	});
	if (!decided) return sendPage(response, 400, refusalPage('expired'));
	const chosen = ChoiceName.parse(decided.outcome?.choice);
	if (!choices[chosen].returns) return sendPage(response, 200, paidPage());
	const back = decided.request.vnp_ReturnUrl;
	const query = fieldsToSignedQuery(outcomeToFields(decided), options.hashSecret);
	redirect(response, `${back}${back.includes('?') ? '&' : '?'}${query}`);
}

/** querydr: what became of a payment. Codes: 00 found, 02 other merchant, 03 format, 91 unknown, 94 repeated, 97 hash. */
function answerQuery(
	options: GatewayOptions,
	transactions: Records<Transaction>,
	seenRequestIds: Set<string>,
	body: string,
	now: number
): Fields {
	const parsed = parseJson(body, QueryRequest);
	const query = parsed.ok ? parsed.value : undefined;
	const reply = (code: string, message: string, more: Fields = {}): Fields => {
		const answer = {
			vnp_ResponseId: randomUUID().replaceAll('-', ''),
			vnp_Command: 'querydr',
			vnp_ResponseCode: code,
			vnp_Message: message,
			vnp_TmnCode: options.tmnCode,
			vnp_TxnRef: query?.vnp_TxnRef ?? '',
			...more
		};
		return { ...answer, vnp_SecureHash: sign(queryAnswerToSignedText(answer), options.hashSecret) };
	};
	if (!query) return reply('03', 'Invalid format');
	if (query.vnp_TmnCode !== options.tmnCode) return reply('02', 'Invalid TmnCode');
	if (!isSignedBy(queryRequestToSignedText(query), query.vnp_SecureHash, options.hashSecret))
		return reply('97', 'Invalid signature');
	if (seenRequestIds.has(query.vnp_RequestId)) return reply('94', 'Duplicate request');
	seenRequestIds.add(query.vnp_RequestId);
	const transaction = transactions.find(query.vnp_TxnRef);
	if (!transaction || transaction.request.vnp_CreateDate !== query.vnp_TransactionDate)
		return reply('91', 'Transaction not found');
	const { request, outcome } = transaction;
	return reply('00', 'QueryDR Success', {
		vnp_Amount: request.vnp_Amount,
		vnp_BankCode: request.vnp_BankCode ?? 'NCB',
		...(outcome ? { vnp_PayDate: momentToStamp(outcome.paidAt) } : {}),
		vnp_TransactionNo: outcome?.transactionNo ?? '0',
		vnp_TransactionType: '01',
		vnp_TransactionStatus: statusAt(transaction, now),
		vnp_OrderInfo: request.vnp_OrderInfo
	});
}

async function deliverNotice(
	options: GatewayOptions,
	transactions: Records<Transaction>,
	transaction: Transaction,
	stopping: AbortSignal,
	now: () => number
): Promise<void> {
	const query = fieldsToSignedQuery(outcomeToFields(transaction), options.hashSecret);
	const delivered = await callPortal(options.ipnUrl, query, stopping);
	if (stopping.aborted) return;
	const parsed = parseJson(delivered.body, IpnAnswer);
	const code = delivered.status === 200 && parsed.ok ? parsed.value.RspCode : undefined;
	await transactions.change(transaction.request.vnp_TxnRef, (current) => ({
		next:
			current &&
			afterDelivery(current, {
				settled: code !== undefined && settlingCodes.includes(code),
				answer: code ?? `http ${delivered.status}`,
				now: now(),
				delays: options.ipnDelays
			}),
		answer: undefined
	}));
}

/** One GET to the portal's notice address. Status 0 stands for no answer at all. Redirects are not followed. */
async function callPortal(ipnUrl: string, query: string, stopping?: AbortSignal) {
	const patience = AbortSignal.timeout(ipnPatienceMs);
	try {
		const response = await fetch(`${ipnUrl}?${query}`, {
			redirect: 'manual',
			signal: stopping ? AbortSignal.any([stopping, patience]) : patience
		});
		return { status: response.status, body: await response.text() };
	} catch {
		return { status: 0, body: '' };
	}
}

/** `amount` (VND) and `status` are signed as if true; `tamper` changes the amount after signing. */
const IpnOverrides = z.object({
	amount: z.int().min(1).optional(),
	status: z.string().optional(),
	tamper: z.boolean().optional()
});

/** Sends one notice at once, true or bent, and hands back what the portal answered. */
async function sendAltered(
	options: GatewayOptions,
	transaction: Transaction,
	overrides: z.infer<typeof IpnOverrides>
) {
	const fields = {
		...outcomeToFields(transaction),
		...(overrides.amount === undefined ? {} : { vnp_Amount: String(overrides.amount * 100) }),
		...(overrides.status === undefined
			? {}
			: { vnp_ResponseCode: overrides.status, vnp_TransactionStatus: overrides.status })
	};
	const query = fieldsToSignedQuery(fields, options.hashSecret);
	const sent = overrides.tamper ? query.replace(/vnp_Amount=(\d)/, 'vnp_Amount=9$1') : query;
	return callPortal(options.ipnUrl, sent);
}
