/** One exchange of drafts on the server, over whatever keeps them: edits in, news out. Pure. */
import type { Fault } from '../faults.ts';
import type { DraftId } from '../ids.ts';
import { draftsPerExchangeBytesMax, draftsPerExchangeMax, draftsPerPersonMax } from '../limits.ts';
import { err, type Result } from '../result.ts';
import type { DraftDelta, DraftOutcome, DraftsDown, DraftsUp } from './delta.ts';
import { deltaSince, type FiledDraft, type Sent, type Taken, takeIn } from './feed.ts';

/** What the server has of one person's drafts, as far as an exchange looks at it. */
export interface DraftFeed {
	/** Grows with every change of any of her drafts. */
	readonly revision: number;
	/** The last number that was given. */
	readonly numbered: number;
	/** How many of hers are open. */
	readonly open: number;
	/** Those that the deltas name, and the first `draftsPerExchangeMax + 1` after the cursor. */
	readonly drafts: readonly FiledDraft[];
	/** Ids that the deltas name and that are another person's. */
	readonly foreign: ReadonlySet<DraftId>;
}

export interface DraftsExchanged {
	readonly down: DraftsDown;
	/** To be kept, with the two counters. */
	readonly changed: readonly FiledDraft[];
	readonly revision: number;
	readonly numbered: number;
}

/** Drafts as they arrive: deltas that did not parse come as the outcome that says so. */
export type DraftsArrived = Omit<DraftsUp, 'deltas'> & {
	readonly deltas: readonly Result<DraftDelta, DraftOutcome>[];
};

export function exchangeDrafts(feed: DraftFeed, up: DraftsArrived, nowMs: number): DraftsExchanged {
	const drafts = new Map(feed.drafts.map((filed) => [filed.number, filed]));
	const changed = new Map<number, FiledDraft>();
	const sent = new Map<number, Sent>();
	let { revision, numbered, open } = feed;

	function take(delta: DraftDelta, filed: FiledDraft | null): Result<Taken, Fault> {
		if (delta.head && feed.foreign.has(delta.head.draftId)) return err({ type: 'not_found' });
		const taken = takeIn(filed, delta, up.device, {
			number: numbered + 1,
			revision: revision + 1,
			nowMs
		});
		const opens = taken.ok && taken.value.filed.state === 'open' && filed?.state !== 'open';
		return opens && open >= draftsPerPersonMax
			? err({ type: 'too_many_drafts', max: draftsPerPersonMax })
			: taken;
	}

	const outcomes = up.deltas.map((one): DraftOutcome => {
		if (!one.ok) return one.error;
		const delta = one.value;
		const draftId = delta.head?.draftId;
		const filed =
			[...drafts.values()].find(({ head, number }) =>
				draftId ? head.draftId === draftId : number === delta.draft
			) ?? null;
		const taken = take(delta, filed);
		const after = taken.ok ? taken.value.filed : filed;
		const named = {
			...(after ? { draft: after.number } : delta.draft ? { draft: delta.draft } : {}),
			...(draftId ? { draftId } : {}),
			stamp: after?.document.seen[up.device] ?? 0
		};
		if (!taken.ok) return { ...named, fault: taken.error };
		const { number } = taken.value.filed;
		sent.set(number, taken.value.sent);
		if (taken.value.filed !== filed) {
			open += Number(taken.value.filed.state === 'open') - Number(filed?.state === 'open');
			numbered = Math.max(numbered, number);
			revision = Math.max(revision, taken.value.filed.revision);
			drafts.set(number, taken.value.filed);
			changed.set(number, taken.value.filed);
		}
		return named;
	});

	// A cursor beyond our last revision comes from a history that a restored backup has lost: begin again.
	const cursor = up.cursor > feed.revision ? 0 : up.cursor;
	const news = [...drafts.values()]
		.filter((filed) => filed.revision > cursor || sent.get(filed.number)?.isWhole)
		.sort((a, b) => a.revision - b.revision);
	const deltas: DraftDelta[] = [];
	let characters = 0;
	let told = 0;
	for (const filed of news.slice(0, draftsPerExchangeMax)) {
		const delta = deltaSince(filed, up.device, cursor, sent.get(filed.number));
		const length = delta ? JSON.stringify(delta).length : 0;
		if (told > 0 && characters + length > draftsPerExchangeBytesMax) break;
		characters += length;
		told++;
		if (delta) deltas.push(delta);
	}
	return {
		down: {
			outcomes,
			deltas,
			cursor: told === news.length ? Math.max(revision, 0) : (news[told - 1]?.revision ?? cursor),
			more: told < news.length
		},
		changed: [...changed.values()],
		revision,
		numbered
	};
}
