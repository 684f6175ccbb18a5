import { describe, expect, it } from 'vitest';
import { nameOf, open, seal } from './sealed.ts';

const newKey = () =>
	crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
const place = { store: 'sealedDrafts', key: 'a' };
const words = new TextEncoder().encode('Vàng A Sùng, 011085005678');

describe('an envelope', () => {
	it('[R9] opens with its key, at its place, to what was put in', async () => {
		const key = await newKey();
		const envelope = await seal(key, place, words);
		expect(new Uint8Array(await open(key, place, envelope))).toEqual(words);
		expect(Buffer.from(envelope).includes(Buffer.from('Sùng'))).toBe(false);
	});

	it('[R9] is another each time, also for the same words', async () => {
		const key = await newKey();
		const [one, two] = [await seal(key, place, words), await seal(key, place, words)];
		expect(nameOf(one)).not.toBe(nameOf(two));
		expect(one).not.toEqual(two);
	});

	it('[R9] does not open with a single bit changed, wherever it is', async () => {
		const key = await newKey();
		const envelope = await seal(key, place, words);
		for (let index = 0; index < envelope.length; index++) {
			const changed = envelope.slice();
			changed[index] = (changed[index] ?? 0) ^ 1;
			await expect(open(key, place, changed), `byte ${index}`).rejects.toThrow();
		}
		await expect(open(key, place, envelope.slice(0, 20))).rejects.toThrow();
	});

	it('[R9] does not open at another place, nor with another key', async () => {
		const key = await newKey();
		const envelope = await seal(key, place, words);
		await expect(open(key, { ...place, key: 'b' }, envelope)).rejects.toThrow();
		await expect(open(key, { ...place, store: 'sealedFiles' }, envelope)).rejects.toThrow();
		await expect(open(await newKey(), place, envelope)).rejects.toThrow();
	});
});
