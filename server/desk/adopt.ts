/**
 * Takes dossiers into the queue that were submitted before their office came to the desk. Asks the database once at
 * start; where nothing is missing, nothing is read.
 */
import type { Agencies } from '../forwarding/agencies.ts';
import { audit } from '../store/audit.ts';
import type { Database, WriteTx } from '../store/database.ts';
import { loadDossier } from '../store/dossiers.ts';
import { callOff } from '../store/jobs.ts';
import { communeOf, hasReached, keepInQueue } from '../store/queue.ts';

/** Says of lines from before officers of communes had their own which commune's they are. Answers of how many. */
export async function placeInCommunes(db: Database): Promise<number> {
	const rows = await db.read('SELECT dossier_id FROM desk_queue WHERE commune IS NULL');
	for (let from = 0; from < rows.length; from += linesPerWrite)
		await db.write(async (tx) => {
			for (const row of rows.slice(from, from + linesPerWrite)) {
				const stored = await loadDossier(tx, String(row['dossier_id']));
				await tx.run('UPDATE desk_queue SET commune = ? WHERE dossier_id = ?', [
					stored ? communeOf(stored.dossier) : '',
					String(row['dossier_id'])
				]);
			}
		});
	return rows.length;
}

/** Others write meanwhile. */
const linesPerWrite = 200;

/** Answers how many it took in. */
export async function adoptDossiers(db: Database, agencies: Agencies, now: () => Date): Promise<number> {
	const offices = await db.read(
		`SELECT DISTINCT agency_system, agency_code FROM dossiers
		 WHERE NOT EXISTS (SELECT 1 FROM desk_queue WHERE desk_queue.dossier_id = dossiers.dossier_id)`
	);
	let adopted = 0;
	for (const office of offices) {
		const [system, agency] = [String(office['agency_system']), String(office['agency_code'])];
		if (!agencies.isAtDesk(system, agency)) continue;
		const rows = await db.read(
			`SELECT dossier_id FROM dossiers WHERE agency_system = ? AND agency_code = ?
			 AND NOT EXISTS (SELECT 1 FROM desk_queue WHERE desk_queue.dossier_id = dossiers.dossier_id)`,
			[system, agency]
		);
		for (const row of rows) {
			const taken = await db.write(async (tx) => {
				const stored = await loadDossier(tx, String(row['dossier_id']));
				if (!stored || !hasReached(stored.dossier)) return false;
				await keepInQueue(tx, stored.dossier);
				await callOffSending(tx, stored.dossier.dossierId, now());
				return true;
			});
			if (taken) adopted++;
		}
	}
	return adopted;
}

/** The office has it at the desk: what still waits for its system would be sent to nobody, or be done twice. */
async function callOffSending(tx: WriteTx, dossierId: string, now: Date): Promise<void> {
	const jobs = await callOff(tx, dossierId, 'Cơ quan nay làm việc tại bàn một cửa.');
	if (jobs > 0)
		await audit(tx, {
			at: now,
			actor: 'portal',
			action: 'job.called_off',
			subject: dossierId,
			detail: { jobs }
		});
}
