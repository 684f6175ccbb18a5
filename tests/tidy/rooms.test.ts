import { describe, expect, it } from 'vitest';
import { circles, doors, roomOf, type Room, wrongImports } from './rooms.ts';
import { isCode, projectFiles, read } from './sources.ts';

const project = new Map(
	projectFiles()
		.filter(isCode)
		.map((file) => [file, read(file)])
);
const wrong = (file: string, text: string) => wrongImports(new Map([[file, text]]));

describe('imports point down', () => {
	it('in the whole project', () => {
		expect(project.size).toBeGreaterThan(50);
		expect(wrongImports(project)).toEqual([]);
	});

	it('and never in a circle', () => {
		expect(circles(project)).toEqual([]);
	});

	it('by a table that has no circle itself', () => {
		const below = (room: Room, way: readonly Room[]): void => {
			expect(way, 'a room may not stand on itself').not.toContain(room);
			for (const next of doors[room].values) below(next, [...way, room]);
		};
		for (const room of Object.keys(doors) as Room[]) below(room, []);
	});
});

describe('the checker sees', () => {
	it.each([
		['domain/money.ts', `import { db } from '../server/store/database.ts';`],
		['domain/money.ts', `import fs from 'node:fs';`],
		['sync/protocol.ts', `import type { Authority } from './store/authority.ts';`],
		['sync/client/driver.ts', `import { appRouter } from '../router.ts';`],
		['sync/client/driver.ts', `const router = await import('../router.ts');`],
		['server/node.ts', `export * from '../sync/client/db.ts';`],
		['server/node.ts', `import { startEid } from './sandbox/eid/server.ts';`],
		['server/sandbox/power.ts', `import type { Env } from '../env.ts';`],
		['server/payments/start.ts', `import { Lucia } from 'lucia';`],
		['src/lib/api.ts', `import { type AppRouter, appRouter } from '$server/router.ts';`],
		['src/lib/api.ts', `import { appRouter } from '../../server/router.ts';`],
		['src/routes/+page.svelte', `<script>let a = 1;</script>{#await import('$server/x.ts')}…{/await}`],
		['src/lib/find.ts', `new Worker(new URL('../../server/search.ts', import.meta.url))`],
		['src/lib/find.ts', `import { world } from '../../tests/support/world.ts';`],
		['server/router.ts', `import { page } from '../bench/page.ts';`],
		['scripts/start.mjs', `import { people } from '../server/sandbox/eid/people.ts';`],
		['sync/outbox.ts', ``],
		['elsewhere/new.ts', ``]
	])('the fault in %s: %s', (file, text) => {
		expect(wrong(file, text)).toHaveLength(1);
	});

	it.each([
		['domain/money.ts', `import * as z from 'zod/mini';`],
		['sync/client/driver.ts', `import type { SyncRouter } from '../router.ts';`],
		['src/lib/api.ts', `import type { AppRouter } from '$server/router.ts';`],
		['src/lib/api.ts', `import { type AppRouter } from '$server/router.ts';`],
		['src/lib/api.ts', `let router: import('$server/router.ts').AppRouter;`],
		['src/hooks.server.ts', `import { mount } from '$server/node.ts';`],
		['server/auth/session.ts', `import { Lucia } from 'lucia';`],
		['domain/dossier/machine.test.ts', `import { describe } from 'vitest'; import '../../server/env.ts';`]
	])('no fault in %s: %s', (file, text) => {
		expect(wrong(file, text)).toEqual([]);
	});

	it('a circle', () => {
		const files = new Map([
			['domain/a.ts', `import './b.ts';`],
			['domain/b.ts', `import { c } from './c.ts';`],
			['domain/c.ts', `import './a.ts'; import type { B } from './b.ts';`]
		]);
		expect(circles(files)).toEqual(['domain/a.ts → domain/b.ts → domain/c.ts → domain/a.ts']);
	});

	it('which room a file stands in', () => {
		expect(roomOf('server/sandbox/main.ts')).toBe('server/sandbox');
		expect(roomOf('server/main.ts')).toBe('server');
		expect(roomOf('sync/router.ts')).toBe('sync/router');
		expect(roomOf('src/hooks.ts')).toBe('src');
	});
});
