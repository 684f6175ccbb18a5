/**
 * One server of the comparison as a process of its own, so that its CPU can be told from the generator's.
 * `node bench/push/server.ts <subject> <folder> [<PostgreSQL's port>]`; says where it listens and with what clients,
 * answers `cpu` with the microseconds that it has used.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttp } from '../../server/http.ts';
import { openTestPortal, loggedIn } from '../../tests/support/portal.ts';
import { withoutDatabase } from './without-database.ts';
import { trpcWithBatch, plainWithPostgres } from './peers.ts';

export const subjects = ['ours', 'alone', 'nothing', 'batch', 'postgres'] as const;
export type Subject = (typeof subjects)[number];

/** Who pushes to it. */
export interface Ready {
	readonly port: number;
	/** `cookie` headers of ours; empty for peers. */
	readonly cookies: readonly string[];
}

/** Personal numbers of people who exist nowhere else. */
const numberOf = (client: number) => `0121900${String(10_000 + client)}`;

const starts: Readonly<Record<Subject, (people: number, folder: string, port: number) => Promise<Ready>>> = {
	async ours(people) {
		const test = await openTestPortal();
		return { port: Number(new URL(test.origin).port), cookies: await logIn(test, people) };
	},

	/** The same with a transaction for each push: one enters when the one before has its answer. */
	async alone(people) {
		const test = await openTestPortal();
		const { authority } = test.portal;
		const { exchangeDrafts } = authority;
		let last: Promise<unknown> = Promise.resolve();
		Object.assign(authority, {
			exchangeDrafts: (...push: Parameters<typeof exchangeDrafts>) => {
				const turn = last.then(() => exchangeDrafts(...push));
				last = turn.catch(() => undefined);
				return turn;
			}
		});
		return { port: Number(new URL(test.origin).port), cookies: await logIn(test, people) };
	},

	async nothing(people) {
		const { deps, cookies } = withoutDatabase(people);
		const handle = createHttp(deps);
		const server = createServer(
			(request, response) =>
				void handle(request, response, () => {
					response.writeHead(404).end();
				})
		);
		return { port: await listening(server), cookies };
	},

	batch: async (_people, folder) => ({ port: await listening(await trpcWithBatch(folder)), cookies: [] }),
	postgres: async (_people, _folder, port) => ({
		port: await listening(await plainWithPostgres(port)),
		cookies: []
	})
};

async function logIn(test: Parameters<typeof loggedIn>[0], people: number): Promise<string[]> {
	const cookies: string[] = [];
	for (let n = 0; n < people; n++) cookies.push((await loggedIn(test, numberOf(n))).headers['cookie'] ?? '');
	return cookies;
}

async function listening(server: Server): Promise<number> {
	await new Promise<void>((opened) => server.listen(0, '127.0.0.1', opened));
	return (server.address() as AddressInfo).port;
}

const [subject, folder = '', people = '64', port = '0'] = process.argv.slice(2);
if (import.meta.main && subject && subject in starts) {
	process.on('message', () => {
		const { user, system } = process.cpuUsage();
		process.send?.(user + system);
	});
	process.on('disconnect', () => process.exit());
	process.send?.(await starts[subject as Subject](Number(people), folder, Number(port)));
}
