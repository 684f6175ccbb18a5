/**
 * Our server with the same checks and no database: sessions and drafts in maps. What a push costs above this is what
 * keeping it costs.
 */
import { createHash, randomUUID } from 'node:crypto';
import { type DraftFeed, exchangeDrafts } from '../../domain/drafts/exchange.ts';
import { PersonId } from '../../domain/ids.ts';
import type { HttpDeps } from '../../server/http.ts';
import type { Session } from '../../server/auth/session.ts';
import type { Authority } from '../../sync/store/authority.ts';

export function withoutDatabase(people: number): { deps: HttpDeps; cookies: string[] } {
	const sessions = new Map<string, Session>();
	const cookies = Array.from({ length: people }, (_, n) => {
		const id = randomUUID();
		const person = {
			personId: PersonId.parse(randomUUID()),
			name: 'Nguyễn Thị Mai',
			personalId: `0121900${String(10_000 + n)}`,
			birth: '1990',
			sex: 'female',
			phone: '0912345678'
		} as const;
		sessions.set(hashOf(id), { person, endsAt: '2027-01-01T00:00:00.000Z' });
		return `__Host-session=${id}`;
	});
	const never = () => {
		throw new Error('a push needs nothing else');
	};
	const needed: Partial<HttpDeps> = {
		security: { portalOrigin: 'http://localhost', trustProxy: false },
		authority: memoryAuthority(),
		now: () => new Date(),
		sessions: {
			open: never,
			end: never,
			async read(header) {
				const id = /(?:^|; *)__Host-session=([^;]+)/.exec(header ?? '')?.[1];
				return (id && sessions.get(hashOf(id))) || null;
			}
		},
		wakeWorker() {},
		log: (message, error) => console.error(message, error)
	};
	const unused = new Proxy(never, { get: () => never });
	// The other addresses are there and nobody calls them.
	const deps = new Proxy(needed, { get: (all, name) => Reflect.get(all, name) ?? unused }) as HttpDeps;
	return { cookies, deps };
}

function memoryAuthority(): Authority {
	const feeds = new Map<PersonId, Omit<DraftFeed, 'foreign'>>();
	const never = () => Promise.reject(new Error('a push has no operations'));
	return {
		apply: never,
		applyAll: async () => [],
		async exchangeDrafts(personId, up) {
			const feed = feeds.get(personId) ?? { revision: 0, numbered: 0, open: 0, drafts: [] };
			const done = exchangeDrafts({ ...feed, foreign: new Set() }, up, Date.now());
			const { changed, revision, numbered } = done;
			if (changed.length > 0) feeds.set(personId, { revision, numbered, open: 1, drafts: changed });
			return done.down;
		},
		changesSince: async (_personId, cursor) => ({ changes: [], cursor, more: false })
	};
}

function hashOf(sessionId: string): string {
	return createHash('sha256').update(sessionId).digest('hex');
}
