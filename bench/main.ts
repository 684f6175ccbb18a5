/**
 * `npm run bench`: all measurements, or those that are named; `--rounds 5` for more rounds. Prints Markdown; what is
 * worth keeping is copied into RESULTS.md with the machine and the day. Nothing here passes or fails.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';

export interface BenchOptions {
	readonly rounds: number;
}
type Bench = (options: BenchOptions) => Promise<string>;

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
	calendar: async () => (await import('./calendar.ts')).calendar,
	catalogue: async () => (await import('./catalogue.ts')).catalogue,
	drafts: async () => (await import('./drafts.ts')).drafts,
	push: async () => (await import('./push.ts')).push,
	'client-size': async () => (await import('./client-size.ts')).clientSize,
	desk: async () => (await import('./desk.ts')).desk,
	'first-load': async () => (await import('./first-load.ts')).firstLoad,
	form: async () => (await import('./form.ts')).form,
	forwarding: async () => (await import('./forwarding.ts')).forwarding,
	search: async () => (await import('./search.ts')).search,
	sealed: async () => (await import('./sealed.ts')).sealed
};

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { rounds: { type: 'string', default: '3' } }
});
const rounds = Number(values.rounds);
const unknown = positionals.filter((name) => !(name in benches));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
	console.error(`usage: npm run bench -- [${Object.keys(benches).join('] [')}] [--rounds N]`);
	process.exit(2);
}

const [cpu] = os.cpus();
console.log(
	`${os.cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, Node ${process.version}, ${rounds} rounds\n`
);
for (const [name, load] of Object.entries(benches)) {
	if (positionals.length > 0 && !positionals.includes(name)) continue;
	const bench = await load();
	console.log(`## ${name}\n\n${await bench({ rounds })}\n`);
}
