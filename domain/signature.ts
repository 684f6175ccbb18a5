/**
 * Signatures that phone and server both check: ECDSA over P-256 with SHA-256 (FIPS 186-5), r and s of 32 bytes each one
 * after the other, as WebCrypto writes them. Texts are signed as UTF-8, and each kind begins with a line of its own, so
 * that a signature for one purpose is none for another.
 */
import * as z from 'zod/mini';
import { Sha256 } from './ids.ts';

/** Base64 of 64 bytes. */
export const Signature = z.string().check(z.regex(/^[A-Za-z0-9+/]{86}==$/));
/** Base64 of an uncompressed point (SEC 1, 65 bytes): the public half of a key that a phone made. */
export const DevicePublicKey = z.string().check(z.regex(/^[A-Za-z0-9+/]{87}=$/));
export type DevicePublicKey = z.infer<typeof DevicePublicKey>;

/** A public key by how it is written: a bare point, or SubjectPublicKeyInfo; both base64. */
export type PublicKey = { readonly raw: DevicePublicKey } | { readonly spki: string };

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Signs with a private key of this kind; another signature each time, each as good. */
export async function signText(key: CryptoKey, text: string): Promise<string> {
	return base64(new Uint8Array(await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(text))));
}

/** False also for a key that is none. */
export async function isSigned(text: string, signature: string, key: PublicKey): Promise<boolean> {
	try {
		const imported =
			'raw' in key
				? await crypto.subtle.importKey('raw', bytes(key.raw), algorithm, false, ['verify'])
				: await crypto.subtle.importKey('spki', bytes(key.spki), algorithm, false, ['verify']);
		return await crypto.subtle.verify(algorithm, imported, bytes(signature), new TextEncoder().encode(text));
	} catch (error) {
		if (error instanceof DOMException) return false;
		throw error;
	}
}

export async function hashText(text: string): Promise<Sha256> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
	return Sha256.parse(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
}

export function base64(of: Uint8Array): string {
	return btoa(String.fromCharCode(...of));
}

/** @throws DOMException when it is not base64 */
function bytes(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
