/** How replication stops: with a fault that a person can be told, or because somebody wanted it to. */
import type { Fault } from '../../../domain/faults.ts';

export type ReplicationFault = Extract<
	Fault,
	{
		type:
			'offline' | 'unavailable' | 'outdated_app' | 'catalogue_corrupt' | 'storage_full' | 'storage_failed';
	}
>;

/** Carries a fault up through concurrent work; never leaves this folder. */
export class Failed extends Error {
	readonly fault: ReplicationFault;
	constructor(fault: ReplicationFault) {
		super(fault.type);
		this.fault = fault;
	}
}

/** Aborted, or another tab has begun a newer version. */
export class Stopped extends Error {}

export const corrupt = () => new Failed({ type: 'catalogue_corrupt' });

/** What storage throws, told from a bug. Dexie wraps what IndexedDB throws; the cause keeps its name. */
export function storageFault(error: unknown): ReplicationFault | null {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 4; depth++) {
		if (cause.name === 'QuotaExceededError') return { type: 'storage_full' };
		cause = (cause as Error & { inner?: unknown }).inner;
	}
	const isDexie = error instanceof Error && 'inner' in error;
	const isStorage =
		error instanceof Error &&
		/^(DatabaseClosed|OpenFailed|Abort|Unknown|InvalidState|Transaction|MissingAPI)/.test(error.name);
	return isDexie || isStorage ? { type: 'storage_failed' } : null;
}
