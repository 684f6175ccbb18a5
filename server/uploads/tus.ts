/**
 * Receives files in pieces (tus 1.0, RFC-less but stable: tus.io/protocols/resumable-upload). The phone names the
 * file, and the name within her own folder is the whole address: `/uploads/<attachmentId>`.
 *
 *   POST ─► empty file in var/uploads/<person>/<attachment> ─► PATCH … PATCH ─► verified ─► vault ─► row ─► 204
 *   HEAD ─► how much is here; of a file that is stored, all of it
 *
 * Promises: the last 204 comes after the bytes are synced and the row is committed; what differs from the announced
 * hash, size or kind is thrown away; every step may be repeated, also after a kill between any two of them. Another
 * person's file answers like none.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat, unlink } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { ERRORS, Server, Upload } from '@tus/server';
import { z } from 'zod';
import type { Fault } from '../../domain/faults.ts';
import { fileKind, fileKindBytes, fileKinds } from '../../domain/files.ts';
import { AttachmentId, type PersonId, Sha256 } from '../../domain/ids.ts';
import { attachmentBytesMax, xmlBytesMax } from '../../domain/limits.ts';
import type { DeclarationReading } from '../../domain/tax/declaration.ts';
import { findAttachment, hasContent, insertAttachment, type StoredAttachment } from '../store/attachments.ts';
import { insertReading } from '../store/declarations.ts';
import { type Database, StorageOutage } from '../store/database.ts';
import { type FileVault, ignore, syncFile } from './files.ts';

export interface UploadsDeps {
	/** Where files grow until they are whole; on the same disk as the vault. */
	readonly dir: string;
	readonly db: Database;
	readonly vault: FileVault;
	/** Who asks; null without a session. */
	readonly personOf: (req: IncomingMessage) => Promise<PersonId | null>;
	readonly clock: () => Date;
	/** Reads the file of a declaration and judges its signature; rejects when that cannot be done now. */
	readonly readDeclaration: (bytes: Uint8Array) => Promise<DeclarationReading>;
}

/** Files that one person may have under way: several applications at once, not a free disk. */
const openUploadsMax = 60;
/** Longer than a phone is away between two signals; then the place may be given to another file. */
const abandonedAfterMs = 14 * 24 * 3_600_000;

const Announced = z.object({
	attachmentId: AttachmentId,
	sha256: Sha256,
	filename: z.string().min(1).max(200),
	filetype: z.enum(fileKinds),
	component: z.string().max(40)
});
type Announced = z.infer<typeof Announced>;

/** Node-level handler of everything under `/uploads`. */
export function createUploads(
	deps: UploadsDeps
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
	/** Who asks, during one request. */
	const asking = new AsyncLocalStorage<PersonId>();
	const store = new Receiving(deps);
	const person = (): PersonId => {
		const personId = asking.getStore();
		if (!personId) throw refusal(401, { type: 'login_required' });
		return personId;
	};

	const tus = new Server({
		path: '/uploads',
		datastore: store,
		// Our own pages are the only client.
		allowedOrigins: () => false,
		namingFunction: (_req, metadata) => `${person()}/${announced(metadata).attachmentId}`,
		generateUrl: (_req, { id }) => `/uploads/${id.split('/').at(-1)}`,
		getFileIdFromRequest(_req, last) {
			const attachmentId = AttachmentId.safeParse(last);
			return attachmentId.success ? `${person()}/${attachmentId.data}` : undefined;
		},
		async onUploadCreate(req, upload) {
			if (req.headers.get('content-type') === 'application/offset+octet-stream')
				throw refusal(400, { type: 'malformed', where: 'content-type' });
			await store.admit(upload);
			return {};
		},
		async onUploadFinish(_req, upload) {
			await store.finish(upload.id);
			return {};
		},
		onResponseError: (_req, error) =>
			error instanceof StorageOutage
				? { status_code: 503, body: JSON.stringify({ fault: { type: 'unavailable' } }) }
				: undefined
	});

	return async (req, res) => {
		const personId = await deps.personOf(req);
		if (!personId) return answer(res, 401, { type: 'login_required' });
		if (!['POST', 'HEAD', 'PATCH', 'OPTIONS'].includes(req.method ?? ''))
			return answer(res, 405, { type: 'malformed', where: 'method' });
		await asking.run(personId, () => tus.handle(req, res));
	};
}

