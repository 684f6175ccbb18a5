/** Issuers that speak the portal's own protocol for charges, `POST /charges/find` and `/charges/settle` (docs/ISSUERS.md). */
import { z } from 'zod';
import { outgoingTimeoutMs } from '../../domain/limits.ts';
import { Charge, ChargeAccount } from '../../domain/payment/charges.ts';
import { err, ok } from '../../domain/result.ts';
import { type Issuer, IssuerOutage } from './issuer.ts';
import { inItsWords, post } from './post.ts';

const { payee, payer, place, note, charges } = ChargeAccount.shape;
const Found = z.object({ payee, payer, place, note, charges });
const Settled = z.object({
	settled: z.literal(true),
	documents: z
		.array(z.object({ chargeId: Charge.shape.chargeId, documentNumber: z.string().min(1).max(60) }))
		.max(24)
});

export function createJsonIssuer({
	baseUrl,
	key,
	timeoutMs = outgoingTimeoutMs
}: {
	readonly baseUrl: string;
	readonly key: string;
	readonly timeoutMs?: number;
}): Issuer {
	const line = { baseUrl, key, timeoutMs };
	return {
		async find(service, lookup) {
			const { status, json } = await post(line, '/charges/find', { service, lookup });
			if (status === 404) return err('not_found');
			if (status !== 200) throw new IssuerOutage(`the issuer answers ${status}`);
			return ok(inItsWords(Found, json));
		},
		async settle(settlement) {
			const { status, json } = await post(line, '/charges/settle', settlement);
			if (status === 200) return ok(inItsWords(Settled, json).documents);
			// 409 paid elsewhere, 422 another amount, 404 no such charge (any more): it will not change its mind.
			if (status === 409 || status === 422 || status === 404) return err('refused');
			throw new IssuerOutage(`the issuer answers ${status}`);
		}
	};
}
