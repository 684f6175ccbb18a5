import path from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { cataloguePublicKey } from './scripts/catalogue-key.mjs';
import { packAddresses, packsOf } from './scripts/kept-packs.mjs';
import { receiptPublicKeys } from './scripts/receipt-key.mjs';

/**
 * Kit protects `$lib/server` only; this keeps the whole `server/` room out of the browser's bundle
 * and mounts the same room in front of Kit while developing (scripts/serve.mjs does it in production).
 */
function serverRoom(): Plugin {
	const room = path.resolve('server') + path.sep;
	return {
		name: 'server-room',
		configureServer(vite) {
			vite.middlewares.use(async (req, res, next) => {
				try {
					const module = await vite.ssrLoadModule('/server/node.ts');
					await (module as typeof import('./server/node.ts')).mount(req, res, () => next());
				} catch (error) {
					next(error);
				}
			});
		},
		load(id, options) {
			if (!options?.ssr && !process.env.VITEST && path.normalize(id).startsWith(room))
				throw new Error(`server-only module in the browser's bundle: ${id}`);
		}
	};
}

/**
 * What every page needs comes as one file: on 2G twenty small ones cost more, in headers and in compression lost, than
 * a few functions that a page does not use. Only the browser's build; the server's and the worker's are left alone.
 */
function frameChunk(): Plugin {
	const frame = [
		/node_modules[\\/](svelte|esm-env|clsx|@sveltejs)[\\/]/,
		/src[\\/]routes[\\/]\+(layout|error)/,
		// The rest comes with the pages that use it, or later. What the frame itself brings later may share no chunk with
		// pages: Kit would take the styles of that chunk for later ones, and leave them out of pages without script.
		/src[\\/]lib[\\/]components[\\/](?!Field|Sheet|PageHeader|UpdatePrompt|InstallCard|ReplicaCard|ProgressBar)/,
		/src[\\/]lib[\\/](pwa[\\/](idle|install)|i18n[\\/]index|state[\\/](locale|online|replica|phone-keeper|catalogue\.ts))/
	];
	const inner = /src[\\/]lib[\\/]components[\\/]PageHeader/;
	/**
	 * What every page of hers needs comes as one file too, with all that it imports; but not what public pages and the
	 * catalogue's own code share with it, or they would bring it along: those are the groups before it.
	 */
	const citizen = [
		/src[\\/]lib[\\/](state[\\/](phone\.svelte|return-path)|i18n[\\/](citizen|drafts)\.ts)/,
		/sync[\\/]client[\\/](commands|session|router-call)\.ts/,
		/src[\\/]routes[\\/]\(citizen\)[\\/]PinInput/
	];
	const either = (parts: readonly RegExp[]) => new RegExp(parts.map((part) => part.source).join('|'));
	const groups = [
		{ name: 'frame', test: either(frame) },
		{ name: 'inner', test: inner },
		{ name: 'dexie', test: /node_modules[\\/]dexie[\\/]|sync[\\/]client[\\/]catalogue[\\/]db/ },
		{ name: 'zod', test: /node_modules[\\/]zod[\\/]|domain[\\/](ids|limits|text)\.ts/ },
		{ name: 'places', test: /domain[\\/]catalogue[\\/](place|life-event)\.ts/ },
		{ name: 'Field', test: /src[\\/]lib[\\/]components[\\/]Field/ },
		{ name: 'Sheet', test: /src[\\/]lib[\\/]components[\\/]Sheet/ },
		{ name: 'unsaved', test: /src[\\/]lib[\\/]pwa[\\/]unsaved/ },
		// What the catalogue's worker reads records with, as her pages do: else the worker would bring all of their file.
		{
			name: 'records',
			test: /domain[\\/](order|result|catalogue[\\/](form|record|agency|faq|old-place|published|entry|letters))\.ts|sync[\\/]client[\\/]catalogue[\\/](block|records)\.ts/
		},
		{ name: 'live', test: /src[\\/]lib[\\/]state[\\/]live/ },
		{ name: 'citizen', test: either(citizen) },
		{ name: 'services', test: /domain[\\/]services[\\/](validate|registry|words)\.ts/ }
	];
	return {
		name: 'frame-chunk',
		config: () => ({
			environments: { client: { build: { rolldownOptions: { output: { codeSplitting: { groups } } } } } }
		})
	};
}

