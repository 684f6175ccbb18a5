/** Looks up what is to be paid: the issuer's word, less what was paid here a moment ago. */
import { dayOf } from '../../domain/dossier/calendar.ts';
import type { Fault } from '../../domain/faults.ts';
import type { ChargeAccount } from '../../domain/payment/charges.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { judged } from '../../domain/services/transaction.ts';
import type { FormValues } from '../../domain/services/values.ts';
import type { Visitor } from '../auth/guard.ts';
import { audit } from '../store/audit.ts';
import { contentHash } from '../store/canonical.ts';
import type { Database } from '../store/database.ts';
import { paidChargeIds } from '../store/payments.ts';
import { IssuerOutage, type Issuers } from './issuer.ts';
import type { Lookups } from './lookups.ts';

export interface Question {
	/** Id of a transaction service. */
	readonly service: string;
	readonly lookup: FormValues;
}

export interface UnpaidCharges {
	/**
	 * What is still to be paid. Faults: not_found (no such service), form_invalid, charges_not_found, unavailable. An
	 * account that owes nothing has no charges.
	 */
	unpaid(question: Question): Promise<Result<ChargeAccount, Fault>>;
}

export interface Charges extends UnpaidCharges {
	/** The same for a person who asks. More faults: login_required, too_many_requests. */
	find(visitor: Visitor, question: Question): Promise<Result<ChargeAccount, Fault>>;
}

export function createCharges(deps: {
	readonly db: Database;
	readonly issuers: Issuers;
	readonly lookups: Lookups;
	readonly now: () => Date;
	readonly log: (message: string, error: unknown) => void;
}): Charges {
	const { db, issuers, lookups, now, log } = deps;

	async function unpaid(question: Question): Promise<Result<ChargeAccount, Fault>> {
		const known = issuers.of(question.service);
		if (!known) return err({ type: 'not_found' });
		const { service, issuer } = known;
		const lookup = judged(service.lookup, question.lookup, dayOf(now()));
		if (!lookup.ok) return err({ type: 'form_invalid', fields: lookup.error });
		try {
			const found = await issuer.find(service.id, lookup.value);
			if (!found.ok) return err({ type: 'charges_not_found' });
			const asOf = now().toISOString();
			// The issuer learns of a payment a little later than we do; meanwhile nobody may be asked to pay again.
			const all = found.value.charges;
			const paid = await paidChargeIds(
				db,
				{ service: service.id, lookup: lookup.value },
				all.map(({ chargeId }) => chargeId)
			);
			const charges = all.filter(({ chargeId }) => !paid.has(chargeId));
			return ok({ ...found.value, service: service.id, lookup: lookup.value, charges, asOf });
		} catch (error) {
			if (!(error instanceof IssuerOutage)) throw error;
			log(`the issuer ${service.issuer} is not available`, error);
			return err({ type: 'unavailable' });
		}
	}

	return {
		unpaid,
		async find(visitor, question) {
			const service = issuers.of(question.service)?.service;
			if (!service) return err({ type: 'not_found' });
			if (service.needsLogin && !visitor.person) return err({ type: 'login_required' });
			const asked = judged(service.lookup, question.lookup, dayOf(now()));
			if (!asked.ok) return err({ type: 'form_invalid', fields: asked.error });
			const retryAfterMs = lookups.take(visitor.address, now().getTime());
			if (retryAfterMs > 0) return err({ type: 'too_many_requests', retryAfterMs });
			const found = await unpaid(question);
			const { person } = visitor;
			if (service.needsLogin && person)
				await db.write((tx) =>
					audit(tx, {
						at: now(),
						actor: `citizen:${person.personId}`,
						action: 'charges.looked_up',
						subject: service.id,
						// A hash answers "who looked me up?" without keeping whom.
						detail: { of: contentHash(asked.value), found: found.ok }
					})
				);
			return found;
		}
	};
}
