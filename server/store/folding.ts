/**
 * Writes drafts whole that nobody has written in for a while, so that what was replaced in them does not stay as a note,
 * and takes the words out of those that were thrown away long ago.
 */
import { discardedWordsMs } from '../../domain/limits.ts';
import type { Database } from './database.ts';
import { emptyDiscarded, foldNotes } from './drafts.ts';

/** How long notes may lie. Longer than the pauses of somebody who types, so that her edits become one whole draft. */
const restMs = 60_000;

export interface Folding {
	stop(): Promise<void>;
}

/** Looks once a minute, at first for what a process that has died has left. */
export function startFolding(
	db: Database,
	clock: () => Date,
	log: (message: string, error: unknown) => void
): Folding {
	let folding: Promise<unknown> = Promise.resolve();
	const look = () => {
		const now = clock().getTime();
		folding = foldNotes(db, new Date(now - restMs))
			.then(() => emptyDiscarded(db, new Date(now - discardedWordsMs)))
			.catch((error: unknown) => log('drafts were not tidied', error));
	};
	const timer = setInterval(look, restMs);
	timer.unref();
	look();
	return {
		async stop() {
			clearInterval(timer);
			await folding;
		}
	};
}
