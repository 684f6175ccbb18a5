/**
 * `npm run kills -- [--runs N] [--seed S]`: N applications on the production build, in each of which either the browser
 * or the portal is killed (SIGKILL) at a random moment between the first word and the answer of the server. What was
 * killed is started again and she goes on where the phone says that she was. Prints a ledger; ends with 1 when one that
 * the phone had called saved is lost, one is there twice, or anything still waits in the end.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '@libsql/client';
import { expect, type Page } from '@playwright/test';
import { openPhone, type PhoneBrowser } from '../support/browser.ts';
import { fillApplicant, firstVisit, healthCard, logIn, mai, next } from '../support/visit.ts';
import { startWorld } from '../support/world.ts';
import { Random } from '../sim/random.ts';

const { values } = parseArgs({
	options: { runs: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } }
});
const runs = Number(values.runs);
const random = new Random(Number(values.seed));
/** For anything on a busy machine; every wait ends as soon as it is done. */
const patienceMs = 90_000;

const profile = await mkdtemp(path.join(tmpdir(), 'mot-cua-profile-'));
// Nothing comes back from the agency: what is killed here is the way there.
const world = await startWorld({ env: { agency: { AGENCY_MODE: 'manual' } } });
const records = createClient({ url: `file:${path.join(world.dataDir, 'mot-cua.db')}`, timeout: 10_000 });
/** What the app itself calls broken is told here too. */
async function open(): Promise<PhoneBrowser> {
	const opened = await openPhone(profile, { baseURL: world.portal.url });
	opened.page.on('console', (said) => {
		if (said.type() === 'error' && !/Failed to load resource/.test(said.text()))
			console.error(`the page says: ${said.text()}`);
	});
	return opened;
}
let phone: PhoneBrowser = await open();

const ledger = { browser: 0, portal: 0, kept: 0, begunAgain: 0, lost: 0, duplicated: 0, waiting: 0 };
/** Which of the marks the phone has called saved or received. */
const told = new Set<string>();
const marks: string[] = [];
/** How long an application takes here, from the first word on; the moments are drawn from it. */
let spanMs = 6_000;
const started = Date.now();

try {
	await firstVisit(phone.page);
	await logIn(phone.page, mai);
	for (let n = 1; n <= runs; n++) {
		await oneRun(n);
		const perRun = (Date.now() - started) / n / 1000;
		const { browser, portal } = ledger;
		const killed = `${browser} browsers and ${portal} portals killed`;
		console.error(
			`${n}/${runs}, ${killed}, ${perRun.toFixed(1)} s a run, eta ${Math.round(perRun * (runs - n))} s`
		);
	}
	await phone.page.goto('/cho-gui');
	await expect(phone.page.getByRole('heading', { level: 1 })).toBeVisible();
	const waiting = phone.page.getByTestId('waiting-item');
	// The server has everything; the phone may still be hearing of the last.
	await expect(waiting)
		.toHaveCount(0, { timeout: patienceMs })
		.catch(() => undefined);
	ledger.waiting = await waiting.count();
	if (ledger.waiting > 0) console.error(await phone.page.locator('main').innerText());
	for (const mark of marks) {
		const there = await onServer(mark);
		if (there === 0) ledger.lost++;
		if (there > 1) ledger.duplicated++;
		if (there === 1) ledger.kept++;
	}
	const { rows } = await records.execute('SELECT count(*) AS n FROM dossiers');
	ledger.duplicated += Math.max(0, Number(rows[0]?.['n']) - marks.length);
} catch (error) {
	await phone.page.screenshot({ path: path.join(tmpdir(), 'mot-cua-kills.png') }).catch(() => undefined);
	console.error(world.log().split('\n').slice(-20).join('\n'));
	throw error;
} finally {
	await phone.close();
	records.close();
	await world.stop();
	await rm(profile, { recursive: true, force: true });
}
console.log(`${runs} runs in ${Math.round((Date.now() - started) / 1000)} s: ${JSON.stringify(ledger)}`);
const isSound =
	ledger.lost + ledger.duplicated + ledger.waiting === 0 &&
	ledger.kept === marks.length &&
	Math.min(ledger.browser, ledger.portal) >= marks.length / 4;
