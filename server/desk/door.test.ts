import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PersonId } from '../../domain/ids.ts';
import { fileDatabase, type Open } from '../../tests/support/databases.ts';
import { freeSubmission, openOffice, places } from '../../tests/support/office.ts';
import type { Session } from '../auth/session.ts';
import { createFileVault } from '../uploads/files.ts';
import { createOfficerDesks } from './desk.ts';
import { createOfficerDoor } from './door.ts';
import { createOfficerFiles } from './files.ts';
import { grantDuties, revokeDuties } from './officers.ts';

const portalOrigin = 'http://portal.test';
const office = { xuan: '000.00.12.G24', hung: '000.00.12.G01' } as const;
const numbers = { xuan: '011184004455', hung: '011080001111', mai: '012190001234' } as const;

/** Sessions whose cookie is the name of who is logged in. */
const sessions = {
	async read(cookies: string | undefined): Promise<Session | null> {
		const personalId = numbers[cookies as keyof typeof numbers];
		if (!personalId) return null;
		const person = { name: '', personalId, birth: '1990', sex: 'female', phone: '' } as const;
		return { person: { ...person, personId: randomUUID() as PersonId }, endsAt: '2027-01-01T00:00:00.000Z' };
	}
};

async function building(open: Open) {
	const db = await open();
	const { agencies, clock, submitted } = await openOffice(db, undefined, { desk: Object.values(office) });
	for (const name of ['xuan', 'hung'] as const)
		await db.write((tx) =>
			grantDuties(
				tx,
				{ personalId: numbers[name], agency: office[name], name, title: '', unit: '', duties: ['reception'] },
				{ by: 'test', at: clock(), newId: name }
			)
		);
	const vault = createFileVault('/nowhere');
	const door = createOfficerDoor({
		db,
		sessions,
		desks: createOfficerDesks({ db, agencies, vault, places, now: clock, wake: () => {} }),
		security: { portalOrigin, trustProxy: false }
	});
	const files = createOfficerFiles({ db, sessions, vault, now: clock, portalOrigin });
	return {
		db,
		clock,
		submitted,
		enter: (cookie?: string, more: Record<string, string> = {}, method = 'GET') =>
			door({ method, headers: { ...(cookie && { cookie }), ...more } }),
		/** Nothing is sent to who is refused, so that no response is needed. */
		fetch: (cookie: string | undefined, pathname: string) =>
			files(
				{ headers: { cookie } } as IncomingMessage,
				pathname,
				new Proxy({}, { get: () => expect.unreachable('nothing is sent') }) as ServerResponse
			)
	};
}

describe('[M1] the door of the desk', () => {
	const open = fileDatabase();
	const loginRequired = { ok: false, error: { type: 'login_required' } };
	const notFound = { ok: false, error: { type: 'not_found' } };

	it('opens to officers; a guest is sent to log in, a citizen finds nothing, another site causes nothing', async () => {
		const { db, clock, enter } = await building(open);
		expect(await enter()).toEqual(loginRequired);
		expect(await enter('mai')).toEqual(notFound);
		const opened = await enter('xuan');
		expect(opened.ok && opened.value.officer).toMatchObject({ agency: office.xuan, duties: ['reception'] });
		expect(await enter('xuan', { 'sec-fetch-site': 'cross-site' }, 'POST')).toEqual({
			ok: false,
			error: { type: 'malformed', where: 'origin' }
		});
		await db.write((tx) => revokeDuties(tx, numbers.xuan, 'all', { by: 'test', at: clock() }));
		expect(await enter('xuan')).toEqual(notFound);
	});

	it('and its files: not to a guest, a citizen, an officer of another office, nor what is not there', async () => {
		const { db, submitted, fetch } = await building(open);
		const address = `/mot-cua/ho-so/${await submitted(freeSubmission())}`;
		const files = ['phieu/1.pdf', 'ket-qua', 'du-thao', `tep/${randomUUID()}`].map(
			(file) => `${address}/${file}`
		);
		for (const file of files) {
			expect(await fetch(undefined, file)).toEqual(loginRequired);
			for (const who of ['mai', 'hung', 'xuan']) expect(await fetch(who, file), who).toEqual(notFound);
		}
		expect(await fetch('xuan', '/mot-cua/ho-so/x/phieu/1.pdf')).toEqual(notFound);
		expect(await db.read(`SELECT * FROM audit WHERE action = 'desk.file_read'`)).toEqual([]);
	});
});
