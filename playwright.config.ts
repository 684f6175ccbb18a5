import { defineConfig } from '@playwright/test';
import { chromiumFlags, chromiumPath } from './scripts/browser.mjs';

const executablePath = chromiumPath();

/**
 * Browser tests, at the size of a small phone. Each worker starts a world of its own on free ports (tests/support), so
 * there is no server here and a running `npm start` is not touched. No retries: a test that passes sometimes is broken.
 */
export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.spec.ts',
	outputDir: 'test-results/browser',
	reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
	forbidOnly: Boolean(process.env.CI),
	retries: 0,
	workers: 2,
	timeout: 120_000,
	expect: { timeout: 15_000 },
	use: {
		actionTimeout: 30_000,
		browserName: 'chromium',
		viewport: { width: 360, height: 640 },
		deviceScaleFactor: 1,
		isMobile: true,
		hasTouch: true,
		locale: 'vi-VN',
		timezoneId: 'Asia/Ho_Chi_Minh',
		screenshot: 'only-on-failure',
		// Costs a twentieth of all the work; what the gate's machine keeps, nobody looks into.
		trace: process.env.CI ? 'off' : 'retain-on-failure',
		launchOptions: { args: chromiumFlags, ...(executablePath ? { executablePath } : {}) }
	}
});
