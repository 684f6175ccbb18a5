/** Phones and the server exchanging drafts over a line that loses answers and repeats requests, from seeds. */
import { canonicalJson } from '../canonical.ts';
import { describe, expect, it } from 'vitest';
import { DossierId, DraftId } from '../ids.ts';
import { draftsPerPersonMax } from '../limits.ts';
import { ok } from '../result.ts';
import type { FormValues } from '../services/values.ts';
import {
	type DraftCopy,
	discardedCopy,
	isDiscarded,
	isPending,
	isSynced,
	newCopy,
	pendingEdits,
	writeCopy
} from './copy.ts';
import { conflictsOf, settling } from './conflicts.ts';
import { DraftsDown, DraftsUp } from './delta.ts';
import { draftPath } from './document.ts';
import { exchangeDrafts, type DraftsExchanged } from './exchange.ts';
import { closed, emptied, type FiledDraft } from './feed.ts';
import { changesBetween, seenIn, taking, valuesOf } from './form.ts';
import { DraftPatch, patched, patchOf } from './patch.ts';
import { draftsUp, type DraftShelf, hasPending, settled } from './shelf.ts';
import { stampOf } from './clock.ts';

const begun = Date.UTC(2026, 10, 23);

function head(n: number) {
	const id = (kind: number) => `00000000-0000-4000-8${kind}00-${String(n).padStart(12, '0')}`;
	return {
		draftId: DraftId.parse(id(1)),
		dossierId: DossierId.parse(id(2)),
		procedureCode: '1.002759',
		createdAt: begun
	};
}

class Server {
	drafts = new Map<number, FiledDraft>();
	readonly written = new Map<number, { readonly filed: FiledDraft; readonly patches: DraftPatch[] }>();
	revision = 0;
	numbered = 0;
	nowMs = begun;

	exchange(up: DraftsUp): DraftsDown {
		const { cursor, device, deltas } = DraftsUp.parse(JSON.parse(JSON.stringify(up)));
		const all = [...this.drafts.values()];
		const done: DraftsExchanged = exchangeDrafts(
			{
				revision: this.revision,
				numbered: this.numbered,
				open: all.filter(({ state }) => state === 'open').length,
				drafts: all,
				foreign: new Set()
			},
			{ device, cursor, deltas: deltas.map(ok) },
			this.nowMs
		);
		for (const filed of done.changed) this.keep(filed);
		({ revision: this.revision, numbered: this.numbered } = done);
		return DraftsDown.parse(JSON.parse(JSON.stringify(done.down)));
	}

	/** As the database does: written whole, or noted beside it. Both must come to the same. */
	keep(filed: FiledDraft): void {
		const before = this.drafts.get(filed.number);
		const written = this.written.get(filed.number);
		const patch = before && written && patchOf(before, filed);
		if (patch) {
			written.patches.push(DraftPatch.parse(JSON.parse(JSON.stringify(patch))));
			expect(patched(written.filed, written.patches)).toEqual(filed);
			expect(patched(filed, written.patches)).toBe(filed);
		} else this.written.set(filed.number, { filed, patches: [] });
		this.drafts.set(filed.number, filed);
	}

	get only(): FiledDraft {
		const [filed] = this.drafts.values();
		if (!filed) throw new Error('a draft was sent');
		return filed;
	}
}

class Phone {
	shelf: DraftShelf;
	/** How wrong its clock is, ms. */
	off = 0;
	readonly server: Server;
	#ids = 0;

	constructor(device: string, server: Server) {
		this.shelf = { device, cursor: 0, copies: [] };
		this.server = server;
	}

	begin(n: number, values: FormValues = {}): void {
		this.shelf = { ...this.shelf, copies: [...this.shelf.copies, newCopy(head(n))] };
		this.type(values, n);
	}

	change(act: (copy: DraftCopy) => DraftCopy, n = 1): void {
		this.shelf = {
			...this.shelf,
			copies: this.shelf.copies.map((copy) => (copy.head.draftId === head(n).draftId ? act(copy) : copy))
		};
	}

	type(values: FormValues, n = 1): void {
		const { device } = this.shelf;
		this.change((copy) => {
			const before = valuesOf(copy.document);
			const after = { ...before, ...values };
			const newId = () => `${device}${this.#ids++}`;
			const changes = changesBetween(copy.document, device, { before, after }, newId);
			return writeCopy(copy, device, this.server.nowMs + this.off, changes);
		}, n);
	}

