/** What stands in the files themselves: nothing of the machine they were written on, nothing too long to read. */
import { describe, expect, it } from 'vitest';
import { isCode, projectFiles, read } from './sources.ts';

const files = projectFiles();
const isText = (file: string) => !/\.(png|jpe?g|ico|webp|woff2?|pdf|br|gz|zst|db)$/.test(file);

/** Words, places and records that are read by programs; a person never reads them from top to bottom. */
const content = [/^package-lock\.json$/, /^server\/catalogue\/content\//, /^src\/lib\/i18n\//, /^docs\//];
const linesMax = 600;

const machinePath = /(?<![\w.:/$}-])\/(?:work|root|home|Users)\/\w/;
const registryHost = /https?:\/\/[^\s"'<>]*(?:registry|artifactory|nexus|verdaccio|jfrog)[^\s"'<>]*/i;

/** `file:line` of every line that holds what it must not. */
function linesWith(pattern: RegExp): string[] {
	return files.filter(isText).flatMap((file) =>
		read(file)
			.split('\n')
			.flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}`] : []))
	);
}

describe('files', () => {
	it('name no path of one machine', () => {
		expect(linesWith(machinePath)).toEqual([]);
		for (const home of ['work', 'root', 'home', 'Users'])
			expect(machinePath.test(`cd ${['', home, 'me'].join('/')}`)).toBe(true);
		expect(machinePath.test(`https://example.org${['', 'home', 'me'].join('/')}`)).toBe(false);
	});

	it('name no package registry', () => {
		expect(linesWith(registryHost)).toEqual([]);
		expect(registryHost.test(`"resolved": "https://${'registry'}.example/x.tgz"`)).toBe(true);
	});

	it('are short enough to read', () => {
		const long = files
			.filter((file) => (isCode(file) || file.endsWith('.css')) && !content.some((known) => known.test(file)))
			.map((file) => ({ file, lines: read(file).split('\n').length }))
			.filter(({ lines }) => lines > linesMax);
		expect(long).toEqual([]);
	});
});
