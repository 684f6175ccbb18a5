/**
 * Keeps published catalogues. Promises: a version is stored whole or not at all; of two publishers at the same time
 * one wins and the other is told; pieces of earlier versions stay, because phones may be in the middle of fetching
 * them. The rows of the current version are kept as text besides, for pages and for the next comparison.
 */
import { LibsqlError, type Client, type InStatement } from '@libsql/client';
import * as z from 'zod/mini';
import type { Entry } from '../../domain/catalogue/entry.ts';
import type { PieceRef } from '../../domain/catalogue/manifest.ts';
import { catalogueLayout, ContentId, deltasMax, Manifest } from '../../domain/catalogue/manifest.ts';
import type { Instant } from '../../domain/ids.ts';
import { Sha256 } from '../../domain/ids.ts';

/** A piece as it travels. */
export interface Piece {
	readonly sha256: Sha256;
	readonly bytes: Uint8Array;
}

export type Base = Manifest['base'];

export interface Publication {
	readonly version: number;
	readonly content: ContentId;
	readonly publishedAt: Instant;
	readonly base: Base;
	/** From the version before; null for the first, and when the version before was made by an older layout. */
	readonly delta: PieceRef | null;
	/** What the base and the delta consist of; those already stored may be given again. */
	readonly pieces: readonly Piece[];
	/** The list as pages need it, packed (domain/catalogue/heads.ts) and compressed. */
	readonly list: Uint8Array;
	/** Rows that are new or changed, and keys of those that are gone. */
	readonly changed: readonly (Entry & { readonly sha256: Sha256 })[];
	readonly gone: readonly string[];
}

export interface StoredEntry {
	readonly key: string;
	readonly text: string;
}

/** What publishing and reading need of a store. */
export interface CataloguePort {
	/** False when that version number has been taken meanwhile; then nothing was stored. */
	save(publication: Publication): Promise<boolean>;
	/** The newest version, or null before the first publication. */
	current(): Promise<Manifest | null>;
	/** Number and content of the newest version: cheap, to notice a new one. */
	currentContent(): Promise<string | null>;
	/** The list of the newest version. */
	list(): Promise<Uint8Array | null>;
	/** SHA-256 of every row's text, by key. */
	hashes(): Promise<Map<string, string>>;
	/** Texts of the current version. Absent keys are left out. */
	entries(keys: readonly string[]): Promise<StoredEntry[]>;
	/** All rows whose key begins with one of these. */
	entriesOfKinds(kinds: readonly string[]): Promise<StoredEntry[]>;
	/** Any piece ever published. */
	piece(sha256: string): Promise<Uint8Array | null>;
}

/** Tables of layout 2 (migration 6). Statements end with `;` at the end of a line. */
export const catalogueLayoutSchema = `
DROP TABLE catalogue_packs;
DROP TABLE catalogue_versions;
CREATE TABLE catalogue_pieces (
	sha256 TEXT PRIMARY KEY,
	bytes BLOB NOT NULL
) STRICT;
CREATE TABLE catalogue_editions (
	version INTEGER PRIMARY KEY,
	content TEXT NOT NULL,
	published_at TEXT NOT NULL,
	base TEXT NOT NULL,
	delta TEXT,
	list BLOB NOT NULL
) STRICT;
CREATE TABLE catalogue_entries (
	key TEXT PRIMARY KEY,
	sha256 TEXT NOT NULL,
	text TEXT NOT NULL
) STRICT;
`;

/** Tables of the first layout (migration 2), which no phone was ever given. */
export const catalogueSchema = `
CREATE TABLE catalogue_packs (
	sha256 TEXT PRIMARY KEY,
	kind TEXT NOT NULL,
	raw_bytes INTEGER NOT NULL,
	brotli BLOB NOT NULL
);
CREATE TABLE catalogue_versions (
	version INTEGER PRIMARY KEY,
	published_at TEXT NOT NULL,
	fingerprint TEXT NOT NULL,
	packs TEXT NOT NULL
);
`;

/** Arguments of one statement; SQLite admits more, a server by HTTP may not. */
const keysPerQuery = 500;

