/**
 * What one citizen writes in drafts that all her phones share, and what of it must stand in the end: each value that
 * nobody replaced who had seen it, on every phone and on the server, beside whatever was written without knowing of it.
 */
import { canonicalJson } from '../../domain/canonical.ts';
import { discardedCopy, isDiscarded, newCopy, writeCopy, type DraftCopy } from '../../domain/drafts/copy.ts';
import { conflictsOf, settling } from '../../domain/drafts/conflicts.ts';
import {
	candidatesOf,
	type Change,
	type DraftDocument,
	draftPath,
	versionPath
} from '../../domain/drafts/document.ts';
import { isTakenAway } from '../../domain/drafts/form.ts';
import { hasPending } from '../../domain/drafts/shelf.ts';
import { DossierId, DraftId, type PersonId } from '../../domain/ids.ts';
import type { MemoryPhone } from '../../sync/store/memory-phone.ts';
import type { Clock } from './clock.ts';
import type { Phone } from './phone.ts';
import type { Portal } from './portal.ts';
import type { Random } from './random.ts';
import type { Tab } from './tab.ts';

interface Edit {
	readonly draftId: DraftId;
	readonly path: string;
	/** Unlike any other's. */
	readonly value: string;
	/** Somebody who saw it has written something else there, or thrown the draft away. */
	isReplaced: boolean;
}

const fields = ['fullName', 'phone', 'address', 'job'] as const;

export class Notebook {
	/** Everything that came to a disk. */
	readonly edits: Edit[] = [];
	/** Of those, how many settled a conflict. */
	decisions = 0;
	/** Drafts that she threw away; one that was written in elsewhere comes back, and may go again. */
	discards = 0;
	readonly #random: Random;
	readonly #clock: Clock;

	constructor(random: Random, clock: Clock) {
		this.#random = random;
		this.#clock = clock;
	}

	/** She begins a draft, writes in one, says which of two answers holds, or throws it away. */
	async write(phone: Phone, tab: Tab): Promise<void> {
		const random = this.#random;
		const copies = tab.memory.state.drafts.copies.filter((copy) => !isDiscarded(copy));
		if (copies.length === 0 || (copies.length < 2 && random.chance(0.1)))
			await this.#begin(phone, tab.memory);
		else {
			const copy = random.pick(copies);
			if (random.chance(0.1)) await this.#discard(phone, tab.memory, copy.head.draftId);
			else await this.#writeIn(copy, phone, tab.memory);
		}
		phone.queued(tab);
	}

