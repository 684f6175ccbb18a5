import { expect, it } from 'vitest';
import { fileDatabase } from '../../tests/support/databases.ts';
import { openOffice } from '../../tests/support/office.ts';
import { grantDuties, revokeDuties } from '../desk/officers.ts';
import { findPerson } from '../store/people.ts';
import { grantRole } from './roles.ts';
import { workplacesOf } from './workplaces.ts';

const open = fileDatabase();

it('[M9] leads each to the places that open to her, others and guests nowhere', async () => {
	const { db, mai, sung, clock } = await openOffice(await open());
	const person = await findPerson(db, mai);
	const { personalId } = person ?? expect.unreachable();
	expect(await workplacesOf(db, null)).toEqual([]);
	expect(await workplacesOf(db, person)).toEqual([]);

	const by = { by: 'test', at: clock() };
	const grant = {
		personalId,
		agency: '000.00.12.G24',
		name: 'Mai',
		title: '',
		unit: '',
		duties: ['clerk'] as const
	};
	await db.write((tx) => grantDuties(tx, grant, { ...by, newId: 'mai' }));
	for (const role of ['editor', 'operator'] as const)
		await db.write((tx) => grantRole(tx, { personalId, role, ...by, grantId: role }));
	expect(await workplacesOf(db, person)).toEqual(['desk', 'publishing', 'operations']);
	expect(await workplacesOf(db, await findPerson(db, sung))).toEqual([]);

	await db.write((tx) => revokeDuties(tx, personalId, 'all', by));
	expect(await workplacesOf(db, person)).toEqual(['publishing', 'operations']);
});
