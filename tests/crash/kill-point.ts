/**
 * Kills a server at a chosen byte of one exchange: a gate in the proxy before it counts what passes, and SIGKILLs at
 * the point. While the gate is shut no such request gets through, so that none slips by between two kills.
 */
import { type FSWatcher, watch } from 'node:fs';
import type { Part } from '../../scripts/part.mjs';
import { invariant } from '../../domain/result.ts';
import type { Line } from '../support/proxy.ts';

/** Where in a request or its answer the server dies. */
export type KillPoint =
	/** One byte has arrived. */
	| { readonly at: 'first byte' }
	/** This share of the bytes has arrived, 0 to 1. */
	| { readonly at: 'part'; readonly of: number }
	/** All has arrived, and so many ms have passed; an answer given meanwhile does not get through. */
	| { readonly at: 'whole'; readonly afterMs: number }
	/** All has arrived, and the server has begun to write to its disk; or it answers without having to write. */
	| { readonly at: 'write' }
	/** The first bytes of the answer left the server, and reach nobody. */
	| { readonly at: 'answer' };

export interface Kill {
	readonly point: KillPoint;
	/** What was sent, as far as the sender got: head and body. */
	readonly request: string;
	/** The server had begun to answer. */
	readonly answered: boolean;
}

export interface Gate {
	/**
	 * Lets one request through as far as the point. Resolves when the victim is dead; whoever sends has to be made to
	 * send by `provoke`, which is called again and again until then.
	 */
	killAt(point: KillPoint, provoke: () => void): Promise<Kill>;
	/** Lets everything through from now on. */
	open(): void;
}

interface Caught {
	readonly connection: number;
	seen: Buffer;
	passed: number;
	answered: boolean;
}

/** For the victim to read what was let through, in ms. */
const readMs = 5;
const provokeEveryMs = 100;

/**
 * @param line of the proxy before the victim, watched by one gate at a time
 * @param request how the requests begin, `POST /dossiers`
 * @param journal file that the victim writes first when it commits; needed for kills at a write
 */
export function shutGate(line: Line, request: string, victim: Part, journal?: string): Gate {
	let point: KillPoint | null = null;
	let caught: Caught | null = null;
	let struck: (() => void) | null = null;

	let watcher: FSWatcher | null = null;

	function strike() {
		// A watcher that stayed would kill the next life of the victim.
		watcher?.close();
		watcher = null;
		void victim.kill().then(() => struck?.());
	}

	function strikeAtWrite() {
		invariant(journal !== undefined, 'a kill at a write needs to know the journal');
		watcher = watch(journal, strike);
	}

	line.watch = (direction, bytes, connection) => {
		if (direction === 'up' && bytes.toString('latin1', 0, request.length) === request) {
			// Not now: to the sender it looks like one more cut line.
			if (!point || caught) return false;
			caught = { connection, seen: Buffer.alloc(0), passed: 0, answered: false };
		}
		if (!point || caught?.connection !== connection) return true;
		if (direction === 'down') {
			// A repeat of what is stored already writes nothing: then the answer is the last moment.
			if (!caught.answered && (point.at === 'answer' || point.at === 'write')) strike();
			caught.answered = true;
			return 0;
		}
		const before = caught.seen.length;
		caught.seen = Buffer.concat([caught.seen, bytes]);
		const whole = lengthOf(caught.seen);
		const wanted = lastByte(point, whole);
		const passing = Math.min(Math.max(wanted - before, 0), bytes.length);
		const isThere = caught.passed < wanted && before + passing === wanted;
		caught.passed += passing;
		if (isThere && point.at === 'write') strikeAtWrite();
		else if (isThere && point.at !== 'answer')
			setTimeout(strike, point.at === 'whole' ? point.afterMs : readMs);
		return passing;
	};

	return {
		async killAt(next, provoke) {
			caught = null;
			point = next;
			const dead = new Promise<void>((resolve) => (struck = resolve));
			const provoking = setInterval(() => caught ?? provoke(), provokeEveryMs);
			provoke();
			await dead;
			clearInterval(provoking);
			const { seen, answered } = caught as unknown as Caught;
			point = null;
			caught = null;
			return { point: next, request: seen.toString('utf8'), answered };
		},
		open() {
			line.watch = null;
		}
	};
}

/** How many bytes of a request the victim gets to see. */
function lastByte(point: KillPoint, whole: number): number {
	if (point.at === 'first byte') return 1;
	return point.at === 'part' ? Math.floor(point.of * whole) : whole;
}

/** Bytes of a request, told by its head. */
function lengthOf(seen: Buffer): number {
	const head = seen.indexOf('\r\n\r\n');
	// A head that comes in two pieces: more is to come than is known.
	if (head < 0) return Number.POSITIVE_INFINITY;
	const length = /\r\ncontent-length: *(\d+)/i.exec(seen.toString('latin1', 0, head));
	return head + 4 + Number(length?.[1] ?? 0);
}

/** For the ledger. */
export function pointName(point: KillPoint): string {
	switch (point.at) {
		case 'part':
			return `${Math.round(point.of * 100)} % of the request`;
		case 'whole':
			return 'the whole request';
		case 'write':
			return 'the first write';
		default:
			return point.at === 'answer' ? 'the first byte of the answer' : 'the first byte of the request';
	}
}
