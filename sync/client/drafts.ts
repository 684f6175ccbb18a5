/**
 * Drafts that she has on several devices, in this phone's cabinet: each draft carries its copy (domain/drafts/copy.ts),
 * and what she threw away stays as a fact until the server knows. All inside edits of the callers.
 * A guest has one device and no copies. Drafts of earlier releases have none yet, and a tab with an older app writes
 * answers beside the copy: both are caught up with here.
 */
import { canonicalJson } from '../../domain/canonical.ts';
import { localReference } from '../../domain/dossier/code.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import {
	type DraftCopy,
	isDiscarded,
	isPending,
	newCopy,
	pendingEdits,
	writeCopy
} from '../../domain/drafts/copy.ts';
import type { DraftsDown, DraftsUp } from '../../domain/drafts/delta.ts';
import {
	candidatesOf,
	type Change,
	type DeviceName,
	draftPath,
	isPresence,
	versionPath
} from '../../domain/drafts/document.ts';
import { changesBetween, valuesOf, versionOf } from '../../domain/drafts/form.ts';
import { timeOf } from '../../domain/drafts/clock.ts';
import { type DraftShelf, draftsUp, settled } from '../../domain/drafts/shelf.ts';
import { DossierId, DraftId, OperationId } from '../../domain/ids.ts';
import type { FormValues } from '../../domain/services/values.ts';
import type { Edit } from './cabinet.ts';
import type { Draft, OutboxEntry, Records } from './db.ts';
import type { PhoneDeps } from './deps.ts';

type Deps = Pick<PhoneDeps, 'now' | 'uuid' | 'random'>;

/** Of the number behind this phone's name within her drafts. */
export const deviceMark = 'device';
const cursorMark = 'draftsCursor';
/** Server's clock minus ours, ms, as of the last answer. */
const clockMark = 'clockOffset';

/** What this phone is called within her drafts; made once. */
export async function deviceIn(edit: Edit, deps: Pick<Deps, 'random'>): Promise<DeviceName> {
	const known = await edit.mark(deviceMark);
	const number = known ?? 1 + Math.floor(deps.random() * (36 ** 6 - 1));
	if (known === undefined) edit.setMark(deviceMark, number);
	return deviceName(number);
}

/** The name behind the mark; undefined while nothing has been written or sent. */
export function deviceName(mark: number): DeviceName {
	return mark.toString(36);
}

async function timeIn(edit: Edit, deps: Pick<Deps, 'now'>): Promise<number> {
	return deps.now() + ((await edit.mark(clockMark)) ?? 0);
}

function rowId(deps: Pick<Deps, 'uuid'>): string {
	return deps.uuid().replaceAll('-', '').slice(-8);
}

/** The copy with everything that the draft says, however it came there. */
async function currentCopy(edit: Edit, draft: Draft, deps: Deps): Promise<DraftCopy> {
	const { draftId, dossierId, procedureCode, createdAt, serviceVersion } = draft;
	const copy: DraftCopy = {
		...(draft.copy ?? newCopy({ draftId, dossierId, procedureCode, createdAt })),
		head: { draftId, dossierId, procedureCode, createdAt }
	};
	const device = await deviceIn(edit, deps);
	const before = valuesOf(copy.document);
	const changes: Change[] = changesBetween(copy.document, device, { before, after: draft.values }, () =>
		rowId(deps)
	);
	if ((versionOf(copy.document) ?? 0) < serviceVersion)
		changes.push({ path: versionPath, value: serviceVersion });
	return changes.length === 0 ? copy : writeCopy(copy, device, await timeIn(edit, deps), changes);
}

function withCopy(draft: Draft, copy: DraftCopy): Draft {
	const version = Math.max(draft.serviceVersion, versionOf(copy.document) ?? 0);
	return { ...draft, copy, values: valuesOf(copy.document), serviceVersion: version };
}

/** The draft after what she did on a screen that had shown `before` and shows `after`. */
export async function written(
	edit: Edit,
	draft: Draft,
	screens: { readonly before: FormValues; readonly after: FormValues },
	deps: Deps
): Promise<Draft> {
	const copy = await currentCopy(edit, draft, deps);
	const device = await deviceIn(edit, deps);
	const changes = changesBetween(copy.document, device, screens, () => rowId(deps));
	if (changes.length === 0) return withCopy(draft, copy);
	return withCopy(draft, writeCopy(copy, device, await timeIn(edit, deps), changes));
}

