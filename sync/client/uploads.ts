/**
 * Sends one file in chunks over tus 1.0 (https://tus.io/protocols/resumable-upload). The server's offset is the
 * truth: it is asked first, every time, so there is nothing to remember on the phone and a cut at any byte costs
 * one chunk at most.
 *
 * Own code rather than tus-js-client: our upload addresses follow from the attachment's id, so its storage of
 * addresses is of no use; its retries would be a second engine beside ours; and it weighs 15 KB.
 */
import type { AttachmentFact } from '../../domain/dossier/schema.ts';
import type { Fault } from '../../domain/faults.ts';
import type { AttachmentId } from '../../domain/ids.ts';
import { requestTimeoutMs, uploadChunkBytes } from '../../domain/limits.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { type Caller, faultOf } from './http.ts';

export interface UploadFile {
	readonly fact: AttachmentFact;
	readonly bytes: Blob;
}

/** The three things that tus lets one do with an upload whose name is known. */
export interface UploadServer {
	/** Bytes that the server holds; null when it knows no such upload. */
	offset(id: AttachmentId, signal: AbortSignal): Promise<Result<number | null, Fault>>;
	/** Announces an upload. Repeats are harmless: the offset is asked again afterwards. */
	create(fact: AttachmentFact, signal: AbortSignal): Promise<Result<null, Fault>>;
	/** Adds a chunk; answers the bytes that the server holds now, or null when the offset was not its own. */
	append(
		id: AttachmentId,
		offset: number,
		chunk: Blob,
		signal: AbortSignal
	): Promise<Result<number | null, Fault>>;
}

/**
 * Brings one file up, from wherever the server has it. `ok` means: stored whole, and its hash agreed.
 * @param onProgress bytes that the server holds; called first with what it held before
 */
export async function uploadFile(
	server: UploadServer,
	{ fact, bytes }: UploadFile,
	onProgress: (storedBytes: number) => void,
	signal: AbortSignal
): Promise<Result<null, Fault>> {
	const { attachmentId, size } = fact;
	let known = await server.offset(attachmentId, signal);
	if (known.ok && known.value === null) {
		const created = await server.create(fact, signal);
		if (!created.ok) return created;
		known = await server.offset(attachmentId, signal);
	}
	if (!known.ok) return known;
	if (known.value === null || known.value > size) return err({ type: 'unavailable' });
	let offset = known.value;
	onProgress(offset);
	while (offset < size) {
		const chunk = bytes.slice(offset, Math.min(offset + uploadChunkBytes, size));
		const added = await server.append(attachmentId, offset, chunk, signal);
		if (!added.ok) return added;
		// Somebody else moved it (a request of ours that was thought lost): the engine begins again by asking.
		if (added.value === null || added.value <= offset || added.value > size)
			return err({ type: 'unavailable' });
		offset = added.value;
		onProgress(offset);
	}
	return ok(null);
}

/** The slowest line that we still serve: a chunk may take this long on it, beside the usual patience. */
const slowestBytesPerSecond = 1024;

/** The server's uploads over HTTP. Anything that does not speak tus (a captive portal) counts as unreachable. */
export function tusServer(caller: Caller): UploadServer {
	const tus = { 'tus-resumable': '1.0.0' };

	function speaksTus(response: Response): boolean {
		return response.headers.get('tus-resumable') === '1.0.0';
	}

	function storedBytes(response: Response): Result<number, Fault> {
		const text = response.headers.get('upload-offset');
		if (!speaksTus(response) || !text || !/^\d{1,9}$/.test(text)) return err({ type: 'unavailable' });
		return ok(Number(text));
	}

	return {
		async offset(id, signal) {
			const asked = await caller.call(`/uploads/${id}`, { method: 'HEAD', headers: tus }, signal);
			if (!asked.ok) return asked;
			const response = asked.value;
			if ((response.status === 404 || response.status === 410) && speaksTus(response)) return ok(null);
			return response.ok ? storedBytes(response) : err(await faultOf(response));
		},

		async create(fact, signal) {
			const { attachmentId, sha256, name, type, component } = fact;
			const metadata = { attachmentId, sha256, filename: name, filetype: type, component };
			const headers = {
				...tus,
				'upload-length': String(fact.size),
				'upload-metadata': Object.entries(metadata)
					.map(([key, value]) => `${key} ${base64(value)}`)
					.join(',')
			};
			const asked = await caller.call('/uploads', { method: 'POST', headers }, signal);
			if (!asked.ok) return asked;
			const response = asked.value;
			// 409: it exists after all, because the answer to an earlier creation was lost.
			if ((response.status === 201 || response.status === 409) && speaksTus(response)) return ok(null);
			return err(await faultOf(response));
		},

		async append(id, offset, chunk, signal) {
			const headers = {
				...tus,
				'upload-offset': String(offset),
				'content-type': 'application/offset+octet-stream'
			};
			const patienceMs = requestTimeoutMs + Math.ceil(chunk.size / slowestBytesPerSecond) * 1000;
			const asked = await caller.call(
				`/uploads/${id}`,
				{ method: 'PATCH', headers, body: chunk },
				signal,
				patienceMs
			);
			if (!asked.ok) return asked;
			const response = asked.value;
			if (response.status === 409 && speaksTus(response)) return ok(null);
			return response.ok ? storedBytes(response) : err(await faultOf(response));
		}
	};
}

/** Base64 of UTF-8, as tus wants values of metadata: names of files are written with all their marks. */
function base64(text: string): string {
	return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
