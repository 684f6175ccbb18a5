import { expect, it } from 'vitest';
import { PersonId } from '../../domain/ids.ts';
import { forEachDatabase } from '../../tests/support/databases.ts';
import { firstBrokenAudit } from '../store/audit.ts';
import { migrate } from '../store/migrate.ts';
import type { Person } from '../store/people.ts';
import { grantRole, hasRole, listRoles, revokeRole, withRole } from './roles.ts';

const at = new Date('2026-07-25T03:00:00.000Z');
const person: Person = {
	personId: PersonId.parse('00000000-0000-4000-8000-000000000001'),
	name: 'Nguyễn Thị Mai',
	personalId: '012190001234',
	birth: '1990-03-08',
	sex: 'female',
	phone: ''
};
const change = { personalId: person.personalId, role: 'editor', by: 'operator', at } as const;

forEachDatabase((open) => {
	it('[E1] nobody has a role that was not given; giving twice gives once; taking takes effect at once', async () => {
		const db = await open();
		await migrate(db, () => at);
		expect(await withRole(db, null, 'editor')).toEqual({ ok: false, error: { type: 'login_required' } });
		expect(await withRole(db, person, 'editor')).toEqual({ ok: false, error: { type: 'not_found' } });

		expect(await db.write((tx) => grantRole(tx, { ...change, grantId: 'g-1' }))).toBe(true);
		expect(await db.write((tx) => grantRole(tx, { ...change, grantId: 'g-2' }))).toBe(false);
		expect(await withRole(db, person, 'editor')).toEqual({ ok: true, value: person });
		expect(await hasRole(db, { ...person, personalId: '012190001235' }, 'editor')).toBe(false);
		expect(await listRoles(db)).toMatchObject([{ grantId: 'g-1', role: 'editor', grantedBy: 'operator' }]);

		expect(await db.write((tx) => revokeRole(tx, change))).toBe(true);
		expect(await db.write((tx) => revokeRole(tx, change))).toBe(false);
		expect(await hasRole(db, person, 'editor')).toBe(false);
		const trail = await db.read('SELECT action, subject, detail FROM audit ORDER BY seq');
		expect(trail.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
			'role_granted g-1',
			'role_revoked g-1'
		]);
		expect(JSON.stringify(trail)).not.toContain(person.personalId);
		expect(await firstBrokenAudit(db)).toBeNull();
	});
});
