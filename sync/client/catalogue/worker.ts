/**
 * What runs beside the page: replication, unpacking, search. A page without workers runs the same in itself. One tab
 * at a time brings the catalogue; the others wait for it and show its progress.
 */
import type { CatalogueDb } from './db.ts';
import { createCatalogueReader, type CatalogueReader } from './read.ts';
import { replicateCatalogue, type ReplicationFault, type ReplicationProgress } from './replicate.ts';
import { indexTexts } from './texts.ts';
import { serve, type Wire } from './wire.ts';

/** What the page may ask. */
export interface CatalogueService<Question = unknown, Answer = unknown> {
	/** What a page shows, put together here so that the page gets no more than it shows. Null: not here (yet). */
	answer(question: Question): Promise<Answer | null>;
	/** Whether all of it is here, and for this question indexed. */
	isComplete(question?: Question): Promise<boolean>;
	/** One replication: null when all of it is here, `stopped` after `pause`, or when the list is here and was all. */
	replicate(until?: 'list'): Promise<ReplicationFault | 'stopped' | null>;
	pause(): Promise<void>;
}

/** What the page is told unasked. */
export type CatalogueNews =
	{ readonly type: 'ready' } | { readonly type: 'progress'; readonly progress: ReplicationProgress };

export interface ServiceDeps<Question, Answer> {
	readonly db: CatalogueDb;
	readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
	readonly now: () => number;
	readonly publicKey: string;
	readonly answer: (reader: CatalogueReader, question: Question) => Promise<Answer | null>;
	readonly tell: (news: CatalogueNews) => void;
	/** Absent where the browser has none; then two tabs may fetch the same, and both end well. */
	readonly locks?: Pick<LockManager, 'request'> | undefined;
	/**
	 * Which questions look into the texts, that are indexed for them. Absent in the page itself, where reading all
	 * texts would be felt.
	 */
	readonly searchesTexts?: (question: Question) => boolean;
	/** Between tabs of one browser. */
	readonly channel?: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | undefined;
}

const lockName = 'motcua-catalogue';

export function createCatalogueService<Question, Answer>(
	deps: ServiceDeps<Question, Answer>
): CatalogueService<Question, Answer> {
	const { db, tell, locks, channel } = deps;
	const reader = createCatalogueReader(db);
	let stop: AbortController | null = null;
	let isWorking = false;
	channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
		// Another tab's progress is ours too while we wait for it.
		if (stop && !isWorking) tell({ type: 'progress', progress: data as ReplicationProgress });
	});

	return {
		answer: (question) => deps.answer(reader, question),
		async isComplete(question) {
			const state = await reader.state();
			if (!state?.isComplete) return false;
			return question === undefined || !deps.searchesTexts?.(question) || state.hasTexts;
		},
		async replicate(until) {
			const mine = new AbortController();
			stop = mine;
			try {
				const outcome = await replicateCatalogue({
					db,
					fetch: deps.fetch,
					now: deps.now,
					publicKey: deps.publicKey,
					signal: mine.signal,
					until,
					onProgress(progress) {
						tell({ type: 'progress', progress });
						channel?.postMessage(progress);
					},
					oneAtATime: (work) => {
						const begin = () => {
							isWorking = true;
							return work();
						};
						return locks ? locks.request(lockName, { signal: mine.signal }, begin) : begin();
					}
				});
				if (!outcome.ok) return outcome.error;
				// Found by their names meanwhile; nobody waits for this. A full disk leaves it at names.
				if (deps.searchesTexts && outcome.value.state === 'complete')
					void indexTexts(db, locks).catch(() => undefined);
				return outcome.value.state === 'stopped' ? 'stopped' : null;
			} finally {
				isWorking = false;
				if (stop === mine) stop = null;
			}
		},
		async pause() {
			stop?.abort();
		}
	};
}

/** Called by the worker's own file. */
export function serveCatalogue<Question, Answer>(
	wire: Wire,
	deps: Omit<ServiceDeps<Question, Answer>, 'tell'>,
	isHurried: (question: Question) => boolean
): void {
	// The service is told of, once the wire is there to tell it.
	let tell: (news: CatalogueNews) => void = () => undefined;
	const service = createCatalogueService({ ...deps, tell: (news) => tell(news) });
	tell = serve<CatalogueNews>(
		wire,
		{ ...service },
		(method, [question]) => method === 'answer' && isHurried(question as Question)
	);
	tell({ type: 'ready' });
}
