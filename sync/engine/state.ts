/**
 * The words of the engine: what it is in the middle of, what can happen to it, what it asks for. Data only.
 *
 *          ┌────────────── start, wake, queued, timer ──────────────┐
 *          ▼                                                        │
 *   (decide) ──► uploading ──┐                                      │
 *          ├───► exchanging ─┤ done: decide again ──► idle ─────────┤
 *          ├───► fetching ───┤                                      │
 *          └───► settingAside┘ failed: ──► waiting ─────────────────┘
 *                                      ├─► needsLogin (until wake)
 *                                      └─► outdated   (until the next app)
 */
import type { Fault } from '../../domain/faults.ts';
import type { AttachmentId, DossierId, OperationId } from '../../domain/ids.ts';
import type { Work } from '../store/phone.ts';
import type { Hold } from './sending.ts';

/** What lasts from one activity to the next. */
export interface Memory {
	/** When the server last answered an exchange; ms since 1970, this phone's clock. */
	readonly syncedAt: number | null;
	/** Attempts that failed in a row without anything getting through. */
	readonly failures: number;
	/** Exchanges in a row in which the server missed files that it had confirmed. */
	readonly missed: number;
	/** Ask for news even when nothing is to be sent. */
	readonly news: boolean;
	/** The server said that this person's picture reaches to here; 0 once that was looked at. */
	readonly told: number;
	/** Something failed: the next attempt begins with an exchange, the cheapest question there is. */
	readonly probe: boolean;
	/** Operations in one exchange; 1 after the server could not take several, to find the one. */
	readonly batchMax: number;
	/** Results that the server would not give: not asked for again until the next start. */
	readonly givenUp: readonly DossierId[];
}

export type Activity =
	| { readonly at: 'idle' }
	| { readonly at: 'uploading'; readonly attachmentId: AttachmentId; readonly operationId: OperationId }
	| { readonly at: 'exchanging'; readonly operationIds: readonly OperationId[] }
	| { readonly at: 'fetching'; readonly dossierId: DossierId }
	| { readonly at: 'settingAside'; readonly operationId: OperationId }
	| {
			readonly at: 'waiting';
			/** Ms since 1970, this phone's clock, for showing only: the timer counts, clocks jump. */
			readonly until: number;
			readonly why: 'offline' | 'unreachable';
			/** The server named the time; nobody's impatience shortens it. */
			readonly held: boolean;
	  }
	| { readonly at: 'needsLogin' }
	| { readonly at: 'outdated' };

export type EngineState = Memory & { readonly activity: Activity };

/** What the phone knows at the moment of an event, read fresh for each. */
export interface View extends Work {
	/** Ms since 1970, this phone's clock. */
	readonly now: number;
	/** False for the guest's database: nothing leaves it until somebody has logged in and adopted it. */
	readonly signedIn: boolean;
	/** Somebody may be looking: only then news is asked for without a reason. */
	readonly visible: boolean;
	/** The server says by itself when there is news: asking is a precaution then. */
	readonly listening: boolean;
	/** Why files stay here for now; null when they may go. Words go in any case. */
	readonly hold: Hold | null;
}

export type EngineEvent =
	| { readonly type: 'start' }
	/** Online again, the page is looked at again, she pressed "try now", she logged in. */
	| { readonly type: 'wake' }
	/** The outbox grew. */
	| { readonly type: 'queued' }
	/** The wait that was asked for is over. */
	| { readonly type: 'timer' }
	/** She paused or resumed the files, or the line became dear or cheap: the view says which. */
	| { readonly type: 'hold' }
	/** The server said that there is news. */
	| {
			readonly type: 'told';
			/** Where the person's picture ends now. */
			readonly cursor: number;
	  }
	/** The server says news by itself from now on, or does not any more: the view says which. */
	| { readonly type: 'listening' }
	| { readonly type: 'uploaded' }
	/** The upload was stopped as asked; what the server has of it stays. */
	| { readonly type: 'stopped' }
	| {
			readonly type: 'exchanged';
			readonly more: boolean;
			/** Some operation came back with `files_missing`. */
			readonly missing: boolean;
	  }
	| { readonly type: 'fetched' }
	| { readonly type: 'setAside' }
	/** Whatever was under way failed. */
	| {
			readonly type: 'failed';
			readonly fault: Fault;
			/** 0 ≤ x < 1. */
			readonly jitter: number;
			/** Some bytes got through before it failed. */
			readonly progressed: boolean;
	  };

/** What the driver does next: nothing, one of these, or a wait. At most one that uses the network, ever. */
export type Effect =
	| { readonly type: 'upload'; readonly attachmentId: AttachmentId }
	/** Ends the upload that is under way; answered by `stopped`, or by what came first. */
	| { readonly type: 'stop' }
	| { readonly type: 'exchange'; readonly operationIds: readonly OperationId[] }
	| { readonly type: 'fetchResult'; readonly dossierId: DossierId }
	| { readonly type: 'setAside'; readonly operationId: OperationId; readonly fault: Fault }
	/** Answer with `timer` after this long, unless another effect comes first. */
	| { readonly type: 'wait'; readonly delayMs: number };

/** The state of the line, for one small badge. */
export type LineState =
	| { readonly kind: 'idle'; readonly syncedAt: string | null }
	| {
			readonly kind: 'working';
			readonly doing: 'uploading' | 'exchanging';
			/** Of all files that wait, when uploading; 0 of 0 otherwise. */
			readonly doneBytes: number;
			readonly totalBytes: number;
			/** The file that goes up now, and what the server holds of it. */
			readonly file?: { readonly attachmentId: AttachmentId; readonly bytes: number } | undefined;
	  }
	| { readonly kind: 'waiting'; readonly until: number; readonly why: 'offline' | 'unreachable' }
	| { readonly kind: 'needsLogin' }
	| { readonly kind: 'outdated' }
	/** Everything is sent but files that stay for now. */
	| { readonly kind: 'held'; readonly why: Hold; readonly leftBytes: number };

export function lineOf(
	state: EngineState,
	progress: {
		readonly doneBytes: number;
		readonly totalBytes: number;
		readonly fileBytes: number;
		readonly hold: Hold | null;
	}
): LineState {
	const { activity } = state;
	switch (activity.at) {
		case 'idle':
			if (progress.hold && progress.totalBytes > progress.doneBytes)
				return {
					kind: 'held',
					why: progress.hold,
					leftBytes: progress.totalBytes - progress.doneBytes
				};
			return {
				kind: 'idle',
				syncedAt: state.syncedAt === null ? null : new Date(state.syncedAt).toISOString()
			};
		case 'uploading':
			return {
				kind: 'working',
				doing: 'uploading',
				doneBytes: progress.doneBytes,
				totalBytes: progress.totalBytes,
				file: { attachmentId: activity.attachmentId, bytes: progress.fileBytes }
			};
		case 'exchanging':
		case 'fetching':
		case 'settingAside':
			return { kind: 'working', doing: 'exchanging', doneBytes: 0, totalBytes: 0 };
		case 'waiting':
			return { kind: 'waiting', until: activity.until, why: activity.why };
		case 'needsLogin':
		case 'outdated':
			return { kind: activity.at };
	}
}
