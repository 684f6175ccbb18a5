/** What is pushed: ten edits of a draft of forty fields, in our protocol and in the plain one of the peers. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { newCopy, writeCopy } from '../../domain/drafts/copy.ts';
import { draftsUp, type DraftShelf, hasPending, settled } from '../../domain/drafts/shelf.ts';
import { DossierId, DraftId } from '../../domain/ids.ts';
import { type Exchange, type ExchangeReply, protocolVersion } from '../../sync/protocol.ts';
import type { PushClient } from './load.ts';
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

/** The clients of a server, each with a draft of its own. */
export function clientsOf({ cookies }: Ready): PushClient[] {
	const plain = (at: string, more = '') =>
		`POST ${at} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${more}`;
	if (cookies.length > 0)
		return cookies.map((cookie) => ourClient(plain('/trpc/sync.exchange', `cookie: ${cookie}\r\n`)));
	return Array.from({ length: people }, () => {
		const draftId = randomUUID();
		return {
			head: plain('/push'),
			body: (n) => JSON.stringify(peerPush(draftId, n)),
			isKept: (answer) => answer.includes(`"kept":${editsPerPush}`)
		};
	});
}

/** A phone with one draft, which it writes and shares as the app does. */
function ourClient(head: string): PushClient {
	const device = 'a1b2c3';
	let copy = newCopy({
		draftId: DraftId.parse(randomUUID()),
		dossierId: DossierId.parse(randomUUID()),
		procedureCode: '3.000347',
		createdAt: Date.now()
	});
	let shelf: DraftShelf = { device, cursor: 0, copies: [copy] };
	return {
		head,
		body(n) {
			copy = writeCopy(
				shelf.copies[0] ?? copy,
				device,
				Date.now(),
				editsOf(n).map(({ path, value }) => ({ path, value }))
			);
			shelf = { ...shelf, copies: [copy] };
			const exchange: Exchange = {
				protocol: protocolVersion,
				cursor: 0,
				operations: [],
				drafts: draftsUp(shelf)
			};
			return JSON.stringify(exchange);
		},
		isKept(answer) {
			const body = JSON.parse(
				Buffer.from(answer.slice(answer.indexOf('\r\n\r\n') + 4), 'latin1').toString()
			) as {
				result: { data: { value: ExchangeReply } };
			};
			const { drafts, serverTime } = body.result.data.value;
			if (!drafts || drafts.outcomes.some(({ fault }) => fault)) return false;
			shelf = settled(shelf, drafts, serverTime);
			return !hasPending(shelf);
		}
	};
}
