/**
 * Publishes content. Promises: the same content publishes nothing; a change is published as what changed, and phones
 * that have the version before fetch only that. Changes are told from the base on; when they have become many, the
 * base is made anew, so that a new phone does not fetch history.
 */
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { entriesOf, type Entry } from '../../domain/catalogue/entry.ts';
import { packList } from '../../domain/catalogue/heads.ts';
import { lettersToBytes } from '../../domain/catalogue/letters.ts';
import {
	baseBytes,
	bytesOf,
	ContentId,
	deltasFrom,
	deltasMax,
	type Manifest
} from '../../domain/catalogue/manifest.ts';
import { compareText } from '../../domain/order.ts';
import { invariant } from '../../domain/result.ts';
import type { Content } from './content.ts';
import { buildBase, buildDelta, type Change, listPartsOf, readRows, sha256Of } from './publish-pieces.ts';
import type { CataloguePort } from './store.ts';

const compress = promisify(zstdCompress);

/** Changes since the base may weigh this share of it before it is made anew. */
const changesShareMax = 1 / 5;
/** Letters that may have changed: a whole import is no update, every phone begins from the new base. */
const deltaLengthMax = 4_000_000;

/** @param now time of publication */
export async function publishContent(
	store: CataloguePort,
	content: Content,
	now: () => Date
): Promise<{ manifest: Manifest; isNew: boolean }> {
	const entries = entriesOf(content);
	for (;;) {
		const published = await publishOnce(store, entries, now().toISOString());
		if (published) return published;
	}
}

/** Null when another publisher was faster: then the comparison begins anew. */
async function publishOnce(
	store: CataloguePort,
	entries: readonly Entry[],
	publishedAt: string
): Promise<{ manifest: Manifest; isNew: boolean } | null> {
	const before = await store.current();
	const hashesBefore = await store.hashes();
	const hashes = new Map(entries.map(({ key, text }) => [key, sha256Of(text)]));
	invariant(hashes.size === entries.length, 'every key appears once');
	const content = contentId(hashes);
	if (before?.content === content) return { manifest: before, isNew: false };

	const changed = entries.filter(({ key }) => hashesBefore.get(key) !== hashes.get(key));
	const gone = [...hashesBefore.keys()].filter((key) => !hashes.has(key)).sort(compareText);
	const version = 1 + (before?.version ?? 0);
	const rows = readRows(entries);
	const list = await compress(lettersToBytes(packList(listPartsOf(rows))));

	const isSmall = changed.reduce((sum, { text }) => sum + text.length, 0) <= deltaLengthMax;
	const delta =
		before && isSmall
			? await buildDelta(before.content, content, await changesOf(store, changed, gone))
			: null;
	const isDue = !before || !delta || changesAreMany(before, delta.bytes.length);
	const { base, pieces } = isDue
		? await buildBase({ content, version, publishedAt }, entries)
		: { base: before.base, pieces: [] };

	const isSaved = await store.save({
		version,
		content,
		publishedAt,
		base,
		delta: delta && { sha256: delta.sha256, bytes: delta.bytes.length },
		pieces: delta ? [...pieces, delta] : pieces,
		list,
		changed: changed.map((entry) => ({ ...entry, sha256: sha256Of(entry.text) })),
		gone
	});
	const manifest = isSaved ? await store.current() : null;
	return manifest && { manifest, isNew: true };
}

/** By key, so that the same change makes the same bytes. */
async function changesOf(
	store: CataloguePort,
	changed: readonly Entry[],
	gone: readonly string[]
): Promise<Change[]> {
	const old = await store.entries([...changed.map(({ key }) => key), ...gone]);
	const textBefore = new Map(old.map(({ key, text }) => [key, text]));
	const changes = [
		...changed.map(({ key, text }) => ({ key, before: textBefore.get(key) ?? null, after: text })),
		...gone.map((key) => ({ key, before: textBefore.get(key) ?? null, after: null }))
	];
	return changes.sort((a, b) => compareText(a.key, b.key));
}

/** Many in bytes, or so many that the base would leave the list of known versions. */
function changesAreMany(before: Manifest, bytes: number): boolean {
	const since = deltasFrom(before, before.base.content);
	return (
		since === null ||
		since.length + 1 >= deltasMax ||
		bytesOf(since) + bytes > changesShareMax * baseBytes(before)
	);
}

/** Over keys and hashes of all entries. */
export function contentId(hashes: ReadonlyMap<string, string>): ContentId {
	const lines = [...hashes].sort((a, b) => compareText(a[0], b[0])).map(([key, hash]) => `${key} ${hash}\n`);
	return ContentId.parse(sha256Of(lines.join('')).slice(0, 16));
}