	discard(): void {
		const { device } = this.shelf;
		this.change((copy) =>
			writeCopy(copy, device, this.server.nowMs + this.off, [
				taking(copy.document, draftPath, seenIn(copy.document, draftPath))
			])
		);
	}

	/** As the phone does it: of what the server perhaps has never heard only the mark is left. */
	throwAway(): void {
		const { device } = this.shelf;
		this.change((copy) => discardedCopy(copy, device, this.server.nowMs + this.off) ?? copy);
	}

	sync(line: 'good' | 'request lost' | 'answer lost' | 'doubled' = 'good'): void {
		const up = draftsUp(this.shelf);
		if (line === 'request lost') return;
		const first = this.server.exchange(up);
		if (line === 'answer lost') return;
		const down = line === 'doubled' ? this.server.exchange(up) : first;
		this.shelf = settled(this.shelf, down, this.server.nowMs);
	}

	quiet(): void {
		for (let round = 0; hasPending(this.shelf) || round < 1; round++) {
			if (round > 5) throw new Error('never quiet');
			this.sync();
		}
	}

	get copy(): DraftCopy {
		const [copy] = this.shelf.copies;
		if (!copy) throw new Error('a draft is here');
		return copy;
	}

	get values(): FormValues {
		return valuesOf(this.copy.document);
	}
}

function pair(values: FormValues = { fullName: 'Mai', phone: '0912' }) {
	const server = new Server();
	const [a, b] = [new Phone('a', server), new Phone('b', server)];
	a.begin(1, values);
	a.sync();
	b.sync();
	server.nowMs += 60_000;
	return { server, a, b };
}

