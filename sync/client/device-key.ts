/**
 * The key with which this phone signs what its owner sends: ECDSA P-256, made here, of which no script can read the
 * private half. It lies in the owner's own database beside the data keys: one for each person on each device, gone with
 * the database when she signs out and wipes it. What a signature is worth: docs/decisions/0013.
 */
import type { Table } from 'dexie';
import { type Manifest, manifestText, type Seal } from '../../domain/dossier/manifest.ts';
import { base64, DevicePublicKey, hashText, signText } from '../../domain/signature.ts';
import type { Operation } from '../protocol.ts';
import type { PhoneDb } from './db.ts';

interface DeviceKeyRow {
	readonly id: 'device';
	readonly privateKey: CryptoKey;
	readonly publicKey: DevicePublicKey;
}

/** The manifest's hash, and this phone's signature under it. */
export async function sealOf(db: PhoneDb, manifest: Manifest): Promise<Seal> {
	const { privateKey, publicKey } = await deviceKey(db);
	const text = manifestText(manifest);
	return { manifest: await hashText(text), key: publicKey, signature: await signText(privateKey, text) };
}

/** Under this owner's key, whoever sealed it before; as it is when it is of those that nobody seals. */
export async function resealed(db: PhoneDb, operation: Operation): Promise<Operation> {
	if (operation.kind !== 'submit' && operation.kind !== 'supplement') return operation;
	return { ...operation, seal: await sealOf(db, operation) };
}

/** Made at the first asking; two tabs that both make one agree on whichever lay there first. */
async function deviceKey(db: PhoneDb): Promise<DeviceKeyRow> {
	const keys = db.table('keys') as Table<DeviceKeyRow, string>;
	const kept = await keys.get('device');
	if (kept) return kept;
	const made = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
		'sign',
		'verify'
	]);
	const point = new Uint8Array(await crypto.subtle.exportKey('raw', made.publicKey));
	const row: DeviceKeyRow = {
		id: 'device',
		privateKey: made.privateKey,
		publicKey: DevicePublicKey.parse(base64(point))
	};
	return await db.transaction('rw', [keys], async () => {
		const first = await keys.get('device');
		if (first) return first;
		await keys.add(row);
		return row;
	});
}
