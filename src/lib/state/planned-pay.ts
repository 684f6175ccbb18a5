/**
 * Pays what was planned without a network: asks the issuer first, and goes on to the gateway only when it is still the
 * amount that she agreed to.
 */
import type { Fault } from '$domain/faults.ts';
import { type ChargeAccount, subjectOf } from '$domain/payment/charges.ts';
import type { Vnd } from '$domain/money.ts';
import type { Result } from '$domain/result.ts';
import { ok } from '$domain/result.ts';
import type { Commands } from '$sync/client/commands.ts';
import { plannedAmount, type StandingBill } from '$sync/client/standing-bills.ts';
import { beginToPay, type PayDeps } from './pay.ts';

export interface PlannedDeps extends Omit<PayDeps, 'commands'> {
	readonly commands: PayDeps['commands'] & Pick<Commands, 'saveBill' | 'changeBill'>;
	readonly find: (account: ChargeAccount) => Promise<Result<ChargeAccount, Fault>>;
}

export type PlannedOutcome =
	/** To the gateway, or to our own page of the attempt. */
	| { readonly kind: 'go'; readonly to: string }
	/** Nothing begun: the plan now holds the new amount, to be agreed to. */
	| { readonly kind: 'changed'; readonly before: Vnd; readonly now: Vnd }
	/** Not to be paid any more; the plan is gone. */
	| { readonly kind: 'over' };

/** Faults: what the issuer, the server or the storage answers; nothing is begun then. */
export async function payPlanned(
	bill: StandingBill,
	deps: PlannedDeps
): Promise<Result<PlannedOutcome, Fault>> {
	if (!bill.plan) return ok({ kind: 'over' });
	const found = await deps.find(bill.account);
	if (!found.ok) return found;
	const saved = await deps.commands.saveBill(found.value);
	if (!saved.ok) return saved;
	const { plan, account, billId } = saved.value;
	if (!plan) return ok({ kind: 'over' });
	const now = plannedAmount(saved.value);
	if (now !== plan.shown) {
		const kept = await deps.commands.changeBill(billId, { plan: { ...plan, shown: now } });
		return kept.ok ? ok({ kind: 'changed', before: plan.shown, now }) : kept;
	}
	const where = await beginToPay(subjectOf(account, plan.chargeIds, plan.details), deps);
	return where.ok ? ok({ kind: 'go', to: where.value }) : where;
}
