/**
 * Hybrid logical clock of drafts: a stamp is the time of day as far as the phone knows it, and always later than
 * everything that the phone had seen. It orders edits and is shown to people; which edit knew of which is told by
 * what each phone had seen (document.ts), never by a clock.
 * Bounds: what a clock that is off by more than `draftClockSkewMs` has stamped is refused by the server and stamped
 * anew on the phone, so that it neither rules over others for years nor is lost.
 */
import { draftClockSkewMs } from '../limits.ts';

/** Tenths of a second since 2026 in UTC; at least 1. */
export type Stamp = number;

/** Of each device the last stamp that is known, and with it everything that the device wrote before. */
export type Seen = Readonly<Record<string, Stamp>>;

const begin = Date.UTC(2026, 0, 1);
const tickMs = 100;
/** No draft of this kind was written before. */
const oldest = stampOf(Date.UTC(2026, 9, 1));

export function stampOf(ms: number): Stamp {
	return Math.max(1, Math.floor((ms - begin) / tickMs));
}

/** Ms since 1970, as the device that wrote it knew the time. */
export function timeOf(stamp: Stamp): number {
	return begin + stamp * tickMs;
}

/** The stamp of an edit made now: later than all that was seen, however wrong the clock. @param nowMs since 1970 */
export function nextStamp(seen: Seen, nowMs: number): Stamp {
	return Math.max(stampOf(nowMs), 1 + Math.max(0, ...Object.values(seen)));
}

/** Whether a stamp can be believed by whoever knows the time. @param nowMs the server's clock */
export function isBelievable(stamp: Stamp, nowMs: number): boolean {
	return stamp >= oldest && stamp <= stampOf(nowMs + draftClockSkewMs);
}
