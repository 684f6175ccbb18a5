/**
 * The register of the desk, `/mot-cua/so-theo-doi.pdf?tu=…&den=…`: what came to an officer's office (or her commune's)
 * on some days, as form 06. For those whose duties read every dossier; each taking is noted.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dayOf } from '../../domain/dossier/calendar.ts';
import { dayNumber } from '../../domain/dossier/days.ts';
import { mayRead, registerDaysMax, registerLinesMax } from '../../domain/dossier/desk.ts';
import type { Fault } from '../../domain/faults.ts';
import { isDay } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Sessions } from '../auth/session.ts';
import { answerPdf } from '../slips/answer.ts';
import { slipPdf } from '../slips/pdf.ts';
import { registerOf } from '../slips/register.ts';
import { audit } from '../store/audit.ts';
import type { Database, Reader } from '../store/database.ts';
import { loadDossier } from '../store/dossiers.ts';
import { officerOf, type OfficerRecord, officeText } from './officers.ts';
import { scopeOf } from './queue.ts';

export const registerPath = '/mot-cua/so-theo-doi.pdf';

/** Days in Việt Nam; both count. */
export interface RegisterRange {
	readonly from: string;
	readonly to: string;
}

/** Whether the officer may have the register: it names everybody who came. */
export function mayKeepRegister({ duties }: Pick<OfficerRecord, 'duties'>): boolean {
	return mayRead(duties, 1);
}

/** Null for what are no days, the wrong way round, or more than `registerDaysMax`. */
export function readRange(from: string, to: string): RegisterRange | null {
	if (!isDay(from) || !isDay(to)) return null;
	const days = dayNumber(to) - dayNumber(from) + 1;
	return days >= 1 && days <= registerDaysMax ? { from, to } : null;
}

/** Ids of what came, in that order; one more than `registerLinesMax` when there are more. */
export async function arrivals(
	db: Reader,
	officer: OfficerRecord,
	{ from, to }: RegisterRange
): Promise<string[]> {
	const { where, args } = scopeOf(officer);
	const rows = await db.read(
		`SELECT dossier_id FROM desk_queue WHERE ${where} AND arrived_at >= ? AND arrived_at < ?
		 ORDER BY arrived_at, code LIMIT ${registerLinesMax + 1}`,
		[...args, startOf(from, 0), startOf(to, 1)]
	);
	return rows.map((row) => String(row['dossier_id']));
}

/** Sends it, or answers why not: login_required, not_found, malformed (no such days), too_large (too many lines). */
export function createOfficerRegister(deps: {
	readonly db: Database;
	readonly sessions: Pick<Sessions, 'read'>;
	readonly now: () => Date;
}): (request: IncomingMessage, url: URL, response: ServerResponse) => Promise<Result<null, Fault>> {
	const { db, now } = deps;
	return async (request, url, response) => {
		const session = await deps.sessions.read(request.headers.cookie);
		if (!session) return err({ type: 'login_required' });
		const officer = await officerOf(db, session.person.personalId);
		if (!officer || !mayKeepRegister(officer)) return err({ type: 'not_found' });
		const today = dayOf(now());
		const { searchParams } = url;
		const range = readRange(searchParams.get('tu') ?? today, searchParams.get('den') ?? today);
		if (!range) return err({ type: 'malformed', where: 'tu' });
		const ids = await arrivals(db, officer, range);
		if (ids.length > registerLinesMax) return err({ type: 'too_large' });
		const stored = await Promise.all(ids.map((id) => loadDossier(db, id)));
		const dossiers = stored.flatMap((one) => one?.dossier ?? []);
		const sheet = registerOf(dossiers, {
			office: officer.unit,
			keeper: officer.name,
			now: now(),
			...range
		});
		const pdf = await slipPdf(sheet, 'A4 across');
		await db.write((tx) =>
			audit(tx, {
				at: now(),
				actor: `officer:${officer.officerId}`,
				action: 'desk.register_read',
				subject: officeText(officer),
				detail: { ...range, dossiers: dossiers.length }
			})
		);
		answerPdf(response, pdf, `so-theo-doi-${range.from}-${range.to}.pdf`);
		return ok(null);
	};
}

/** The instant at which the day begins in Việt Nam, or one so many days later. */
function startOf(day: string, later: number): string {
	return new Date(Date.parse(`${day}T00:00:00+07:00`) + later * 24 * 3_600_000).toISOString();
}