/** The draft after one act that is no typing: a conflict settled. */
export async function acted(
	edit: Edit,
	draft: Draft,
	change: (copy: DraftCopy) => Change,
	deps: Deps
): Promise<Draft> {
	const copy = await currentCopy(edit, draft, deps);
	const device = await deviceIn(edit, deps);
	return withCopy(draft, writeCopy(copy, device, await timeIn(edit, deps), [change(copy)]));
}

const discardedKey = (draftId: DraftId) => `discarded:${draftId}`;

async function discardedIn(edit: Edit): Promise<DraftCopy[]> {
	return (await edit.all('facts')).flatMap(({ discarded }) => discarded ?? []);
}

/** Keeps what is to be told of a draft that she threw away. */
export async function rememberDiscarded(
	edit: Edit,
	draft: Draft,
	discard: (copy: DraftCopy, device: DeviceName, nowMs: number) => DraftCopy | null,
	deps: Deps
): Promise<void> {
	if (!draft.copy) return;
	const copy = await currentCopy(edit, draft, deps);
	const gone = discard(copy, await deviceIn(edit, deps), await timeIn(edit, deps));
	if (gone) edit.put('facts', { key: discardedKey(draft.draftId), discarded: gone });
}

/** Whether the server is to be told something, without opening more than is read anyway. */
export function hasEdits(
	drafts: readonly Draft[],
	facts: readonly Records['facts'][],
	mark: number | undefined
): boolean {
	const device = deviceName(mark ?? 0);
	return (
		drafts.some(({ copy }) => !copy || isPending(copy, device)) ||
		facts.some(({ discarded }) => discarded && isPending(discarded, device))
	);
}

async function shelfIn(edit: Edit, deps: Deps): Promise<DraftShelf> {
	const copies: DraftCopy[] = [];
	for (const draft of await edit.all('drafts')) copies.push(await currentCopy(edit, draft, deps));
	return {
		device: await deviceIn(edit, deps),
		cursor: (await edit.mark(cursorMark)) ?? 0,
		copies: [...copies, ...(await discardedIn(edit))]
	};
}

/** What goes up now; noted on the drafts that go. @param applied dossiers whose applications go with it */
export async function takeUp(edit: Edit, applied: readonly DossierId[], deps: Deps): Promise<DraftsUp> {
	const shelf = await shelfIn(edit, deps);
	const up = draftsUp(shelf, applied);
	for (const draft of await edit.all('drafts')) {
		const copy = shelf.copies.find(({ head }) => head.draftId === draft.draftId);
		const sent = up.deltas.some(({ head }) => head?.draftId === draft.draftId);
		const noted = copy && sent ? { ...copy, sent } : copy;
		if (noted && canonicalJson(noted) !== canonicalJson(draft.copy))
			edit.put('drafts', withCopy(draft, noted));
	}
	return up;
}

/** Takes an answer in: what is confirmed, what others wrote, what was thrown away elsewhere. */
export async function takeDown(edit: Edit, down: DraftsDown, serverMs: number, deps: Deps): Promise<void> {
	edit.setMark(clockMark, Math.round(serverMs - deps.now()));
	const before = await shelfIn(edit, deps);
	const after = settled(before, down, serverMs);
	const drafts = new Map((await edit.all('drafts')).map((draft) => [draft.draftId, draft]));
	for (const copy of after.copies) {
		const { draftId, dossierId } = copy.head;
		const draft = drafts.get(draftId);
		const isFact = !draft && before.copies.some(({ head }) => head.draftId === draftId);
		if (draft) await keepCopy(edit, draft, copy, deps);
		else if (isDiscarded(copy)) {
			if (isPending(copy, after.device)) edit.put('facts', { key: discardedKey(draftId), discarded: copy });
			else edit.remove('facts', discardedKey(draftId));
		} else if (!(await edit.get('dossiers', dossierId))) {
			edit.remove('facts', discardedKey(draftId));
			edit.put('drafts', draftFrom(copy, isFact, deps));
		}
	}
	edit.setMark(cursorMark, after.cursor);
}

