/**
 * Stand-in for the issuers of charges but the power companies: tax authority, police, tax office for vehicles, customs.
 * One process, an address for each issuer. Promises: a settled charge stays settled over a kill, a settlement takes
 * effect once per paymentId. Accounts are made once, at the first start.
 *
 *   POST /<issuer>/charges/find, /<issuer>/charges/settle    the portal, with the bearer key (docs/ISSUERS.md)
 *   GET  /_sandbox/settlements                               tests look
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { z } from 'zod';
import { openRecords, type Records } from '../records.ts';
import { openService, readJson, sendJson, type Place, type RunningService } from '../service.ts';
import {
	Account,
	accountToReply,
	dayIn,
	isFoundBy,
	settle,
	SettleRequest,
	type SettleFault
} from './accounts.ts';
import { sampleAccounts } from './samples.ts';

export interface IssuersOptions extends Place {
	/** Folder for accounts and settlements. */
	readonly data: string;
	/** The bearer key that the portal must show. */
	readonly key: string;
	readonly now?: () => number;
}

const FindRequest = z.object({ service: z.string().max(60), lookup: z.record(z.string(), z.unknown()) });

const statusByFault: Record<SettleFault, number> = {
	charge_not_found: 404,
	payment_conflict: 409,
	already_paid: 409,
	wrong_amount: 422
};

export async function startIssuers(options: IssuersOptions): Promise<RunningService> {
	const now = options.now ?? Date.now;
	const accounts = await openRecords(path.join(options.data, 'issuers', 'accounts'), Account);
	for (const account of sampleAccounts(now()))
		await accounts.change(account.accountId, (known) => ({ next: known ?? account, answer: undefined }));
	// An outage belongs to the running process; a restarted issuer is troubled anew.
	const outages = new Map<string, number>();
	const isTroubled = (route: string, account: Account | undefined) => {
		const name = `${route} ${account?.accountId}`;
		const before = outages.get(name) ?? 0;
		if (!account || before >= account.outages) return false;
		outages.set(name, before + 1);
		return true;
	};

	return openService(options, (url) => ({
		async answer(request, response) {
			const { pathname } = new URL(request.url ?? '/', url);
			if (request.method === 'GET' && pathname === '/_sandbox/settlements')
				return sendJson(
					response,
					200,
					accounts.all().flatMap((account) => account.settlements)
				);
			const [, issuer, call] = /^\/(\w+)\/charges\/(find|settle)$/.exec(pathname) ?? [];
			if (request.method !== 'POST' || !issuer) return sendJson(response, 404, { error: 'not_found' });
			if (!hasKey(request, options.key)) return sendJson(response, 401, { error: 'bad_key' });
			const asked = await readJson(request, call === 'find' ? FindRequest : SettleRequest);
			if (!asked.ok) return sendJson(response, 400, { error: asked.error });
			const account = accounts
				.all()
				.find((one) => one.issuer === issuer && isFoundBy(one, asked.value.service, asked.value.lookup));
			if (isTroubled(pathname, account)) return sendJson(response, 503, { error: 'issuer_unavailable' });
			if (!account) return sendJson(response, 404, { error: 'account_not_found' });
			if (call === 'find') return sendJson(response, 200, accountToReply(account, dayIn(now())));
			await answerSettle(accounts, account.accountId, SettleRequest.parse(asked.value), response);
		}
	}));
}

async function answerSettle(
	accounts: Records<Account>,
	accountId: string,
	request: SettleRequest,
	response: ServerResponse
): Promise<void> {
	const settled = await accounts.change(accountId, (account) => {
		if (!account) throw new Error('an account is never taken away');
		const { next, answer } = settle(account, request);
		return { next, answer };
	});
	if (settled.ok) sendJson(response, 200, { settled: true, documents: settled.value });
	else sendJson(response, statusByFault[settled.error], { error: settled.error });
}

/** Compares hashes, so that neither the length nor the first letters of the key show in the time it takes. */
function hasKey(request: IncomingMessage, key: string): boolean {
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(request.headers.authorization ?? ''), hash(`Bearer ${key}`));
}
