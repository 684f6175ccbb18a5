/**
 * The longest form on a phone whose main thread is six times slower: how long after the tap on “Tiếp tục” the next
 * question stands painted, what one edit costs the main thread, and what saving it after the pause costs. The
 * production build in Chromium, somebody logged in, everything of the catalogue there already.
 */
import { z } from 'zod';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../scripts/browser.mjs';
import { dayOf } from '../domain/dossier/calendar.ts';
import { offeredServices } from '../domain/services/all.ts';
import type { DossierService } from '../domain/services/definition.ts';
import { viewForm } from '../domain/services/validate.ts';
import { invariant } from '../domain/result.ts';
import { examples } from '../tests/support/examples/all.ts';
import type { Example } from '../tests/support/examples/example.ts';
import { fillForm } from '../tests/support/filling.ts';
import { firstVisit, logIn, mai } from '../tests/support/visit.ts';
import { startWorld } from '../tests/support/world.ts';
import type { BenchOptions } from './main.ts';
import { median, table } from './report.ts';

const slower = 6;
/** A person's pace; short enough that no pause sets the saving off in between. */
const settleMs = 120;

interface Form {
	readonly why: string;
	readonly service: DossierService;
	readonly example: Example;
	/** Ms by the clock. */
	readonly taps: number[];
	/** Of the same taps, ms that the main thread worked. */
	readonly tapsWork: number[];
	readonly edits: Busy[];
	readonly savings: Busy[];
}

/** Ms of the main thread. */
interface Busy {
	/** Script, style and layout: what the page itself does. */
	readonly page: number;
	/** With painting, and what the browser does for any key. */
	readonly all: number;
}

export async function form({ rounds }: BenchOptions): Promise<string> {
	const today = dayOf(new Date());
	const forms = longest(today);
	const world = await startWorld({ down: ['gateway', 'power', 'issuers'] });
	const executablePath = chromiumPath();
	const browser = await chromium.launch({
		args: chromiumFlags,
		...(executablePath ? { executablePath } : {})
	});
	try {
		const context = await browser.newContext({
			baseURL: world.portal.url,
			viewport: { width: 360, height: 640 },
			deviceScaleFactor: 2,
			isMobile: true,
			hasTouch: true,
			locale: 'vi-VN'
		});
		const floor = await plainField(await context.newPage(), rounds);
		const page = await context.newPage();
		await firstVisit(page);
		await logIn(page, mai);
		let taps: number[] = [];
		await page.exposeFunction('noteTap', (ms: number) => void taps.push(ms));
		await page.addInitScript(watchTaps);
		const cdp = await slowed(page);
		for (let round = 0; round < rounds; round++)
			for (const one of forms) {
				({ taps } = one);
				await browser.startTracing(page, { categories: ['blink.user_timing'] });
				await page.goto(`/nop/${one.service.procedureCode}`);
				await page.waitForURL('**/ban-nhap/**');
				await fillForm(page, one.service, one.example.form(today), one.example.files, today, () =>
					typeEverywhere(page, cdp, one)
				);
				one.tapsWork.push(...workBetween(await browser.stopTracing()));
			}
		return report(forms, floor);
	} finally {
		await browser.close();
		await world.stop();
	}
}

/** The one with most questions in its definition, and the one that asks most once its lists are filled. */
function longest(today: string): Form[] {
	const all = offeredServices().flatMap((service) => {
		const example = examples.find(({ id }) => id === service.id);
		if (service.kind !== 'dossier' || !example) return [];
		const fields = service.groups.reduce((sum, group) => sum + group.fields.length, 0);
		const asked = viewForm(service, example.form(today), today).asked.size;
		return [{ service, example, fields, asked, taps: [], tapsWork: [], edits: [], savings: [] }];
	});
	const [defined] = all.toSorted((a, b) => b.fields - a.fields);
	const [filled] = all.toSorted((a, b) => b.asked - a.asked);
	invariant(defined && filled, 'there are forms');
	return [
		{ ...defined, why: `${defined.fields} questions` },
		{ ...filled, why: `${filled.asked} answers with its lists` }
	];
}

/** In every text field of the page its last letter away, and there again. */
async function typeEverywhere(page: Page, cdp: CDPSession, { edits, savings }: Form): Promise<void> {
	const saved = page.locator('[data-testid=saved].saved');
	for (const field of await page.locator('form :is(input[type=text], textarea):visible').all()) {
		const last = (await field.inputValue()).at(-1);
		if (last === undefined) continue;
		await field.focus();
		await field.press('End');
		await saved.waitFor();
		edits.push(await typing(page, cdp, last));
		savings.push(
			await during(cdp, async () => {
				await saved.waitFor();
				await page.waitForTimeout(settleMs);
			})
		);
	}
}

