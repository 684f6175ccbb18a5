/**
 * What the phone's side of the sync weighs as script: what the app takes from sync/client but the catalogue and the
 * work on photos, without what comes later, bundled into one file and minified as the app is, in brotli. Beside it,
 * what each part is of it (parts share code, so their sum is more), what comes later, and which files of the build a
 * phone keeps.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'vite';
import { isForEverybody } from '../src/service-worker/addresses.ts';
import { kilobytes, table } from './report.ts';

const room = path.resolve(import.meta.dirname, '../sync/client');
/** What pages import; the rest comes with these. */
const doors = ['driver', 'commands', 'queries', 'session', 'lock', 'deps'].map((name) =>
	path.join(room, `${name}.ts`)
);
const bytesMax = 60_000;
/** What the client loads when it needs it, by the file that is loaded. */
const later = {
	'the rules of forms (with the first draft)': 'client/forms.ts',
	'packing (with the first exchange of drafts)': 'protocol/packing.ts',
	'sending files': 'client/uploads.ts',
	'fetching results': 'client/results.ts',
	'news of the server (who is logged in)': 'client/news.ts',
	'setting a lock': 'client/lock-change.ts',
	'sealing what the first release left in clear': 'client/seal-plain.ts'
};

export async function clientSize(): Promise<string> {
	const all = await weigh(doors);
	const more = async ([name, file]: readonly [string, string]) => {
		const both = await weigh([...doors, path.join(room, '..', file)]);
		return [`later: ${name}`, kilobytes(both.bytes - all.bytes), ''];
	};
	const part = async (name: string, entries: readonly string[]) => [
		name,
		kilobytes((await weigh(entries)).bytes),
		''
	];
	const rows = [
		[
			'all of it, with Dexie, the calls to the tRPC router and zod/mini',
			kilobytes(all.bytes),
			`≤ ${kilobytes(bytesMax)}`
		],
		await part('of it what sends and receives (driver, engine, store, transport)', doors.slice(0, 1)),
		await part('Dexie alone', ['dexie']),
		await part('the calls to the router alone, with zod/mini', [path.join(room, 'router-call.ts')]),
		await part('the schemas that travel, with zod/mini', [path.join(room, '../protocol.ts')])
	];
	for (const one of Object.entries(later)) rows.push(await more(one));
	const owners = new Map<string, number>();
	for (const [id, bytes] of all.modules) owners.set(ownerOf(id), (owners.get(ownerOf(id)) ?? 0) + bytes);
	const heaviest = [...owners]
		.sort(([, a], [, b]) => b - a)
		.slice(0, 8)
		.map(([name, bytes]) => `${name} ${kilobytes(bytes)}`);
	return [
		table(['script, brotli 11', 'bytes', 'goal'], rows),
		`Before minifying, the heaviest: ${heaviest.join(', ')}.`,
		await keptFiles()
	].join('\n\n');
}

interface Weight {
	readonly bytes: number;
	/** Rendered bytes by module. */
	readonly modules: ReadonlyMap<string, number>;
}

/** Twice: where modules are shared with what comes later the bundler would make several files, which weigh more. */
async function weigh(entries: readonly string[]): Promise<Weight> {
	const { modules } = await bundle(entries);
	return await bundle(entries, (id) => modules.has(id));
}

async function bundle(entries: readonly string[], isNeeded?: (id: string) => boolean): Promise<Weight> {
	const built = await build({
		configFile: false,
		logLevel: 'silent',
		// As in vite.config.ts.
		resolve: { alias: { dexie: path.resolve('node_modules/dexie/dist/modern/dexie.mjs') } },
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
						: null,
				// The helper that loads what comes later is the frame's, which every page has.
				transform: (_code, id) =>
					id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : undefined
			}
		],
		build: {
			write: false,
			target: 'es2022',
			modulePreload: false,
			rolldownOptions: {
				input: 'virtual:doors',
				...(isNeeded ? { output: { codeSplitting: { groups: [{ name: 'client', test: isNeeded }] } } } : {})
			}
		}
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
		bytes += compressed(chunk.code);
		for (const [id, { code }] of Object.entries(chunk.modules))
			modules.set(id, (modules.get(id) ?? 0) + Buffer.byteLength(code ?? ''));
	}
	return { bytes, modules };
}

function compressed(content: string | Buffer): number {
	return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

/** What the service worker of the build keeps on a phone, and what it leaves to those who load it. */
async function keptFiles(): Promise<string> {
	const client = path.resolve('build/client');
	const worker = await readFile(path.join(client, 'service-worker.js'), 'utf8');
	const built = new Set(
		[...worker.matchAll(/\/_app\/immutable\/[\w./-]+\.(?:js|css)/g)].map(([file]) => file)
	);
	const row = async (name: string, files: readonly string[]) => {
		const contents = await Promise.all(files.map((file) => readFile(path.join(client, file))));
		const plain = contents.reduce((sum, content) => sum + content.length, 0);
		const brotli = contents.reduce((sum, content) => sum + compressed(content), 0);
		return [name, String(files.length), kilobytes(plain), kilobytes(brotli)];
	};
	const inFolder = (folder: string) =>
		[...built].filter((file) => file.startsWith(`/_app/immutable/${folder}/`));
	return table(
		['scripts and styles of the build', 'files', 'bytes', 'brotli 11'],
		[
			await row('kept on every phone', [...built].filter(isForEverybody)),
			await row('left to desks', inFolder('desk')),
			await row('left to shared machines', inFolder('kiosk'))
		]
	);
}

function ownerOf(id: string): string {
	const foreign = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
	if (foreign) return foreign;
	const own = path.relative(path.join(room, '../..'), id);
	return own.split('/').slice(0, 2).join('/');
}
