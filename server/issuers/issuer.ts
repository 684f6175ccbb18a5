/**
 * The port to whoever issues charges: a power company, the tax authority, the police, customs. Adapters speak one
 * protocol each (json.ts, power.ts). Both calls may be repeated: looking up changes nothing, settling is known by its
 * payment.
 */
import type { ChargeAccount } from '../../domain/payment/charges.ts';
import { invariant, type Result } from '../../domain/result.ts';
import { offeredServices } from '../../domain/services/all.ts';
import type { TransactionService } from '../../domain/services/definition.ts';
import type { FormValues } from '../../domain/services/values.ts';

/** What an issuer answers; the portal adds under which service, what was asked, and when. */
export type FoundCharges = Omit<ChargeAccount, 'service' | 'lookup' | 'asOf'>;

export interface Settlement {
	readonly paymentId: string;
	/** Id of the service under which it was looked up and paid. */
	readonly service: string;
	readonly lookup: FormValues;
	readonly chargeIds: readonly string[];
	/** VND. */
	readonly amount: number;
	/** When the money arrived; interest counts up to then. */
	readonly paidAt: string;
	readonly receiptNumber: string;
	/** Who paid, how papers come back: by what the service asks. */
	readonly details: FormValues;
}

/** The issuer's own paper about a settled charge: an e-invoice, a tax receipt. */
export interface SettledCharge {
	readonly chargeId: string;
	readonly documentNumber: string;
}

export interface Issuer {
	/** @throws IssuerOutage when it does not answer, or not in its own words */
	find(service: string, lookup: FormValues): Promise<Result<FoundCharges, 'not_found'>>;
	/**
	 * Tells the issuer that charges are paid. `refused`: paid elsewhere, or no longer what was paid; the money must go
	 * back.
	 * @throws IssuerOutage as above; try again
	 */
	settle(settlement: Settlement): Promise<Result<readonly SettledCharge[], 'refused'>>;
}

/** The issuer did not answer, or not as agreed. */
export class IssuerOutage extends Error {
	override readonly name = 'IssuerOutage';
}

/** The transactions that can be done here, with whoever answers for each. */
export interface Issuers {
	/** Names, which are those of their job queues. */
	readonly names: readonly string[];
	/** The service and its issuer; null when it cannot be done here. */
	of(serviceId: string): { readonly service: TransactionService; readonly issuer: Issuer } | null;
}

/** @param issuersByName as the definitions name them in `issuer`; every offered transaction must have one */
export function createIssuers(issuersByName: Readonly<Record<string, Issuer>>): Issuers {
	const known = new Map(
		offeredServices().flatMap((service) => {
			if (service.kind !== 'transaction') return [];
			const issuer = issuersByName[service.issuer];
			invariant(issuer, `ISSUERS names every issuer that a service asks (${service.issuer})`);
			return [[service.id, { service, issuer }] as const];
		})
	);
	return { names: Object.keys(issuersByName), of: (serviceId) => known.get(serviceId) ?? null };
}
