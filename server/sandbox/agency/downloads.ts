/**
 * Fetches the attachments that messages name, after they were acknowledged. Promises: a file counts as here only when
 * its size and SHA-256 are what the message said and its bytes are on the disk; a failed fetch is tried again.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { err, ok, type Result } from '../../../domain/result.ts';
import { writeDurably } from '../records.ts';
import type { Duties } from '../worker.ts';
import type { FileState } from './dossier.ts';
import type { Attachment } from './messages.ts';
import { delayAfter } from './retry.ts';
import type { AgencyStore } from './store.ts';

export interface DownloadOptions {
	readonly store: AgencyStore;
	/** Folder for the files, named by their hash. */
	readonly folder: string;
	/** Waits (ms) after failed tries; the last one repeats. */
	readonly delays: readonly number[];
	readonly now: () => number;
	/** Called when a file arrived: a dossier may be able to go on. */
	readonly onArrival: () => void;
}

const downloadPatienceMs = 30_000;

export function downloadDuties({ store, folder, delays, now, onArrival }: DownloadOptions): Duties {
	const waiting = () =>
		store
			.all()
			.flatMap(({ dossierId, files }) =>
				files.filter(({ state }) => state === 'waiting').map((file) => ({ dossierId, file }))
			);
	const note = (dossierId: string, file: FileState, change: Partial<FileState>) =>
		store.update(dossierId, (dossier) => ({
			...dossier,
			files: dossier.files.map((one) =>
				one.attachment.attachmentId === file.attachment.attachmentId ? { ...one, ...change } : one
			)
		}));

	return {
		nextDueAt: () => earliest(waiting().map(({ file }) => file.dueAt)),
		async work(at, stopping) {
			const due = waiting().filter(({ file }) => file.dueAt <= at);
			await Promise.all(
				due.map(async ({ dossierId, file }) => {
					const fetched = await download(file.attachment, stopping);
					if (stopping.aborted) return;
					if (fetched.ok) {
						await writeDurably(path.join(folder, file.attachment.sha256), fetched.value);
						await note(dossierId, file, { state: 'verified', tries: file.tries + 1, fault: undefined });
						return onArrival();
					}
					const dueAt = now() + delayAfter(file.tries, delays);
					await note(dossierId, file, { tries: file.tries + 1, dueAt, fault: fetched.error });
				})
			);
		}
	};
}

function earliest(moments: readonly number[]): number | undefined {
	return moments.length > 0 ? Math.min(...moments) : undefined;
}

/** One try. Reads no more than was announced, follows no redirect. */
async function download(attachment: Attachment, stopping: AbortSignal): Promise<Result<Buffer, string>> {
	try {
		const response = await fetch(attachment.url, {
			redirect: 'manual',
			signal: AbortSignal.any([stopping, AbortSignal.timeout(downloadPatienceMs)])
		});
		if (response.status !== 200 || !response.body) {
			await response.body?.cancel();
			return err(`http_${response.status}`);
		}
		const parts: Uint8Array[] = [];
		let size = 0;
		for await (const part of response.body) {
			size += part.length;
			if (size > attachment.size) return err('wrong_size');
			parts.push(part);
		}
		const bytes = Buffer.concat(parts);
		if (bytes.length !== attachment.size) return err('wrong_size');
		if (createHash('sha256').update(bytes).digest('hex') !== attachment.sha256) return err('wrong_hash');
		return ok(bytes);
	} catch {
		return err('no_answer');
	}
}
