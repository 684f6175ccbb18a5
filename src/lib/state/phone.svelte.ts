/**
 * The phone of whoever uses it now: her database, its commands and queries, and the line to the server.
 * Promises: pages below the citizen's layout see it open; when another person signs in, here or in another tab, it is
 * opened anew under that person; it sends for as long as the window is open, on whatever page.
 */
import { liveQuery } from 'dexie';
import { createContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import type { Places } from '$domain/catalogue/place.ts';
import { openCatalogueDb } from '$sync/client/catalogue/db.ts';
import { type CatalogueReader, createCatalogueReader } from '$sync/client/catalogue/read.ts';
import { type Commands, phoneCommands } from '$sync/client/commands.ts';
import type { Draft, KeptPayment, Owner, OutboxEntry, PhoneDb } from '$sync/client/db.ts';
import { type LineState, startSync, type Sync } from '$sync/client/driver.ts';
import { phoneQueries, type Queries, type WorkHere } from '$sync/client/queries.ts';
import { type DraftSummary, type Me, openPhone, signIn, signOut } from '$sync/client/session.ts';
import type { Dossier } from '$domain/dossier/schema.ts';
import { Live } from './live.svelte.ts';
import type { PhoneKeeper } from './phone-keeper.svelte.ts';

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

type Stage =
	| { readonly kind: 'opening' }
	| { readonly kind: 'open'; readonly here: Here }
	| { readonly kind: 'failed'; readonly error: unknown };

export class Phone {
	#stage: Stage = $state.raw({ kind: 'opening' });
	readonly #catalogue = createCatalogueReader(openCatalogueDb());
	/** Between tabs: somebody else uses the phone now. A tab does not hear itself. */
	readonly #owners = new BroadcastChannel(ownersChannel);
	readonly #onWork: (work: WorkHere) => void;
	#stopWatching = () => {};
	#turn: Promise<unknown> = Promise.resolve();

	/** @param onWork hears what of hers is here, at once and with every change, in whatever tab it was made */
	constructor(onWork: (work: WorkHere) => void) {
		this.#onWork = onWork;
	}

	get stage(): Stage {
		return this.#stage;
	}

	/** For pages, which are only drawn while the phone is open. */
	get here(): Here {
		if (this.#stage.kind !== 'open') throw new Error('the phone is not open');
		return this.#stage.here;
	}

	/** Opens it and keeps it open for whoever uses it. */
	start(): void {
		void this.open();
		this.#owners.onmessage = () => void this.open();
	}

	/** Opens it, or opens it anew. */
	open(): Promise<void> {
		return this.#inTurn(() => this.#open());
	}

	/**
	 * She is logged in: what the guest wrote under her number becomes hers, and the phone is hers in every tab. When the
	 * disk fails it throws; the phone is open for whoever uses it then, and it may be tried again.
	 */
	async signIn(me: Me): Promise<{ unsure: readonly DraftSummary[] }> {
		return await this.#changeOwner(() => signIn(me));
	}

	/** Her database is deleted, the page has asked before; then the phone is nobody's, in every tab. */
	async signOut(): Promise<void> {
		await this.#changeOwner(() => signOut({ wipe: true }));
	}

	#changeOwner<T>(change: () => Promise<T>): Promise<T> {
		return this.#inTurn(async () => {
			await this.#close();
			try {
				return await change();
			} finally {
				this.#owners.postMessage('changed');
				await this.#open();
			}
		});
	}

	async #open(): Promise<void> {
		await this.#close();
		try {
			const open = await openPhone();
			const here = new Here(open, startSync({ db: open.db }), this.#catalogue);
			const watch = liveQuery(() => here.queries.work()).subscribe({
				next: this.#onWork,
				// Pages that read tell it where it matters.
				error: () => {}
			});
			this.#stopWatching = () => watch.unsubscribe();
			this.#stage = { kind: 'open', here };
		} catch (error) {
			this.#stage = { kind: 'failed', error };
		}
	}

	async #close(): Promise<void> {
		if (this.#stage.kind !== 'open') return;
		const { here } = this.#stage;
		this.#stage = { kind: 'opening' };
		this.#stopWatching();
		await here.stop();
		here.db.close();
	}

	/** Opening and closing never overlap. */
	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const done = this.#turn.then(work, work);
		this.#turn = done;
		return done;
	}
}

const [usePhone, setPhone] = createContext<Phone>();
export { usePhone };

/** Called by the layout of the citizen's pages, for the pages below. */
export function providePhone(keeper: PhoneKeeper): Phone {
	return setPhone(keeper.phoneOf(Phone));
}
