/**
 * The device's side of catalogue.ts: one worker a window, which holds the copy, brings it and searches it. Where no
 * worker starts (an old browser; no network before its file was kept) the page does the same itself.
 */
import { isAppKept } from '$lib/pwa/app-kept.ts';
import type { ReplicationProgress } from '$sync/client/catalogue/replicate.ts';
import { connect } from '$sync/client/catalogue/wire.ts';
import type { CatalogueNews, CatalogueService } from '$sync/client/catalogue/worker.ts';
import type { CatalogueView } from './catalogue-answer.ts';
import type { CatalogueAnswers, CatalogueQuestion, DeviceCatalogue } from './catalogue.ts';

type Service = CatalogueService<CatalogueQuestion, CatalogueView>;

export interface CatalogueOnDevice extends DeviceCatalogue, Pick<Service, 'replicate' | 'pause'> {
	/** Hears how far the replication is; one listener, the last. */
	onProgress: (progress: ReplicationProgress) => void;
}

/** A worker that has not said that it is there by then counts as none; its files may have to come over a slow line. */
const readyMsMax = { kept: 10_000, coming: 120_000 };

let opened: Promise<CatalogueOnDevice> | null = null;

/** One for the window. Rejects when neither a worker nor the page can open the storage; then it may be tried again. */
export function openDeviceCatalogue(): Promise<CatalogueOnDevice> {
	opened ??= open().catch((error: unknown) => {
		opened = null;
		throw error;
	});
	return opened;
}

async function open(): Promise<CatalogueOnDevice> {
	let listener: (progress: ReplicationProgress) => void = () => undefined;
	const hear = (news: CatalogueNews) => {
		if (news.type === 'progress') listener(news.progress);
	};
	const service = (await startWorker(hear)) ?? (await startHere(hear));
	return {
		answer: <Q extends CatalogueQuestion>(question: Q) =>
			service.answer(question) as Promise<CatalogueAnswers[Q['kind']] | null>,
		isComplete: (question) => service.isComplete(question),
		replicate: (until) => service.replicate(until),
		pause: () => service.pause(),
		set onProgress(next: (progress: ReplicationProgress) => void) {
			listener = next;
		}
	};
}

/** Null when it does not start. */
function startWorker(hear: (news: CatalogueNews) => void): Promise<Service | null> {
	if (typeof Worker === 'undefined') return Promise.resolve(null);
	return new Promise((resolve) => {
		const worker = new Worker(new URL('./catalogue-worker.ts', import.meta.url), { type: 'module' });
		const giveUp = () => {
			worker.terminate();
			resolve(null);
		};
		const timer = setTimeout(giveUp, isAppKept() ? readyMsMax.kept : readyMsMax.coming);
		const asker = connect<Service, CatalogueNews>(worker, (news) => {
			if (news.type !== 'ready') return hear(news);
			clearTimeout(timer);
			resolve({
				answer: (question) => asker.ask('answer', [question]),
				isComplete: (question) => asker.ask('isComplete', [question]),
				replicate: (until) => asker.ask('replicate', [until]),
				pause: () => asker.ask('pause', [])
			});
		});
		worker.addEventListener('error', () => {
			clearTimeout(timer);
			// Before it was ready: there is none. Later: what was asked has no answer any more, and the network answers.
			asker.fail(new Error('the worker failed'));
			giveUp();
		});
	});
}

async function startHere(tell: (news: CatalogueNews) => void): Promise<Service> {
	const [{ openCatalogueDb }, { createCatalogueService }, { answerFrom }, { browserServiceDeps }] =
		await Promise.all([
			import('$sync/client/catalogue/db.ts'),
			import('$sync/client/catalogue/worker.ts'),
			import('./catalogue-answer.ts'),
			import('./catalogue-browser.ts')
		]);
	return createCatalogueService({ ...browserServiceDeps(), db: openCatalogueDb(), answer: answerFrom, tell });
}
