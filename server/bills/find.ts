/** Looks up what a customer code owes now: the company's word, less what was paid here a moment ago. */
import type { Fault } from '../../domain/faults.ts';
import type { BillAccount } from '../../domain/payment/schema.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { customerCode as toCustomerCode } from '../../domain/services/thanh-toan-tien-dien.ts';
import type { Visitor } from '../auth/guard.ts';
import type { Database } from '../store/database.ts';
import { paidPaymentOf } from '../store/payments.ts';
import type { Lookups } from './lookups.ts';
import { PowerOutage, type PowerCompany } from './power.ts';

export interface UnpaidBills {
	/** What is still to be paid. Faults: bill_not_found, unavailable. An account that owes nothing has no bills. */
	unpaid(customerCode: string): Promise<Result<BillAccount, Fault>>;
}

export interface Bills extends UnpaidBills {
	/** The same for a person who typed the code. More faults: bill_code_malformed, too_many_requests. */
	find(visitor: Visitor, typed: string): Promise<Result<BillAccount, Fault>>;
}

export function createBills(deps: {
	readonly db: Database;
	readonly power: PowerCompany;
	readonly lookups: Lookups;
	readonly now: () => Date;
	readonly log: (message: string, error: unknown) => void;
}): Bills {
	const { db, power, lookups, now, log } = deps;

	async function unpaid(customerCode: string): Promise<Result<BillAccount, Fault>> {
		try {
			const found = await power.find(customerCode);
			if (!found.ok) return err({ type: 'bill_not_found', customerCode });
			const asOf = now().toISOString();
			// The company learns of a payment a little later than we do; meanwhile nobody may be asked to pay again.
			const bills = [];
			for (const bill of found.value.bills) {
				const paid = await paidPaymentOf(db, { kind: 'bills', customerCode, billIds: [bill.billId] });
				if (!paid || paid.payment.surplus) bills.push(bill);
			}
			return ok({ ...found.value, bills, asOf });
		} catch (error) {
			if (!(error instanceof PowerOutage)) throw error;
			log('the electricity company is not available', error);
			return err({ type: 'unavailable' });
		}
	}

	return {
		unpaid,
		async find(visitor, typed) {
			const customerCode = toCustomerCode(typed);
			if (!customerCode) return err({ type: 'bill_code_malformed' });
			const retryAfterMs = lookups.take(visitor.address, now().getTime());
			if (retryAfterMs > 0) return err({ type: 'too_many_requests', retryAfterMs });
			return unpaid(customerCode);
		}
	};
}
