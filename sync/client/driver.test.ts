import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PersonId } from '../../domain/ids.ts';
import { err, ok } from '../../domain/result.ts';
import type { Exchange } from '../protocol.ts';
import { sampleId, withdrawal } from '../../tests/support/phone-samples.ts';
import { phoneCommands } from './commands.ts';
import { type Owner, PhoneDb } from './db.ts';
import { type LineState, startSync, type Sync } from './driver.ts';
import type { Wire } from './loop.ts';
import { type Me, signIn, signOut } from './session.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';

const me: Me = {
	personId: PersonId.parse(sampleId(1)),
	name: 'Nguyễn Thị Mai',
	personalId: '012190001234',
	birth: '1990-05-05',
	sex: 'female',
	phone: '0912345678'
};

/** Tabs in line for one lock, as the browser has it. */
function lockQueue(): LockManager {
	let line: Promise<unknown> = Promise.resolve();
	return {
		async request(_name: string, options: LockOptions, run: () => Promise<void>) {
			const turn = line.then(async () => {
				if (options.signal?.aborted) throw new DOMException('closed', 'AbortError');
				await run();
			});
			line = turn.catch(() => {});
			await turn;
		},
		query: () => Promise.resolve({})
	} as unknown as LockManager;
}

const running: Sync[] = [];
const open: PhoneDb[] = [];
afterEach(async () => {
	await Promise.all(running.splice(0).map((sync) => sync.stop()));
	for (const db of open.splice(0)) db.close();
	for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
});

function tab(owner: Owner, locks: LockManager | undefined, wire: Partial<Wire> = {}) {
	const sent: Exchange[] = [];
	const db = new PhoneDb(owner);
	const deps = testDeps();
	const sync = startSync({
		db,
		deps,
		locks,
		wire: {
			exchange: async (exchange) => {
				sent.push(exchange);
				const outcomes = exchange.operations.map(({ operationId }) => ({
					type: 'done' as const,
					operationId
				}));
				return ok({ outcomes, changes: [], cursor: 1, more: false, serverTime: 0 });
			},
			upload: async () => ok(null),
			result: async () => err({ type: 'not_found' }),
			...wire
		}
	});
	running.push(sync);
	open.push(db);
	return { db, deps, sync, sent };
}

/** Resolves when the line is as wished; the test's own time limit is the other end. */
function until(sync: Sync, wished: (line: LineState) => boolean): Promise<LineState> {
	return new Promise((resolve) => {
		if (wished(sync.line)) resolve(sync.line);
		const unsubscribe = sync.subscribe((line) => {
			if (!wished(line)) return;
			unsubscribe();
			resolve(line);
		});
	});
}
const isSynced = (line: LineState) => line.kind === 'idle' && line.syncedAt !== null;

