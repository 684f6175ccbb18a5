/**
 * The rooms of the house and who may import whom (README, "The rooms"). Imports point down only: what is not in the
 * table is a fault. Types may go where values may not, because nothing of them is left at run time.
 */
import path from 'node:path';
import { importsOf, isCode, isTest } from './sources.ts';

export type Room =
	| 'domain'
	| 'sync/protocol'
	| 'sync/store'
	| 'sync/engine'
	| 'sync/router'
	| 'sync/client'
	| 'server'
	| 'server/sandbox'
	| 'src/hooks.server'
	| 'src'
	| 'scripts'
	| 'tests'
	| 'settings';

interface Door {
	readonly values: readonly Room[];
	readonly types?: readonly Room[];
	/** Packages besides those of our own rooms; absent: any that package.json has. `node` stands for Node's modules. */
	readonly packages?: readonly string[];
}

export const doors: Readonly<Record<Room, Door>> = {
	domain: { values: [], packages: ['zod'] },
	'sync/protocol': { values: ['domain'], packages: ['zod'] },
	'sync/store': { values: ['sync/protocol', 'domain'], packages: ['zod'] },
	'sync/engine': { values: ['sync/protocol', 'domain'], types: ['sync/store'], packages: ['zod'] },
	'sync/router': { values: ['sync/protocol', 'sync/store', 'domain'], packages: ['zod', '@trpc/server'] },
	'sync/client': {
		values: ['sync/engine', 'sync/protocol', 'sync/store', 'domain'],
		types: ['sync/router'],
		packages: ['zod', 'dexie', 'fake-indexeddb', 'fzstd']
	},
	server: { values: ['sync/protocol', 'sync/router', 'sync/store', 'domain'] },
	'server/sandbox': { values: ['domain'] },
	src: { values: ['sync/client', 'domain'], types: ['server'] },
	'src/hooks.server': { values: ['src', 'server', 'domain'] },
	// The production entry compresses pages; otherwise scripts stand on Node alone, since some run before packages do.
	scripts: { values: [], packages: ['node', 'compression'] },
	// Whoever tests or measures may look anywhere; unit tests beside their file are tests too.
	tests: {
		values: [
			'domain',
			'sync/protocol',
			'sync/store',
			'sync/engine',
			'sync/router',
			'sync/client',
			'server',
			'server/sandbox',
			'src',
			'src/hooks.server',
			'scripts',
			'settings'
		]
	},
	settings: { values: ['scripts'], types: ['server'] }
};

/** Packages that one file alone may know, because we expect to replace them. */
const secrets: Readonly<Record<string, string>> = {
	lucia: 'server/auth/session.ts'
};

/** The room a file stands in; `undefined` for one that has no place in the house. */
export function roomOf(file: string): Room | undefined {
	if (isTest(file) || /^(tests|bench)\//.test(file)) return 'tests';
	if (!file.includes('/')) return 'settings';
	if (file === 'src/hooks.server.ts') return 'src/hooks.server';
	const part = /^(domain|server\/sandbox|server|src|scripts|sync\/[a-z]+)(?=[/.])/.exec(file)?.[1];
	return part !== undefined && part in doors ? (part as Room) : undefined;
}

/**
 * Every import that goes where it may not, as sentences for the failing test.
 * @param files path to text
 */
export function wrongImports(files: ReadonlyMap<string, string>): string[] {
	return [...files].flatMap(([file, text]) => {
		if (!isCode(file)) return [];
		const room = roomOf(file);
		if (!room) return [`${file} stands in no room`];
		return importsOf(file, text).flatMap(({ specifier, typeOnly }) => {
			const fault = judge(file, room, specifier, typeOnly);
			return fault ? [`${file} imports ${specifier}: ${fault}`] : [];
		});
	});
}

function judge(file: string, room: Room, specifier: string, typeOnly: boolean): string | undefined {
	const target = resolve(file, specifier);
	if (target === undefined) return judgePackage(file, room, specifier);
	const other = roomOf(target);
	if (other === undefined) return target.startsWith('..') ? 'outside the project' : undefined;
	// Tests are read by nobody but tests; what helps them stands in tests/ or beside them.
	if (other === room) return isTest(target) ? 'it is a test' : undefined;
	if (doors[room].values.includes(other)) return undefined;
	if (doors[room].types?.includes(other)) return typeOnly ? undefined : `types only may come from ${other}`;
	return `${room} may not know ${other}`;
}

function judgePackage(file: string, room: Room, specifier: string): string | undefined {
	const name = specifier.startsWith('node:')
		? 'node'
		: specifier
				.split('/')
				.slice(0, specifier.startsWith('@') ? 2 : 1)
				.join('/');
	const keeper = secrets[name];
	if (keeper && keeper !== file && room !== 'tests') return `only ${keeper} may know ${name}`;
	const { packages } = doors[room];
	return !packages || packages.includes(name) ? undefined : `${room} may not know the package ${name}`;
}

/** Where a specifier leads, from the project's root; `undefined` for a package. */
export function resolve(file: string, specifier: string): string | undefined {
	const alias = /^\$(domain|sync|server|lib)\/(.*)$/.exec(specifier);
	if (alias) return `${alias[1] === 'lib' ? 'src/lib' : alias[1]}/${alias[2]}`;
	if (!specifier.startsWith('.')) return undefined;
	return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, '')));
}

/** Files that need each other's values in a circle, each circle once. */
export function circles(files: ReadonlyMap<string, string>): string[] {
	const needs = new Map(
		[...files]
			.filter(([file]) => isCode(file))
			.map(([file, text]) => [
				file,
				importsOf(file, text)
					.filter(({ typeOnly }) => !typeOnly)
					.flatMap(({ specifier }) => resolve(file, specifier) ?? [])
					.filter((target) => files.has(target))
			])
	);
	const done = new Set<string>();
	const found: string[] = [];
	const visit = (file: string, way: readonly string[]): void => {
		const start = way.indexOf(file);
		if (start >= 0) return void found.push([...way.slice(start), file].join(' → '));
		if (done.has(file)) return;
		for (const next of needs.get(file) ?? []) visit(next, [...way, file]);
		done.add(file);
	};
	for (const file of needs.keys()) visit(file, []);
	return found;
}
