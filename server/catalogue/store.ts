/**
 * Keeps published catalogues. Promises: a version is stored whole or not at all; equal content is not published
 * twice; packs of earlier versions stay, because phones may be in the middle of fetching them.
 */
import type { Client } from '@libsql/client';
import * as z from 'zod/mini';
import {
	catalogueFormat,
	Manifest,
	packsFingerprint,
	PackKind,
	PackRef
} from '../../domain/catalogue/manifest.ts';
import { Sha256, type Instant } from '../../domain/ids.ts';
import { invariant } from '../../domain/result.ts';
import type { Pack } from './publish.ts';

/** A pack as stored: compressed once, served many times. */
export interface StoredPack {
	readonly sha256: Sha256;
	readonly kind: PackKind;
	readonly brotli: Uint8Array;
	readonly rawBytes: number;
}

/** What publishing and reading need of a store. */
export interface CataloguePort {
	/** Makes these packs the current version, unless they are already. Answers the version that is current then. */
	save(published: { readonly packs: readonly Pack[]; readonly publishedAt: Instant }): Promise<Manifest>;
	/** The newest version, or null before the first publication. */
	current(): Promise<Manifest | null>;
	/** Any pack ever published. */
	pack(sha256: string): Promise<StoredPack | null>;
}

/** Migration for the tables below. Statements end with `;` at the end of a line. */
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

export function libsqlCatalogue(client: Client): CataloguePort {
	async function current(): Promise<Manifest | null> {
		const { rows } = await client.execute(
			'SELECT version, published_at, packs FROM catalogue_versions ORDER BY version DESC LIMIT 1'
		);
		if (!rows[0]) return null;
		const row = VersionRow.parse(rows[0]);
		const packs = z.array(PackRef).parse(JSON.parse(row.packs));
		return {
			format: catalogueFormat,
			version: row.version,
			publishedAt: row.published_at,
			packs,
			totalBytes: packs.reduce((sum, pack) => sum + pack.bytes, 0)
		};
	}

	return {
		current,
		async save({ packs, publishedAt }) {
			const refs: PackRef[] = packs.map(({ id, kind, sha256, brotli, rawBytes, count }) => ({
				id,
				kind,
				sha256,
				bytes: brotli.length,
				rawBytes,
				count
			}));
			const fingerprint = packsFingerprint(refs);
			// One statement decides whether this is news, so that two publishers cannot both think so.
			await client.batch(
				[
					...packs.map((pack) => ({
						sql: 'INSERT INTO catalogue_packs (sha256, kind, raw_bytes, brotli) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
						args: [pack.sha256, pack.kind, pack.rawBytes, pack.brotli]
					})),
					{
						sql: `INSERT INTO catalogue_versions (version, published_at, fingerprint, packs)
							SELECT 1 + coalesce((SELECT max(version) FROM catalogue_versions), 0), ?, ?, ?
							WHERE coalesce((SELECT fingerprint FROM catalogue_versions ORDER BY version DESC LIMIT 1), '') <> ?`,
						args: [publishedAt, fingerprint, JSON.stringify(refs), fingerprint]
					}
				],
				'write'
			);
			const manifest = await current();
			invariant(manifest, 'a catalogue was just saved');
			return Manifest.parse(manifest);
		},
		async pack(sha256) {
			const { rows } = await client.execute({
				sql: 'SELECT sha256, kind, raw_bytes, brotli FROM catalogue_packs WHERE sha256 = ?',
				args: [sha256]
			});
			if (!rows[0]) return null;
			const row = PackRow.parse(rows[0]);
			return {
				sha256: row.sha256,
				kind: row.kind,
				rawBytes: row.raw_bytes,
				brotli: new Uint8Array(row.brotli)
			};
		}
	};
}

const VersionRow = z.object({ version: z.number(), published_at: z.string(), packs: z.string() });
const PackRow = z.object({
	sha256: Sha256,
	kind: PackKind,
	raw_bytes: z.number(),
	brotli: z.custom<ArrayBuffer>((value) => value instanceof ArrayBuffer)
});
