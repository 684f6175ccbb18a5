/**
 * Keeps the one phone of this window, whichever page is shown: what is being sent goes on when a page is left. Pages
 * that do not need the phone load none of it, unless a mark says that something of hers is here; then it is opened
 * when the page stands, and sends.
 *
 *   citizen's layout ──── phoneOf(make) ──┐
 *   any page, when idle ─ begin() ────────┴─► Phone ──► work changed ──► the mark, the dot in the menu
 */
import { createContext, untrack } from 'svelte';
import type { WorkHere } from '$sync/client/queries.ts';
import { isKiosk } from '$lib/kiosk/device.ts';
import type { Phone } from './phone.svelte.ts';

/** Where the mark is kept: one word for this phone, nothing about a person. */
const markKey = 'motcua-viec';

/** What it is made with: who hears of work, and what is known of work from before. */
type MakePhone = new (onWork: (work: WorkHere) => void, before: { readonly hadWork: boolean }) => Phone;

export interface KeeperDeps {
	/** The phone's code; fails when there is no network and these files are not here yet. */
	readonly load: () => Promise<{ readonly Phone: MakePhone }>;
	/** Null on the server. */
	readonly marks: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
}

export class PhoneKeeper {
	readonly #deps: KeeperDeps;
	#phone: Phone | null = $state.raw(null);
	#waits = $state.raw(false);

	constructor(deps: KeeperDeps) {
		this.#deps = deps;
	}

	/** Whether something that she has sent has not arrived; false until `begin`. */
	get waits(): boolean {
		return this.#waits;
	}

	/** The phone of this window, if any page has needed it. */
	get phone(): Phone | null {
		return this.#phone;
	}

	/** When the page stands, and whenever it is looked at again: opens the phone if anything of hers may be on it. */
	async begin(): Promise<void> {
		if (untrack(() => this.#phone)) return;
		const mark = this.#read();
		this.#waits = mark === 'waiting';
		if (mark === null) return;
		const code = await this.#deps.load().catch(() => null);
		if (code) this.phoneOf(code.Phone);
	}

	/** The phone of this window, made and opened the first time; one that could not be opened is tried again. */
	phoneOf(Made: MakePhone): Phone {
		const phone = untrack(() => this.#phone);
		if (!phone) {
			const made = new Made((work) => this.#mark(work), { hadWork: this.#read() !== null });
			this.#phone = made;
			made.start();
			return made;
		}
		if (untrack(() => phone.stage.kind) === 'failed') void phone.open();
		return phone;
	}

	#mark(work: WorkHere): void {
		this.#waits = work === 'waiting';
		try {
			if (work === 'none') this.#deps.marks?.removeItem(markKey);
			else this.#deps.marks?.setItem(markKey, work);
		} catch {
			// Storage denied: public pages do not know of her work, her own pages still do.
		}
	}

	#read(): string | null {
		try {
			return this.#deps.marks?.getItem(markKey) ?? null;
		} catch {
			return null;
		}
	}
}

const [usePhoneKeeper, setPhoneKeeper] = createContext<PhoneKeeper>();
export { usePhoneKeeper };

/** Called by the root layout's script. */
export function providePhoneKeeper(): PhoneKeeper {
	return setPhoneKeeper(new PhoneKeeper({ load: () => import('./phone.svelte.ts'), marks: marks() }));
}

/** Reading the property itself throws where storage is denied. */
function marks(): Storage | null {
	// A shared machine has nothing to mark: all of it goes with the page.
	if (import.meta.env.SSR || isKiosk()) return null;
	try {
		return localStorage;
	} catch {
		return null;
	}
}
