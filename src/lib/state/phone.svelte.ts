/**
 * The phone of whoever uses it now: her database, its commands and queries, and the line to the server.
 * Promises: pages below the layout see it open; when another person signs in, here or in another tab, it is opened
 * anew under that person.
 */
import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import type { Places } from '$domain/catalogue/place.ts';
import { openCatalogueDb } from '$sync/client/catalogue/db.ts';
import { type CatalogueReader, createCatalogueReader } from '$sync/client/catalogue/read.ts';
import { type Commands, phoneCommands } from '$sync/client/commands.ts';
import type { Draft, KeptPayment, Owner, OutboxEntry, PhoneDb } from '$sync/client/db.ts';
import { type LineState, startSync, type Sync } from '$sync/client/driver.ts';
import { phoneQueries, type Queries } from '$sync/client/queries.ts';
import { type DraftSummary, type Me, openPhone, signIn, signOut } from '$sync/client/session.ts';
import type { Dossier } from '$domain/dossier/schema.ts';
import { Live } from './live.svelte.ts';

/** The open phone of one person, or of the guest. */
export class Here {
	readonly db: PhoneDb;
	readonly owner: Owner;
	readonly me: Me | null;
	readonly commands: Commands;
	readonly queries: Queries;
	readonly catalogue: CatalogueReader;
	/** Questions that several pages ask, asked once. */
	readonly drafts: Live<Draft[]>;
	readonly dossiers: Live<Dossier[]>;
	readonly outbox: Live<OutboxEntry[]>;
	readonly payments: Live<KeptPayment[]>;
	readonly places: Live<Places | null>;
	readonly #sync: Sync;
	readonly #onLine = createSubscriber((update) => this.#sync.subscribe(update));

	constructor(open: { db: PhoneDb; owner: Owner; me: Me | null }, sync: Sync, catalogue: CatalogueReader) {
		this.db = open.db;
		this.owner = open.owner;
		this.me = open.me;
		this.commands = phoneCommands(open.db);
		this.queries = phoneQueries(open.db);
		this.catalogue = catalogue;
		this.#sync = sync;
		this.drafts = new Live(() => this.queries.drafts());
		this.dossiers = new Live(() => this.queries.dossiers());
		this.outbox = new Live(() => this.queries.outbox());
		this.payments = new Live(() => this.queries.payments());
		this.places = new Live(() => catalogue.places());
	}

	get line(): LineState {
		this.#onLine();
		return this.#sync.line;
	}

	/** Tries the line now instead of at the next turn. */
	wake(): void {
		this.#sync.wake();
	}

	/** The name of the catalogue that she has before her; empty when none has arrived. */
	async catalogueVersion(): Promise<string> {
		const state = await this.catalogue.state();
		return state ? String(state.version) : '';
	}

	stop(): Promise<void> {
		return this.#sync.stop();
	}
}

type Stage =
	| { readonly kind: 'opening' }
	| { readonly kind: 'open'; readonly here: Here }
	| { readonly kind: 'failed'; readonly error: unknown };

export class Phone {
	#stage: Stage = $state.raw({ kind: 'opening' });
	readonly #catalogue = createCatalogueReader(openCatalogueDb());
	readonly #owners = new BroadcastChannel('motcua-owner');

	get stage(): Stage {
		return this.#stage;
	}

	/** For pages, which are only drawn while the phone is open. */
	get here(): Here {
		if (this.#stage.kind !== 'open') throw new Error('the phone is not open');
		return this.#stage.here;
	}

	/** Opens it and keeps it open for whoever uses it; the answer stops sending. The database stays open for the
	 * last words of a page that is being left. */
	start(): () => void {
		void this.open();
		this.#owners.onmessage = () => void this.#reopen();
		return () => {
			this.#owners.close();
			if (this.#stage.kind === 'open') void this.#stage.here.stop();
		};
	}

	async open(): Promise<void> {
		try {
			const open = await openPhone();
			const sync = startSync({ db: open.db, me: open.me });
			this.#stage = { kind: 'open', here: new Here(open, sync, this.#catalogue) };
		} catch (error) {
			this.#stage = { kind: 'failed', error };
		}
	}

	/** She is logged in at the server: her database, with what the guest wrote under her number. */
	async signIn(me: Me): Promise<{ adopted: number; unsure: DraftSummary[] }> {
		await this.#close();
		const moved = await signIn(me);
		this.#owners.postMessage('changed');
		await this.open();
		return moved;
	}

	/** Her database is deleted; the page has asked before. */
	async signOut(): Promise<void> {
		await this.#close();
		await signOut({ wipe: true });
		this.#owners.postMessage('changed');
		await this.open();
	}

	async #reopen(): Promise<void> {
		await this.#close();
		await this.open();
	}

	async #close(): Promise<void> {
		if (this.#stage.kind !== 'open') return;
		const { here } = this.#stage;
		this.#stage = { kind: 'opening' };
		await here.stop();
		here.db.close();
	}
}

const [usePhone, setPhone] = createContext<Phone>();
export { usePhone };

/** Called once, by the layout of the citizen's pages. */
export function createPhone(): Phone {
	return setPhone(new Phone());
}
