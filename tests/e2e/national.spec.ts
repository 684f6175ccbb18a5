/** The whole national database, imported by the command, on one phone: found, narrowed, read, all without a network. */
import { execFile } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { openPhone, type PhoneBrowser } from '../support/browser.ts';
import { corpus } from '../support/corpus.ts';
import { startFront } from '../support/front.ts';
import { firstVisit } from '../support/visit.ts';
import { startWorld } from '../support/world.ts';

const run = promisify(execFile);

interface Row {
	readonly code: string;
	readonly name: string;
	readonly status: string;
	readonly steps?: string;
	readonly dossier?: readonly { readonly items: readonly { readonly name: string }[] }[];
}

test('[N1] [C6] the national database is imported, comes to the phone, and answers there without a network', async () => {
	test.setTimeout(420_000);
	// The real one whole; a made-up one shows the same with fewer rows.
	const { procedures, faqs } = await corpus({ procedures: 1_500, faqs: 120 });
	const wanted = await announcedOnly(procedures);
	const asked = await longestAnswer(faqs);
	const profile = await mkdtemp(path.join(tmpdir(), 'mot-cua-profile-'));
	const front = await startFront();
	const world = await startWorld({
		down: ['portal'],
		frontPortal: async (port) => {
			front.setTarget(port);
			return front.origin;
		}
	});
	let phone: PhoneBrowser | null = null;
	try {
		const { stdout } = await run(process.execPath, ['server/catalogue/import/main.ts', procedures, faqs], {
			env: { ...process.env, DATA_DIR: world.dataDir },
			maxBuffer: 64 * 1024 * 1024
		});
		expect(stdout).toMatch(/0 not taken in/);
		await world.portal.start();

		phone = await openPhone(profile, { baseURL: front.origin });
		await firstVisit(phone.page);
		await expect(phone.page.getByTestId('replica')).toContainText('Đã đủ trên máy này', { timeout: 120_000 });
		await phone.kill();
		front.down = true;
		await world.portal.kill();

		phone = await openPhone(profile, { baseURL: front.origin });
		await phone.context.setOffline(true);
		const { page } = phone;
		await test.step('a procedure that nobody has curated is found by its name without marks', async () => {
			await page.goto('/tim-kiem');
			await page.getByRole('searchbox').first().fill(withoutMarks(wanted.name));
			await page.locator(`main a[href="/thu-tuc/${wanted.code}"]`).first().click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(wanted.name);
		});
		await test.step('and read as it was announced: papers, steps, source', async () => {
			const announced = page.getByTestId('announced');
			await expect(announced).toContainText(firstWords(wanted.dossier?.[0]?.items[0]?.name ?? ''));
			await expect(announced).toContainText(firstWords(wanted.steps ?? ''));
			await expect(announced).toContainText('Nguồn');
		});
		await test.step('filters narrow it', async () => {
			await page.goto('/tim-kiem?q=giay+phep');
			const count = page.getByRole('status').filter({ hasText: 'thủ tục' });
			const before = numberIn(await count.innerText());
			await page.getByTestId('open-filters').click();
			await page.getByLabel('Tất cả các cấp').selectOption('commune');
			await expect.poll(async () => numberIn(await count.innerText())).toBeLessThan(before);
			await expect(page.locator('main a[href^="/thu-tuc/"]').first()).toBeVisible();
		});
		await test.step('a question is found and its answer read', async () => {
			await page.goto('/tim-kiem');
			await page.getByRole('searchbox').first().fill(asked.q.slice(0, 180));
			await page.locator('main a[href^="/hoi-dap/"]').first().click();
			await expect(page.locator('main')).toContainText(firstWords(asked.a));
		});
		await test.step('what this portal has curated stands above what was announced', async () => {
			await page.goto('/thu-tuc/3.000347');
			await expect(page.getByText('Cần mang gì')).toBeVisible();
		});
	} finally {
		await phone?.close();
		await world.stop();
		await front.close();
		await rm(profile, { recursive: true, force: true });
	}
});

async function* rowsOf<T>(file: string): AsyncGenerator<T> {
	for await (const line of createInterface({ input: createReadStream(file) }))
		if (line.trim() !== '') yield JSON.parse(line) as T;
}

/** With papers and steps, a name that no other has, and nothing curated above it. */
async function announcedOnly(file: string): Promise<Row> {
	const names = new Map<string, number>();
	const candidates: Row[] = [];
	for await (const row of rowsOf<Row>(file)) {
		names.set(row.name, (names.get(row.name) ?? 0) + 1);
		if (row.status !== 'active' || !row.steps || !row.dossier?.[0]?.items[0]) continue;
		if (row.name.length > 100 || existsSync(`server/catalogue/content/procedures/${row.code}.json`)) continue;
		candidates.push(row);
	}
	const found = candidates.filter(({ name }) => names.get(name) === 1).at(-1);
	if (!found) throw new Error('the corpus has a row to look for');
	return found;
}

async function longestAnswer(file: string): Promise<{ q: string; a: string }> {
	let longest = { q: '', a: '' };
	for await (const row of rowsOf<{ q: string; a: string }>(file))
		if (row.a.length > longest.a.length) longest = row;
	return longest;
}

function withoutMarks(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}

/** Enough to know a text by; what an import cleans (blanks, bullets) is left out. */
function firstWords(text: string): string {
	return (
		text
			.replace(/^[\s\-–+*•.]+/, '')
			.split(/[\n;:,.()]/, 1)[0]
			?.trim()
			.slice(0, 40) ?? ''
	);
}

function numberIn(text: string): number {
	return Number(/\d[\d.]*/.exec(text)?.[0].replaceAll('.', '') ?? NaN);
}