	async #writeIn(copy: DraftCopy, phone: Phone, memory: MemoryPhone): Promise<void> {
		const random = this.#random;
		const conflict = conflictsOf(copy.document)[0];
		const decides = conflict !== undefined && random.chance(0.4);
		const path = decides ? conflict.path : random.pick(fields);
		await this.#edit(phone, memory, copy.head.draftId, path, decides);
	}

	async #discard(phone: Phone, memory: MemoryPhone, draftId: DraftId): Promise<void> {
		await memory.discardDraft(draftId, (copy) => {
			this.discards++;
			for (const path of Object.keys(copy.document.fields)) this.#replace(copy, path);
			const gone = discardedCopy(copy, phone.shelf.state.drafts.device, this.#nowOf(phone));
			return phone.bug === 'discard_untold' ? null : gone;
		});
	}

	async #begin(phone: Phone, memory: MemoryPhone): Promise<void> {
		const head = {
			draftId: DraftId.parse(this.#random.uuid()),
			dossierId: DossierId.parse(this.#random.uuid()),
			procedureCode: '1.002759',
			createdAt: this.#nowOf(phone)
		};
		await memory.writeDraft(head.draftId, () =>
			this.#written(newCopy(head), phone, 'fullName', [{ path: versionPath, value: 1 }])
		);
	}

	async #edit(
		phone: Phone,
		memory: MemoryPhone,
		draftId: DraftId,
		path: string,
		decides: boolean
	): Promise<void> {
		await memory.writeDraft(draftId, (before) => {
			if (!before) throw new Error('a draft that was open is there');
			if (decides) this.decisions++;
			return this.#written(before, phone, path, []);
		});
	}

	/** Called with the write itself: what it says is on the disk, whether she is told or not. */
	#written(copy: DraftCopy, phone: Phone, path: string, changes: readonly Change[]): DraftCopy {
		const { draftId } = copy.head;
		const value = `${phone.name}, ${this.edits.length + 1}`;
		this.#replace(copy, path);
		this.edits.push({ draftId, path, value, isReplaced: false });
		const change = settling(copy.document, { path, keep: value });
		const { device } = phone.shelf.state.drafts;
		return writeCopy(copy, device, this.#nowOf(phone), [...changes, change]);
	}

	/** What stood there, as this phone knew it, stands no more. */
	#replace({ head, document }: DraftCopy, path: string): void {
		for (const seen of candidatesOf(document, path))
			for (const edit of this.edits)
				if (edit.draftId === head.draftId && edit.path === path && edit.value === seen.value)
					edit.isReplaced = true;
	}

	#nowOf(phone: Phone): number {
		return this.#clock.now() + phone.clockSkewMs();
	}

	/** What is not as it must be, on her phones and on the server. */
	broken(phones: readonly Phone[], portal: Portal, owners: ReadonlySet<PersonId>): string[] {
		const places = [
			...phones.map((phone) => ({
				name: phone.name,
				documents: shownOn(phone)
			})),
			{
				name: 'the server',
				documents: new Map(
					[...portal.authority.state.drafts]
						.filter(([, { person, filed }]) => owners.has(person) && isShown(filed.document))
						.map(([draftId, { filed }]) => [draftId, filed.document])
				)
			}
		];
		const waiting = phones
			.filter((phone) => hasPending(phone.shelf.state.drafts))
			.map((phone) => `[S7] ${phone.name}: edits of drafts still wait`);
		return [
			...waiting,
			...places.flatMap(({ name, documents }) => this.#missing(name, documents)),
			...places.flatMap(({ name, documents }) => this.#risen(name, documents)),
			...differences(places)
		];
	}

	/** Edits that must stand and do not, on one phone. */
	lostOn(phone: Phone): Edit[] {
		return this.#lost(shownOn(phone));
	}

	#lost(documents: ReadonlyMap<DraftId, DraftDocument>): Edit[] {
		return this.edits.filter(({ draftId, path, value, isReplaced }) => {
			const document = documents.get(draftId);
			return !isReplaced && !(document && candidatesOf(document, path).some((one) => one.value === value));
		});
	}

	#missing(name: string, documents: ReadonlyMap<DraftId, DraftDocument>): string[] {
		return this.#lost(documents).map(({ path, value }) => `[R20] ${path} = "${value}" is gone on ${name}`);
	}

	/** Whatever was written in it had been seen by who threw it away: it must be gone. */
	#risen(name: string, documents: ReadonlyMap<DraftId, DraftDocument>): string[] {
		const alive = new Set(this.edits.flatMap((edit) => (edit.isReplaced ? [] : edit.draftId)));
		return [...documents.keys()]
			.filter((draftId) => !alive.has(draftId))
			.map((draftId) => `[R22] draft ${draftId} was thrown away and is shown on ${name}`);
	}
}

/** What she sees there of her drafts. */
function shownOn(phone: Phone): Map<DraftId, DraftDocument> {
	const shown = phone.shelf.state.drafts.copies.filter(({ document }) => isShown(document));
	return new Map(shown.map(({ head, document }) => [head.draftId, document]));
}

function isShown(document: DraftDocument): boolean {
	return !isTakenAway(document, draftPath);
}

interface Place {
	readonly name: string;
	readonly documents: ReadonlyMap<DraftId, DraftDocument>;
}

function differences(places: readonly Place[]): string[] {
	const [first, ...others] = places;
	if (!first) return [];
	const draftIds = new Set(places.flatMap(({ documents }) => [...documents.keys()]));
	return [...draftIds].flatMap((draftId) =>
		others
			.filter(
				({ documents }) =>
					canonicalJson(documents.get(draftId)?.fields) !==
					canonicalJson(first.documents.get(draftId)?.fields)
			)
			.map(({ name }) => `[R20] ${first.name} and ${name} show draft ${draftId} differently`)
	);
}
