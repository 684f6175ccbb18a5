/** Sessions are remembered by each process of the portal; what any of them changes holds at once in all. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { forEachDatabase } from '../../tests/support/databases.ts';
import { migrate } from '../store/migrate.ts';
import { findOrCreatePerson } from '../store/people.ts';
import { createSessions } from './session.ts';

const claims = {
	issuer: 'https://eid.test',
	subject: 'mai',
	personalId: '011085001234',
	name: 'Nguyễn Thị Mai',
	birth: '1985',
	sex: 'female',
	phone: '0912345678'
} as const;

forEachDatabase((open) => {
	it('[I7] a session ends everywhere at once, and says of its person what holds now', async () => {
		const [one, two] = [await open(), await open()];
		let nowMs = Date.parse('2026-11-23T02:00:00.000Z');
		const now = () => new Date(nowMs);
		await migrate(one, now);
		const [here, there] = [createSessions(one, now), createSessions(two, now)];
		const { personId } = await one.write((tx) => findOrCreatePerson(tx, claims, now()));
		const login = async () => (await here.open(personId, 'token')).split(';')[0] ?? '';
		const cookie = await login();
		// Two processes do not share a turn of the event loop; these do.
		const name = async (sessions = here) => {
			await nextTurn();
			return (await sessions.read(cookie))?.person.name;
		};
		expect([await name(), await name(there), await name()]).toEqual(Array(3).fill('Nguyễn Thị Mai'));
		await one.write((tx) => findOrCreatePerson(tx, { ...claims, name: 'Nguyễn Mai' }, now()));
		expect([await name(), await name(there)]).toEqual(['Nguyễn Mai', 'Nguyễn Mai']);
		await two.write((tx) => findOrCreatePerson(tx, { ...claims, name: 'Mai' }, now()));
		expect([await name(), await name(there)]).toEqual(['Mai', 'Mai']);
		await there.end(cookie);
		await nextTurn();
		expect([await here.read(cookie), await there.read(cookie)]).toEqual([null, null]);

		const second = await login();
		const read = await Promise.all([here.read(second), there.read(second)]);
		expect(read.map((session) => session?.person.personId)).toEqual([personId, personId]);
		await here.end(second);
		expect(await here.read(second)).toBe(null);
		await nextTurn();
		expect([await here.read(second), await there.read(second)]).toEqual([null, null]);

		const third = await login();
		expect(await here.read(third)).not.toBe(null);
		nowMs += 400 * 24 * 3_600_000;
		expect(await here.read(third)).toBe(null);
	});
});
