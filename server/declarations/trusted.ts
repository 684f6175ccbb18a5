/** The providers of signing certificates whom an operator trusts: a PEM file, read anew when it has changed. */
import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

/** Certificates of that file. Rejects when it cannot be read now or holds none: then nothing is judged. */
export function trustedCertificates(file: string): () => Promise<readonly X509Certificate[]> {
	let known: { readonly changedAt: number; readonly certificates: readonly X509Certificate[] } | null = null;
	return async () => {
		const { mtimeMs } = await stat(file);
		if (known?.changedAt === mtimeMs) return known.certificates;
		const pem = await readFile(file, 'utf8');
		const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
		if (blocks.length === 0) throw new Error('the file of trusted certificates holds none');
		known = { changedAt: mtimeMs, certificates: blocks.map((block) => new X509Certificate(block)) };
		return known.certificates;
	};
}
