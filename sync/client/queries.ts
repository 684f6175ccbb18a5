/**
 * The only readers of a person's database. Pages wrap them in a live query and are told of every committed change, in
 * whatever tab it happened. For that, each reads its rows first, in one go, and opens them after.
 */
import { fold } from '../../domain/dossier/machine.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { DeviceName } from '../../domain/drafts/document.ts';
import type { DossierId, DraftId, PaymentId, Sha256 } from '../../domain/ids.ts';
import { isEnded } from '../store/phone.ts';
import { contentIdOf } from './contents.ts';
import { deviceMark, deviceName } from './drafts.ts';
import {
	type Draft,
	filesPausedMark,
	type KeptPayment,
	type KeptResult,
	type OutboxEntry,
	type PhoneAttachment,
	type PhoneDb,
	says,
	sentKey,
	type UnsentWords,
	unreadMark,
	wordsKey
} from './db.ts';
import { formOf } from './form-of.ts';
import { paperPrefix, papersIn, resultOf, type WalletPaper } from './papers.ts';
import { type StandingBill, standingBill } from './standing-bills.ts';

/** `waiting`: she has sent something that has not arrived. `begun`: drafts, or dossiers that go on. */
export type WorkHere = 'waiting' | 'begun' | 'none';

export interface Queries {
	/** Newest change first. */
	drafts(): Promise<Draft[]>;
	draft(draftId: DraftId): Promise<Draft | undefined>;
	/** What this phone is called within her drafts; empty before anything was written. */
	device(): Promise<DeviceName>;
	/** The draft that will become, or failed to become, this dossier. */
	draftOf(dossierId: DossierId): Promise<Draft | undefined>;
	/** In the order in which she added them. */
	attachments(dossierId: DossierId): Promise<PhoneAttachment[]>;
	/** Newest submission first. */
	dossiers(): Promise<Dossier[]>;
	dossier(dossierId: DossierId): Promise<Dossier | undefined>;
	/** Everything unsettled, oldest first; `set_aside` ones among them. */
	outbox(): Promise<OutboxEntry[]>;
	/** What waits, or was set aside, for one dossier, oldest first. */
	waiting(dossierId: DossierId): Promise<OutboxEntry[]>;
	/** What she has written and not yet sent; when it was sent and set aside, what it said. Empty when nothing. */
	words(of: UnsentWords): Promise<string>;
	/** Whether she told the files to stay. */
	filesPaused(): Promise<boolean>;
	/** What the rest of the app must know of this phone: whether anything of hers is here, and whether it waits. */
	work(): Promise<WorkHere>;
	/** Newest first. */
	payments(): Promise<KeptPayment[]>;
	payment(paymentId: PaymentId): Promise<KeptPayment | undefined>;
	/** The newest attempt to pay for this dossier. */
	paymentOf(dossierId: DossierId): Promise<KeptPayment | undefined>;
	/** Manifests that this phone has sent and the server has received, one for each that is asked for. */
	sent(of: readonly Parameters<typeof sentKey>[0][]): Promise<(Sha256 | null)[]>;
	/** Changes that this version of the app could not read; they come again after an update. */
	unread(): Promise<number>;
	result(dossierId: DossierId): Promise<KeptResult | undefined>;
	/** Look-ups that are kept here; looked up last comes first. */
	standingBills(): Promise<StandingBill[]>;
	/** Papers that she keeps, and results that are here, newest first. */
	wallet(): Promise<WalletPaper[]>;
}

