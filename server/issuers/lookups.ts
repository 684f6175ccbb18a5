/**
 * Bounds how often one address may look up bills, so that nobody harvests customer codes. Kept in memory: after a
 * restart everyone begins anew, which costs the company one more minute's worth of questions.
 */
import { billLookupsPerMinuteMax } from '../../domain/limits.ts';

const windowMs = 60_000;
/** Addresses remembered at once; beyond that the oldest are forgotten rather than memory be exhausted. */
const addressesMax = 50_000;

export interface Lookups {
	/** Counts one look-up. Answers 0 when it may be made, else the ms to wait. */
	take(address: string, now: number): number;
}

export function createLookups(perMinuteMax: number = billLookupsPerMinuteMax): Lookups {
	const madeByAddress = new Map<string, number[]>();
	return {
		take(address, now) {
			const recent = (madeByAddress.get(address) ?? []).filter((at) => at > now - windowMs);
			const oldest = recent[0];
			if (oldest !== undefined && recent.length >= perMinuteMax) return oldest + windowMs - now;
			// Deleted first, so that the map's order is that of the last use.
			madeByAddress.delete(address);
			madeByAddress.set(address, [...recent, now]);
			if (madeByAddress.size > addressesMax) {
				const [first] = madeByAddress.keys();
				if (first !== undefined) madeByAddress.delete(first);
			}
			return 0;
		}
	};
}