describe('drafts between the devices of a person', () => {
	it('[R20] come to the other device whole, and then by what changed', () => {
		const { a, b } = pair();
		expect(b.values).toEqual({ fullName: 'Mai', phone: '0912' });
		expect(b.copy.head).toEqual(a.copy.head);
		b.type({ phone: '0987', note: 'gấp' });
		const [delta] = draftsUp(b.shelf).deltas;
		expect(delta).not.toHaveProperty('head');
		expect(JSON.stringify(delta)).not.toContain('Mai');
		b.sync();
		a.sync();
		expect(a.values).toEqual({ fullName: 'Mai', phone: '0987', note: 'gấp' });
		expect(hasPending(a.shelf) || hasPending(b.shelf)).toBe(false);
	});

	it('[R20] every device ends with the same, whatever the line did; nothing that was written is gone', () => {
		let conflicts = 0;
		for (let seed = 1; seed <= 50; seed++) {
			let state = seed * 2654435761;
			const int = (below: number) => {
				state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
				return Math.floor((state / 2 ** 32) * below);
			};
			const { server, a, b } = pair();
			const c = new Phone('c', server);
			const phones = [a, b, c];
			const written = new Map<string, string>();
			for (let act = 0; act < 30; act++) {
				server.nowMs += int(5_000);
				const phone = phones[int(3)] as Phone;
				if (phone.shelf.copies.length === 0 || int(3) === 0)
					phone.sync((['good', 'good', 'request lost', 'answer lost', 'doubled'] as const)[int(5)]);
				else if (int(12) === 0) phone.off = [0, 400 * 86_400_000, -400 * 86_400_000][int(3)] as number;
				else {
					const field = `f${int(5)}`;
					const value = `${phone.shelf.device}${act}`;
					phone.type({ [field]: value });
					written.set(`${field}/${phone.shelf.device}`, value);
				}
			}
			for (let round = 0; round < 3; round++) for (const phone of phones) phone.quiet();
			const all = phones.map((phone) => canonicalJson(phone.copy.document));
			expect(new Set(all).size, `seed ${seed}`).toBe(1);
			expect(canonicalJson(server.only.document), `seed ${seed}`).toBe(all[0]);
			conflicts += conflictsOf(a.copy.document).length;
			// The last word of each field is on all of them.
			for (const [path, candidates] of Object.entries(a.copy.document.fields)) {
				if (!path.startsWith('f') || path === 'fullName') continue;
				const last = [...written].filter(([key]) => key.startsWith(`${path}/`)).map(([, value]) => value);
				for (const { value } of candidates) expect(last, `seed ${seed}`).toContain(value);
			}
			for (const phone of phones) expect(pendingEdits(phone.copy, phone.shelf.device)).toEqual([]);
		}
		expect(conflicts).toBeGreaterThan(10);
	});

	it('[R21] keep both values of a conflict on both devices until she settles it on one', () => {
		const { a, b } = pair();
		a.type({ phone: '0911' });
		b.type({ phone: '0922' });
		a.sync();
		b.sync();
		a.sync();
		for (const phone of [a, b])
			expect(conflictsOf(phone.copy.document)).toMatchObject([
				{ path: 'phone', candidates: [{ value: '0922' }, { value: '0911' }] }
			]);
		a.change((copy) =>
			writeCopy(copy, 'a', a.server.nowMs, [settling(copy.document, { path: 'phone', keep: '0911' })])
		);
		a.sync();
		b.sync();
		expect(conflictsOf(b.copy.document)).toEqual([]);
		expect(b.values['phone']).toBe('0911');
	});

	it('[R22] a draft that was thrown away goes everywhere, unless another device has written in it', () => {
		const { a, b } = pair();
		a.discard();
		a.sync();
		b.sync();
		expect(isDiscarded(b.copy)).toBe(true);

		const second = pair();
		second.b.type({ phone: '0987' });
		second.a.discard();
		second.a.sync();
		expect(second.server.only.state).toBe('discarded');
		// It has forgotten the draft meanwhile.
		second.a.shelf = { ...second.a.shelf, copies: [] };
		second.b.sync();
		expect(second.server.only.state).toBe('open');
		expect(isDiscarded(second.b.copy)).toBe(false);
		second.a.sync();
		expect(second.a.values).toEqual({ fullName: 'Mai', phone: '0987' });
	});

	it('[R26] a draft that was emptied goes from devices that come late, and is whole again where one has gone on', () => {
		const empty = ({ server }: { server: Server }) => {
			server.keep(emptied(server.only));
			expect(JSON.stringify(server.only.document)).not.toMatch(/Mai|0912/);
		};
		const gone = pair();
		gone.a.discard();
		gone.a.sync();
		empty(gone);
		gone.b.sync();
		expect(isDiscarded(gone.b.copy)).toBe(true);
		// She throws it away there too, and a request of hers comes once more.
		gone.b.throwAway();
		gone.b.sync('doubled');
		gone.b.quiet();
		expect(gone.server.only).toMatchObject({ state: 'discarded', emptied: true });
		expect(JSON.stringify(gone.server.only.document)).not.toMatch(/Mai|0912/);

		const kept = pair();
		kept.b.type({ note: 'gấp' });
		kept.a.discard();
		kept.a.sync();
		empty(kept);
		kept.a.shelf = { ...kept.a.shelf, copies: [] };
		kept.b.quiet();
		expect(kept.server.only.state).toBe('open');
		kept.a.quiet();
		for (const phone of [kept.a, kept.b])
			expect(phone.values).toEqual({ fullName: 'Mai', phone: '0912', note: 'gấp' });
		expect(canonicalJson(kept.a.copy.document)).toBe(canonicalJson(kept.b.copy.document));
		expect(kept.server.only.emptied).toBeUndefined();
	});

	it('[R22] an answer to what was written before does not leave a draft that lives on with half its words', () => {
		const server = new Server();
		const [a, b] = [new Phone('a', server), new Phone('b', server)];
		a.begin(1, { fullName: 'Mai', phone: '0912' });
		const answer = server.exchange(draftsUp(a.shelf));
		a.change((copy) => ({ ...copy, sent: true }));
		b.sync();
		server.nowMs += 60_000;
		a.throwAway();
		a.shelf = settled(a.shelf, answer, server.nowMs);
		expect(isDiscarded(a.copy)).toBe(true);
		b.type({ note: 'gấp' });
		b.sync();
		a.quiet();
		b.quiet();
		for (const phone of [a, b]) expect(phone.values).toEqual({ fullName: 'Mai', phone: '0912', note: 'gấp' });
	});

	it('[R22] a late request with an old stamp brings nothing back that was thrown away', () => {
		const server = new Server();
		const a = new Phone('a', server);
		a.off = -5 * 365 * 86_400_000;
		a.begin(1, { fullName: 'Mai' });
		const late = draftsUp(a.shelf);
		a.change((copy) => ({ ...copy, sent: true }));
		a.throwAway();
		a.quiet();
		server.exchange(late);
		expect(server.only.state).toBe('discarded');
	});

	it('[R22] a late request brings nothing into a draft that lives on, takes nothing out, and does not keep it alive', () => {
		const server = new Server();
		const [a, b] = [new Phone('a', server), new Phone('b', server)];
		a.begin(1, { fullName: 'Mai' });
		a.sync('answer lost');
		a.change((copy) => ({ ...copy, sent: true }));
		b.sync();
		server.nowMs += 60_000;
		// In a place that is empty on the server, and in one that is not.
		a.type({ note: 'cũ', fullName: 'Mai Anh' });
		const late = draftsUp(a.shelf);
		b.type({ phone: '0987' });
		b.sync();
		a.throwAway();
		a.quiet();
		server.exchange(late);
		expect([a.values, valuesOf(server.only.document)]).toEqual(
			Array(2).fill({ fullName: 'Mai', phone: '0987' })
		);
		a.throwAway();
		a.quiet();
		expect(server.only.state).toBe('discarded');
	});

	it('[R22] a draft that lives again comes back whole, also in the answer to an older request', () => {
		const { server, a, b } = pair();
		b.throwAway();
		const up = draftsUp(b.shelf);
		b.shelf = { ...settled(b.shelf, server.exchange(up), server.nowMs), copies: [] };
		a.type({ note: 'gấp' });
		a.sync();
		b.shelf = settled(b.shelf, server.exchange(up), server.nowMs);
		b.sync();
		expect(b.values).toEqual({ fullName: 'Mai', phone: '0912', note: 'gấp' });
		expect(canonicalJson(b.copy.document)).toBe(canonicalJson(server.only.document));
	});

	it('[R23] an old answer about a clock that leapt stamps nothing before what the server has taken since', () => {
		const { server, a, b } = pair();
		a.off = 5 * 365 * 86_400_000;
		a.type({ note: 'một' });
		const old = server.exchange(draftsUp(a.shelf));
		const heardMs = server.nowMs;
		server.nowMs += 5_000;
		a.sync();
		// Taken, and the phone does not hear of it.
		a.sync('answer lost');
		a.type({ note: 'hai' });
		a.shelf = settled(a.shelf, { ...old, cursor: a.shelf.cursor }, heardMs);
		a.quiet();
		b.sync();
		expect([a.values['note'], b.values['note']]).toEqual(['hai', 'hai']);
	});

	it('[R23] a clock years ahead rules over nobody and loses nothing', () => {
		const { server, a, b } = pair();
		a.off = 5 * 365 * 86_400_000;
		a.type({ phone: '0911', note: 'của A' });
		const up = draftsUp(a.shelf);
		const before = canonicalJson(server.only);
		const down = server.exchange(up);
		expect(down.outcomes).toMatchObject([{ fault: { type: 'clock_off' } }]);
		expect(canonicalJson(server.only)).toBe(before);
		a.shelf = settled(a.shelf, down, server.nowMs);
		expect(a.values).toMatchObject({ phone: '0911', note: 'của A' });
		a.sync();
		expect(hasPending(a.shelf)).toBe(false);
		expect(Math.max(...Object.values(server.only.document.seen))).toBe(stampOf(server.nowMs));
		b.sync();
		server.nowMs += 60_000;
		b.type({ phone: '0922' });
		b.sync();
		a.sync();
		expect(a.values).toMatchObject({ phone: '0922', note: 'của A' });
		expect(conflictsOf(a.copy.document)).toEqual([]);
	});

	it('[R23] two tabs that hear of a wrong clock one after the other stamp anew once', () => {
		const { server, a, b } = pair();
		a.off = 5 * 365 * 86_400_000;
		a.type({ note: 'của A' });
		const up = draftsUp(a.shelf);
		const [first, second] = [server.exchange(up), server.exchange(up)];
		server.nowMs += 5_000;
		a.shelf = settled(a.shelf, first, server.nowMs);
		const again = draftsUp(a.shelf);
		// Heard before the other answer, read after it.
		a.shelf = settled(a.shelf, second, server.nowMs - 2_000);
		const taken = server.exchange(again);
		a.shelf = settled(a.shelf, taken, server.nowMs);
		const twice = server.exchange(draftsUp({ ...a.shelf, cursor: 1 }));
		a.shelf = settled(a.shelf, { ...twice, cursor: a.shelf.cursor }, server.nowMs);
		b.sync();
		expect([a.values['note'], b.values['note']]).toEqual(['của A', 'của A']);
	});

	it('[R23] a clock years behind neither loses what it stamped nor dates it wrongly', () => {
		const server = new Server();
		const a = new Phone('a', server);
		a.off = -5 * 365 * 86_400_000;
		a.begin(1, { fullName: 'Mai', phone: '0911' });
		a.type({ phone: '0922' });
		a.sync();
		expect(server.drafts.size).toBe(0);
		a.sync();
		expect(valuesOf(server.only.document)).toEqual({ fullName: 'Mai', phone: '0922' });
		expect(server.only.document.seen['a']).toBe(stampOf(server.nowMs));
		// What was seen from the server keeps it right from now on.
		a.type({ phone: '0933' });
		a.sync();
		expect(valuesOf(server.only.document)['phone']).toBe('0933');
	});

	it('[R20] is told to be on all devices only when it is, and not while the phone does not know its own name', () => {
		const { a } = pair();
		a.type({ phone: '0911' });
		a.sync();
		expect(isSynced(a.copy, 'a')).toBe(true);
		a.type({ phone: '0922' });
		expect(isSynced(a.copy, 'a')).toBe(false);
		expect(isSynced(a.copy, undefined)).toBe(false);
		expect(isSynced(undefined, 'a')).toBe(false);
	});

	it('[R24] refuses what it cannot place, each by its name, and changes nothing', () => {
		const { server, a } = pair();
		a.type({ phone: '0911' });
		const [delta] = draftsUp(a.shelf).deltas;
		if (!delta) throw new Error('an edit is pending');
		const before = canonicalJson([...server.drafts.values()]);
		const fault = (part: object) =>
			server.exchange({ device: 'a', cursor: 1, deltas: [{ ...delta, ...part }] }).outcomes[0]?.fault?.type;
		expect(fault({ draft: 77 })).toBe('not_found');
		expect(fault({ base: stampOf(server.nowMs) })).toBe('draft_gap');
		expect(fault({ names: { from: 50, list: ['x'] } })).toBe('draft_gap');
		expect(fault({ edits: [[0, [[999, 0, 'x']]]] })).toBe('draft_gap');
		expect(canonicalJson([...server.drafts.values()])).toBe(before);

		const long = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`long${i}`, 'x'.repeat(9_900)]));
		a.type(long);
		a.sync();
		expect(a.copy.refused?.fault.type).toBe('too_large');
		expect(isPending(a.copy, 'a')).toBe(false);
		expect(canonicalJson([...server.drafts.values()])).toBe(before);
		a.type({ ...Object.fromEntries(Object.keys(long).map((id) => [id, ''])), note: 'ngắn' });
		a.sync();
		expect(server.only.document.fields['note']?.[0]?.value).toBe('ngắn');
		// What was replaced does not count, however often a long answer is written anew.
		for (let n = 0; n < 30; n++) {
			a.type({ note: String(n).padEnd(9_000, 'x') });
			a.sync();
			expect(a.copy.refused).toBe(undefined);
		}
	});

	it('[R24] a replay changes nothing', () => {
		const { server, a } = pair();
		a.type({ phone: '0911' });
		const up = draftsUp(a.shelf);
		server.exchange(up);
		const after = canonicalJson([...server.drafts.values(), server.revision]);
		expect(server.exchange(up).outcomes[0]).not.toHaveProperty('fault');
		expect(canonicalJson([...server.drafts.values(), server.revision])).toBe(after);
		a.sync();
		a.type({ phone: '0955' });
		a.sync();
		server.exchange(up);
		expect(server.only.document.fields['phone']).toMatchObject([{ value: '0955' }]);
	});

	it('[R24] keeps so many drafts of one person and no more', () => {
		const server = new Server();
		const a = new Phone('a', server);
		for (let n = 1; n <= draftsPerPersonMax + 1; n++) a.begin(n, { fullName: `${n}` });
		for (let round = 0; round < 8; round++) a.sync();
		expect(server.drafts.size).toBe(draftsPerPersonMax);
		expect(a.shelf.copies.at(-1)?.refused?.fault).toEqual({
			type: 'too_many_drafts',
			max: draftsPerPersonMax
		});
	});

	it('[R24] tells that a draft was submitted, and gives a server that was restored everything again', () => {
		const { server, a, b } = pair();
		a.type({ phone: '0911' });
		server.drafts.set(1, closed(server.only, ++server.revision));
		a.sync();
		expect(a.copy.refused?.fault.type).toBe('draft_submitted');

		server.drafts.clear();
		server.revision = 0;
		server.numbered = 0;
		b.type({ phone: '0922' });
		b.quiet();
		b.quiet();
		expect(valuesOf(server.only.document)).toEqual({ fullName: 'Mai', phone: '0922' });
	});
});
