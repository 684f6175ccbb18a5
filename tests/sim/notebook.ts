/**
 * What one citizen writes in drafts that all her phones share, and what of it must stand in the end: each value that
 * nobody replaced who had seen it, on every phone and on the server, beside whatever was written without knowing of it.
 */
import { canonicalJson } from '../../domain/canonical.ts';
import { newCopy, writeCopy, type DraftCopy } from '../../domain/drafts/copy.ts';
import { conflictsOf, settling } from '../../domain/drafts/conflicts.ts';
import { candidatesOf, type Change, type DraftDocument, versionPath } from '../../domain/drafts/document.ts';
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
	/** Somebody who saw it has written something else there. */
	isReplaced: boolean;
}

const fields = ['fullName', 'phone', 'address', 'job'] as const;

export class Notebook {
	/** Everything that came to a disk. */
	readonly edits: Edit[] = [];
	/** Of those, how many settled a conflict. */
	decisions = 0;
	readonly #random: Random;
	readonly #clock: Clock;

	constructor(random: Random, clock: Clock) {
		this.#random = random;
		this.#clock = clock;
	}

	/** She begins a draft, writes in one, or says which of two answers holds. */
	async write(phone: Phone, tab: Tab): Promise<void> {
		const random = this.#random;
		const { copies } = tab.memory.state.drafts;
		if (copies.length === 0 || (copies.length < 2 && random.chance(0.1)))
			await this.#begin(phone, tab.memory);
		else {
			const copy = random.pick(copies);
			const conflict = conflictsOf(copy.document)[0];
			const decides = conflict !== undefined && random.chance(0.4);
			const path = decides ? conflict.path : random.pick(fields);
			await this.#edit(phone, tab.memory, copy.head.draftId, path, decides);
		}
		phone.queued(tab);
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
		for (const seen of candidatesOf(copy.document, path))
			for (const edit of this.edits)
				if (edit.draftId === draftId && edit.path === path && edit.value === seen.value)
					edit.isReplaced = true;
		this.edits.push({ draftId, path, value, isReplaced: false });
		const change = settling(copy.document, { path, keep: value });
		const { device } = phone.shelf.state.drafts;
		return writeCopy(copy, device, this.#nowOf(phone), [...changes, change]);
	}

	#nowOf(phone: Phone): number {
		return this.#clock.now() + phone.clockSkewMs();
	}

	/** What is not as it must be, on her phones and on the server. */
	broken(phones: readonly Phone[], portal: Portal, owners: ReadonlySet<PersonId>): string[] {
		const places = [
			...phones.map((phone) => ({
				name: phone.name,
				documents: new Map(
					phone.shelf.state.drafts.copies.map(({ head, document }) => [head.draftId, document])
				)
			})),
			{
				name: 'the server',
				documents: new Map(
					[...portal.authority.state.drafts]
						.filter(([, { person }]) => owners.has(person))
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
			...differences(places)
		];
	}

	/** Edits that must stand and do not, at one place. */
	lostAt(documents: ReadonlyMap<DraftId, DraftDocument>): Edit[] {
		return this.edits.filter(({ draftId, path, value, isReplaced }) => {
			const document = documents.get(draftId);
			return !isReplaced && !(document && candidatesOf(document, path).some((one) => one.value === value));
		});
	}

	#missing(name: string, documents: ReadonlyMap<DraftId, DraftDocument>): string[] {
		return this.lostAt(documents).map(({ path, value }) => `[R20] ${path} = "${value}" is gone on ${name}`);
	}
}

interface Place {
	readonly name: string;
	readonly documents: ReadonlyMap<DraftId, DraftDocument>;
}

function differences(places: readonly Place[]): string[] {
	const [first, ...others] = places;
	if (!first) return [];
	return [...first.documents].flatMap(([draftId, { fields: said }]) =>
		others
			.filter(({ documents }) => canonicalJson(documents.get(draftId)?.fields) !== canonicalJson(said))
			.map(({ name }) => `[R20] ${first.name} and ${name} show draft ${draftId} differently`)
	);
}
