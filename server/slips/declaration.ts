/**
 * The declaration of a dossier, printed from its definition: every question that was asked, with its answer, the papers
 * that came with it and the pledge. For the owner, like the slips; Vietnamese, as the law's forms are.
 */
import type { ServerResponse } from 'node:http';
import { dayOf } from '../../domain/dossier/calendar.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { Fault } from '../../domain/faults.ts';
import { DossierId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { dossierService } from '../../domain/services/all.ts';
import type { DossierService } from '../../domain/services/definition.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { formInWords, type Line, type Names } from '../../domain/services/words.ts';
import { ownDossier, type Visitor } from '../auth/guard.ts';
import { audit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import type { PlaceNames } from '../store/places.ts';
import { type Sheet, slipPdf } from './pdf.ts';

/** Address of the declaration of a dossier. */
export const declarationPath = /^\/ho-so\/([^/]+)\/phieu\/to-khai\.pdf$/;

/** What stands on it. @param origin of the portal, for the look-up address */
export function declarationOf(
	dossier: Dossier,
	service: DossierService,
	names: Names,
	origin: string
): Sheet {
	const { form, attachments, submittedAt } = dossier;
	const components = attachments.map(({ component }) => component);
	return {
		...declared(service, { form, components, today: dayOf(new Date(submittedAt)) }, names),
		agency: dossier.agency.name.vi,
		code: dossier.code,
		at: submittedAt,
		lead: `Kính gửi: ${dossier.agency.name.vi}`,
		lookUp: `${origin}/tra-cuu?ma=${encodeURIComponent(dossier.code)}`
	};
}

/** What follows from the answers alone. @param components the paper that each file is for */
export function declared(
	service: DossierService,
	given: { readonly form: FormValues; readonly components: readonly string[]; readonly today: string },
	names: Names
): Omit<Sheet, 'agency' | 'code' | 'at' | 'lead' | 'lookUp'> {
	const sections = formInWords(service, given.form, given.today, 'vi', names);
	const files = service.components.flatMap(({ id, name }) => {
		const count = given.components.filter((component) => component === id).length;
		return count > 0 ? [`${name.vi}: ${count} tệp`] : [];
	});
	const { fullName } = given.form;
	return {
		title: 'Tờ khai',
		lines: [['Thủ tục', `${service.title.vi} (${service.procedureCode})`]],
		table: {
			title: 'Nội dung đã khai',
			head: ['Câu hỏi', 'Trả lời'],
			widths: [0.42, 0.58],
			rows: sections.flatMap(({ title, lines }) => [[title.toUpperCase(), ''], ...lines.flatMap(rowsOf)])
		},
		notes: files.length > 0 ? ['Giấy tờ kèm theo:', ...files] : [],
		rule: service.basis.length > 0 ? `Căn cứ: ${service.basis.join('; ')}.` : '',
		signatures: [
			{ who: '', name: '' },
			{ who: 'Người khai', name: typeof fullName === 'string' ? fullName : '' }
		]
	};
}

function rowsOf({ label, answer, rows }: Line): string[][] {
	if (!rows) return [[label, answer || '(không khai)']];
	return rows.map((row, index) => [
		`${label} ${index + 1}`,
		row.map((cell) => `${cell.label}: ${cell.answer || '(không khai)'}`).join('\n')
	]);
}

/**
 * Sends it to the owner and notes that she took it. Faults: login_required, not_found (also when this release does not
 * know the form any more).
 */
export async function sendDeclaration(
	deps: {
		readonly db: Database;
		readonly now: () => Date;
		readonly places: PlaceNames;
		readonly portalOrigin: string;
	},
	visitor: Visitor,
	pathname: string,
	response: ServerResponse
): Promise<Result<null, Fault>> {
	const [, dossierId = ''] = declarationPath.exec(pathname) ?? [];
	if (!DossierId.safeParse(dossierId).success) return err({ type: 'not_found' });
	const own = await ownDossier(deps.db, visitor, dossierId);
	if (!own.ok) return own;
	const { dossier, personId } = own.value;
	const service = dossierService(dossier.procedureCode, dossier.serviceVersion);
	if (!service) return err({ type: 'not_found' });
	const names = { province: (code: string) => deps.places.provinceName(code).vi };
	const pdf = await slipPdf(declarationOf(dossier, service, names, deps.portalOrigin));
	await deps.db.write((tx) =>
		audit(tx, {
			at: deps.now(),
			actor: `citizen:${personId}`,
			action: 'declaration.read',
			subject: dossierId,
			detail: {}
		})
	);
	response.writeHead(200, {
		'content-type': 'application/pdf',
		'content-length': pdf.length,
		'content-disposition': `attachment; filename="to-khai-${dossier.code.replace(/[^\w.-]/g, '_')}.pdf"`,
		'x-content-type-options': 'nosniff',
		'content-security-policy': "sandbox; default-src 'none'",
		'cache-control': 'no-store'
	});
	response.end(pdf);
	return ok(null);
}
