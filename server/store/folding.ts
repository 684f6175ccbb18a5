/** Writes drafts whole that nobody has written in for a while, so that what was replaced in them does not stay as a note. */
import type { Database } from './database.ts';
import { foldNotes } from './drafts.ts';

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
		folding = foldNotes(db, new Date(clock().getTime() - restMs)).catch((error: unknown) =>
			log('notes of drafts were not folded', error)
		);
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