/** Files on their way in. Ids are `<person>/<attachment>`. */
class Receiving extends FileStore {
	readonly #deps: UploadsDeps;
	/** Files being verified: the end of a PATCH and a HEAD after it may meet. */
	readonly #finishing = new Map<string, Promise<void>>();

	constructor(deps: UploadsDeps) {
		super({ directory: deps.dir });
		this.#deps = deps;
	}

	/** Refuses what can never become a stored file, before a byte is sent. */
	async admit(upload: Upload): Promise<void> {
		const { filename: name, filetype, sha256 } = announced(upload.metadata);
		if (upload.size === undefined) throw refusal(400, { type: 'malformed', where: 'upload-length' });
		if (upload.size === 0) throw refusal(422, { type: 'file_empty', name });
		const bytesMax = filetype === 'application/xml' ? xmlBytesMax : attachmentBytesMax;
		if (!(upload.size <= bytesMax)) throw refusal(422, { type: 'file_too_large', name, bytesMax });
		const stored = await this.#stored(upload.id);
		if (stored && (stored.sha256 !== sha256 || stored.size !== upload.size))
			throw refusal(422, { type: 'id_conflict' });
		const folder = path.join(this.directory, path.dirname(upload.id));
		if ((await underWay(folder)) >= openUploadsMax) await this.#sweep(folder);
		if ((await underWay(folder)) >= openUploadsMax)
			throw refusal(429, { type: 'too_many_requests', retryAfterMs: 60_000 });
	}

