/**
 * What sealing costs, in Chromium on a profile on the disk: an autosave of a draft of 40 fields, and 300 drafts opened
 * by an app that has just started, beside the same rows in clear in Dexie, written and read by turns.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { chromiumFlags, chromiumPath } from '../scripts/browser.mjs';
import { startListener } from '../tests/support/listener.ts';
import type { BenchOptions } from './main.ts';
import { median, table } from './report.ts';
import type { SealedTimes } from './sealed-page.ts';

export async function sealed({ rounds }: BenchOptions): Promise<string> {
	const script = await bundle(path.join(import.meta.dirname, 'sealed-page.ts'));
	const server = await startListener(({ path }, response) => {
		const isScript = path === '/page.js';
		response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
		response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
	});
	const profile = await mkdtemp(path.join(tmpdir(), 'mot-cua-bench-'));
	const executablePath = chromiumPath();
	const context = await chromium.launchPersistentContext(profile, {
		args: chromiumFlags,
		...(executablePath ? { executablePath } : {})
	});
	try {
		const page = await context.newPage();
		await page.goto(server.url);
		await page.waitForFunction(() => 'measureSealed' in globalThis);
		// The first warms up what is compiled late.
		await page.evaluate(() => globalThis.measureSealed());
		const all: SealedTimes[] = [];
		for (let round = 0; round < rounds; round++)
			all.push(await page.evaluate(() => globalThis.measureSealed()));
		return report(all);
	} finally {
		await context.close();
		await server.stop();
		await rm(profile, { recursive: true, force: true });
	}
}

function report(all: readonly SealedTimes[]): string {
	const row = (
		name: string,
		of: (times: SealedTimes) => { plain: number[]; sealed: number[] },
		goal: string
	) => {
		const plain = median(all.flatMap((times) => of(times).plain));
		const sealed = median(all.flatMap((times) => of(times).sealed));
		const ms = (value: number) => `${value.toFixed(2)} ms`;
		return [name, ms(plain), ms(sealed), `${(sealed / plain).toFixed(2)}×`, goal];
	};
	return table(
		['median', 'plain Dexie', 'sealed', 'ratio', 'goal'],
		[
			row('a draft saved, strictly', ({ write }) => write, '≤ 1.1×'),
			row('300 drafts opened', ({ open }) => open, '≤ 2×')
		]
	);
}

async function bundle(entry: string): Promise<string> {
	const built = await build({
		configFile: false,
		logLevel: 'silent',
		build: { write: false, rolldownOptions: { input: entry } }
	});
	const [output] = Array.isArray(built) ? built : [built];
	if (!output || !('output' in output)) throw new Error('nothing was built');
	return output.output[0].code;
}
