/**
 * What has been typed and is not yet on disk, in this window. A form holds while it has such input and releases when
 * the save is done; a new version of the app waits for `isEmpty`. One registry per window is the point, hence a
 * module's value; on the server nobody holds anything.
 */
export interface Unsaved {
	/** True when nothing would be lost by loading the page again. */
	readonly isEmpty: boolean;
	/** Says that `name` has unsaved input; call the answer when it is saved. Holding twice and releasing twice is fine. */
	hold(name: string): () => void;
	/** Calls back each time it becomes empty or stops being so; the answer unsubscribes. */
	subscribe(listener: () => void): () => void;
	/** Resolves as soon as it is empty. */
	empty(): Promise<void>;
}

export function createUnsaved(): Unsaved {
	const held = new Map<symbol, string>();
	const listeners = new Set<() => void>();

	function change(apply: () => void) {
		const was = held.size === 0;
		apply();
		if (was !== (held.size === 0)) for (const listener of [...listeners]) listener();
	}

	function subscribe(listener: () => void) {
		listeners.add(listener);
		return () => void listeners.delete(listener);
	}

	return {
		get isEmpty() {
			return held.size === 0;
		},
		hold(name) {
			const key = Symbol(name);
			change(() => held.set(key, name));
			return () => change(() => held.delete(key));
		},
		subscribe,
		async empty() {
			if (held.size === 0) return;
			await new Promise<void>((resolve) => {
				const stop = subscribe(() => {
					if (held.size > 0) return;
					stop();
					resolve();
				});
			});
		}
	};
}

export const unsaved = createUnsaved();