	/** Removes files that nobody has added to for long; a phone that comes back for one sends it again. */
	async #sweep(folder: string): Promise<void> {
		const oldest = this.#deps.clock().getTime() - abandonedAfterMs;
		for (const name of await readdir(folder)) {
			const entry = path.join(folder, name);
			const found = await stat(entry).catch(ignore('ENOENT'));
			if (found && found.mtimeMs < oldest) await unlink(entry).catch(ignore('ENOENT'));
		}
	}

	/**
	 * Begins a file; one that was begun before with the same content goes on where it was, and one whose content she
	 * has sent before is stored at once: the vault keeps a content once, so not a byte of it has to come again.
	 */
	override async create(upload: Upload): Promise<Upload> {
		if (await this.#stored(upload.id)) return upload;
		if (await this.#storedAgain(upload)) return upload;
		const begun = await this.configstore.get(upload.id);
		const same = begun?.size === upload.size && begun?.metadata?.['sha256'] === upload.metadata?.['sha256'];
		if (begun && same && (await super.getUpload(upload.id).catch(() => null))) return upload;
		return super.create(upload);
	}

	/** Where a file stands. One that is all here but was not verified yet, because of a kill, is verified now. */
	override async getUpload(id: string): Promise<Upload> {
		const stored = await this.#stored(id);
		if (stored) return whole(id, stored);
		const upload = await super.getUpload(id).catch((error: unknown) => {
			throw error === ERRORS.FILE_NO_LONGER_EXISTS ? ERRORS.FILE_NOT_FOUND : error;
		});
		if (upload.offset !== upload.size) return upload;
		await this.finish(id).catch((error: unknown) => {
			// Thrown away: for the phone it was never here, and she sends it again.
			throw error instanceof Refusal ? ERRORS.FILE_NOT_FOUND : error;
		});
		return upload;
	}

	override async write(bytes: Readable, id: string, offset: number): Promise<number> {
		if (await this.#stored(id)) return offset;
		const received = await super.write(bytes, id, offset);
		// The phone forgets nothing before we remember: what an answer counts outlives a power cut.
		await syncFile(path.join(this.directory, id));
		return received;
	}

	/**
	 * Verifies a file that is all here and makes it durable.
	 * @throws Refusal when it is not what was announced; then it is gone
	 */
	finish(id: string): Promise<void> {
		const running = this.#finishing.get(id);
		if (running) return running;
		const finishing = this.#finish(id).finally(() => this.#finishing.delete(id));
		this.#finishing.set(id, finishing);
		return finishing;
	}

	async #finish(id: string): Promise<void> {
		if (await this.#stored(id)) return;
		const { db, vault, clock, readDeclaration } = this.#deps;
		const { personId, attachmentId } = parts(id);
		const file = path.join(this.directory, id);
		const upload = await super.getUpload(id);
		const said = announced(upload.metadata);
		const found = await examine(file);
		const fault = faultOf(said, upload.size, found);
		if (fault) {
			await this.remove(id);
			throw refusal(422, fault);
		}
		const { filename: name, filetype: type, sha256 } = said;
		const reading = type === 'application/xml' ? await readDeclaration(await readFile(file)) : null;
		await vault.adopt(file, found.sha256);
		await db.write(async (tx) => {
			if (reading) await insertReading(tx, sha256, reading, clock());
			await insertAttachment(tx, personId, { attachmentId, name, type, size: found.size, sha256 }, clock());
		});
		await this.remove(id);
	}

	/** Only what she sent herself: whether anybody else has a file is nobody's business, and a hash is no entitlement. */
	async #storedAgain({ id, size, metadata }: Upload): Promise<boolean> {
		const { db, clock } = this.#deps;
		const { personId, attachmentId } = parts(id);
		const { filename: name, filetype: type, sha256 } = announced(metadata);
		if (size === undefined || !(await hasContent(db, personId, { sha256, size, type }))) return false;
		await db.write((tx) =>
			insertAttachment(tx, personId, { attachmentId, name, type, size, sha256 }, clock())
		);
		return true;
	}

	#stored(id: string): Promise<StoredAttachment | null> {
		const { personId, attachmentId } = parts(id);
		return findAttachment(this.#deps.db, personId, attachmentId);
	}
}

/** How many files grow there: two entries each, the bytes and what was announced of them. */
async function underWay(folder: string): Promise<number> {
	return ((await readdir(folder).catch(ignore('ENOENT'))) ?? []).length / 2;
}

interface Found {
	readonly size: number;
	readonly sha256: string;
	readonly first: Uint8Array;
}

async function examine(file: string): Promise<Found> {
	const hash = createHash('sha256');
	let first = Buffer.alloc(0);
	let size = 0;
	for await (const part of createReadStream(file) as AsyncIterable<Buffer>) {
		if (first.length < fileKindBytes) first = Buffer.concat([first, part.subarray(0, fileKindBytes)]);
		hash.update(part);
		size += part.length;
	}
	return { size, sha256: hash.digest('hex'), first };
}

function faultOf(said: Announced, size: number | undefined, found: Found): Fault | null {
	if (found.size !== size || found.sha256 !== said.sha256)
		return { type: 'file_hash', attachmentId: said.attachmentId };
	return fileKind(found.first) === said.filetype ? null : { type: 'file_kind', name: said.filename };
}

function announced(metadata: Upload['metadata']): Announced {
	const parsed = Announced.safeParse(metadata ?? {});
	if (parsed.success) return parsed.data;
	throw refusal(400, {
		type: 'malformed',
		where: `upload-metadata.${parsed.error.issues[0]?.path.join('.')}`
	});
}

function whole(id: string, stored: StoredAttachment): Upload {
	return new Upload({ id, size: stored.size, offset: stored.size, metadata: { sha256: stored.sha256 } });
}

function parts(id: string): { personId: PersonId; attachmentId: AttachmentId } {
	const [personId, attachmentId] = id.split('/');
	return { personId: personId as PersonId, attachmentId: attachmentId as AttachmentId };
}

/** An expected failure in the shape that tus answers with. */
class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly status_code: number;
	readonly body: string;
	constructor(status: number, fault: Fault) {
		super(fault.type);
		this.status_code = status;
		this.body = JSON.stringify({ fault });
	}
}

function refusal(status: number, fault: Fault): Refusal {
	return new Refusal(status, fault);
}

function answer(res: ServerResponse, status: number, fault: Fault): void {
	res.writeHead(status, { 'content-type': 'application/json', 'tus-resumable': '1.0.0' });
	res.end(JSON.stringify({ fault }));
}
