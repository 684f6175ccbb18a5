/**
 * A phone without a screen: the client's own code (commands, engine, uploads, transport) on an IndexedDB in memory,
 * talking HTTP with a cookie that came from the e-ID. One per test file, because IndexedDB is one per process.
 */
import 'fake-indexeddb/auto';
import { createTRPCUntypedClient, httpLink } from '@trpc/client';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import { Dossier } from '../../domain/dossier/schema.ts';
import { Fault } from '../../domain/faults.ts';
import { type DossierId, PersonId } from '../../domain/ids.ts';
import { Payment, type PaymentSubject } from '../../domain/payment/schema.ts';
import { err, invariant, type Result } from '../../domain/result.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { type Commands, phoneCommands } from '../../sync/client/commands.ts';
import { PhoneDb } from '../../sync/client/db.ts';
import { browserDeps, type PhoneDeps } from '../../sync/client/deps.ts';
import { startSync, type Sync } from '../../sync/client/driver.ts';
import { phoneQueries, type Queries } from '../../sync/client/queries.ts';
import { signIn } from '../../sync/client/session.ts';
import { httpWire } from '../../sync/client/transport.ts';
import type { Wire } from '../../sync/client/loop.ts';
import { protocolVersion } from '../../sync/protocol.ts';
import { beginToPay } from '../../src/lib/state/pay.ts';
import { photo } from '../support/photos.ts';
import { TestBrowser } from '../support/portal.ts';

/** How long a busy machine may take for anything; every wait ends as soon as it is done. */
export const patience = { timeout: 60_000, interval: 25 };

export interface Phone {
	readonly personId: PersonId;
	readonly commands: Commands;
	readonly queries: Queries;
	readonly sync: Sync;
	/** The same way to the server, for what the engine would never send. */
	readonly wire: Wire;
	/** Writes a whole application and presses the button; nothing is sent before the engine gets to it. */
	submit(application: Application): Promise<DossierId>;
	/** Presses "pay". The answer is the provider's page. */
	pay(subject: PaymentSubject): Promise<Result<string, Fault>>;
	/** Until nothing waits any more and the dossier has come to look as wanted. */
	until(dossierId: DossierId, isSo: (dossier: Dossier) => boolean): Promise<Dossier>;
	/** What the server would show of the dossier to a new phone of the same person. */
	onServer(dossierId: DossierId): Promise<Dossier>;
	/** Asserts that phone and server have come to show the same. */
	agrees(dossierId: DossierId): Promise<void>;
	close(): Promise<void>;
}

export interface Application {
	readonly procedureCode: string;
	readonly form: FormValues;
	/** Components that get one photo each. */
	readonly photos?: readonly string[];
}

const MeReply = z.object({
	me: z.object({
		personId: PersonId,
		name: z.string(),
		personalId: z.string(),
		birth: z.string(),
		sex: z.enum(['male', 'female']),
		phone: z.string()
	})
});
const PaymentReply = z.discriminatedUnion('ok', [
	z.object({ ok: z.literal(true), value: Payment }),
	z.object({ ok: z.literal(false), error: Fault })
]);

/** Somebody logs in at the e-ID, and her phone begins to sync. */
export async function openPhone(
	place: { readonly origin: string; readonly eid: string },
	personalId: string
): Promise<Phone> {
	const browser = new TestBrowser(place);
	const end = await browser.login(personalId);
	invariant(!end.searchParams.has('fault'), `logged in: ${end.href}`);
	const withCookie: typeof fetch = (input, init) => {
		const headers = new Headers(init?.headers);
		headers.set('cookie', browser.portal.cookies());
		return fetch(input, { ...init, headers });
	};
	const deps: PhoneDeps = { ...browserDeps, fetch: withCookie, isOnline: () => true };
	const trpc = createTRPCUntypedClient({
		links: [
			httpLink({
				url: `${place.origin}/trpc`,
				fetch: (input, init) => withCookie(input as RequestInfo, init as RequestInit)
			})
		]
	});

	const { me } = MeReply.parse(await trpc.query('session.me'));
	const { personId } = me;
	await signIn(me);
	const db = new PhoneDb(personId);
	await db.open();
	const wire = httpWire(personId, deps, place.origin);
	const commands = phoneCommands(db, deps);
	const queries = phoneQueries(db);
	const sync = startSync({ db, deps, wire, locks: undefined });

	async function until(dossierId: DossierId, isSo: (dossier: Dossier) => boolean): Promise<Dossier> {
		return await vi.waitFor(async () => {
			sync.wake();
			const dossier = await queries.dossier(dossierId);
			invariant(dossier && isSo(dossier), `not yet: ${dossier?.events.map(({ kind }) => kind).join(' ')}`);
			expect(await queries.outbox()).toEqual([]);
			return dossier;
		}, patience);
	}

	async function onServer(dossierId: DossierId): Promise<Dossier> {
		const reply = await wire.exchange(
			{ protocol: protocolVersion, cursor: 0, operations: [] },
			AbortSignal.timeout(30_000)
		);
		invariant(reply.ok, 'the server answers');
		const found = reply.value.changes.find(
			(change) => change.kind === 'dossier' && change.dossier.dossierId === dossierId
		);
		invariant(found?.kind === 'dossier', 'the server has the dossier');
		return Dossier.parse(found.dossier);
	}

	return {
		personId,
		commands,
		queries,
		sync,
		wire,
		until,
		onServer,

		async submit({ procedureCode, form, photos = [] }) {
			const { draftId, dossierId } = value(await commands.startDraft(procedureCode, me));
			value(await commands.saveDraft(draftId, form, 0));
			for (const [index, component] of photos.entries()) {
				const { buffer, name, mimeType } = photo(index + 1, 20_000);
				const file = new File([new Uint8Array(buffer)], name, { type: mimeType });
				value(await commands.addAttachment(dossierId, component, file, 'draft'));
			}
			value(await commands.submitDraft(draftId, '1'));
			return dossierId;
		},

		pay: (subject) =>
			beginToPay(subject, {
				commands,
				queries,
				uuid: deps.uuid,
				async start(paymentId, wanted) {
					const input = { paymentId, subject: wanted, locale: 'vi' };
					try {
						return PaymentReply.parse(await trpc.mutation('payments.start', input));
					} catch {
						return err({ type: 'unavailable' });
					}
				}
			}),

		async agrees(dossierId) {
			await vi.waitFor(async () => {
				sync.wake();
				expect(await queries.dossier(dossierId)).toEqual(await onServer(dossierId));
			}, patience);
		},

		async close() {
			await sync.stop();
			db.close();
		}
	};
}

/** The value of what must have gone well. */
export function value<T>(result: Result<T, Fault>): T {
	if (result.ok) return result.value;
	throw new Error(`fault: ${JSON.stringify(result.error)}`);
}