describe('sync in the browser', () => {
	it('sends what is queued without being told', async () => {
		await signIn(me);
		const { db, sync, sent } = tab(me.personId, lockQueue());
		await until(sync, isSynced);
		await phoneCommands(db, testDeps()).withdraw(withdrawal(1).dossierId, 'Nhầm');
		await until(sync, (line) => line.kind === 'working');
		await until(sync, isSynced);
		expect(sent.flatMap(({ operations }) => operations.map(({ kind }) => kind))).toEqual(['withdraw']);
		expect(await db.sealedOutbox.count()).toBe(0);
	});

	it('[S9] lets one tab send, shows the same line in the others, and hands over when it closes', async () => {
		await signIn(me);
		const locks = lockQueue();
		const first = tab(me.personId, locks);
		await until(first.sync, isSynced);
		const second = tab(me.personId, locks);
		expect(await until(second.sync, isSynced)).toEqual(first.sync.line);
		const before = first.sent.length;
		second.sync.wake();
		await until(first.sync, (line) => line.kind === 'working');
		await until(first.sync, isSynced);
		expect([first.sent.length, second.sent.length]).toEqual([before + 1, 0]);
		await first.sync.stop();
		await until(second.sync, (line) => line.kind === 'working');
		await until(second.sync, isSynced);
		expect(second.sent.length).toBeGreaterThan(0);
	});

	it('begins anew from the disk after something impossible, by itself and when she asks', async () => {
		const said = vi.spyOn(console, 'error').mockImplementation(() => {});
		await signIn(me);
		let breaks = 2;
		const { db, deps, sync } = tab(me.personId, lockQueue(), {
			exchange: async ({ operations }) => {
				if (breaks-- > 0) throw new TypeError('nobody thought of that');
				const outcomes = operations.map(({ operationId }) => ({ type: 'done' as const, operationId }));
				return ok({ outcomes, changes: [], cursor: 1, more: false, serverTime: 0 });
			}
		});
		await phoneCommands(db, testDeps()).withdraw(withdrawal(1).dossierId, 'Nhầm');
		await until(sync, (line) => line.kind === 'waiting' && breaks === 1);
		deps.ring();
		await until(sync, (line) => line.kind === 'waiting' && breaks === 0);
		sync.wake();
		await until(sync, isSynced);
		expect(await db.sealedOutbox.count()).toBe(0);
		expect(said).toHaveBeenCalledTimes(2);
		said.mockRestore();
	});

	it('syncs in every tab where the browser has no locks', async () => {
		await signIn(me);
		const { sync, sent } = tab(me.personId, undefined);
		await until(sync, isSynced);
		expect(sent).toHaveLength(1);
	});

	it('[R6] sends nothing for a guest and says that a login is needed', async () => {
		const { db, sync, sent } = tab('guest', lockQueue());
		await phoneCommands(db, testDeps()).withdraw(withdrawal(1).dossierId, 'Nhầm');
		await until(sync, (line) => line.kind === 'needsLogin');
		sync.wake();
		expect(sent).toEqual([]);
	});

	it('[R6] sends nothing for her once somebody else uses the phone', async () => {
		await signIn(me);
		const { db, sync, sent } = tab(me.personId, lockQueue());
		await until(sync, isSynced);
		const before = sent.length;
		await signOut({ wipe: false });
		await phoneCommands(db, testDeps()).withdraw(withdrawal(1).dossierId, 'Nhầm');
		await until(sync, (line) => line.kind === 'needsLogin');
		expect(sent).toHaveLength(before);
		expect(await db.sealedOutbox.count()).toBe(1);
	});

	it.each([
		['offline', 1],
		['unavailable', 0]
	] as const)(
		'[S21] asks to be woken when the line is back only where there is none: %s',
		async (type, times) => {
			const register = vi.fn(async () => {});
			const serviceWorker = { ready: Promise.resolve({ sync: { register } }) };
			vi.stubGlobal('navigator', { serviceWorker });
			await signIn(me);
			const { sync } = tab(me.personId, lockQueue(), { exchange: async () => err({ type }) });
			await until(sync, (line) => line.kind === 'waiting');
			await serviceWorker.ready;
			expect(register).toHaveBeenCalledTimes(times);
			vi.unstubAllGlobals();
		}
	);

	it('[S6] waits for a login and goes on with everything after it', async () => {
		await signIn(me);
		let loggedIn = false;
		const sent: Exchange[] = [];
		const { db, sync } = tab(me.personId, lockQueue(), {
			exchange: async (exchange) => {
				if (!loggedIn) return err({ type: 'login_required' });
				sent.push(exchange);
				const outcomes = exchange.operations.map(({ operationId }) => ({
					type: 'done' as const,
					operationId
				}));
				return ok({ outcomes, changes: [], cursor: 1, more: false, serverTime: 0 });
			}
		});
		await phoneCommands(db, testDeps()).withdraw(withdrawal(1).dossierId, 'Nhầm');
		await until(sync, (line) => line.kind === 'needsLogin');
		expect(await db.sealedOutbox.count()).toBe(1);
		loggedIn = true;
		sync.wake();
		await until(sync, isSynced);
		expect(sent[0]?.operations).toHaveLength(1);
	});
});
