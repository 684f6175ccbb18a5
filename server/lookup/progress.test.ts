import { describe, expect, it } from 'vitest';
import { createLookups } from '../issuers/lookups.ts';
import { fileDatabase } from '../../tests/support/databases.ts';
import { freeSubmission, openOffice, supplementRequested, withdrawal } from '../../tests/support/office.ts';
import { createProgressLookUp } from './progress.ts';

const open = fileDatabase();

async function opened() {
	const office = await openOffice(await open());
	const lookUp = createProgressLookUp({ db: office.db, lookups: createLookups(5), now: office.clock });
	const dossierId = await office.submitted(freeSubmission());
	const { code } = await office.dossier(dossierId);
	return { office, lookUp, dossierId, code };
}

describe('[D18] the public look-up', () => {
	it('tells the code and how far it is, and nothing else, at every step', async () => {
		const { office, lookUp, dossierId, code } = await opened();
		const seen: unknown[] = [];
		const look = async (address: string) => seen.push(await lookUp(address, ` ${code.toLowerCase()} `));
		await look('a');
		await office.say(dossierId, 1, { type: 'accepted' });
		await look('b');
		await office.say(dossierId, 2, supplementRequested);
		await look('c');
		await office.authority.apply(office.mai, withdrawal(dossierId));
		await look('d');
		await office.say(dossierId, 3, { type: 'withdrawal_confirmed' });
		await look('e');
		expect(seen).toEqual(
			['received', 'accepted', 'accepted', 'accepted', 'finished'].map((stage) => ({
				ok: true,
				value: { code, stage }
			}))
		);
	});

	it('does not tell a refusal from a result', async () => {
		const { office, lookUp, dossierId, code } = await opened();
		await office.say(dossierId, 1, { type: 'accepted' });
		await office.say(dossierId, 2, { type: 'processing' });
		expect(await lookUp('a', code)).toMatchObject({ value: { stage: 'processing' } });
		await office.say(dossierId, 3, { type: 'decided', outcome: 'refused', result: null });
		expect(await lookUp('a', code)).toEqual({ ok: true, value: { code, stage: 'finished' } });
	});

	it('answers alike for a code that nobody has, one of another system, and what is none', async () => {
		const { lookUp, code } = await opened();
		const wrong = [code.replace(/\d{4}$/, '9999'), '03706/2026/07906', 'xin chào', ''];
		for (const [index, text] of wrong.entries())
			expect(await lookUp(`address ${index}`, text)).toEqual({ ok: false, error: { type: 'not_found' } });
	});

	it('answers one address so often a minute, found or not, and then says how long to wait', async () => {
		const { office, lookUp, code } = await opened();
		for (let count = 0; count < 5; count++) await lookUp('one', count % 2 === 0 ? code : 'x');
		expect(await lookUp('one', code)).toEqual({
			ok: false,
			error: { type: 'too_many_requests', retryAfterMs: 60_000 }
		});
		expect(await lookUp('another', code)).toMatchObject({ ok: true });
		office.wait(60_000);
		expect(await lookUp('one', code)).toMatchObject({ ok: true });
	});
});
