import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { packedCharactersMax } from './packed.ts';
import { packText, unpackText } from './packing.ts';
import { primer } from './primer.ts';

const exchange = JSON.stringify({
	protocol: 3,
	cursor: 4,
	operations: [],
	drafts: {
		device: 'zz12ab',
		cursor: 1,
		deltas: [
			{
				draft: 1,
				base: 281999999,
				seen: [[0, 282000123]],
				edits: [
					[
						0,
						[
							[3, 0, 'Lò Văn Pản'],
							[7, 190, 'bản Nậm Lỏng, phường Đoàn Kết'],
							[1, 211, '0383456120']
						]
					]
				]
			}
		]
	}
});

it('[S30] packs and unpacks whatever there is to say', () => {
	const texts = ['', 'a', '{}', exchange, 'đ'.repeat(5000), '\u0000\uffff😀', exchange.repeat(20)];
	for (let seed = 1; seed < 200; seed++) {
		let state = seed;
		const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
		texts.push(Array.from({ length: seed % 90 }, () => String.fromCodePoint(next() % 0xd7ff)).join(''));
	}
	for (const text of texts) expect(unpackText(packText(text))).toBe(text);
	expect(unpackText(packText('x'.repeat(packedCharactersMax)))).toHaveLength(packedCharactersMax);
});

it('[S30] makes an exchange of drafts smaller by far than a general method', () => {
	expect(packText(exchange).length).toBeLessThan(deflateRawSync(exchange, { level: 9 }).length / 2);
});

it('[S30] takes nothing for a text that was cut, changed or made up', () => {
	const packed = packText(exchange);
	for (let end = 0; end < packed.length; end++) expect(unpackText(packed.slice(0, end)), `${end}`).toBeNull();
	let taken = 0;
	for (let at = 0; at < packed.length; at++) {
		const changed = packed.slice();
		changed[at] = (changed[at] ?? 0) ^ 0x55;
		if (unpackText(changed) !== null) taken++;
	}
	expect(taken).toBe(0);
	expect(unpackText(Uint8Array.from([1, 2, 255, 255, 255, 255, 255, 1]))).toBeNull();
	expect(unpackText(Uint8Array.from([1, 2, 255, 255, 4, 9]))).toBeNull();
});

it('[S30] keeps its format: another primer or model is another media type', () => {
	const digest = (bytes: Uint8Array | string) =>
		createHash('sha256').update(bytes).digest('hex').slice(0, 16);
	expect([digest(primer), digest(packText(exchange))]).toEqual(['51113d938da83f35', 'f5b80a9fb32689b1']);
});
