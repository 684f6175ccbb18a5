/** Two phones of one person and our server, over HTTP: bytes of bodies, as they went. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { conflictsOf } from '../../domain/drafts/conflicts.ts';
import { type DraftCopy, newCopy, writeCopy } from '../../domain/drafts/copy.ts';
import { changesBetween, valuesOf } from '../../domain/drafts/form.ts';
import { DossierId, DraftId, PersonId } from '../../domain/ids.ts';
import { invariant } from '../../domain/result.ts';
import type { Context } from '../../server/router.ts';
import { createTrpc } from '../../server/trpc.ts';
import { httpWire } from '../../sync/client/transport.ts';
import { protocolVersion } from '../../sync/protocol.ts';
import { MemoryAuthority } from '../../sync/store/memory.ts';
import { MemoryPhone } from '../../sync/store/memory-phone.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';
import type { Edit, Work } from './work.ts';

export interface Measured {
	readonly bytes: number;
	readonly requests: number;
	/** Of the 60 edits, those whose last value is on neither device any more. */
	readonly lost: number;
	/** Conflicts of which both values are on both devices. */
	readonly conflicts: number;
}

const draftId = DraftId.parse('0192f0c1-7d7e-4c6a-9b1e-3f5a7c9d1e2f');
const dossierId = DossierId.parse('0192f0c1-7d7e-4c6a-9b1e-3f5a7c9d1e30');
const personId = PersonId.parse('0192f0c1-7d7e-4c6a-9b1e-3f5a7c9d1e31');
const parted = Date.UTC(2026, 10, 23, 2);

export async function measureOurs({ base, a, b, both }: Work): Promise<Measured> {
	let nowMs = parted;
	const now = () => new Date(nowMs);
	const authority = new MemoryAuthority({ now, people: new Map(), knownCommune: () => true });
	const context = { person: { personId }, authority, now, sealFault: async () => null };
	const answer = createTrpc({
		contextOf: async () => context as unknown as Context,
		wakeWorker: () => {},
		log: console.error
	});
	const server = createServer((request, response) => {
		void answer(request, response, new URL(request.url ?? '/', 'http://bench'));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	let bytes = 0;
	let requests = 0;

	const counted: typeof fetch = async (input, init) => {
		requests++;
		bytes += sizeOf(init?.body);
		const response = await fetch(input, init);
		const body = await response.arrayBuffer();
		bytes += body.byteLength;
		return new Response(body, { status: response.status, headers: response.headers });
	};

	async function phone(device: string) {
		const store = new MemoryPhone();
		store.state.drafts = { ...store.state.drafts, device };
		const wire = httpWire(personId, testDeps({ fetch: counted }), origin);
		const copy = (): DraftCopy => {
			const [only] = store.state.drafts.copies;
			invariant(only, 'the draft is here');
			return only;
		};
		return {
			copy,
			async begin(values: Readonly<Record<string, string>>) {
				const head = { draftId, dossierId, procedureCode: '1.002759', createdAt: nowMs };
				await store.writeDraft(draftId, () => newCopy(head));
				await this.write(values);
			},
			async write(values: Readonly<Record<string, string>>) {
				await store.writeDraft(draftId, () => {
					const before = valuesOf(copy().document);
					const screens = { before, after: { ...before, ...values } };
					const changes = changesBetween(copy().document, device, screens, () => 'row');
					return writeCopy(copy(), device, nowMs, changes);
				});
			},
			async edit(edits: readonly Edit[]) {
				for (const { field, value, second } of edits) {
					nowMs = parted + 60_000 + second * 1000;
					await this.write({ [field]: value });
				}
			},
			async sync() {
				const payload = await store.exchangeFor([]);
				const { signal } = new AbortController();
				const reply = await wire.exchange({ protocol: protocolVersion, ...payload }, signal);
				invariant(reply.ok, 'the server answers');
				await store.settle(reply.value);
			}
		};
	}

	const [first, second] = [await phone('k7d2m9'), await phone('p4x8c1')];
	await first.begin(base);
	await first.sync();
	await second.sync();
	[bytes, requests] = [0, 0];
	await first.edit(a);
	await second.edit(b);
	nowMs = parted + 3_600_000;
	for (const device of [first, second, first]) await device.sync();
	server.closeAllConnections();
	server.close();

	const documents = [first, second].map((device) => device.copy().document);
	const isHere = (field: string, value: string) =>
		documents.every((document) => document.fields[field]?.some((one) => one.value === value));
	const lost = [a, b].flatMap((edits) => {
		const last = new Map(edits.map(({ field, value }) => [field, value]));
		// An edit that its own device has replaced is not lost: it was taken back where it was made.
		return edits.filter(({ field }) => !isHere(field, last.get(field) ?? ''));
	}).length;
	const conflicts = both.filter((field) =>
		documents.every((document) =>
			conflictsOf(document).some(
				(one) => one.path === field && one.kind === 'answer' && one.candidates.length === 2
			)
		)
	).length;
	return { bytes, requests, lost, conflicts };
}

function sizeOf(body: RequestInit['body']): number {
	if (typeof body === 'string') return Buffer.byteLength(body);
	return body instanceof Uint8Array ? body.byteLength : 0;
}
