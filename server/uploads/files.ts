/**
 * Files on disk under the name of their content: `aa/<sha256>`. Promises: a name exists only with its whole, synced
 * content behind it; the same content is kept once. Our own names only, never a person's.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, stat, unlink, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { invariant } from '../../domain/result.ts';

export interface FileVault {
	/** Keeps these bytes. Answers their SHA-256 in lower-case hex. */
	put(bytes: Uint8Array): Promise<string>;
	/** Keeps a file that lies on the same disk and whose hash is known; the file itself stays where it is. */
	adopt(file: string, sha256: string): Promise<void>;
	/** Size in bytes; null when the content is not here. */
	size(sha256: string): Promise<number | null>;
	/** Bytes from first to last. */
	read(sha256: string): Readable;
}

export function createFileVault(dir: string): FileVault {
	function place(sha256: string): string {
		invariant(/^[0-9a-f]{64}$/.test(sha256), 'files are named by their hash');
		return path.join(dir, sha256.slice(0, 2), sha256);
	}

	async function adopt(file: string, sha256: string): Promise<void> {
		const target = place(sha256);
		const folder = path.dirname(target);
		await syncFile(file);
		await mkdir(folder, { recursive: true });
		// A link appears whole or not at all, and leaves an earlier file of that content as it is.
		await link(file, target).catch(ignore('EEXIST'));
		await syncFile(folder);
		await syncFile(dir);
	}

	return {
		adopt,
		async put(bytes) {
			const sha256 = createHash('sha256').update(bytes).digest('hex');
			const temporary = path.join(dir, `.${randomUUID()}`);
			await mkdir(dir, { recursive: true });
			try {
				await writeFile(temporary, bytes);
				await adopt(temporary, sha256);
			} finally {
				await unlink(temporary).catch(ignore('ENOENT'));
			}
			return sha256;
		},
		async size(sha256) {
			const found = await stat(place(sha256)).catch(ignore('ENOENT'));
			return found ? found.size : null;
		},
		read: (sha256) => createReadStream(place(sha256))
	};
}

/** Sends a file as something to keep, never to be shown or run in the portal's own name. */
export async function sendFile(
	res: ServerResponse,
	vault: FileVault,
	file: { readonly name: string; readonly type: string; readonly size: number; readonly sha256: string }
): Promise<void> {
	invariant((await vault.size(file.sha256)) === file.size, 'what was stored is still whole');
	res.writeHead(200, {
		'content-type': file.type,
		'content-length': file.size,
		'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name.toWellFormed()).replace(/['()*]/g, percent)}`,
		'x-content-type-options': 'nosniff',
		'content-security-policy': "sandbox; default-src 'none'",
		'cache-control': 'no-store'
	});
	await pipeline(vault.read(file.sha256), res);
}

/** Makes sure that a file's bytes, or a folder's entries, outlive a power cut. */
export async function syncFile(file: string): Promise<void> {
	const handle = await open(file, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Takes one kind of failure for "not there". */
export function ignore(code: string): (error: unknown) => null {
	return (error) => {
		if ((error as NodeJS.ErrnoException).code === code) return null;
		throw error;
	};
}

/** The characters that encodeURIComponent leaves and RFC 8187 does not allow. */
function percent(character: string): string {
	return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