export function phoneQueries(db: PhoneDb): Queries {
	const { cabinet } = db;
	const payments = async () =>
		(await cabinet.take('payments', await db.sealedPayments.toArray())).sort(
			(a, b) => madeAt(b) - madeAt(a) || compare(a.paymentId, b.paymentId)
		);
	return {
		drafts: async () =>
			(await cabinet.take('drafts', await db.sealedDrafts.toArray())).sort(
				(a, b) => b.updatedAt - a.updatedAt
			),
		draft: async (draftId) => await cabinet.one('drafts', await db.sealedDrafts.get(draftId)),
		async device() {
			const mark = await db.marks.get(deviceMark);
			return mark ? deviceName(mark.value) : '';
		},
		draftOf: async (dossierId) =>
			await cabinet.one('drafts', await db.sealedDrafts.where({ dossierId }).first()),
		async attachments(dossierId) {
			const files = await cabinet.take('files', await db.sealedFiles.where({ dossierId }).toArray());
			// A content is never changed: what a record points at is what it pointed at, or gone.
			const contents = await db.sealedContents.bulkGet(files.map((file) => contentIdOf(file) ?? ''));
			const attachments = await Promise.all(
				files.map(async (file, index) => ({
					...file,
					bytes: await cabinet.content(contents[index], file.type)
				}))
			);
			return attachments.sort((a, b) => a.addedAt - b.addedAt);
		},
		dossiers: async () =>
			(await cabinet.take('dossiers', await db.sealedDossiers.toArray())).sort(
				(a, b) => compare(b.submittedAt, a.submittedAt) || compare(a.dossierId, b.dossierId)
			),
		dossier: async (dossierId) => await cabinet.one('dossiers', await db.sealedDossiers.get(dossierId)),
		outbox: async () => await cabinet.take('outbox', await db.sealedOutbox.toArray()),
		waiting: async (dossierId) =>
			await cabinet.take('outbox', await db.sealedOutbox.where({ dossierId }).sortBy('position')),
		async words(of) {
			const [fact, rows] = await db.transaction('r', [db.sealedFacts, db.sealedOutbox], () =>
				Promise.all([
					db.sealedFacts.get(wordsKey(of)),
					db.sealedOutbox.where({ dossierId: of.dossierId }).toArray()
				])
			);
			const kept = await cabinet.one('facts', fact);
			if (kept?.text !== undefined) return kept.text;
			const entries = await cabinet.take('outbox', rows);
			const operation = entries.find((entry) => says(entry.operation, of))?.operation;
			if (operation?.kind === 'supplement') return operation.note;
			return operation?.kind === 'withdraw' ? operation.reason : '';
		},
		filesPaused: async () => (await db.marks.get(filesPausedMark))?.value === 1,
		async work() {
			const stores = [db.sealedOutbox, db.sealedDrafts, db.sealedResults, db.sealedDossiers];
			const [waiting, drafts, results, rows] = await db.transaction('r', stores, () =>
				Promise.all([
					db.sealedOutbox.toArray(),
					db.sealedDrafts.count(),
					db.sealedResults.toCollection().primaryKeys(),
					db.sealedDossiers.toArray()
				])
			);
			const outbox = await cabinet.take('outbox', waiting);
			// That a result has arrived is said by the phone, not by her: nothing of hers waits in it.
			if (outbox.some(({ state, operation }) => state === 'queued' && operation.kind !== 'take_result'))
				return 'waiting';
			if (outbox.length > 0 || drafts > 0) return 'begun';
			const kept = new Set(results);
			const goesOn = (dossier: Dossier) =>
				!isEnded(dossier) || (fold(dossier.events).result !== null && !kept.has(dossier.dossierId));
			return (await cabinet.take('dossiers', rows)).some(goesOn) ? 'begun' : 'none';
		},
		payments,
		payment: async (paymentId) => await cabinet.one('payments', await db.sealedPayments.get(paymentId)),
		paymentOf: async (dossierId) =>
			(await payments()).find(({ subject }) => subject.kind === 'dossier' && subject.dossierId === dossierId),
		async sent(of) {
			const rows = await db.sealedFacts.bulkGet(of.map(sentKey));
			const facts = await Promise.all(rows.map((row) => cabinet.one('facts', row)));
			return facts.map((fact) => fact?.manifest ?? null);
		},
		unread: async () => (await db.marks.get(unreadMark))?.value ?? 0,
		async result(dossierId) {
			const [row, content] = await db.transaction('r', [db.sealedResults, db.sealedContents], () =>
				Promise.all([db.sealedResults.get(dossierId), db.sealedContents.get(dossierId)])
			);
			const result = await cabinet.one('results', row);
			const bytes = result && (await cabinet.content(content, result.file.type));
			return bytes ? { ...result, bytes } : undefined;
		},
		async wallet() {
			const stores = [db.sealedFacts, db.sealedResults, db.sealedDossiers, db.sealedContents];
			const read = await db.transaction('r', stores, async () => {
				const facts = await db.sealedFacts.where('key').startsWith(paperPrefix).toArray();
				const results = await db.sealedResults.toArray();
				const resultIds = results.map(({ dossierId }) => dossierId ?? '');
				const paperIds = facts.map((row) => String(row['key' as keyof typeof row]).slice(paperPrefix.length));
				return {
					facts,
					results,
					dossiers: await db.sealedDossiers.bulkGet(resultIds as DossierId[]),
					contents: await db.sealedContents.bulkGet([...paperIds, ...resultIds])
				};
			});
			const contentOf = async (id: string, type: string) =>
				await cabinet.content(
					read.contents.find((content) => content?.contentId === id),
					type
				);
			const kept = papersIn(await cabinet.take('facts', read.facts)).map(
				async ({ paperId, code, title, name, type, sha256, keptAt }) => {
					const bytes = await contentOf(paperId, type);
					const from = 'kept' as const;
					return bytes ? [{ paperId, code, title, name, type, sha256, bytes, keptAt, from }] : [];
				}
			);
			const dossiers = await cabinet.take('dossiers', read.dossiers);
			const results = (await cabinet.take('results', read.results)).map(
				async ({ dossierId, file, keptAt }) => {
					const dossier = dossiers.find((one) => one.dossierId === dossierId);
					const bytes = await contentOf(dossierId, file.type);
					const service = dossier && (await formOf(dossier));
					const known = dossier && resultOf(dossier, service ?? null);
					if (!bytes || !known) return [];
					const { name, type, sha256 } = file;
					const from = 'result' as const;
					return [{ paperId: dossierId, ...known, name, type, sha256, bytes, keptAt, from }];
				}
			);
			return (await Promise.all([...kept, ...results])).flat().sort((a, b) => b.keptAt - a.keptAt);
		},
		standingBills: async () =>
			(await cabinet.take('bills', await db.sealedBills.toArray()))
				.map(standingBill)
				.sort((a, b) => b.savedAt - a.savedAt)
	};
}

/** The server's word on when, as soon as there is one. */
function madeAt(kept: KeptPayment): number {
	return kept.payment ? Date.parse(kept.payment.createdAt) : kept.keptAt;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
