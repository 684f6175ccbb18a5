/**
 * `npm run roles -- grant <personal number> editor`, `… revoke …`, `… list`. Officers of the desk:
 * `… officer <personal number> <office code>[/<commune code>] <duty,duty…> <name> <title> <unit>`, `… dismiss <personal number> [duty,duty…]`.
 * Uses the portal's database variables.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Duty } from '../../domain/dossier/schema.ts';
import {
	AgencyCode,
	CommuneCode,
	grantDuties,
	listOfficers,
	officeText,
	revokeDuties
} from '../desk/officers.ts';
import { readDatabaseEnv } from '../env.ts';
import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { grantRole, listRoles, PersonalId, revokeRole, Role } from './roles.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
	const [action, number, name] = words;
	if (action === 'officer' || action === 'dismiss') return officers(action, words.slice(1));
	const personalId = PersonalId.safeParse(number);
	const role = Role.safeParse(name);
	const isChange = action === 'grant' || action === 'revoke';
	if (action !== 'list' && !(isChange && personalId.success && role.success)) {
		console.error(
			`npm run roles -- grant|revoke <12 digits> ${Role.options.join('|')}\nnpm run roles -- list\n${officerUsage}`
		);
		return 2;
	}
	const db = await openDatabase(readDatabaseEnv(process.env));
	try {
		const at = new Date();
		await migrate(db, () => at);
		if (isChange && personalId.success && role.success) {
			const change = { personalId: personalId.data, role: role.data, by: 'operator', at };
			const isDone = await db.write((tx) =>
				action === 'grant' ? grantRole(tx, { ...change, grantId: randomUUID() }) : revokeRole(tx, change)
			);
			console.log(isDone ? 'done' : 'it was so already');
		} else
			for (const grant of await listRoles(db))
				console.log(`${grant.personalId}  ${grant.role}  ${grant.grantedAt}  by ${grant.grantedBy}`);
		if (action === 'list')
			for (const one of await listOfficers(db))
				console.log(
					`${one.personalId}  ${officeText(one)}  ${one.duties.join(',')}  ${one.name}, ${one.title}`
				);
		return 0;
	} finally {
		db.close();
	}
}

const officerUsage = `npm run roles -- officer <12 digits> <office code>[/<commune code>] <duty,duty…> "<name>" "<title>" "<unit>"
npm run roles -- dismiss <12 digits> [duty,duty…]
duties: ${Duty.options.join(', ')}`;

/** Names an officer, or takes her duties. */
async function officers(action: 'officer' | 'dismiss', words: readonly string[]): Promise<number> {
	const personalId = PersonalId.safeParse(words[0]);
	const duties = z.array(Duty).safeParse((action === 'officer' ? words[2] : words[1])?.split(',') ?? []);
	const [office, place] = (words[1] ?? '').split('/');
	const agency = AgencyCode.safeParse(office);
	const commune = CommuneCode.optional().safeParse(place);
	const [name = '', title = '', unit = ''] = words.slice(3).map((word) => word.normalize('NFC').trim());
	const isWhole =
		action === 'dismiss' ||
		(agency.success && commune.success && name !== '' && (duties.data ?? []).length > 0);
	if (!personalId.success || !duties.success || !isWhole) {
		console.error(officerUsage);
		return 2;
	}
	const db = await openDatabase(readDatabaseEnv(process.env));
	try {
		const at = new Date();
		await migrate(db, () => at);
		const by = { by: 'operator', at, newId: randomUUID() };
		const isDone = await db.write(async (tx) => {
			if (action === 'dismiss')
				return revokeDuties(tx, personalId.data, duties.data.length > 0 ? duties.data : 'all', by);
			const grant = {
				personalId: personalId.data,
				agency: agency.data ?? '',
				commune: commune.data,
				name,
				title,
				unit,
				duties: duties.data
			};
			const given = await grantDuties(tx, grant, by);
			if (!given.ok) console.error(`works for ${given.error.worksAt}: dismiss there first`);
			return given.ok && given.value;
		});
		console.log(isDone ? 'done' : 'nothing changed');
		return 0;
	} finally {
		db.close();
	}
}
