/** The door to the officers' desk: who comes in, and from where. Everybody else is told that there is nothing. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from '../../domain/faults.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Sessions } from '../auth/session.ts';
import { isFromAnotherSite, isUnsafe, type Security } from '../security.ts';
import type { Database } from '../store/database.ts';
import type { OfficerDesk, OfficerDesks } from './desk.ts';
import { officerOf } from './officers.ts';

export type OpenOfficerDesk = (request: {
	readonly method: string;
	readonly headers: IncomingHttpHeaders;
}) => Promise<Result<OfficerDesk, Fault>>;

/** Looks at the duties anew for every request: what an operator takes away is gone at once. */
export function createOfficerDoor(deps: {
	readonly db: Database;
	readonly sessions: Pick<Sessions, 'read'>;
	readonly desks: OfficerDesks;
	readonly security: Security;
}): OpenOfficerDesk {
	return async ({ method, headers }) => {
		if (isUnsafe(method) && isFromAnotherSite({ headers }, deps.security))
			return err({ type: 'malformed', where: 'origin' });
		const session = await deps.sessions.read(headers.cookie);
		if (!session) return err({ type: 'login_required' });
		const officer = await officerOf(deps.db, session.person.personalId);
		return officer ? ok(deps.desks(officer)) : err({ type: 'not_found' });
	};
}