async function keepCopy(edit: Edit, draft: Draft, copy: DraftCopy, deps: Deps): Promise<void> {
	const marks = candidatesOf(copy.document, draftPath).map(({ value }) => value);
	const isThrownAway = marks.some((value) => value !== null && isPresence(value) && value.gone);
	if (!isThrownAway) {
		if (canonicalJson(copy) !== canonicalJson(draft.copy)) edit.put('drafts', withCopy(draft, copy));
		return;
	}
	const files = await edit.of('files', draft.dossierId);
	if (isDiscarded(copy) && files.length === 0 && draft.state !== 'queued')
		return await removeDraft(edit, draft);
	// She has gone on here, with words or photos: it stays, everywhere, and she is told.
	const device = await deviceIn(edit, deps);
	const stays = writeCopy(copy, device, await timeIn(edit, deps), [{ path: draftPath, value: { at: 0 } }]);
	edit.put('drafts', { ...withCopy(draft, stays), notice: 'discarded_elsewhere' });
}

function draftFrom(copy: DraftCopy, wasDiscarded: boolean, deps: Deps): Draft {
	const { draftId, dossierId, procedureCode, createdAt } = copy.head;
	const { seen } = copy.document;
	return {
		draftId,
		dossierId,
		operationId: OperationId.parse(deps.uuid()),
		procedureCode,
		serviceVersion: versionOf(copy.document) ?? 1,
		values: valuesOf(copy.document),
		group: 0,
		createdAt,
		updatedAt: timeOf(Math.max(1, ...Object.values(seen))),
		state: 'editing',
		localReference: localReference(dossierId),
		copy,
		...(wasDiscarded ? { notice: 'edited_elsewhere' as const } : {})
	};
}

/**
 * The draft has become a dossier. What she wrote here and the dossier does not say, because it was sent from another
 * device first, goes on as a draft of its own. While her own application still waits for its answer the draft stays.
 */
export async function becomeDossier(edit: Edit, draft: Draft, dossier: Dossier, deps: Deps): Promise<void> {
	const { dossierId } = dossier;
	const entries = (await edit.of('outbox', dossierId)).filter(({ operation }) => operation.kind === 'submit');
	if (entries.some(({ state }) => state === 'queued')) return;
	const unsaid =
		draft.state === 'queued' ? false : await saysOtherwise(edit, draft, dossier, entries[0], deps);
	for (const { operationId } of entries) edit.remove('outbox', operationId);
	edit.remove('drafts', draft.draftId);
	if (!unsaid) return;
	const { copy: _, fault: __, ...rest } = draft;
	const next = DossierId.parse(deps.uuid());
	edit.put('drafts', {
		...rest,
		draftId: DraftId.parse(deps.uuid()),
		dossierId: next,
		operationId: OperationId.parse(deps.uuid()),
		state: 'editing',
		localReference: localReference(next),
		notice: 'submitted_elsewhere'
	});
}

/** Her own application that was refused says it, or words that the server has not taken. */
async function saysOtherwise(
	edit: Edit,
	draft: Draft,
	dossier: Dossier,
	refused: OutboxEntry | undefined,
	deps: Deps
): Promise<boolean> {
	if (refused?.operation.kind === 'submit')
		return canonicalJson(refused.operation.form) !== canonicalJson(dossier.form);
	if (!draft.copy) return false;
	const device = await deviceIn(edit, deps);
	return pendingEdits(draft.copy, device).some(({ path, candidate }) => {
		const [field = ''] = path.split('/');
		const isAnswer = !field.startsWith('#') && candidate.value !== null;
		return (
			isAnswer && canonicalJson(draft.values[field] ?? null) !== canonicalJson(dossier.form[field] ?? null)
		);
	});
}

/** Gone with what was refused of it; it has no files here. */
async function removeDraft(edit: Edit, { draftId, dossierId }: Draft): Promise<void> {
	edit.remove('drafts', draftId);
	for (const { operationId } of await edit.of('outbox', dossierId)) edit.remove('outbox', operationId);
}