/** For one key in what has the focus. */
async function typing(page: Page, cdp: CDPSession, last: string): Promise<Busy> {
	const keys = [
		{ key: 'Backspace', windowsVirtualKeyCode: 8 },
		{ key: last, text: last }
	];
	await page.waitForTimeout(settleMs);
	const both = await during(cdp, async () => {
		for (const key of keys) {
			await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
			await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
		}
		await page.waitForTimeout(settleMs);
	});
	return { page: both.page / keys.length, all: both.all / keys.length };
}

/** The same keys in a page that has one field and no script: what browser and counting cost by themselves. */
async function plainField(page: Page, rounds: number): Promise<Busy[]> {
	await page.setContent('<label>Họ tên <input type="text" value="Nguyễn Thị Mai"></label>');
	const cdp = await slowed(page);
	await page.locator('input').focus();
	const taken: Busy[] = [];
	for (let n = 0; n < rounds * 10; n++) taken.push(await typing(page, cdp, 'i'));
	await page.close();
	return taken;
}

async function slowed(page: Page): Promise<CDPSession> {
	const cdp = await page.context().newCDPSession(page);
	await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
	await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
	return cdp;
}

/** By the main thread's own processor time: what else runs on the machine is not in it. */
async function during(cdp: CDPSession, work: () => Promise<void>): Promise<Busy> {
	const before = await counted(cdp);
	await work();
	const after = await counted(cdp);
	const ms = (name: string) => ((after.get(name) ?? 0) - (before.get(name) ?? 0)) * 1000;
	return {
		page: ms('ScriptDuration') + ms('RecalcStyleDuration') + ms('LayoutDuration'),
		all: ms('TaskDuration')
	};
}

async function counted(cdp: CDPSession): Promise<ReadonlyMap<string, number>> {
	const { metrics } = await cdp.send('Performance.getMetrics');
	return new Map(metrics.map(({ name, value }) => [name, value]));
}

/** Marks carry the main thread's own clock (`tts`, µs), which stands while others have the processor. */
const Marks = z.object({
	traceEvents: z.array(z.object({ name: z.string(), tts: z.number().optional() }))
});

function workBetween(trace: Buffer): number[] {
	const work: number[] = [];
	let from: number | undefined;
	for (const { name, tts } of Marks.parse(JSON.parse(trace.toString('utf8'))).traceEvents) {
		if (name === 'tap') from = tts;
		else if (name === 'stands' && from !== undefined && tts !== undefined) {
			work.push((tts - from) / 1000);
			from = undefined;
		}
	}
	return work;
}

/** Runs in the page: from the finger to the frame in which the next page of the form stands. */
function watchTaps(): void {
	let tappedAt: number | null = null;
	const told = globalThis as unknown as { noteTap: (ms: number) => void };
	addEventListener(
		'click',
		({ target, timeStamp }) => {
			if (!(target instanceof Element && target.closest('[data-testid=wizard-next]'))) return;
			tappedAt = timeStamp;
			performance.mark('tap');
		},
		true
	);
	new MutationObserver((changes) => {
		const from = tappedAt;
		const isNext = changes.some(({ target }) => target.parentElement?.tagName === 'H1');
		if (from === null || !isNext) return;
		tappedAt = null;
		// A message that is sent while a frame is made arrives when it has been.
		requestAnimationFrame(() => {
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = () => {
				performance.mark('stands');
				told.noteTap(performance.now() - from);
			};
			port2.postMessage(null);
		});
	}).observe(document, { subtree: true, childList: true, characterData: true });
}

function report(forms: readonly Form[], floor: readonly Busy[]): string {
	const row = (name: string, times: readonly number[], goal: string) => [
		name,
		String(times.length),
		`${median(times).toFixed(1)} ms`,
		`${Math.max(...times).toFixed(1)} ms`,
		goal
	];
	const busy = (name: string, of: readonly Busy[], goal: string) => [
		row(
			`${name}: script, style, layout`,
			of.map(({ page }) => page),
			goal
		),
		row(
			`${name}: all tasks`,
			of.map(({ all }) => all),
			''
		)
	];
	return table(
		[`main thread ${slower}× slower`, 'times', 'median', 'slowest', 'goal'],
		[
			...forms.flatMap(({ service, why, taps, tapsWork, edits, savings }) => [
				row(`${service.id} (${why}): tap to next question`, taps, '≤ 100 ms'),
				row('of it work of the main thread', tapsWork, ''),
				...busy('one edit', edits, '≤ 16 ms'),
				...busy('saving after the pause', savings, '')
			]),
			...busy('a key in a page with one field and no script', floor, '')
		]
	);
}
