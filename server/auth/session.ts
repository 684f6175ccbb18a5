/**
 * Sessions: who is behind a cookie. The only file that knows lucia (its authors ended it; replacing it means
 * replacing this file, the tables stay).
 * Promises: the database holds only the hash of a session's id; a session ends after `sessionIdleMs` without use
 * and in any case after `sessionAbsoluteMs`; ending it takes effect at once, in other processes of the portal with
 * their next turn of the event loop. On a machine that anybody may use it ends after `sharedSessionMs`, and its cookie
 * with the browser.
 */
import { hash } from 'node:crypto';
import { Lucia, TimeSpan, type Adapter, type DatabaseSession } from 'lucia';
import { z } from 'zod';
import { PersonId, type Instant } from '../../domain/ids.ts';
import { sessionAbsoluteMs, sessionIdleMs, sharedSessionMs } from '../../domain/limits.ts';
import type { Database } from '../store/database.ts';
import { kindOf } from '../store/memory.ts';
import { findPerson, people, type Person } from '../store/people.ts';

/** Who is logged in, and until when at the latest if nothing more is done. */
export interface Session {
	readonly person: Person;
	readonly endsAt: Instant;
}

export interface Sessions {
	/** Opens a session under a new id, on her own device or on a shared one. Answers the value of `set-cookie`. */
	open(personId: PersonId, idToken: string, on?: 'own' | 'shared'): Promise<string>;
	/** The session behind a `cookie` header, or null. Using it keeps it alive. */
	read(cookies: string | undefined): Promise<Session | null>;
	/** Ends the session behind the header, if there is one. Answers the e-ID's token, for the logout over there. */
	end(cookies: string | undefined): Promise<{ idToken: string | null; cookie: string }>;
}

declare module 'lucia' {
	interface Register {
		Lucia: Lucia<SessionTimes, Person>;
		DatabaseSessionAttributes: SessionTimes;
		DatabaseUserAttributes: Person;
		UserId: PersonId;
	}
}

interface SessionTimes {
	createdAt: Date;
	seenAt: Date;
	shared: boolean;
	idToken: string | null;
}

/** Sessions are kept alive at most this often: a write for every request would be a write too many. */
const refreshMs = 24 * 3_600_000;

export function createSessions(db: Database, now: () => Date = () => new Date()): Sessions {
	const adapter = databaseAdapter(db, now);
	const lucia = new Lucia<SessionTimes, Person>(adapter, {
		sessionExpiresIn: new TimeSpan(sessionIdleMs / 1000, 's'),
		// The server decides when a session ends; a cookie with a clock of its own would only add a second opinion.
		sessionCookie: { name: '__Host-session', expires: false, attributes: { secure: true, sameSite: 'lax' } },
		getSessionAttributes: (attributes) => attributes,
		getUserAttributes: (attributes) => attributes
	});

	return {
		async open(personId, idToken, on = 'own') {
			await adapter.deleteExpiredSessions();
			const at = now();
			const session = await lucia.createSession(personId, {
				createdAt: at,
				seenAt: at,
				shared: on === 'shared',
				idToken
			});
			const cookie = lucia.createSessionCookie(session.id);
			// Without an age of its own a browser keeps it in memory, and forgets it when it is closed.
			if (on === 'shared') delete cookie.attributes.maxAge;
			return cookie.serialize();
		},

		async read(cookies) {
			const id = lucia.readSessionCookie(cookies ?? '');
			if (!id) return null;
			const { session, user } = await lucia.validateSession(id);
			if (!session) return null;
			const at = now();
			const endsAt = deadline(session, at);
			if (at.getTime() - session.seenAt.getTime() >= refreshMs)
				await adapter.updateSessionExpiration(id, endsAt);
			const { id: _, ...person } = user;
			return { person, endsAt: endsAt.toISOString() };
		},

		async end(cookies) {
			const cookie = lucia.createBlankSessionCookie().serialize();
			const id = lucia.readSessionCookie(cookies ?? '');
			if (!id) return { idToken: null, cookie };
			const { session } = await lucia.validateSession(id);
			await lucia.invalidateSession(id);
			return { idToken: session?.idToken ?? null, cookie };
		}
	};
}

