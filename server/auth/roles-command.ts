/** `npm run roles -- grant <personal number> editor`, `… revoke …`, `… list`. Uses the portal's database variables. */
import { randomUUID } from 'node:crypto';
import { readDatabaseEnv } from '../env.ts';
import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { grantRole, listRoles, PersonalId, revokeRole, Role } from './roles.ts';

process.exitCode = await main(process.argv.slice(2));

async function main([action, number, name]: readonly string[]): Promise<number> {
	const personalId = PersonalId.safeParse(number);
	const role = Role.safeParse(name);
	const isChange = action === 'grant' || action === 'revoke';
	if (action !== 'list' && !(isChange && personalId.success && role.success)) {
		console.error(
			`npm run roles -- grant|revoke <12 digits> ${Role.options.join('|')}\nnpm run roles -- list`
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
		return 0;
	} finally {
		db.close();
	}
}
