/**
 * The envelope in which a record of a person lies on the disk: AES-256-GCM (NIST SP 800-38D) with a random 96-bit IV.
 *
 *   version (1 byte) │ IV (12) │ ciphertext and tag
 *
 * Promises: who has the files and not the key reads nothing; a changed byte, another key, or an envelope that was put
 * in the place of another does not open. Where it lies is part of what is authenticated, and the version with it.
 * One envelope for a whole record: what costs is the call, not the bytes.
 */

const version = 1;
const ivBytes = 12;
const headBytes = 1 + ivBytes;

export type Envelope = Uint8Array<ArrayBuffer>;

/** Where an envelope lies; it opens nowhere else. */
export interface Place {
	readonly store: string;
	readonly key: string;
}

export async function seal(key: CryptoKey, place: Place, plain: BufferSource): Promise<Envelope> {
	// Random, and each data key seals far fewer than the 2³² records for which that is safe.
	const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
	const sealed = await crypto.subtle.encrypt(cipher(iv, place), key, plain);
	const envelope = new Uint8Array(headBytes + sealed.byteLength);
	envelope[0] = version;
	envelope.set(iv, 1);
	envelope.set(new Uint8Array(sealed), headBytes);
	return envelope;
}

/** @throws DOMException `OperationError` when the key, the place or a single bit is another; or a newer version's */
export async function open(key: CryptoKey, place: Place, envelope: Envelope): Promise<ArrayBuffer> {
	if (envelope[0] !== version) throw new DOMException('an envelope of another version', 'OperationError');
	const iv = envelope.slice(1, headBytes);
	return await crypto.subtle.decrypt(cipher(iv, place), key, envelope.subarray(headBytes));
}

/** Names this envelope among all: another sealing of the same record has another. */
export function nameOf(envelope: Envelope): string {
	return String.fromCharCode(...envelope.subarray(0, headBytes));
}

const utf8 = new TextEncoder();

function cipher(iv: Uint8Array<ArrayBuffer>, { store, key }: Place): AesGcmParams {
	return { name: 'AES-GCM', iv, additionalData: utf8.encode(`motcua ${version} ${store} ${key}`) };
}
