/**
 * `GET /ho-so/<dossierId>/phieu/<form>.pdf`: a slip of a dossier, for its owner. Whoever takes one leaves a line in the
 * audit. Faults: login_required, not_found (also for a slip that the dossier does not have).
 */
import type { ServerResponse } from 'node:http';
import type { Fault } from '../../domain/faults.ts';
import { limitOf } from '../../domain/dossier/decide.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { SlipForm } from '../../domain/dossier/slips.ts';
import { DossierId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { dossierService } from '../../domain/services/all.ts';
import { ownDossier, type Visitor } from '../auth/guard.ts';
import { audit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { answerPdf } from './answer.ts';
import { type SlipService, slipOf } from './content.ts';
import { slipPdf } from './pdf.ts';

/** Addresses of slips. */
export const slipPath = /^\/ho-so\/([^/]+)\/phieu\/([1-5])\.pdf$/;

/** Sends the slip, or answers why not and sends nothing. */
export async function sendSlip(
	deps: { readonly db: Database; readonly now: () => Date; readonly portalOrigin: string },
	visitor: Visitor,
	pathname: string,
	response: ServerResponse
): Promise<Result<null, Fault>> {
	const [, dossierId = '', digit] = slipPath.exec(pathname) ?? [];
	if (!DossierId.safeParse(dossierId).success) return err({ type: 'not_found' });
	const own = await ownDossier(deps.db, visitor, dossierId);
	if (!own.ok) return own;
	const { dossier, personId } = own.value;
	const form = Number(digit) as SlipForm;
	return sendSlipFile(dossier, form, deps.portalOrigin, response, () =>
		deps.db.write((tx) =>
			audit(tx, {
				at: deps.now(),
				actor: `citizen:${personId}`,
				action: 'slip.read',
				subject: dossierId,
				detail: { form }
			})
		)
	);
}

/**
 * Sends a slip to somebody who may have it.
 * @param noted writes down that it was taken, before the first byte leaves
 */
export async function sendSlipFile(
	dossier: Dossier,
	form: SlipForm,
	portalOrigin: string,
	response: ServerResponse,
	noted: () => Promise<void>
): Promise<Result<null, Fault>> {
	const slip = slipOf(dossier, form, serviceOf(dossier), portalOrigin);
	if (!slip) return err({ type: 'not_found' });
	const pdf = await slipPdf(slip);
	await noted();
	answerPdf(response, pdf, `phieu-0${form}-${dossier.code.replace(/[^\w.-]/g, '_')}.pdf`);
	return ok(null);
}

/** The service under which it was filled; the code alone when this release does not know it any more. */
export function serviceOf(dossier: Dossier): SlipService {
	const { procedureCode, serviceVersion } = dossier;
	const service = dossierService(procedureCode, serviceVersion);
	if (!service) return { title: procedureCode, timeLimit: null, components: [] };
	const relation = service.groups.flatMap(({ fields }) => fields).find(({ id }) => id === 'relation');
	return {
		title: service.title.vi,
		timeLimit: limitOf(dossier),
		components: service.components.map(({ id, name }) => ({ id, name: name.vi })),
		relations:
			relation?.type === 'choice'
				? relation.options.map(({ value, label }) => ({ value, label: label.vi }))
				: []
	};
}
