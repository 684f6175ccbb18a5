/**
 * Whose session a request may use. A phone says for whom it speaks; a session of somebody else, begun in another tab
 * of a shared phone, does not count for it.
 */
import type { IncomingMessage } from 'node:http';
import { personHeader } from '../../sync/protocol.ts';
import type { Session, Sessions } from './session.ts';

/** The session behind the request; null when there is none, or when the phone speaks for another person. */
export async function sessionOf(sessions: Sessions, request: IncomingMessage): Promise<Session | null> {
	const session = await sessions.read(request.headers.cookie);
	const speaksFor = request.headers[personHeader];
	return speaksFor === undefined || speaksFor === session?.person.personId ? session : null;
}
