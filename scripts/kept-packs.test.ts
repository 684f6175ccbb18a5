import { expect, test } from 'vitest';
import { packAddresses, packsOf } from './kept-packs.mjs';

test('packs hold every file once, and none much more than its share', () => {
	const files = Array.from({ length: 150 }, (_, n) => [`/${n}.js`, 'x'.repeat(100 + n)] as const);
	const packs = packsOf(files);
	expect(packs).toHaveLength(packAddresses.length);
	expect(packs.flatMap((pack) => Object.entries(pack))).toEqual(files);
	const sizes = packs.map((pack) => Object.values(pack).join('').length);
	expect(Math.max(...sizes)).toBeLessThan(1.2 * Math.min(...sizes));
	expect(packsOf([])).toEqual(packAddresses.map(() => ({})));
});
