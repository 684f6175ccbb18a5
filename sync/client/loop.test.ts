import { describe, expect, it } from 'vitest';
import type { Fault } from '../../domain/faults.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Hold } from '../engine/sending.ts';
import type { LineState } from '../engine/state.ts';
import type { Exchange, ExchangeReply } from '../protocol.ts';
import { MemoryPhone } from '../store/memory-phone.ts';
import { dossierWith, photo, submission, withdrawal } from '../../tests/support/phone-samples.ts';
import { startLoop, type Wire } from './loop.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';

/** A phone with two operations, one of them with a photo, and a wire that the test answers for. */
async function phone(wire: Partial<Wire> = {}, hold?: () => Hold | null) {
	const store = new MemoryPhone();
	const deps = testDeps();
	const lines: LineState[] = [];
	const broken: unknown[] = [];
	const sent: Exchange[] = [];
	const done = (exchange: Exchange): ExchangeReply => ({
		outcomes: exchange.operations.map(({ operationId }) => ({ type: 'done', operationId })),
		changes: [],
		cursor: 1,
		more: false,
		serverTime: 0
	});
	const loop = startLoop({
		store,
		deps,
		wire: {
			exchange: async (exchange) => {
				sent.push(exchange);
				return ok(done(exchange));
			},
			upload: async (file, onProgress) => {
				onProgress(0);
				onProgress(file.fact.size);
				return ok(null);
			},
			result: async () => err({ type: 'not_found' }),
			...wire
		},
		isSignedIn: async () => true,
		...(hold ? { hold: async () => hold() } : {}),
		storageFault: (error) => {
			throw error;
		},
		onLine: (line) => lines.push(line),
		onBroken: (error) => broken.push(error)
	});
	return { store, deps, loop, lines, broken, sent, done };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const kinds = (lines: readonly LineState[]) => lines.map((line) => line.kind);

describe('[F8] files that she paused', () => {
	it('stop in the middle, stay while words go, and go on from there when she resumes', async () => {
		let hold: Hold | null = null;
		const { size, attachmentId } = photo(1).fact;
		const begun = Promise.withResolvers<void>();
		const offsets: number[] = [];
		const { store, loop, lines, sent } = await phone(
			{
				upload: async (_file, onProgress, signal) => {
					const offset = offsets.length === 0 ? 0 : 1;
					offsets.push(offset);
					onProgress(offset);
					if (offset === 0) {
						onProgress(1);
						begun.resolve();
						await new Promise((resolve) => signal.addEventListener('abort', resolve));
						return err({ type: 'unavailable' });
					}
					onProgress(size);
					return ok(null);
				}
			},
			() => hold
		);
		await store.enqueue(submission(1), [photo(1)]);
		loop.send({ type: 'start' });
		await begun.promise;
		hold = 'paused';
		loop.send({ type: 'hold' });
		await settled();
		expect(lines.at(-1)).toEqual({ kind: 'held', why: 'paused', leftBytes: size });

		await store.enqueue(withdrawal(2), []);
		loop.send({ type: 'queued' });
		await settled();
		expect(sent.flatMap(({ operations }) => operations.map(({ kind }) => kind))).toEqual(['withdraw']);
		expect(lines.at(-1)?.kind).toBe('held');

		hold = null;
		loop.send({ type: 'hold' });
		await settled();
		expect(offsets).toEqual([0, 1]);
		expect((await store.work()).operations).toEqual([]);
		expect(lines.at(-1)?.kind).toBe('idle');
		expect(lines.some((line) => line.kind === 'working' && line.file?.attachmentId === attachmentId)).toBe(
			true
		);
	});
});

describe('the loop', () => {
	it('brings everything home and tells the line on the way', async () => {
		const { store, loop, lines, sent } = await phone();
		await store.enqueue(submission(1), [photo(1)]);
		await store.enqueue(withdrawal(2), []);
		loop.send({ type: 'start' });
		await settled();
		expect(sent.map(({ operations }) => operations.map(({ kind }) => kind))).toEqual([
			['withdraw'],
			['submit']
		]);
		expect((await store.work()).operations).toEqual([]);
		expect(lines.at(-1)).toMatchObject({ kind: 'idle', syncedAt: expect.any(String) });
		const { size, attachmentId } = photo(1).fact;
		expect(lines).toContainEqual({
			kind: 'working',
			doing: 'uploading',
			doneBytes: size,
			totalBytes: size,
			file: { attachmentId, bytes: size }
		});
	});

	it('waits after a failure and goes on when the time is over', async () => {
		let fails = 2;
		const { store, loop, deps, lines } = await phone({
			exchange: async (exchange) => {
				if (fails-- > 0) return err({ type: 'offline' });
				const outcomes = exchange.operations.map(({ operationId }) => ({
					type: 'done' as const,
					operationId
				}));
				return ok({ outcomes, changes: [], cursor: 1, more: false, serverTime: 0 });
			}
		});
		await store.enqueue(withdrawal(1), []);
		loop.send({ type: 'start' });
		for (let times = 0; times < 3; times++) {
			await settled();
			deps.ring();
		}
		await settled();
		expect(kinds(lines)).toEqual(['working', 'waiting', 'working', 'waiting', 'working', 'idle']);
		expect(lines[1]).toMatchObject({ why: 'offline' });
		expect((await store.work()).operations).toEqual([]);
	});

	it('[O5] settles nothing by an answer to another question', async () => {
		const { operationId } = withdrawal(7);
		const { store, loop, lines } = await phone({
			exchange: async () =>
				ok({
					outcomes: [{ type: 'done', operationId }],
					changes: [],
					cursor: 9,
					more: false,
					serverTime: 0
				})
		});
		await store.enqueue(withdrawal(1), []);
		loop.send({ type: 'start' });
		await settled();
		expect((await store.work()).operations).toHaveLength(1);
		expect((await store.exchangeFor([])).cursor).toBe(0);
		expect(lines.at(-1)?.kind).toBe('waiting');
	});

	it('[D9] keeps a result only when it is the announced one', async () => {
		const decided = dossierWith(1, ['submitted', 'accepted', 'processing', 'decided', 'result_stored']);
		const answers = [new Blob(['%P']), new Blob(['xxx'])];
		const { store, loop, deps } = await phone({
			result: async () => ok(answers.shift() ?? new Blob(['pdf']))
		});
		await store.settle({
			outcomes: [],
			changes: [{ kind: 'dossier', dossier: decided }],
			cursor: 1,
			more: false,
			serverTime: 0
		});
		const hash = decided.events.find((event) => event.kind === 'result_stored')?.result.sha256;
		deps.sha256 = async (bytes) => {
			const text = new TextDecoder().decode(bytes);
			return (text === 'pdf' && hash) || photo(1).fact.sha256;
		};
		loop.send({ type: 'start' });
		for (let times = 0; times < 4; times++) {
			await settled();
			deps.ring();
		}
		await settled();
		expect(answers).toEqual([]);
		expect(await store.state.results.get(decided.dossierId)?.bytes.text()).toBe('pdf');
		expect(store.state.outbox.size).toBe(0);
	});

	it('[S6] writes nothing of an answer that comes after it was stopped', async () => {
		let answer: (reply: ExchangeReply) => void = () => {};
		const { store, loop, sent, done } = await phone({
			exchange: (exchange) => {
				sent.push(exchange);
				return new Promise((resolve) => (answer = (reply) => resolve(ok(reply))));
			}
		});
		await store.enqueue(withdrawal(1), []);
		loop.send({ type: 'start' });
		await settled();
		const stopped = loop.stop();
		const [exchange] = sent;
		if (exchange) answer(done(exchange));
		await stopped;
		expect((await store.work()).operations).toHaveLength(1);
	});

	it('[R4] tries again when its own disk is full, and stops when something impossible happens', async () => {
		const full = await phone();
		full.store.settle = () => Promise.reject(new Error('bug'));
		full.loop.send({ type: 'start' });
		await settled();
		expect(full.broken).toHaveLength(1);
		const fault: Fault = { type: 'storage_full' };
		const store = new MemoryPhone();
		const settle = store.settle.bind(store);
		store.settle = () => Promise.reject(new Error('full'));
		const deps = testDeps();
		const lines: LineState[] = [];
		const reply = { outcomes: [], changes: [], cursor: 4, more: false, serverTime: 0 };
		const loop = startLoop({
			store,
			deps,
			wire: {
				exchange: async () => ok(reply),
				upload: async () => ok(null),
				result: async () => err({ type: 'not_found' })
			},
			isSignedIn: async () => true,
			storageFault: () => fault,
			onLine: (line) => lines.push(line),
			onBroken: () => {}
		});
		loop.send({ type: 'start' });
		await settled();
		expect(lines.at(-1)?.kind).toBe('waiting');
		store.settle = settle;
		deps.ring();
		await settled();
		expect([lines.at(-1)?.kind, store.state.cursor]).toEqual(['idle', 4]);
	});

	it('[R4] goes on when the first look at its own disk fails and something is queued meanwhile', async () => {
		const store = new MemoryPhone();
		const work = store.work.bind(store);
		store.work = () => Promise.reject(new Error('unreadable'));
		const deps = testDeps();
		const broken: unknown[] = [];
		const replies: ((reply: Result<ExchangeReply, Fault>) => void)[] = [];
		const loop = startLoop({
			store,
			deps,
			wire: {
				exchange: () => new Promise((resolve) => replies.push(resolve)),
				upload: async () => ok(null),
				result: async () => err({ type: 'not_found' })
			},
			isSignedIn: async () => true,
			storageFault: () => ({ type: 'storage_failed' }),
			onLine: () => {},
			onBroken: (error) => broken.push(error)
		});
		loop.send({ type: 'start' });
		await settled();
		store.work = work;
		await store.enqueue(withdrawal(1), []);
		loop.send({ type: 'queued' });
		await settled();
		// The beginning comes again while the exchange is under way.
		deps.ring();
		await settled();
		expect([broken, replies.length]).toEqual([[], 1]);
		const { operationId } = withdrawal(1);
		const outcomes = [{ type: 'done' as const, operationId }];
		replies[0]?.(ok({ outcomes, changes: [], cursor: 1, more: false, serverTime: 0 }));
		await settled();
		// News were asked for with it.
		expect([(await store.work()).operations, replies.length]).toEqual([[], 2]);
	});
});
