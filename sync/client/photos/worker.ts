/** The worker in which photos are made small, so that the page answers meanwhile. One message, one answer. */
import type { FileKind } from '../../../domain/services/definition.ts';
import { offPage } from './easel.ts';
import { type Prepared, preparePhoto } from './prepare.ts';

/** Page and worker are of one build: what they say to each other needs a type, no check. */
export interface PhotoJob {
	readonly id: number;
	readonly file: Blob;
	readonly kinds: readonly FileKind[];
}
export interface PhotoDone {
	readonly id: number;
	/** Null when it failed: the page goes on with what it has. */
	readonly prepared: Prepared | null;
}

addEventListener('message', ({ data }: MessageEvent<PhotoJob>) => {
	const { id, file, kinds } = data;
	void preparePhoto(file, kinds, offPage)
		.catch(() => null)
		.then((prepared) => postMessage({ id, prepared } satisfies PhotoDone));
});
