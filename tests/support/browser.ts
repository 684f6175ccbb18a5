/**
 * A phone for the tests: a real Chromium at 360×640 on a profile that outlives it, so that it can be killed as a
 * phone kills an app (SIGKILL, no goodbye) and opened again.
 */
import { readdir, readFile } from 'node:fs/promises';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../../scripts/browser.mjs';

export interface PhoneBrowser {
	readonly context: BrowserContext;
	readonly page: Page;
	/** Kills every process of this browser at once. */
	kill(): Promise<void>;
	close(): Promise<void>;
}

export async function openPhone(
	profile: string,
	options: {
		baseURL?: string;
		locale?: string;
		javaScript?: boolean;
		colorScheme?: 'light' | 'dark';
	} = {}
): Promise<PhoneBrowser> {
	const executablePath = chromiumPath();
	const context = await chromium.launchPersistentContext(profile, {
		...(executablePath ? { executablePath } : {}),
		...(options.baseURL ? { baseURL: options.baseURL } : {}),
		args: chromiumFlags,
		viewport: { width: 360, height: 640 },
		hasTouch: true,
		isMobile: true,
		deviceScaleFactor: 1,
		locale: options.locale ?? 'vi-VN',
		timezoneId: 'Asia/Ho_Chi_Minh',
		javaScriptEnabled: options.javaScript ?? true,
		colorScheme: options.colorScheme ?? 'light'
	});
	const page = context.pages()[0] ?? (await context.newPage());
	return {
		context,
		page,
		async kill() {
			const closed = new Promise<void>((resolve) => context.on('close', () => resolve()));
			for (const pid of await processesOf(profile)) {
				try {
					process.kill(pid, 'SIGKILL');
				} catch {
					// Gone with its parent already.
				}
			}
			await closed;
		},
		async close() {
			await context.close().catch(() => undefined);
		}
	};
}

async function processesOf(profile: string): Promise<number[]> {
	const pids: number[] = [];
	for (const entry of await readdir('/proc')) {
		if (!/^\d+$/.test(entry)) continue;
		const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
		if (command.includes(profile) && !command.includes('playwright')) pids.push(Number(entry));
	}
	return pids;
}
