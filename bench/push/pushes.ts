/** What is pushed: ten edits of a draft of forty fields, in our protocol and in the plain one of the peers. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { newCopy, writeCopy } from '../../domain/drafts/copy.ts';
import { type DraftFeed, exchangeDrafts } from '../../domain/drafts/exchange.ts';
import { draftsUp, type DraftShelf, hasPending, settled } from '../../domain/drafts/shelf.ts';
import { DossierId, DraftId } from '../../domain/ids.ts';
import { invariant, ok } from '../../domain/result.ts';
import { type Exchange, protocolVersion } from '../../sync/protocol.ts';
import type { Push, PushClient } from './load.ts';
import type { Ready } from './server.ts';

export const editsPerPush = 10;
const fields = Array.from({ length: 40 }, (_, i) => `field${i}`);

/** What peers take: each edit names its field, carries its value, and when it was made. */
export const PeerPush = z.object({
	draftId: z.uuid(),
	device: z.string().check(z.maxLength(8)),
	edits: z
		.array(
			z.object({
				path: z.string().check(z.maxLength(80)),
				stamp: z.int().check(z.positive()),
				value: z.string().check(z.maxLength(10_000))
			})
		)
		.check(z.maxLength(100))
});
export type PeerPush = z.infer<typeof PeerPush>;

/** The n-th push of somebody. */
export function peerPush(draftId: string, n: number): PeerPush {
	return { draftId, device: 'a1b2c3', edits: editsOf(n) };
}

/** Ten edits, each of another field than the nine before, as somebody who types goes through a form. */
export function editsOf(n: number): { path: string; stamp: number; value: string }[] {
	return Array.from({ length: editsPerPush }, (_, i) => {
		const count = n * editsPerPush + i;
		const path = fields[count % fields.length] ?? '';
		return { path, stamp: count + 1, value: `Số ${count} phố Trần Phú, phường Tân Phong` };
	});
}

/** Clients of one server. */
export const people = 64;

/** A client, with pushes written ahead of the round in which they go out. */
export interface PreparedClient extends PushClient {
	/** Sees to it that this many wait. */
	prepare(count: number): void;
}

/** The clients of a server, each with a draft of its own. */
export function clientsOf({ cookies }: Ready): PreparedClient[] {
	if (cookies.length > 0) return cookies.map((cookie) => prepared(ourPushes(cookie)));
	return Array.from({ length: people }, () => prepared(peerPushes()));
}

function prepared(write: () => Push): PreparedClient {
	let waiting: Push[] = [];
	let used = 0;
	return {
		prepare(count) {
			waiting = waiting.slice(used);
			used = 0;
			while (waiting.length < count) waiting.push(write());
		},
		next: () => waiting[used++] ?? write()
	};
}

function requestOf(address: string, body: string, more = ''): string {
	const length = Buffer.byteLength(body);
	return `POST ${address} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${more}content-length: ${length}\r\n\r\n${body}`;
}

function peerPushes(): () => Push {
	const draftId = randomUUID();
	let n = 0;
	return () => ({
		request: requestOf('/push', JSON.stringify(peerPush(draftId, n++))),
		kept: `"kept":${editsPerPush}`
	});
}

/**
 * A phone with one draft, which it writes and shares as the app does. The server's part of the talk is done here too,
 * by the same rules, so that each push is written before the one in front of it has its answer.
 */
function ourPushes(cookie: string): () => Push {
	const device = 'a1b2c3';
	const draft = newCopy({
		draftId: DraftId.parse(randomUUID()),
		dossierId: DossierId.parse(randomUUID()),
		procedureCode: '3.000347',
		createdAt: Date.now()
	});
	let shelf: DraftShelf = { device, cursor: 0, copies: [draft] };
	let feed: DraftFeed = { revision: 0, numbered: 0, open: 0, drafts: [], foreign: new Set() };
	let n = 0;
	return () => {
		const now = Date.now();
		const edits = editsOf(n++).map(({ path, value }) => ({ path, value }));
		shelf = { ...shelf, copies: shelf.copies.map((copy) => writeCopy(copy, device, now, edits)) };
		const drafts = draftsUp(shelf);
		const { down, changed, ...counted } = exchangeDrafts(
			feed,
			{ ...drafts, deltas: drafts.deltas.map((delta) => ok(delta)) },
			now
		);
		feed = { ...feed, ...counted, open: 1, drafts: changed };
		shelf = settled(shelf, down, now);
		invariant(!hasPending(shelf), 'the push is taken');
		const exchange: Exchange = { protocol: protocolVersion, cursor: 0, operations: [], drafts };
		return {
			request: requestOf('/trpc/sync.exchange', JSON.stringify(exchange), `cookie: ${cookie}\r\n`),
			kept: `"outcomes":${JSON.stringify(down.outcomes)}`
		};
	};
}
