/**
 * What the pages of the officers' desk ask of the server, with 1,000 and with 100,000 dossiers of one office: each page
 * as its load function asks for it, the note in the audit included. By turns, so that other work on the machine falls
 * on both.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addWorkingDays, dayOf } from '../domain/dossier/calendar.ts';
import { dossierCode } from '../domain/dossier/code.ts';
import type { Status } from '../domain/dossier/machine.ts';
import { invariant } from '../domain/result.ts';
import { createOfficerDesks, type OfficerDesk } from '../server/desk/desk.ts';
import { grantDuties, officerOf } from '../server/desk/officers.ts';
import { openDatabase, type Database } from '../server/store/database.ts';
import { createFileVault } from '../server/uploads/files.ts';
import { openOffice, places } from '../tests/support/office.ts';
import { insuranceForm } from '../tests/support/forms.ts';
import type { BenchOptions } from './main.ts';
import { median, table } from './report.ts';

const agency = '000.00.12.G24';
const sizes = [1_000, 100_000] as const;
/** Over which they came. */
const days = 300;
/** Few new, many under way, most long over: as an office looks after a year. */
const mix: readonly Status[] = [1, 2, 4, 4, 4, 5, 9, 10, 10, 10, 10, 10, 10, 10, 3, 8, 7, 6, 4, 10];

export async function desk({ rounds }: BenchOptions): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-bench-'));
	const opened: Database[] = [];
	try {
		const desks: FilledDesk[] = [];
		for (const size of sizes) {
			const db = await openDatabase({ url: `file:${path.join(folder, `${size}.db`)}` });
			opened.push(db);
			desks.push(await filled(db, folder, size));
		}
		const names = Object.keys(pages);
		const taken = new Map(names.map((name) => [name, desks.map(() => [] as number[])]));
		for (let round = 0; round < rounds * 7; round++)
			for (const name of names)
				for (const [index, one] of desks.entries()) {
					const start = performance.now();
					await pages[name]?.(one);
					// The first opens connections and prepares statements.
					if (round > 0) taken.get(name)?.[index]?.push(performance.now() - start);
				}
		const ms = (value: number) => `${value.toFixed(1)} ms`;
		return table(
			['page', ...sizes.map((size) => `${size} dossiers`), 'ratio', 'goal'],
			names.map((name) => {
				const [few = NaN, many = NaN] = (taken.get(name) ?? []).map((all) => median(all));
				return [name, ms(few), ms(many), `${(many / few).toFixed(2)}×`, '≤ 2×'];
			})
		);
	} finally {
		for (const db of opened) db.close();
		await rm(folder, { recursive: true, force: true });
	}
}

interface FilledDesk {
	readonly desk: OfficerDesk;
	/** Of an officer of one commune among a hundred. */
	readonly ofCommune: OfficerDesk;
	/** A dossier under way, and its code. */
	readonly dossierId: string;
	readonly code: string;
	/** `after` of a page in the middle of what is over. */
	readonly middle: string;
	nextNew(): string | undefined;
	readonly today: string;
}

const list =
	(asked: Record<string, string>) =>
	async ({ desk: one }: FilledDesk) => {
		await one.queue(one.readFilter(asked));
	};

const pages: Readonly<Record<string, (filled: FilledDesk) => Promise<void>>> = {
	'queue, not finished': list({}),
	'queue, new': list({ status: '1' }),
	'queue, late': list({ lateness: 'late' }),
	'queue, due soon': list({ lateness: 'due_soon' }),
	'queue, mine, one service': list({ who: 'me', service: '1.002759' }),
	'queue, nobody’s, nothing found': list({ who: 'nobody', service: '9.999999' }),
	'queue, finished, in the middle': async (one) => list({ status: 'done', after: one.middle })(one),
	'a code is scanned': async ({ desk: one, code }) =>
		invariant((await one.find(code)).length === 1, 'it is there'),
	'the last four digits are typed': async ({ desk: one, code }) =>
		invariant((await one.find(code.slice(-4))).length > 0, 'it is there'),
	'the last six digits are typed': async ({ desk: one, code }) =>
		invariant((await one.find(code.replaceAll('-', '').slice(-6))).length > 0, 'it is there'),
	'queue of one commune': async ({ ofCommune: one }) => {
		await one.queue(one.readFilter({}));
	},
	'a dossier is opened': async ({ desk: one, dossierId }) =>
		invariant((await one.sheet(dossierId)).ok, 'it is there'),
	'a dossier is accepted': async ({ desk: one, nextNew, today }) => {
		const dossierId = nextNew();
		invariant(dossierId, 'there are new ones left');
		const sent = { dossierId, actId: randomUUID(), seen: 1 };
		const done = await one.act(sent, 'accept', { appointmentOn: addWorkingDays(today, 1) }, null);
		invariant(done.ok, `accepted: ${JSON.stringify(done)}`);
	}
};

