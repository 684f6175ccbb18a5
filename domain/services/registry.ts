/**
 * Every service that has a definition, with what lists need at once: its name. The definition itself is a file that is
 * fetched when its form is opened (the service worker keeps all of them), so that nobody pays for the forms of others.
 */
import type { Text } from '../text.ts';
import type { DossierService, Service } from './definition.ts';
import type { Blocks } from './expand.ts';
import { type ServiceFile, versionOn, versionsOf } from './versions.ts';

export interface ServiceSummary {
	readonly id: string;
	readonly procedureCode: string;
	readonly kind: Service['kind'];
	/** As in the newest version. */
	readonly title: Text;
	/** Whether it can be done here from beginning to end; otherwise only its definition exists. */
	readonly isOffered: boolean;
	readonly load: () => Promise<{ readonly default: unknown }>;
}

export const registry: readonly ServiceSummary[] = [
	{
		id: 'doi-gplx',
		procedureCode: '3.000347',
		kind: 'dossier',
		title: { vi: 'Đổi giấy phép lái xe', en: 'Driving-licence exchange' },
		isOffered: true,
		load: () => import('./definitions/doi-gplx.json', { with: { type: 'json' } })
	},
	{
		id: 'cap-lai-the-bhyt',
		procedureCode: '1.002759',
		kind: 'dossier',
		title: { vi: 'Cấp lại thẻ bảo hiểm y tế', en: 'Reissue of a health-insurance card' },
		isOffered: true,
		load: () => import('./definitions/cap-lai-the-bhyt.json', { with: { type: 'json' } })
	},
	{
		id: 'thanh-toan-tien-dien',
		procedureCode: 'TT.DIEN',
		kind: 'transaction',
		title: { vi: 'Thanh toán tiền điện', en: 'Electricity bill payment' },
		isOffered: true,
		load: () => import('./definitions/thanh-toan-tien-dien.json', { with: { type: 'json' } })
	}
];

/** The service of a procedure that can be done here; null for any other. */
export function offeredService(procedureCode: string): ServiceSummary | null {
	return registry.find((one) => one.isOffered && one.procedureCode === procedureCode) ?? null;
}

/** What a service is called; null when there is none for the procedure. */
export function serviceTitle(procedureCode: string): Text | null {
	return registry.find((one) => one.procedureCode === procedureCode)?.title ?? null;
}

/** All versions, oldest first; empty when there is no such service. Rejects when the file cannot be had now. */
export async function loadVersions(procedureCode: string): Promise<readonly Service[]> {
	const summary = registry.find((one) => one.procedureCode === procedureCode);
	if (!summary) return [];
	const [file, blocks] = await Promise.all([
		summary.load(),
		import('./definitions/blocks.json', { with: { type: 'json' } })
	]);
	return versionsOf(file.default as ServiceFile, blocks.default as unknown as Blocks);
}

/** A dossier service in one given version; null when this release does not know it. Rejects like `loadVersions`. */
export async function loadDossierService(
	procedureCode: string,
	version: number
): Promise<DossierService | null> {
	const found = (await loadVersions(procedureCode)).find((service) => service.version === version);
	return found?.kind === 'dossier' ? found : null;
}

/** The version under which a draft is begun on that day; null when it is no dossier. Rejects like `loadVersions`. */
export async function loadNewestService(procedureCode: string, day: string): Promise<DossierService | null> {
	const found = versionOn(await loadVersions(procedureCode), day);
	return found?.kind === 'dossier' ? found : null;
}
