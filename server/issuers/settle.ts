/** Tells issuers what was paid here (`settle_charges` jobs), until they have answered. */
import { invariant } from '../../domain/result.ts';
import type { Attempt, Handler } from '../forwarding/worker.ts';
import { markSurplus, SettleBillsBody, SettleChargesBody, settleCharges } from '../store/payments.ts';
import { powerService } from '../../domain/payment/charges.ts';
import type { Issuers, Settlement } from './issuer.ts';

interface Deps {
	readonly issuers: Issuers;
	readonly clock: () => Date;
}

/**
 * Handler of `settle_charges` jobs. The issuer knows a settlement by its payment, so a second run changes nothing.
 * When it refuses for good (paid elsewhere meanwhile, another amount) the money is surplus, and the payer is told.
 */
export function settleChargesHandler(deps: Deps): Handler {
	return async (job) => settle(deps, SettleChargesBody.parse(job.body));
}

/** Handler of `settle_bills` jobs, which the first releases wrote for electricity. */
export function settleBillsHandler(deps: Deps): Handler {
	return async (job) => {
		const { customerCode, billIds, ...settlement } = SettleBillsBody.parse(job.body);
		return settle(deps, {
			...settlement,
			service: powerService,
			lookup: { customerCode },
			chargeIds: billIds,
			details: {}
		});
	};
}

async function settle(
	{ issuers, clock }: Deps,
	settlement: Settlement & { paymentId: SettlementId }
): Promise<Attempt> {
	const known = issuers.of(settlement.service);
	invariant(known, 'what was paid had an issuer');
	const settled = await known.issuer.settle(settlement);
	return {
		type: 'done',
		async effect(tx) {
			if (settled.ok) await settleCharges(tx, settlement.paymentId, settled.value, clock());
			else await markSurplus(tx, settlement.paymentId, clock());
		}
	};
}

type SettlementId = SettleChargesBody['paymentId'];
