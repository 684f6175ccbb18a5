/** A worker thread of main.ts: runs the blocks of seeds that it is given, and answers each with its tally. */
import { parentPort } from 'node:worker_threads';
import { invariant } from '../../domain/result.ts';
import type { Bug } from './bugs.ts';
import { runSeeds } from './tally.ts';

export interface Block {
	readonly from: number;
	readonly count: number;
	readonly bug: Bug | null;
}

const desk = parentPort;
invariant(desk, 'a shift works for somebody');
desk.on('message', ({ from, count, bug }: Block) => {
	void runSeeds(from, count, bug).then((tally) => desk.postMessage(tally));
});
