/**
 * Tells phones that there is news, so that they need not ask again and again: a stream of events (SSE) for each, with
 * nothing in it but how far the person's picture reaches now. What the news is they fetch by an exchange.
 *
 *   changes in the database ◄─ one look a second for all who listen ─► `data: 1234` to the devices of whom it is about
 *
 * Looking into the database, and not into this process, finds what other processes have written too. Promises: a
 * change that is committed while somebody listens is told, and one that came between her last exchange and the stream
 * is told at its start; a stream ends with its session. Leaves to phones: asking now and then all the same.
 */
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Fault } from '../domain/faults.ts';
import { PersonId } from '../domain/ids.ts';
import {
	newsBeatDelayMs,
	newsLookDelayMs,
	newsStreamsMax,
	newsStreamsPerPersonMax
} from '../domain/limits.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Database } from './store/database.ts';

export interface News {
	/**
	 * Begins a stream, which outlasts the call.
	 * @param since the cursor of the phone's last exchange
	 */
	listen(listener: Listener, response: ServerResponse, since: number): Promise<Result<null, Fault>>;
	/** A session of this person has ended: looks at once which of her streams that ends. */
	check(personId: PersonId): Promise<void>;
	/** Ends all streams, and whoever comes later. */
	close(): void;
}

export interface Listener {
	readonly personId: PersonId;
	/** Whether the session that began the stream lives and speaks for the same person. */
	isLive(): Promise<boolean>;
}

export interface NewsDeps {
	readonly db: Database;
	readonly log: (message: string, error: unknown) => void;
	/** Calls every so often until the answer is called; tests call when they like. */
	readonly every?: (delayMs: number, call: () => void) => () => void;
	readonly streamsMax?: number;
}

interface Stream extends Listener {
	readonly response: ServerResponse;
}

/** A reader that takes nothing for so long that this much waits is not there any more. */
const waitingBytesMax = 16_384;

const everyInterval = (delayMs: number, call: () => void) => {
	const timer = setInterval(call, delayMs);
	timer.unref();
	return () => clearInterval(timer);
};

export function createNews({ db, log, every = everyInterval, streamsMax = newsStreamsMax }: NewsDeps): News {
	/** In the order in which they came. */
	const streams = new Set<Stream>();
	/** All changes up to here have been told; null while nobody listens. */
	let told: number | null = null;
	let isClosed = false;
	let stopTimers: (() => void) | null = null;

	/** Begins to look with the first stream. What came before, each stream asks for itself. */
	async function begin(stream: Stream): Promise<void> {
		if (told === null) {
			const last = await lastChange(db);
			told ??= last;
		}
		if (!streams.has(stream)) return;
		stopTimers ??= stopBoth(every(newsLookDelayMs, quietly(look)), every(newsBeatDelayMs, quietly(beat)));
	}

	function end(stream: Stream): void {
		streams.delete(stream);
		stream.response.end();
		if (streams.size > 0) return;
		stopTimers?.();
		stopTimers = null;
		told = null;
	}

	/** At most one of a kind at a time: a slow database must not gather them. */
	function quietly(task: () => Promise<void>): () => void {
		let isRunning = false;
		return () => {
			if (isRunning) return;
			isRunning = true;
			task()
				.catch((error: unknown) => log('news failed', error))
				.finally(() => (isRunning = false));
		};
	}

	async function look(): Promise<void> {
		const from = told;
		if (from === null) return;
		const last = await lastChange(db);
		// A restored backup counts from less: those who know more than there is begin again by themselves.
		if (last <= from) return void (told = last);
		const rows = await db.read(
			'SELECT person_id, max(seq) AS seq FROM changes WHERE seq > ? GROUP BY person_id',
			[from]
		);
		const news = new Map(rows.map((row) => NewsRow.parse(row)).map((row) => [row.person_id, row.seq]));
		for (const stream of streams) {
			const cursor = news.get(stream.personId);
			if (cursor !== undefined) say(stream, `data: ${cursor}\n\n`);
		}
		told = last;
	}

	async function beat(): Promise<void> {
		await endDead([...streams]);
		for (const stream of streams) say(stream, ':\n\n');
	}

	async function endDead(some: readonly Stream[]): Promise<void> {
		for (const stream of some) if (!(await stream.isLive())) end(stream);
	}

	function say(stream: Stream, words: string): void {
		if (stream.response.writableLength > waitingBytesMax) stream.response.destroy();
		else stream.response.write(words);
	}

	return {
		async listen(listener, response, since) {
			if (isClosed || streams.size >= streamsMax)
				return err({ type: 'too_many_requests', retryAfterMs: 60_000 });
			const stream = { ...listener, response };
			streams.add(stream);
			response.on('close', () => end(stream));
			// A phone whose line breaks leaves streams behind that nobody has noticed yet: the newest are hers.
			const hers = [...streams].filter(({ personId }) => personId === listener.personId);
			for (const old of hers.slice(0, -newsStreamsPerPersonMax)) end(old);
			response.writeHead(200, {
				'content-type': 'text/event-stream; charset=utf-8',
				// nginx and its like would gather the events.
				'x-accel-buffering': 'no'
			});
			response.write(':\n\n');
			await begin(stream);
			const [row] = await db.read('SELECT max(seq) AS seq FROM changes WHERE person_id = ?', [
				listener.personId
			]);
			const cursor = Number(row?.['seq'] ?? 0);
			if (cursor > since && streams.has(stream)) say(stream, `data: ${cursor}\n\n`);
			return ok(null);
		},
		check: (personId) => endDead([...streams].filter((stream) => stream.personId === personId)),
		close() {
			isClosed = true;
			for (const stream of [...streams]) end(stream);
		}
	};
}

const NewsRow = z.object({ person_id: PersonId, seq: z.number() });

/** Number of the last change that was ever committed. */
async function lastChange(db: Database): Promise<number> {
	const [row] = await db.read(`SELECT seq FROM sqlite_sequence WHERE name = 'changes'`);
	return Number(row?.['seq'] ?? 0);
}

function stopBoth(one: () => void, other: () => void): () => void {
	return () => {
		one();
		other();
	};
}
