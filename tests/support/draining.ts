/**
 * A server process that does nothing but send what is due, until it is killed:
 * `node tests/support/draining.ts <database url> <agency url> <name> <lease in ms>`. Its calls carry `x-server: <name>`.
 */
import { forwardHandler } from '../../server/forwarding/agency.ts';
import { createWorker } from '../../server/forwarding/worker.ts';
import { openDatabase } from '../../server/store/database.ts';
import { openOffice } from './office.ts';

const [url = '', agencyUrl = '', name = '', leaseMs] = process.argv.slice(2);
const db = await openDatabase({ url });
const { agencies } = await openOffice(db, agencyUrl);
const clock = () => new Date();
const worker = createWorker({
	db,
	clock,
	name,
	queues: ['bhxh'],
	random: Math.random,
	leaseMs: Number(leaseMs),
	handful: 6,
	pauseMs: 50,
	report: ({ kind, error }) => process.stdout.write(`${kind} ${error}\n`),
	handlers: {
		forward: forwardHandler({
			agencies,
			clock,
			fetcher: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, 'x-server': name } })
		})
	}
});
worker.start();
// It lives until it is killed; a worker that waits for jobs keeps no process alive.
setInterval(() => undefined, 60_000);
process.stdout.write('ready\n');
