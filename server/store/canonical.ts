/** Hashes and names that are made from content. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/canonical.ts';

/** Lower-case hex SHA-256 of the canonical JSON. */
export function contentHash(value: unknown): string {
	return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** A UUID (RFC 9562 version 8) that is the same for the same name, whoever asks and however often. */
export function namedUuid(name: string): string {
	const hex = createHash('sha256').update(name).digest('hex');
	const variant = '89ab'[parseInt(hex.charAt(16), 16) % 4];
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`8${hex.slice(13, 16)}`,
		`${variant}${hex.slice(17, 20)}`,
		hex.slice(20, 32)
	].join('-');
}
