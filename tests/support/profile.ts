/** Looks for words and bytes in the files of a browser's profile, as somebody would who has taken the phone apart. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The files in which any of these is found in clear: `path: what`. Words are sought as IndexedDB and others write them,
 * in UTF-8, Latin-1 and UTF-16.
 */
export async function foundIn(folder: string, planted: readonly (string | Buffer)[]): Promise<string[]> {
	const needles = planted.flatMap((what) =>
		typeof what === 'string'
			? (['utf8', 'latin1', 'utf16le'] as const).map((encoding) => ({
					what,
					bytes: Buffer.from(what, encoding)
				}))
			: [{ what: `${what.length} bytes`, bytes: what }]
	);
	const found = new Set<string>();
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const file = path.join(entry.parentPath, entry.name);
		const content = await readFile(file).catch(() => Buffer.alloc(0));
		for (const { what, bytes } of needles)
			if (content.includes(bytes)) found.add(`${path.relative(folder, file)}: ${what}`);
	}
	return [...found].toSorted();
}
