/** Tells the electricity company what was paid here (`settle_bills` jobs), until it has answered. */
import type { Attempt, Handler } from '../forwarding/worker.ts';
import { markSurplus, settleBills, SettleBillsBody } from '../store/payments.ts';
import type { PowerCompany } from './power.ts';

/**
 * Handler of `settle_bills` jobs. The company knows a settlement by its payment, so a second run changes nothing.
 * When it refuses for good (paid elsewhere meanwhile, another amount) the money is surplus, and the payer is told.
 */
export function settleBillsHandler({
	power,
	clock
}: {
	readonly power: PowerCompany;
	readonly clock: () => Date;
}): Handler {
	return async (job): Promise<Attempt> => {
		const settlement = SettleBillsBody.parse(job.body);
		const { paymentId } = settlement;
		const settled = await power.settle(settlement);
		return {
			type: 'done',
			async effect(tx) {
				if (settled.ok) await settleBills(tx, paymentId, settled.value, clock());
				else await markSurplus(tx, paymentId, clock());
			}
		};
	};
}
