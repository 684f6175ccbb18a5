/** The e-ID's signing key and cookie keys: made at the first start, kept in the data folder, never in the repository. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeDurably } from '../records.ts';

const EidKeys = z.object({
	/** An ES256 private key (RFC 7518 §6.2). */
	signing: z.object({
		kty: z.literal('EC'),
		crv: z.literal('P-256'),
		x: z.string(),
		y: z.string(),
		d: z.string(),
		kid: z.string(),
		alg: z.literal('ES256'),
		use: z.literal('sig')
	}),
	cookies: z.array(z.string().min(32)).min(1)
});
export type EidKeys = z.infer<typeof EidKeys>;

/** Reads the keys, or makes and keeps new ones. Throws when the file is there but not what it should be. */
export async function openEidKeys(file: string): Promise<EidKeys> {
	const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
	if (text !== undefined) return EidKeys.parse(JSON.parse(text));

	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const keys = EidKeys.parse({
		signing: {
			...privateKey.export({ format: 'jwk' }),
			kid: randomBytes(8).toString('base64url'),
			alg: 'ES256',
			use: 'sig'
		},
		cookies: [randomBytes(32).toString('base64url')]
	});
	await writeDurably(file, JSON.stringify(keys, null, '\t'));
	return keys;
}