/** When a session ends that was last used then. */
function deadline({ createdAt, shared }: Pick<SessionTimes, 'createdAt' | 'shared'>, seenAt: Date): Date {
	const absoluteMs = shared ? sharedSessionMs : sessionAbsoluteMs;
	return new Date(Math.min(seenAt.getTime() + sessionIdleMs, createdAt.getTime() + absoluteMs));
}

/**
 * lucia's storage over our own door, so that writes wait their turn and ids are stored hashed. Deadlines are ours
 * too: lucia knows no absolute limit, and lengthens a session only in its second half.
 */
function databaseAdapter(db: Database, now: () => Date): Adapter {
	/** Every request asks this: what was read once is remembered, and forgotten by whoever changes it. */
	async function session(sessionId: string): Promise<DatabaseSession | null> {
		const idHash = hashOf(sessionId);
		const row = await db.remembering(kept, idHash, async () => {
			const [found] = await db.read('SELECT * FROM sessions WHERE id_hash = ?', [idHash]);
			return found ? SessionRow.parse(found) : null;
		});
		return row && row.expires_at.getTime() > now().getTime() ? rowToSession(sessionId, row) : null;
	}

	return {
		async getSessionAndUser(sessionId) {
			const found = await session(sessionId);
			const person =
				found && (await db.remembering(people, found.userId, () => findPerson(db, found.userId)));
			return person ? [found, { id: person.personId, attributes: person }] : [null, null];
		},
		// Part of lucia's interface; a person's other sessions are asked for by no one here.
		async getUserSessions() {
			return [];
		},
		async setSession({ id, userId, attributes: { createdAt, seenAt, shared, idToken } }) {
			await db.write((tx) =>
				tx.run(
					`INSERT INTO sessions (id_hash, person_id, created_at, seen_at, expires_at, shared, id_token)
					VALUES (?, ?, ?, ?, ?, ?, ?)`,
					[
						hashOf(id),
						userId,
						createdAt.toISOString(),
						seenAt.toISOString(),
						deadline({ createdAt, shared }, seenAt).toISOString(),
						shared ? 1 : 0,
						idToken
					]
				)
			);
		},
		async updateSessionExpiration(sessionId) {
			const found = await session(sessionId);
			if (!found) return;
			const at = now();
			const idHash = hashOf(sessionId);
			await db.write(async (tx) => {
				await tx.run('UPDATE sessions SET expires_at = ?, seen_at = ? WHERE id_hash = ?', [
					deadline(found.attributes, at).toISOString(),
					at.toISOString(),
					idHash
				]);
				tx.remember(kept, idHash, undefined);
			});
		},
		async deleteSession(sessionId) {
			const idHash = hashOf(sessionId);
			await db.write(async (tx) => {
				await tx.run('DELETE FROM sessions WHERE id_hash = ?', [idHash]);
				tx.remember(kept, idHash, undefined);
			});
		},
		async deleteUserSessions(userId) {
			await db.write(async (tx) => {
				const gone = await tx.read('DELETE FROM sessions WHERE person_id = ? RETURNING id_hash', [userId]);
				for (const row of gone) tx.remember(kept, String(row['id_hash']), undefined);
			});
		},
		// Those are over by their own deadline, remembered or not.
		async deleteExpiredSessions() {
			await db.write((tx) => tx.run('DELETE FROM sessions WHERE expires_at <= ?', [now().toISOString()]));
		}
	};
}

function hashOf(sessionId: string): string {
	return hash('sha256', sessionId);
}

const SessionRow = z.object({
	person_id: PersonId,
	created_at: z.coerce.date(),
	seen_at: z.coerce.date(),
	expires_at: z.coerce.date(),
	shared: z.union([z.literal(0), z.literal(1)]),
	id_token: z.string().nullable()
});

type SessionRow = z.infer<typeof SessionRow>;

const kept = kindOf<SessionRow>('session', ({ id_token }) => 300 + (id_token?.length ?? 0));

function rowToSession(
	id: string,
	{ person_id, created_at, seen_at, expires_at, shared, id_token }: SessionRow
): DatabaseSession {
	return {
		id,
		userId: person_id,
		expiresAt: expires_at,
		attributes: { createdAt: created_at, seenAt: seen_at, shared: shared === 1, idToken: id_token }
	};
}
