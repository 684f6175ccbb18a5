/**
 * Who may touch what. What is not yours answers as if it did not exist: every refusal here is `not_found`, but for
 * the one that says nothing about things, `login_required`.
 */
import type { Fault } from '../../domain/faults.ts';
import { wantedCharges } from '../../domain/payment/charges.ts';
import type { PaymentSubject } from '../../domain/payment/schema.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { offeredServices } from '../../domain/services/all.ts';
import type { Reader } from '../store/database.ts';
import { loadDossierOf, type StoredDossier } from '../store/dossiers.ts';
import type { StoredPayment } from '../store/payments.ts';
import type { Person } from '../store/people.ts';

/** Whoever is behind a request. */
export interface Visitor {
	readonly person: Person | null;
	/** Network address. */
	readonly address: string;
}

/** A dossier for its owner. */
export async function ownDossier(
	db: Reader,
	visitor: Visitor,
	dossierId: string
): Promise<Result<StoredDossier, Fault>> {
	if (!visitor.person) return err({ type: 'login_required' });
	const stored = await loadDossierOf(db, visitor.person.personId, dossierId);
	return stored ? ok(stored) : err({ type: 'not_found' });
}

/**
 * Owners pay for their dossiers; anybody pays anybody's electricity bill (docs/SPEC.md P9), while other services may
 * want a login.
 */
export async function mayPay(
	db: Reader,
	visitor: Visitor,
	subject: PaymentSubject
): Promise<Result<null, Fault>> {
	if (subject.kind !== 'dossier') {
		const service = offeredServices().find(({ id }) => id === wantedCharges(subject)?.service);
		if (service?.kind !== 'transaction') return err({ type: 'not_found' });
		return service.needsLogin && !visitor.person ? err({ type: 'login_required' }) : ok(null);
	}
	const own = await ownDossier(db, visitor, subject.dossierId);
	return own.ok ? ok(null) : own;
}

/** A person's payments are that person's; a guest's belong to whoever knows their id. */
export function maySeePayment(visitor: Visitor, { personId }: Pick<StoredPayment, 'personId'>): boolean {
	return personId === null || personId === visitor.person?.personId;
}
