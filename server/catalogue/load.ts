/** Publishes the content that ships with the source. Safe to run at every start: equal content publishes nothing. */
import type { Client } from '@libsql/client';
import type { Manifest } from '../../domain/catalogue/manifest.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { readContent, type ContentFault } from './content.ts';
import { buildPacks } from './publish.ts';
import { libsqlCatalogue, type CataloguePort } from './store.ts';

export interface LoadOptions {
	/** Time of publication. */
	readonly now?: () => Date;
	/** Another content folder than the one beside this file. */
	readonly folder?: string;
}

/**
 * Reads, checks, cuts and stores. Needs the tables of `catalogueSchema`.
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
	const packs = buildPacks(content.value, await packsOf(store, before));
	const manifest = await store.save({ packs, publishedAt: now().toISOString() });
	return ok({ manifest, isNew: manifest.version !== before?.version });
}

/** Compressed bytes of a version's packs, by hash. */
async function packsOf(store: CataloguePort, version: Manifest | null): Promise<Map<string, Uint8Array>> {
	const packs = await Promise.all((version?.packs ?? []).map(({ sha256 }) => store.pack(sha256)));
	return new Map(packs.flatMap((pack) => (pack ? [[pack.sha256, pack.brotli] as const] : [])));
}
