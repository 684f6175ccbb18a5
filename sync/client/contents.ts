/**
 * Where the bytes of attached files lie: each content once for a person, with the first file that brought it; files
 * of the same content point there. It goes with the last of them.
 */
import type { Edit } from './cabinet.ts';
import type { Records } from './db.ts';

type FileRecord = Records['files'];

/** The name under which a file's bytes lie; null when only its facts are left. */
export function contentIdOf({ attachmentId, contentId }: Pick<FileRecord, 'attachmentId' | 'contentId'>) {
	return contentId === undefined ? attachmentId : contentId;
}

/** Keeps a file with its bytes, or with a pointer to those that are here already. */
export async function putFile(edit: Edit, file: FileRecord, bytes: ArrayBuffer): Promise<FileRecord> {
	// Of one that is stored on the server the bytes may be gone, in a record of an older release without a word on it.
	const same = (await edit.all('files')).find(
		(other) =>
			other.sha256 === file.sha256 &&
			other.size === file.size &&
			!other.stored &&
			contentIdOf(other) !== null &&
			other.attachmentId !== file.attachmentId
	);
	const kept: FileRecord = same ? { ...file, contentId: contentIdOf(same) } : file;
	edit.put('files', kept);
	if (!same) edit.putContent(file.attachmentId, bytes);
	return kept;
}

/** The file goes; its bytes too unless another needs them. */
export async function removeFile(edit: Edit, file: FileRecord): Promise<void> {
	edit.remove('files', file.attachmentId);
	await leaveContent(edit, file);
}

/** The server holds it, in a dossier: only the facts stay. */
export async function keepFactsOnly(edit: Edit, file: FileRecord): Promise<void> {
	edit.put('files', { ...file, stored: true, contentId: null });
	await leaveContent(edit, file);
}

async function leaveContent(edit: Edit, file: FileRecord): Promise<void> {
	const contentId = contentIdOf(file);
	if (contentId === null) return;
	const others = await edit.all('files');
	const needed = others.some(
		(other) => other.attachmentId !== file.attachmentId && contentIdOf(other) === contentId
	);
	if (!needed) edit.removeContent(contentId);
}