/**
 * Vite builds a worker by itself, with a copy of all that pages have too: Dexie, the schemas, the reader. Built as one
 * more entry of the pages' own build it shares their files, which are on the phone anyway.
 */
function sharingWorkers(): Plugin {
	const written = "new URL('./catalogue-worker.ts', import.meta.url)";
	let reference = '';
	return {
		name: 'sharing-workers',
		apply: 'build',
		// Before Vite sees the worker.
		enforce: 'pre',
		transform(code, id) {
			if (this.environment.name !== 'client' || !id.endsWith('/catalogue-device.ts')) return null;
			if (!code.includes(written)) throw new Error(`${id} begins its worker in another way`);
			reference = this.emitFile({
				type: 'chunk',
				id: path.join(path.dirname(id), 'catalogue-worker.ts'),
				name: 'catalogue-worker'
			});
			return { code: code.replace(written, `import.meta.ROLLDOWN_FILE_URL_${reference}`), map: null };
		},
		// Vite's own would write the name down among the files of the build before the name is known.
		resolveFileUrl: ({ referenceId, fileName }) =>
			referenceId === reference ? JSON.stringify(`/${fileName}`) : null,
		generateBundle(_, bundle) {
			if (this.environment.name !== 'client') return;
			const needed = neededBy(bundle, ({ name }) => name === 'catalogue-worker');
			for (const { name, fileName } of Object.values(bundle).filter((file) => file.type === 'chunk'))
				if (['frame', 'citizen'].includes(name) && needed.has(fileName))
					throw new Error(`the catalogue's worker shares a module with ${name}, and would bring all of it`);
		}
	};
}

/** Names of the files that these chunks import, and theirs; they themselves too. */
function neededBy(bundle: Bundle, isOne: (chunk: Chunk) => boolean): ReadonlySet<string> {
	const needed = new Set<string>();
	const add = (fileName: string): void => {
		const file = bundle[fileName];
		if (file?.type !== 'chunk' || needed.has(fileName)) return;
		needed.add(fileName);
		file.imports.forEach(add);
	};
	for (const file of Object.values(bundle)) if (file.type === 'chunk' && isOne(file)) add(file.fileName);
	return needed;
}

const isOfFew = (file: string) => /^_app\/immutable\/(kiosk|desk)\//.test(file);

/**
 * What only few people load lies in folders of its own, so that the service worker need not keep it on everybody's
 * phone (src/service-worker/addresses.ts): what shared machines bring, and what nobody but the pages of officers,
 * operators and editors imports. A file that others need must not lie there, or a page would be missing without a
 * network: that fails the build.
 */
function foldersOfFew(): Plugin {
	const immutable = '_app/immutable';
	const kiosk = /node_modules[\\/]fake-indexeddb[\\/]|src[\\/]lib[\\/]kiosk[\\/](?!device)/;
	const deskPage = /src[\\/]routes[\\/]\((officer|editor)\)[\\/]/;
	let ofDesks: ReadonlySet<string> = new Set();
	/** Styles are named after the chunk that brings them. */
	const stylesOf = { desks: new Set<string>(), everybody: new Set<string>() };

	function placeOf({ name, moduleIds }: Named, otherwise: string): string {
		const isAll = (test: (id: string) => boolean) => moduleIds.length > 0 && moduleIds.every(test);
		const isDesk = isAll((id) => ofDesks.has(id));
		stylesOf[isDesk ? 'desks' : 'everybody'].add(`${path.basename(name)}.css`);
		if (isAll((id) => kiosk.test(id))) return 'kiosk/';
		return isDesk ? 'desk/' : otherwise;
	}
	const output = {
		entryFileNames: (chunk: Named) => `${immutable}/${placeOf(chunk, '')}[name].[hash].js`,
		chunkFileNames: (chunk: Named) => `${immutable}/${placeOf(chunk, 'chunks/')}[hash].js`,
		assetFileNames({ names }: { readonly names: readonly string[] }) {
			const isDesk = names.some((name) => stylesOf.desks.has(name) && !stylesOf.everybody.has(name));
			return `${immutable}/${isDesk ? 'desk' : 'assets'}/[name].[hash][extname]`;
		}
	};

	return {
		name: 'folders-of-few',
		config: () => ({ environments: { client: { build: { rolldownOptions: { output } } } } }),
		buildEnd() {
			const imports = new Map(
				[...this.getModuleIds()].map((id) => {
					const { importedIds = [], dynamicallyImportedIds = [] } = this.getModuleInfo(id) ?? {};
					return [id, [...importedIds, ...dynamicallyImportedIds]] as const;
				})
			);
			// A page or a layout is to Kit a module that imports its files.
			const isDesk = (id: string) =>
				deskPage.test(id) || (imports.get(id) ?? []).some((to) => deskPage.test(to));
			const reached = new Set(
				[...imports.keys()].filter((id) => this.getModuleInfo(id)?.isEntry && !isDesk(id))
			);
			for (const id of reached) for (const to of imports.get(id) ?? []) if (!isDesk(to)) reached.add(to);
			ofDesks = new Set([...imports.keys()].filter((id) => !reached.has(id)));
		},
		generateBundle(_, bundle) {
			for (const chunk of Object.values(bundle)) {
				if (chunk.type !== 'chunk' || isOfFew(chunk.fileName)) continue;
				const needed = [...chunk.imports, ...(chunk.viteMetadata?.importedCss ?? [])];
				const [missing] = needed.filter(isOfFew);
				if (missing) throw new Error(`${chunk.fileName} needs ${missing}, which only few people keep`);
			}
		}
	};
}

