/**
 * Publishes what ships with the source together with what was imported and what editors decided. Safe to run at every
 * start: equal content publishes nothing.
 */
import type { Client } from '@libsql/client';
import type { Manifest } from '../../domain/catalogue/manifest.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { dayOf } from '../../domain/dossier/calendar.ts';
import { readContent, type ContentFault } from './content.ts';
import { composeContent } from './desk/compose.ts';
import type { Reader } from '../store/database.ts';
import { buildPacks } from './publish.ts';
import { libsqlCatalogue, type CataloguePort } from './store.ts';

export interface LoadOptions {
	/** Time of publication. */
	readonly now?: () => Date;
	/** Another content folder than the one beside this file. */
	readonly folder?: string;
}

/**
 * Reads, checks, composes, cuts and stores. Needs all migrations.
 * Faults: every mistake of the content, with file and place; then nothing is published and the old version stays.
 */
export async function loadCatalogue(
	client: Client,
	{ now = () => new Date(), folder }: LoadOptions = {}
): Promise<Result<{ manifest: Manifest; isNew: boolean }, readonly ContentFault[]>> {
	const content = await readContent(folder);
	if (!content.ok) return err(content.error);
	const store = libsqlCatalogue(client);
	const before = await store.current();
	const { content: composed } = await composeContent(readerOver(client), content.value, dayOf(now()));
	const packs = buildPacks(composed, await packsOf(store, before));
	const manifest = await store.save({ packs, publishedAt: now().toISOString() });
	return ok({ manifest, isNew: manifest.version !== before?.version });
}

/** The reading side of the database over one client, inside its turn. */
function readerOver(client: Client): Reader {
	return {
		async read(sql, args = []) {
			const { rows, columns } = await client.execute({ sql, args: [...args] });
			return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
		}
	};
}

/** Compressed bytes of a version's packs, by hash. */
async function packsOf(store: CataloguePort, version: Manifest | null): Promise<Map<string, Uint8Array>> {
	const packs = await Promise.all((version?.packs ?? []).map(({ sha256 }) => store.pack(sha256)));
	return new Map(packs.flatMap((pack) => (pack ? [[pack.sha256, pack.brotli] as const] : [])));
}
