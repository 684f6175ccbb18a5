import { describe, expect, it } from 'vitest';
import { PersonId } from '../../domain/ids.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { personHeader } from '../protocol.ts';
import { callerFor } from './http.ts';
import { watchNews } from './news.ts';

const personId = PersonId.parse(sampleId(1));

/** A phone whose server answers each asking with the next of these. */
function phone(answers: (() => Response)[]) {
	const asked: { url: string; headers: Headers; signal: AbortSignal }[] = [];
	const heard: (number | boolean)[] = [];
	let wake = () => {};
	let isWanted = true;
	const deps = testDeps({
		fetch: async (url, init) => {
			asked.push({
				url: String(url),
				headers: new Headers(init?.headers),
				signal: init?.signal as AbortSignal
			});
			const answer = answers.shift();
			if (!answer) throw new TypeError('no network');
			return answer();
		},
		setTimer(call) {
			wake = call;
			hear('pause');
			return () => (wake = () => {});
		}
	});
	let hear: (what: number | boolean | 'pause') => void = () => {};
	const watch = watchNews({
		caller: callerFor(personId, deps),
		deps,
		isWanted: () => isWanted,
		cursor: async () => 41,
		onTold: (cursor) => (heard.push(cursor), hear(cursor)),
		onListening: (is) => (heard.push(is), hear(is))
	});
	return {
		asked,
		heard,
		watch,
		want(is: boolean) {
			isWanted = is;
			watch.look();
		},
		pauseEnds: () => wake(),
		/** Resolves when this is heard next. */
		next: (wished: number | boolean | 'pause') =>
			new Promise<void>((resolve) => {
				hear = (what) => what === wished && resolve();
			})
	};
}

const head = { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' } };

/** A stream that says these parts and stays open. */
function open(...parts: string[]): Response {
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
		}
	});
	return new Response(body, head);
}

describe('[S20] listening for news', () => {
	it('speaks for its person, from where her picture ends, and passes on what is told', async () => {
		const one = phone([() => open(':\n\nda', 'ta: 42\n\nevent: x\ndata: 9\n\ndata: 43\n\n')]);
		const told = one.next(43);
		one.watch.look();
		await told;
		expect(one.heard).toEqual([true, 42, 43]);
		expect(one.asked).toHaveLength(1);
		expect(one.asked[0]?.url).toBe('/api/news?since=41');
		expect(one.asked[0]?.headers.get(personHeader)).toBe(personId);
		await one.watch.stop();
	});

	it('ends when nobody looks, and begins again with the next look', async () => {
		const one = phone([() => open('data: 1\n\n'), () => open('data: 2\n\n')]);
		const first = one.next(1);
		one.watch.look();
		await first;
		one.want(false);
		expect(one.asked[0]?.signal.aborted).toBe(true);
		const second = one.next(2);
		one.want(true);
		await second;
		expect(one.asked).toHaveLength(2);
		await one.watch.stop();
	});

	it('that breaks is told, and tried again after a pause', async () => {
		const one = phone([() => new Response('data: 1\n\n', head), () => open('data: 2\n\n')]);
		const pause = one.next('pause');
		one.watch.look();
		await pause;
		expect(one.heard).toEqual([true, 1, false]);
		one.watch.look();
		expect(one.asked).toHaveLength(1);
		const second = one.next(2);
		one.pauseEnds();
		await second;
		await one.watch.stop();
	});

	it.each([
		['a captive portal', () => new Response('<p>Wi-Fi</p>', { headers: { 'content-type': 'text/html' } })],
		['a full server', () => new Response('{}', { status: 429 })],
		[
			'no network',
			() => {
				throw new TypeError('no network');
			}
		]
	])('counts %s as not listening', async (_name, answer: () => Response) => {
		const one = phone([answer]);
		const pause = one.next('pause');
		one.watch.look();
		await pause;
		expect(one.heard).toEqual([]);
		await one.watch.stop();
	});
});
