/**
 * The browser's offer to install, kept until the reader wants it: Chromium fires it once, early, and forgets it.
 * Browsers without the event (iOS) show nothing here; their own menu does it.
 */
import { createContext } from 'svelte';

/** Not in TypeScript's DOM library: Chromium only. */
interface InstallOffer extends Event {
	prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

export class InstallPrompt {
	#offer: InstallOffer | null = $state.raw(null);

	/** True while there is something to press. */
	get isOffered(): boolean {
		return this.#offer !== null;
	}

	/** Keeps offers from now on; the answer stops that. */
	listen(target: EventTarget): () => void {
		const offered = (event: Event) => {
			event.preventDefault();
			this.#offer = event as InstallOffer;
		};
		const installed = () => (this.#offer = null);
		target.addEventListener('beforeinstallprompt', offered);
		target.addEventListener('appinstalled', installed);
		return () => {
			target.removeEventListener('beforeinstallprompt', offered);
			target.removeEventListener('appinstalled', installed);
		};
	}

	/** Shows the browser's own question; an offer can be used once, whatever the answer. */
	async install(): Promise<void> {
		const offer = this.#offer;
		this.#offer = null;
		await offer?.prompt();
	}
}

const [useInstallPrompt, setInstallPrompt] = createContext<InstallPrompt>();
export { useInstallPrompt };

/** Called by the root layout's script. */
export function provideInstallPrompt(): InstallPrompt {
	return setInstallPrompt(new InstallPrompt());
}
