/**
 * What the phone's side of the sync weighs as script: what the app takes from sync/client but the catalogue and the
 * work on photos, without what comes later (forms of services), bundled and minified as the app is, in brotli. Beside it, what each part is of it; parts share code, so
 * their sum is more.
 */
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'vite';
import { kilobytes, table } from './report.ts';

const room = path.resolve(import.meta.dirname, '../sync/client');
/** What pages import; the rest comes with these. */
const doors = ['driver', 'commands', 'queries', 'session', 'lock', 'deps'].map((name) =>
	path.join(room, `${name}.ts`)
);
const bytesMax = 60_000;

export async function clientSize(): Promise<string> {
	const all = await weigh(doors);
	const part = async (name: string, entries: readonly string[]) => [
		name,
		kilobytes((await weigh(entries)).bytes),
		''
	];
	const rows = [
		['all of it, with Dexie, tRPC and zod/mini', kilobytes(all.bytes), `≤ ${kilobytes(bytesMax)}`],
		await part('of it what sends and receives (driver, engine, store, transport)', doors.slice(0, 1)),
		await part('Dexie alone', ['dexie']),
		await part('tRPC’s client alone', ['@trpc/client']),
		await part('the schemas that travel, with zod/mini', [path.join(room, '../protocol.ts')])
	];
	const heaviest = [...all.modules]
		.sort(([, a], [, b]) => b - a)
		.slice(0, 8)
		.map(([name, bytes]) => `${name} ${kilobytes(bytes)}`);
	return [
		table(['script, brotli 11', 'bytes', 'goal'], rows),
		`Minified before brotli, the heaviest: ${heaviest.join(', ')}.`
	].join('\n\n');
}

interface Weight {
	readonly bytes: number;
	/** Rendered bytes by package, or by room of ours. */
	readonly modules: ReadonlyMap<string, number>;
}

async function weigh(entries: readonly string[]): Promise<Weight> {
	const built = await build({
		configFile: false,
		logLevel: 'silent',
		plugins: [
			{
				name: 'doors',
				resolveId: (id) => (id === 'virtual:doors' ? id : null),
				load: (id) =>
					id === 'virtual:doors'
						? entries
								.map((entry, n) => `import * as door${n} from ${JSON.stringify(entry)};`)
								.concat(`globalThis.doors = [${entries.map((_, n) => `door${n}`).join()}];`)
								.join('\n')
						: null
			}
		],
		build: { write: false, target: 'es2022', rolldownOptions: { input: 'virtual:doors' } }
	});
	const [output] = Array.isArray(built) ? built : [built];
	if (!output || !('output' in output)) throw new Error('nothing was built');
	const chunks = new Map(
		output.output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : []))
	);
	// What is imported later, such as the form of one service, comes when it is needed.
	const needed = new Set(
		[...chunks.values()].filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName)
	);
	for (const name of needed) for (const next of chunks.get(name)?.imports ?? []) needed.add(next);
	const modules = new Map<string, number>();
	let bytes = 0;
	for (const name of needed) {
		const chunk = chunks.get(name);
		if (!chunk) continue;
		bytes += brotliCompressSync(chunk.code, {
			params: { [constants.BROTLI_PARAM_QUALITY]: 11 }
		}).length;
		for (const [id, { code }] of Object.entries(chunk.modules)) {
			const owner = ownerOf(id);
			modules.set(owner, (modules.get(owner) ?? 0) + Buffer.byteLength(code ?? ''));
		}
	}
	return { bytes, modules };
}

function ownerOf(id: string): string {
	const foreign = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
	if (foreign) return foreign;
	const own = path.relative(path.join(room, '../..'), id);
	return own.split('/').slice(0, 2).join('/');
}
