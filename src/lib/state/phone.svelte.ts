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
import { type Me, openPhone, signOut } from '$sync/client/session.ts';
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

const ownersChannel = 'motcua-owner';

/** Tells the other tabs that somebody else uses the phone now; each opens it anew. */
export function tellOwnerChanged(): void {
	const owners = new BroadcastChannel(ownersChannel);
	owners.postMessage('changed');
	owners.close();
}

type Stage =
	| { readonly kind: 'opening' }
	| { readonly kind: 'open'; readonly here: Here }
	| { readonly kind: 'failed'; readonly error: unknown };

export class Phone {
	#stage: Stage = $state.raw({ kind: 'opening' });
	readonly #catalogue = createCatalogueReader(openCatalogueDb());
	readonly #owners = new BroadcastChannel(ownersChannel);
	#turn: Promise<void> = Promise.resolve();
	#ended = false;

	get stage(): Stage {
		return this.#stage;
	}

	/** For pages, which are only drawn while the phone is open. */
	get here(): Here {
		if (this.#stage.kind !== 'open') throw new Error('the phone is not open');
		return this.#stage.here;
	}

	/**
	 * Opens it and keeps it open for whoever uses it; the answer stops sending. The database stays open for the last
	 * words of a page that is being left.
	 */
	start(): () => void {
		void this.open();
		this.#owners.onmessage = () => void this.open();
		return () => {
			this.#ended = true;
			this.#owners.close();
			if (this.#stage.kind === 'open') void this.#stage.here.stop();
		};
	}

	/** Opens it, or opens it anew. */
	open(): Promise<void> {
		return this.#inTurn(async () => {
			await this.#close();
			if (this.#ended) return;
			try {
				const open = await openPhone();
				this.#stage = { kind: 'open', here: new Here(open, startSync({ db: open.db }), this.#catalogue) };
				if (this.#ended) void this.#stage.here.stop();
			} catch (error) {
				this.#stage = { kind: 'failed', error };
			}
		});
	}

	/** Her database is deleted, the page has asked before; then the phone is nobody's, in every tab. */
	async signOut(): Promise<void> {
		await this.#inTurn(async () => {
			await this.#close();
			await signOut({ wipe: true });
		});
		tellOwnerChanged();
	}

	async #close(): Promise<void> {
		if (this.#stage.kind !== 'open') return;
		const { here } = this.#stage;
		this.#stage = { kind: 'opening' };
		await here.stop();
		here.db.close();
	}

	/** Opening and closing never overlap. */
	#inTurn(work: () => Promise<void>): Promise<void> {
		this.#turn = this.#turn.then(work, work);
		return this.#turn;
	}
}

const [usePhone, setPhone] = createContext<Phone>();
export { usePhone };

/** Called once, by the layout of the citizen's pages. */
export function createPhone(): Phone {
	return setPhone(new Phone());
}