/**
 * Writes the files that every phone keeps a second time, in packs (scripts/kept-packs.mjs). But for those that every
 * visit begins with: the page that brings the packs has loaded them, or is about to.
 */
function keptPacks(): Plugin {
	return {
		name: 'kept-packs',
		generateBundle: {
			// When every other plugin is done with them: the texts must be those that are served.
			order: 'post',
			handler(_, bundle) {
				if (this.environment.name !== 'client') return;
				const ofEveryVisit = neededBy(bundle, ({ name }) =>
					/^(entry\/(start|app)|nodes\/0|catalogue-worker)$/.test(name)
				);
				const files = Object.values(bundle).flatMap((file): [string, string][] => {
					const address = `/${file.fileName}`;
					if (!/\.(js|css)$/.test(address) || isOfFew(file.fileName)) return [];
					if (ofEveryVisit.has(file.fileName)) return [];
					const text = file.type === 'chunk' ? file.code : file.source;
					return [[address, typeof text === 'string' ? text : new TextDecoder().decode(text)]];
				});
				const packs = packsOf(files.sort(([a], [b]) => (a < b ? -1 : 1)));
				for (const [index, address] of packAddresses.entries())
					this.emitFile({
						type: 'asset',
						fileName: address.slice(1),
						source: JSON.stringify(packs[index])
					});
			}
		}
	};
}

type Bundle = Parameters<Extract<NonNullable<Plugin['generateBundle']>, (...args: never) => unknown>>[1];
type Chunk = Extract<Bundle[string], { readonly type: 'chunk' }>;

interface Named {
	readonly name: string;
	readonly moduleIds: readonly string[];
}

export default defineConfig({
	plugins: [serverRoom(), sharingWorkers(), frameChunk(), foldersOfFew(), keptPacks(), sveltekit()],
	define: {
		__PACK_ADDRESSES__: JSON.stringify(packAddresses),
		__CATALOGUE_PUBLIC_KEY__: JSON.stringify(cataloguePublicKey(import.meta.dirname)),
		__RECEIPT_PUBLIC_KEYS__: JSON.stringify(receiptPublicKeys(import.meta.dirname))
	},
	resolve: { alias: { dexie: path.resolve('node_modules/dexie/dist/modern/dexie.mjs') } },
	test: {
		// Two cores are all that the smallest machine has; Vitest alone would leave one of them idle.
		maxWorkers: 2,
		projects: [
			{
				extends: true,
				test: {
					name: 'node',
					environment: 'node',
					include: ['{domain,sync,server,scripts,tests}/**/*.test.ts'],
					exclude: ['tests/e2e/**', '**/node_modules/**'],
					testTimeout: 30_000,
					hookTimeout: 60_000
				}
			},
			{
				extends: true,
				resolve: { conditions: ['browser'] },
				test: {
					name: 'browser',
					// Few need a document (they say so at their top), and making one costs more than their tests.
					environment: 'node',
					include: ['src/**/*.test.ts'],
					testTimeout: 30_000
				}
			}
		]
	}
});