process.exit(isSound ? 0 : 1);

async function oneRun(n: number): Promise<void> {
	const mark = String(1_200_000_000 + n);
	marks.push(mark);
	const victim = random.chance(0.5) ? 'browser' : 'portal';
	const began = Date.now();
	let isStruck = false;
	const strike = new Promise((resolve) => setTimeout(resolve, random.between(0, spanMs))).then(async () => {
		isStruck = true;
		ledger[victim]++;
		await (victim === 'browser' ? phone : world.portal).kill();
	});
	try {
		await phone.page.goto(`/nop/${healthCard}`);
		await complete(phone.page, mark);
		if (victim === 'portal') await strike;
	} catch (error) {
		// A page that is gone in the middle of what she did.
		if (!isStruck || victim !== 'browser') throw error;
	}
	await strike;
	if (victim === 'browser') {
		phone = await open();
		// A cookie that came just before the kill may not have come to the disk.
		if (!(await isLoggedIn())) await logIn(phone.page, mai);
	} else await world.portal.start();
	await arrive(mark);
	spanMs = Math.min(20_000, Math.round(0.8 * spanMs + 0.2 * Math.min(Date.now() - began, 20_000)));
}

/** From wherever she is in the form to the button, and on to the slip that it leads to. */
async function complete(page: Page, mark: string): Promise<void> {
	for (;;) {
		await expect(page.locator('.where p')).toBeVisible({ timeout: patienceMs });
		const submit = page.getByTestId('submit');
		if (await page.locator('#socialInsuranceNo').isVisible()) {
			await page.locator('#socialInsuranceNo').fill(mark);
			await page.locator('#group-household').check();
			await page.locator('#reason-lost').check();
			await expect(page.getByTestId('saved')).toHaveClass(/saved/, { timeout: patienceMs });
			told.add(mark);
		} else if (await page.locator('#fullName').isVisible()) await fillApplicant(page, mai);
		else if (await page.locator('#delivery-online').isVisible())
			await page.locator('#delivery-online').check();
		if (await submit.isVisible()) {
			await page.locator('#truthPledge').check();
			await submit.click();
			await page.waitForURL('**/ho-so/*', { timeout: patienceMs });
			return;
		}
		await next(page);
	}
}

/** Both sides are up again: she looks after it until the server has it. */
async function arrive(mark: string): Promise<void> {
	const until = Date.now() + patienceMs;
	for (;;) {
		if ((await onServer(mark)) > 0) return;
		if (Date.now() > until) throw new Error(`${mark} does not arrive`);
		await phone.page.goto('/ho-so');
		await expect(phone.page.getByRole('heading', { level: 1 })).toBeVisible();
		const draft = phone.page.getByTestId('draft').first();
		const queued = phone.page.getByTestId('queued').first();
		const dossier = phone.page.getByTestId('dossier').first();
		await expect(draft.or(queued).or(dossier).first())
			.toBeVisible({ timeout: 2_000 })
			.catch(() => undefined);
		if (await queued.isVisible()) await phone.page.waitForTimeout(200);
		else if (await draft.isVisible()) {
			await draft.getByRole('link').click();
			await complete(phone.page, mark);
		} else if ((await onServer(mark)) === 0) {
			// Nothing of it is here: then nothing was promised.
			if (told.has(mark)) throw new Error(`${mark} was called saved and is gone`);
			ledger.begunAgain++;
			await phone.page.goto(`/nop/${healthCard}`);
			await complete(phone.page, mark);
		}
	}
}

async function isLoggedIn(): Promise<boolean> {
	const reply = await phone.context.request.get('/trpc/session.me');
	return (await reply.text()).includes(mai.personalId);
}

/** How many dossiers carry the mark. */
async function onServer(mark: string): Promise<number> {
	const { rows } = await records.execute({
		sql: `SELECT count(*) AS n FROM dossiers WHERE json_extract(form, '$.socialInsuranceNo') = ?`,
		args: [mark]
	});
	return Number(rows[0]?.['n']);
}
