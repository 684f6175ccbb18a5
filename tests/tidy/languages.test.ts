/** Both languages say the same things. The compiler asks for equal keys; this looks at what is behind them. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, root } from './sources.ts';

type Entry = string | ((...needs: never[]) => string) | { readonly [key: string]: Entry };

const areas = projectFiles()
	.map((file) => /^src\/lib\/i18n\/([\w-]+)\.(vi|en)\.ts$/.exec(file))
	.filter((match) => match !== null)
	.map(([, area = '', language = '']) => ({ area, language }));

async function words(area: string, language: string): Promise<Record<string, Entry>> {
	const module: { words: Record<string, Entry> } = await import(
		/* @vite-ignore */ path.join(root, `src/lib/i18n/${area}.${language}.ts`)
	);
	return module.words;
}

/** `key.inner: kind`, where a kind is text or a function of so many arguments. */
function shape(entries: Readonly<Record<string, Entry>>, above = ''): string[] {
	return Object.entries(entries).flatMap(([key, entry]) => {
		const name = above + key;
		if (typeof entry === 'string') return [`${name}: text`];
		if (typeof entry === 'function') return [`${name}: function of ${entry.length}`];
		return shape(entry, `${name}.`);
	});
}

function texts(entries: Readonly<Record<string, Entry>>, above = ''): [string, string][] {
	return Object.entries(entries).flatMap(([key, entry]): [string, string][] =>
		typeof entry === 'string'
			? [[above + key, entry]]
			: typeof entry === 'function'
				? []
				: texts(entry, `${above}${key}.`)
	);
}

describe.each([...new Set(areas.map(({ area }) => area))])('[U5] the words of %s', (area) => {
	it('have the same keys in Vietnamese and in English', async () => {
		expect(shape(await words(area, 'en')).sort()).toEqual(shape(await words(area, 'vi')).sort());
	});

	it('are never empty, and composed as NFC', async () => {
		for (const language of ['vi', 'en'])
			for (const [key, text] of texts(await words(area, language))) {
				expect(text.trim(), `${language} ${key}`).not.toBe('');
				expect(text, `${language} ${key}`).toBe(text.normalize('NFC'));
			}
	});
});
