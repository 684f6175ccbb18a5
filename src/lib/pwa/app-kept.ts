/**
 * Whether the app's own files lie on the device, so that it opens without a network: what else comes over a slow line
 * waits for them.
 */
let tell: () => void;
const told = new Promise<void>((resolve) => (tell = resolve));

export function isAppKept(): boolean {
	return !('serviceWorker' in navigator) || navigator.serviceWorker.controller !== null;
}

/** Resolves when they are kept, or will not be now. */
export function appKept(): Promise<void> {
	return isAppKept() ? Promise.resolve() : told;
}

/** Said by whoever registers the service worker. */
export function appIsKept(): void {
	tell();
}
