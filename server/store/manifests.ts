/**
 * What phones signed: the text of each manifest with its signature, kept beside the dossier as what can be shown to
 * whoever doubts it later, and which key belongs to whom.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Manifest, manifestText, type Seal } from '../../domain/dossier/manifest.ts';
import { type Receipt, receiptFacts, receiptText } from '../../domain/dossier/receipt.ts';
import type { RequestId } from '../../domain/ids.ts';
import { type PersonId, Sha256 } from '../../domain/ids.ts';
import type { Fault } from '../../domain/faults.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { Reader, WriteTx } from './database.ts';

/** The portal's signature on a text, base64. */
export type Sign = (text: string) => string;

/** A manifest as it arrived, written down again by the server. */
export interface ArrivedManifest {
	readonly text: string;
	readonly hash: Sha256;
	/** Null from an app that did not sign yet. */
	readonly seal: Seal | null;
}

export function arrivedManifest(of: Manifest & { readonly seal?: Seal | undefined }): ArrivedManifest {
	const text = manifestText(of);
	const hash = Sha256.parse(createHash('sha256').update(text).digest('hex'));
	return { text, hash, seal: of.seal ?? null };
}

/** Whether this dossier has come of it, or been supplemented by it, already. */
export async function hasManifest(
	db: Reader,
	dossierId: string,
	{ hash }: ArrivedManifest
): Promise<boolean> {
	const found = await db.read('SELECT 1 FROM manifests WHERE dossier_id = ? AND hash = ?', [dossierId, hash]);
	return found.length > 0;
}

/** Why the seal does not count; null when it does. Whether the signature is true is looked at before any transaction. */
export async function manifestFault(
	db: Reader,
	personId: PersonId,
	{ hash, seal }: ArrivedManifest
): Promise<Fault | null> {
	if (!seal) return null;
	if (seal.manifest !== hash) return { type: 'manifest_refused', why: 'content' };
	const [row] = await db.read('SELECT person_id FROM device_keys WHERE public_key = ?', [seal.key]);
	return row && KeyRow.parse(row).person_id !== personId ? { type: 'manifest_refused', why: 'key' } : null;
}

/** Keeps it with the dossier, and its key as this person's. */
export async function insertManifest(
	tx: WriteTx,
	personId: PersonId,
	dossierId: string,
	{ text, hash, seal }: ArrivedManifest,
	now: Date
): Promise<void> {
	const at = now.toISOString();
	if (seal)
		await tx.run(
			'INSERT INTO device_keys (public_key, person_id, first_seen_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
			[seal.key, personId, at]
		);
	await tx.run(
		'INSERT INTO manifests (dossier_id, hash, body, device_key, signature, received_at) VALUES (?, ?, ?, ?, ?, ?)',
		[dossierId, hash, text, seal?.key ?? null, seal?.signature ?? null, at]
	);
}

/** The portal's signed word that it has this of the dossier. */
export function receiptFor(
	dossier: Pick<Dossier, 'dossierId' | 'code' | 'agency'>,
	{ hash }: ArrivedManifest,
	{ sign, now, requestId }: { readonly sign: Sign; readonly now: Date; readonly requestId?: RequestId }
): Receipt {
	const facts = receiptFacts(dossier, hash, now, requestId);
	return { ...facts, signature: sign(receiptText(facts)) };
}

/** Puts one more receipt to a dossier that is there. */
export async function addReceipt(tx: WriteTx, dossier: Dossier, receipt: Receipt): Promise<void> {
	await tx.run('UPDATE dossiers SET receipts = ? WHERE dossier_id = ?', [
		JSON.stringify([...(dossier.receipts ?? []), receipt]),
		dossier.dossierId
	]);
}

const KeyRow = z.object({ person_id: z.string() });
