/** What would be gone with this device, because no server has it: drafts, what waits, and words that are being written. */
import type { PhoneDb } from './db.ts';

export interface Unsent {
	/** Begun, or sent back to be mended; those under way count as waiting. */
	readonly drafts: number;
	readonly waiting: number;
	readonly words: number;
}

/** Usable inside a live query. What the phone says by itself is not hers to lose. */
export async function unsentHere(db: PhoneDb): Promise<Unsent> {
	const [drafts, outbox, facts] = await db.transaction(
		'r',
		[db.sealedDrafts, db.sealedOutbox, db.sealedFacts],
		() => Promise.all([db.sealedDrafts.toArray(), db.sealedOutbox.toArray(), db.sealedFacts.toArray()])
	);
	const words = facts.filter(({ key }) => String(key).startsWith('words:'));
	const [openDrafts, entries, texts] = await Promise.all([
		db.cabinet.take('drafts', drafts),
		db.cabinet.take('outbox', outbox),
		db.cabinet.take('facts', words)
	]);
	return {
		drafts: openDrafts.filter(({ state }) => state !== 'queued').length,
		waiting: entries.filter(({ state, operation }) => state === 'queued' && operation.kind !== 'take_result')
			.length,
		words: texts.filter(({ text = '' }) => text.trim() !== '').length
	};
}