export function libsqlCatalogue(client: Client): CataloguePort {
	const insertPieces = (pieces: readonly Piece[]): InStatement[] =>
		pieces.map(({ sha256, bytes }) => ({
			sql: 'INSERT INTO catalogue_pieces (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING',
			args: [sha256, bytes]
		}));

	return {
		async save(publication) {
			const { version, content, publishedAt, base, delta, pieces, list, changed, gone } = publication;
			try {
				await client.batch(
					[
						// First, so that a number that is taken stops all the rest.
						{
							sql: 'INSERT INTO catalogue_editions (version, content, published_at, base, delta, list) VALUES (?, ?, ?, ?, ?, ?)',
							args: [
								version,
								content,
								publishedAt,
								JSON.stringify(base),
								delta && JSON.stringify(delta),
								list
							]
						},
						...insertPieces(pieces),
						...gone.map((key) => ({ sql: 'DELETE FROM catalogue_entries WHERE key = ?', args: [key] })),
						...changed.map(({ key, sha256, text }) => ({
							sql: 'INSERT INTO catalogue_entries (key, sha256, text) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sha256 = excluded.sha256, text = excluded.text',
							args: [key, sha256, text]
						}))
					],
					'write'
				);
				return true;
			} catch (error) {
				if (isTaken(error)) return false;
				throw error;
			}
		},
		async current() {
			const { rows } = await client.execute({
				sql: 'SELECT version, content, published_at, base, delta FROM catalogue_editions ORDER BY version DESC LIMIT ?',
				args: [deltasMax + 1]
			});
			const editions = rows.map((row) => EditionRow.parse(row));
			const [newest] = editions;
			if (!newest) return null;
			// Back to where the changes are known from one version to the next without a gap.
			const gap = editions.findIndex(({ delta }, i) => delta === null || i === deltasMax);
			const known = gap < 0 ? editions : editions.slice(0, gap + 1);
			const oldest = known.at(-1) ?? newest;
			return Manifest.parse({
				layout: catalogueLayout,
				content: newest.content,
				version: newest.version,
				publishedAt: newest.published_at,
				base: JSON.parse(newest.base) as unknown,
				from: oldest.content,
				deltas: known
					.slice(0, -1)
					.reverse()
					.map(({ content, delta }) => ({ ...DeltaColumn.parse(JSON.parse(delta ?? '')), to: content }))
			});
		},
		async currentContent() {
			const { rows } = await client.execute(
				'SELECT version, content, base FROM catalogue_editions ORDER BY version DESC LIMIT 1'
			);
			return rows[0]
				? `${String(rows[0]['version'])} ${String(rows[0]['content'])} ${String(rows[0]['base'])}`
				: null;
		},
		async list() {
			const { rows } = await client.execute(
				'SELECT list FROM catalogue_editions ORDER BY version DESC LIMIT 1'
			);
			return rows[0] ? Blob.parse(rows[0]['list']) : null;
		},
		async hashes() {
			const { rows } = await client.execute('SELECT key, sha256 FROM catalogue_entries');
			return new Map(rows.map((row) => [String(row['key']), String(row['sha256'])]));
		},
		async entries(keys) {
			const found: StoredEntry[] = [];
			for (let at = 0; at < keys.length; at += keysPerQuery) {
				const some = keys.slice(at, at + keysPerQuery);
				const { rows } = await client.execute({
					sql: `SELECT key, text FROM catalogue_entries WHERE key IN (${some.map(() => '?').join(', ')})`,
					args: some
				});
				for (const row of rows) found.push(EntryRow.parse(row));
			}
			return found;
		},
		async entriesOfKinds(kinds) {
			const { rows } = await client.execute({
				sql: `SELECT key, text FROM catalogue_entries WHERE substr(key, 1, 1) IN (${kinds.map(() => '?').join(', ')}) ORDER BY key`,
				args: [...kinds]
			});
			return rows.map((row) => EntryRow.parse(row));
		},
		async piece(sha256) {
			const { rows } = await client.execute({
				sql: 'SELECT bytes FROM catalogue_pieces WHERE sha256 = ?',
				args: [sha256]
			});
			return rows[0] ? Blob.parse(rows[0]['bytes']) : null;
		}
	};
}

function isTaken(error: unknown): boolean {
	return error instanceof LibsqlError && error.code.startsWith('SQLITE_CONSTRAINT');
}

const EditionRow = z.object({
	version: z.number(),
	content: ContentId,
	published_at: z.string(),
	base: z.string(),
	delta: z.nullable(z.string())
});
const DeltaColumn = z.object({ sha256: Sha256, bytes: z.number() });
const EntryRow = z.object({ key: z.string(), text: z.string() });
const Blob = z.pipe(
	z.custom<ArrayBuffer>((value) => value instanceof ArrayBuffer),
	z.transform((buffer) => new Uint8Array(buffer))
);
