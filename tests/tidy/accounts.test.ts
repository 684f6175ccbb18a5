/** What `npm start` prints is what the sandbox knows: scripts may not import it, so they hold copies. */
import { expect, it } from 'vitest';
import { accounts, password } from '../../scripts/accounts.mjs';
import { people, sandboxPassword } from '../../server/sandbox/eid/people.ts';

it('the printed accounts are those of the sandbox e-ID', () => {
	expect(accounts.map(({ name, personalId }) => ({ name, personalId }))).toEqual(
		people.map(({ name, personalId }) => ({ name, personalId }))
	);
	expect(password).toBe(sandboxPassword);
});
