/**
 * The world as the phone's room needs it: clock, chance, ids, network, hashing. The only place that touches the
 * browser's globals for them; tests and the simulator pass seeded twins.
 */
import { Sha256 } from '../../domain/ids.ts';
import type { LineKind } from '../engine/sending.ts';

export interface PhoneDeps {
	/** Ms since 1970 by this phone, which may be wrong by years. */
	now(): number;
	/** Lower-case UUID. */
	uuid(): string;
	/** 0 ≤ x < 1. */
	random(): number;
	fetch: typeof fetch;
	/** False only when the browser is sure that there is no network. */
	isOnline(): boolean;
	isVisible(): boolean;
	/** What the browser knows of its line; undefined where it knows nothing. */
	line(): LineKind | undefined;
	sha256(bytes: ArrayBuffer): Promise<Sha256>;
	/** Asks the browser not to evict what is kept; answers nothing, because nothing depends on the answer. */
	askToPersist(): void;
	/** Calls once, after the time; the answer cancels. */
	setTimer(call: () => void, delayMs: number): () => void;
}

export const browserDeps: PhoneDeps = {
	now: () => Date.now(),
	uuid: () => crypto.randomUUID(),
	random: () => Math.random(),
	fetch: (input, init) => fetch(input, init),
	isOnline: () => navigator.onLine !== false,
	isVisible: () => typeof document === 'undefined' || document.visibilityState === 'visible',
	line: () => connection(),
	async sha256(bytes) {
		const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
		return Sha256.parse(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
	},
	askToPersist() {
		// Some browsers ask the person and answer only then; nobody should wait for it.
		navigator.storage?.persist?.().catch(() => {});
	},
	setTimer(call, delayMs) {
		const timer = setTimeout(call, delayMs);
		return () => clearTimeout(timer);
	}
};

/** Network Information API: Chromium's, which most phones here have; TypeScript does not know it. */
export function connection(): (LineKind & EventTarget) | undefined {
	return (globalThis.navigator as Navigator & { readonly connection?: LineKind & EventTarget })?.connection;
}
