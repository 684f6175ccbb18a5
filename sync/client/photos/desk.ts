/**
 * Where pages bring the files that were picked. Owns the worker: it is made with the first file and ended by `close`;
 * one that dies or does not answer is replaced by the page's own drawing, and that failing, by the file as it was.
 */
import { attachmentBytesMax } from '../../../domain/limits.ts';
import type { FileKind } from '../../../domain/services/definition.ts';
import { drawsOffPage, onPage } from './easel.ts';
import type { PhotoDoubt } from './judge.ts';
import { nameAs } from './plan.ts';
import { type Prepared, preparePhoto } from './prepare.ts';
import type { PhotoDone, PhotoJob } from './worker.ts';

/** A file as it will be kept. */
export interface ReadyFile {
	readonly file: File;
	/** Of its content; null when it could not be told. */
	readonly sha256: string | null;
	/** Bytes of the file that was picked. */
	readonly before: number;
	/** The browser could not open the picture. */
	readonly unread: boolean;
	/** Why an officer may not be able to read it. */
	readonly doubts: readonly PhotoDoubt[];
}

export interface PhotoDesk {
	/** Never fails: a file with which nothing can be done comes back as it was. */
	prepare(file: File, kinds: readonly FileKind[]): Promise<ReadyFile>;
	close(): void;
}

/** Photos that a phone takes; what is larger is a film or a mistake, and refused by its size afterwards. */
const photoBytesMax = 6 * attachmentBytesMax;
/** A slow phone draws 12 megapixels in 3 s; one that takes longer than this will not come back. */
const patienceMs = 45_000;

export function openPhotoDesk(): PhotoDesk {
	let worker: Worker | null = null;
	let broken = !drawsOffPage();
	let jobs = 0;
	const waiting = new Map<number, (prepared: Prepared | null) => void>();

	function settle({ id, prepared }: PhotoDone): void {
		waiting.get(id)?.(prepared);
		waiting.delete(id);
	}

	function giveUp(): void {
		broken = true;
		worker?.terminate();
		worker = null;
		for (const id of [...waiting.keys()]) settle({ id, prepared: null });
	}

	function inWorker(file: File, kinds: readonly FileKind[]): Promise<Prepared | null> {
		if (!worker) {
			worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
			worker.onmessage = ({ data }: MessageEvent<PhotoDone>) => settle(data);
			worker.onerror = giveUp;
		}
		const id = ++jobs;
		return new Promise((resolve) => {
			const timer = setTimeout(giveUp, patienceMs);
			waiting.set(id, (prepared) => {
				clearTimeout(timer);
				resolve(prepared);
			});
			// Kinds may be a page's reactive list, which cannot be sent.
			worker?.postMessage({ id, file, kinds: [...kinds] } satisfies PhotoJob);
		});
	}

	async function prepared(file: File, kinds: readonly FileKind[]): Promise<Prepared | null> {
		if (file.size > photoBytesMax) return null;
		const done = broken ? null : await inWorker(file, kinds);
		return done ?? (broken ? await preparePhoto(file, kinds, onPage).catch(() => null) : null);
	}

	return {
		async prepare(file, kinds) {
			const done = await prepared(file, kinds);
			if (!done) return { file, sha256: null, before: file.size, unread: false, doubts: [] };
			const { bytes, type, sha256, unread, doubts } = done;
			return {
				file: type ? new File([bytes], nameAs(file.name, type), { type }) : file,
				sha256,
				before: file.size,
				unread,
				doubts
			};
		},
		close: giveUp
	};
}
