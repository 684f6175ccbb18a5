/** The officers' desk over a fresh office (office.ts): officers by duty, and acts as a page sends them. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { DeskAct } from '../../domain/dossier/desk.ts';
import type { Duty } from '../../domain/dossier/schema.ts';
import type { DossierId } from '../../domain/ids.ts';
import { createOfficerDesks, type OfficerDesk } from '../../server/desk/desk.ts';
import type { Fields } from '../../server/desk/forms.ts';
import { grantDuties, officerOf } from '../../server/desk/officers.ts';
import { createFileVault } from '../../server/uploads/files.ts';
import type { Open } from './databases.ts';
import { openOffice, places } from './office.ts';

/** Offices of Lai Châu. */
export const insurance = '000.00.12.G24';
export const police = '000.00.12.G01';
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-desk-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** @param offices that work at the desk */
export async function openDesk(open: Open, offices: readonly string[] = [insurance]) {
	const db = await open();
	const office = await openOffice(db, undefined, { desk: offices });
	const vault = createFileVault(folder);
	const desks = createOfficerDesks({
		db,
		agencies: office.agencies,
		vault,
		places,
		now: office.clock,
		wake: () => {}
	});
	let number = 11_000_000_000;
	async function officer(
		name: string,
		duties: readonly Duty[],
		agency = insurance,
		commune?: string
	): Promise<OfficerDesk> {
		const personalId = String(++number).padStart(12, '0');
		await db.write((tx) =>
			grantDuties(
				tx,
				{ personalId, agency, commune, name, title: 'Cán bộ', unit: 'BHXH', duties },
				{ by: 'test', at: office.clock(), newId: randomUUID() }
			)
		);
		const record = await officerOf(db, personalId);
		if (!record) throw new Error('she was just named');
		return desks(record);
	}
	return {
		...office,
		vault,
		desks,
		officer,
		/** Fills the form of an act as a page would, and sends it. */
		async act(who: OfficerDesk, dossierId: DossierId, act: DeskAct, fields: Fields = {}, bytes?: Uint8Array) {
			const seen = (await office.dossier(dossierId)).events.length;
			const sent = { dossierId, actId: randomUUID(), seen };
			return who.act(sent, act, fields, bytes ? { name: 'ket-qua.pdf', bytes } : null);
		},
		audits: async (action: string) =>
			(await db.read('SELECT actor, subject, detail FROM audit WHERE action = ? ORDER BY seq', [action])).map(
				(row) => ({ ...row })
			)
	};
}

/** Forms that are right for a Monday, 23 November 2026. */
export const forms: Readonly<Record<DeskAct, Fields>> = {
	accept: { appointmentOn: '2026-11-25' },
	supplement: { other: 'Thiếu bản sao thẻ cũ', until: '2026-12-07' },
	refuse: { reason: 'Không thuộc thẩm quyền' },
	start: {},
	receive_supplement: { note: 'Bản sao thẻ cũ' },
	decide: { outcome: 'granted' },
	hand_over: { to: 'x' },
	fee: { 'label-1': 'Lệ phí cấp lại', 'amount-1': '30.000' },
	apologise: { reason: 'Mất điện', appointmentOn: '2026-12-18' },
	confirm_withdrawal: {},
	reject_withdrawal: { reason: 'Đã quyết định' },
	attach: {},
	return: {},
	stop: { reason: 'Người nộp đã mất' }
};
