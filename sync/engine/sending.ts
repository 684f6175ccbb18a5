/**
 * Which file goes up next, and whether any may. Pure.
 * Words never wait for this: an operation without missing files leaves at once (step.ts).
 */
import { meteredFilesBytesMax } from '../../domain/limits.ts';
import type { MissingFile, WaitingOperation } from '../store/phone.ts';

/** Why no file goes up now: she said so, or the line is dear and she has not been asked. */
export type Hold = 'paused' | 'metered';

export interface FileToSend extends MissingFile {
	readonly operationId: WaitingOperation['operationId'];
}

/**
 * All files that are missing, in the order in which they go up: what is complete soonest comes first, so that on a
 * line that lives for a minute something arrives whole; within it small before large. Among equals, as queued.
 */
export function sendingOrder(operations: readonly WaitingOperation[]): FileToSend[] {
	return operations
		.map(({ operationId, missing }) => ({
			left: bytesOf(missing),
			files: [...missing].sort(bySize).map((file) => ({ ...file, operationId }))
		}))
		.sort((a, b) => a.left - b.left)
		.flatMap(({ files }) => files);
}

export function bytesOf(files: readonly MissingFile[]): number {
	return files.reduce((sum, { size }) => sum + size, 0);
}

/**
 * @param wish what she said: `paused` until she says otherwise, also after a restart
 * @param unasked bytes of files about which she was not asked yet
 */
export function holdOf(wish: {
	readonly paused: boolean;
	readonly metered: boolean;
	readonly unasked: number;
}): Hold | null {
	if (wish.paused) return 'paused';
	return wish.metered && wish.unasked > meteredFilesBytesMax ? 'metered' : null;
}

/** What a browser may know of its line (Network Information API); a browser that knows nothing says nothing. */
export interface LineKind {
	readonly saveData?: boolean;
	readonly type?: string;
	readonly effectiveType?: string;
}

/** Whether bytes cost money or patience on it. */
export function isDear(line: LineKind | undefined): boolean {
	return (
		line?.saveData === true ||
		line?.type === 'cellular' ||
		line?.effectiveType === '2g' ||
		line?.effectiveType === 'slow-2g'
	);
}

/** Whether a connection that stays open is no burden: bytes and battery are not scarce as far as the browser knows. */
export function isGood(line: LineKind | undefined): boolean {
	if (line?.saveData === true) return false;
	return line?.effectiveType === undefined || line.effectiveType === '4g';
}

function bySize(a: MissingFile, b: MissingFile): number {
	return a.size - b.size;
}
