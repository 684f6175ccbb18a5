/** The door to the desk: who comes in, and from where. Everybody else is told that there is nothing. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from '../../../domain/faults.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { withRole } from '../../auth/roles.ts';
import type { Sessions } from '../../auth/session.ts';
import { isFromAnotherSite, isUnsafe, type Security } from '../../security.ts';
import type { Database } from '../../store/database.ts';
import type { Desk, Desks } from './desk.ts';

export type OpenDesk = (request: {
	readonly method: string;
	readonly headers: IncomingHttpHeaders;
}) => Promise<Result<Desk, Fault>>;

/** Looks at the role anew for every request: what an operator takes away is gone at once. */
export function createDeskDoor(deps: {
	readonly db: Database;
	readonly sessions: Sessions;
	readonly desks: Desks;
	readonly security: Security;
}): OpenDesk {
	return async ({ method, headers }) => {
		if (isUnsafe(method) && isFromAnotherSite({ headers }, deps.security))
			return err({ type: 'malformed', where: 'origin' });
		const session = await deps.sessions.read(headers.cookie);
		const editor = await withRole(deps.db, session?.person ?? null, 'editor');
		return editor.ok ? ok(deps.desks(editor.value)) : editor;
	};
}
