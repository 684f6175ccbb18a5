/**
 * The declaration as it would be printed, before it is sent: `POST /to-khai/xem-truoc.pdf` with the answers. Nothing of
 * them is kept or logged; that somebody looked, and at which form, is noted. Only for people who are logged in, and
 * each so often a minute: drawing costs more than reading.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { dayOf } from '../../domain/dossier/calendar.ts';
import type { Fault } from '../../domain/faults.ts';
import { declarationBytesMax } from '../../domain/limits.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { dossierService } from '../../domain/services/all.ts';
import { cleanValues } from '../../domain/services/validate.ts';
import { FormValues } from '../../domain/services/values.ts';
import type { Visitor } from '../auth/guard.ts';
import type { Lookups } from '../issuers/lookups.ts';
import { audit } from '../store/audit.ts';
import { adoptWhenNew } from '../store/forms.ts';
import type { Database } from '../store/database.ts';
import type { PlaceNames } from '../store/places.ts';
import { readText } from '../trpc.ts';
import { answerPdf } from './answer.ts';
import { declared } from './declaration.ts';
import { slipPdf } from './pdf.ts';

export const previewPath = '/to-khai/xem-truoc.pdf';

const Asked = z.strictObject({
	procedureCode: z.string().max(40),
	serviceVersion: z.int().nonnegative(),
	form: FormValues,
	/** The paper that each file is for. */
	components: z.array(z.string().max(40)).max(200)
});

/** Faults: login_required, too_many_requests, too_large, malformed, unknown_service_version. */
export async function sendPreview(
	deps: {
		readonly db: Database;
		readonly now: () => Date;
		readonly places: PlaceNames;
		/** Counts by person. */
		readonly previews: Lookups;
	},
	{ person }: Visitor,
	request: IncomingMessage,
	response: ServerResponse
): Promise<Result<null, Fault>> {
	if (!person) return err({ type: 'login_required' });
	const now = deps.now();
	const retryAfterMs = deps.previews.take(person.personId, now.getTime());
	if (retryAfterMs > 0) return err({ type: 'too_many_requests', retryAfterMs });
	const body = await readText(request, declarationBytesMax);
	if (!body.ok) return body;
	const asked = Asked.safeParse(parsed(body.value));
	if (!asked.success) return err({ type: 'malformed' });
	const { procedureCode, serviceVersion, components } = asked.data;
	await adoptWhenNew(deps.db, procedureCode, serviceVersion);
	const service = dossierService(procedureCode, serviceVersion);
	if (!service) return err({ type: 'unknown_service_version', procedureCode, version: serviceVersion });
	const today = dayOf(now);
	const form = cleanValues(service, asked.data.form, today);
	const names = { province: (code: string) => deps.places.provinceName(code).vi };
	const pdf = await slipPdf({
		...declared(service, { form, components, today }, names),
		agency: 'Bản xem trước',
		code: null,
		at: now.toISOString(),
		lead: 'Bản xem trước. Hồ sơ chưa nộp, tờ khai này chưa có giá trị.',
		lookUp: null
	});
	await deps.db.write((tx) =>
		audit(tx, {
			at: now,
			actor: `citizen:${person.personId}`,
			action: 'declaration.previewed',
			subject: person.personId,
			detail: { procedureCode, serviceVersion }
		})
	);
	answerPdf(response, pdf, 'to-khai-xem-truoc.pdf');
	return ok(null);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
