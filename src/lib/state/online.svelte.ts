/** Whether the browser believes that there is a network. A belief: only an answer proves it, only its absence is sure. */
import { createSubscriber } from 'svelte/reactivity';

export class Online {
	readonly #subscribe = createSubscriber((update) => {
		addEventListener('online', update);
		addEventListener('offline', update);
		return () => {
			removeEventListener('online', update);
			removeEventListener('offline', update);
		};
	});

	/** True on the server: a page that is being rendered there has a line. */
	get current(): boolean {
		if (import.meta.env.SSR) return true;
		this.#subscribe();
		return navigator.onLine;
	}
}