async function filled(db: Database, folder: string, size: number): Promise<FilledDesk> {
	const office = await openOffice(db, undefined, { desk: [agency] });
	const today = dayOf(office.clock());
	const grant = { agency, title: 'Cán bộ', unit: 'BHXH' };
	for (const [index, name] of ['Lò Thị Xuân', 'Lường Thị Lan'].entries())
		await db.write((tx) =>
			grantDuties(
				tx,
				{ ...grant, personalId: `01118400445${index}`, name, duties: ['reception', 'specialist'] },
				{ by: 'bench', at: office.clock(), newId: `officer-${index}` }
			)
		);
	const officer = await officerOf(db, '011184004450');
	invariant(officer, 'she was just named');
	const ofCommune = { ...officer, commune: communeCode(0) };
	const news: string[] = [];
	let under = { dossierId: '', code: '' };
	let middle = '';
	const form = JSON.stringify(insuranceForm());
	await db.exclusive(async (client) => {
		for (let from = 0; from < size; from += 2_000) {
			const statements: { sql: string; args: (string | number | null)[] }[] = [];
			for (let index = from; index < Math.min(size, from + 2_000); index++) {
				const status = mix[index % mix.length] ?? 1;
				const dossierId = randomUUID();
				const day = dayBefore(today, index % days);
				const promised = addWorkingDays(day, 5 + (index % 90));
				const code = dossierCode(agency, day, 1 + Math.floor(index / days));
				const at = `${day}T03:00:00.000Z`;
				if (status === 1 && news.length < 500) news.push(dossierId);
				if (status === 4) under = { dossierId, code };
				if (status === 10 && index >= size / 2 && middle === '') middle = `${day}~${code}`;
				statements.push({
					sql: `INSERT INTO dossiers (dossier_id, person_id, code, procedure_code, service_version, catalogue_version,
						local_reference, claimed_at, agency_system, agency_code, agency_name, form, attachments, submitted_at)
						VALUES (?, ?, ?, '1.002759', 1, '1', 'TẠM SEN-0001', ?, 'bhxh', ?, '{"vi":"BHXH","en":"BHXH"}', ?, '[]', ?)`,
					args: [dossierId, office.mai, code, at, agency, form, at]
				});
				for (const [sequence, body] of eventsOf(status, at, day, promised).entries())
					statements.push({
						sql: 'INSERT INTO dossier_events (dossier_id, sequence, body) VALUES (?, ?, ?)',
						args: [dossierId, sequence + 1, JSON.stringify({ ...body, sequence: sequence + 1 })]
					});
				statements.push({
					sql: `INSERT INTO desk_queue (dossier_id, agency_code, code, procedure_code, service_version, applicant, status,
						day, appointment_on, arrived_at, officer_id, commune)
						VALUES (?, ?, ?, '1.002759', 1, 'Nguyễn Thị Mai', ?, ?, ?, ?, ?, ?)`,
					args: [
						dossierId,
						agency,
						code,
						status,
						status === 2 || status === 4 ? promised : day,
						status === 1 ? null : promised,
						at,
						index % 3 === 0 ? null : `officer-${index % 2}`,
						// Every commune has of every status.
						communeCode(Math.floor(index / mix.length) % 100)
					]
				});
			}
			await client.batch(statements, 'write');
		}
	});
	const desks = createOfficerDesks({
		db,
		agencies: office.agencies,
		places,
		vault: createFileVault(folder),
		now: office.clock,
		wake: () => {}
	});
	return {
		desk: desks(officer),
		ofCommune: desks(ofCommune),
		...under,
		middle,
		today,
		nextNew: () => news.shift()
	};
}

/** Enough for what is opened: new ones and those under way. */
function eventsOf(status: Status, at: string, receivedOn: string, appointmentOn: string): object[] {
	const actor = { role: 'agency', name: 'Lò Thị Xuân' };
	return [
		{ kind: 'submitted', at, actor: { role: 'citizen' } },
		...(status === 1 ? [] : [{ kind: 'accepted', at, actor, receivedOn, appointmentOn }]),
		...(status === 4 ? [{ kind: 'processing', at, actor, note: null }] : [])
	];
}

function communeCode(index: number): string {
	return String(3_000 + index).padStart(5, '0');
}

function dayBefore(today: string, days: number): string {
	return new Date(Date.parse(`${today}T00:00:00Z`) - days * 24 * 3_600_000).toISOString().slice(0, 10);
}
