/**
 * What one exchange changed in a filed draft, as it is noted beside the draft until that is written anew. It holds
 * results, not what the device sent: a later release that judges edits otherwise reads the same draft from it. Pure.
 */
import * as z from 'zod/mini';
import type { Seen } from './clock.ts';
import { Candidate, type DraftDocument, type Path } from './document.ts';
import type { FiledDraft } from './feed.ts';

const revision = z.int().check(z.nonnegative());

export const DraftPatch = z.object({
	/** The draft's, with this in it. */
	revision,
	seen: z.record(z.string(), z.number()),
	/** Names that got their numbers, behind those that there were. */
	names: z.array(z.tuple([z.string(), revision])),
	/** Of each path that changed the revision, and all that stands there. */
	fields: z.record(z.string(), z.tuple([revision, z.array(Candidate)]))
});
export type DraftPatch = z.infer<typeof DraftPatch>;

/** Null when it is no plain writing: begun, taken away or come back, a draft is written whole. */
export function patchOf(before: FiledDraft, after: FiledDraft): DraftPatch | null {
	if (before.state !== 'open' || after.state !== 'open' || before.begun !== after.begun) return null;
	const { document, changed, names } = after;
	const fields: DraftPatch['fields'] = {};
	for (const [path, since] of Object.entries(changed))
		if (since > before.revision) fields[path] = [since, [...(document.fields[path] ?? [])]];
	return {
		revision: after.revision,
		seen: { ...document.seen },
		names: names.slice(before.names.length).map(([name, since]) => [name, since]),
		fields
	};
}

/** The draft with what was noted since it was written, oldest first; what it has already, it skips. */
export function patched(filed: FiledDraft, patches: readonly DraftPatch[]): FiledDraft {
	const fresh = patches.filter((patch) => patch.revision > filed.revision);
	const last = fresh.at(-1);
	if (!last) return filed;
	const fields: Record<Path, DraftDocument['fields'][Path]> = { ...filed.document.fields };
	const changed: Record<Path, number> = { ...filed.changed };
	for (const patch of fresh)
		for (const [path, [since, candidates]] of Object.entries(patch.fields)) {
			fields[path] = candidates;
			changed[path] = since;
		}
	const seen: Seen = last.seen;
	return {
		...filed,
		revision: last.revision,
		document: { seen, fields },
		names: [...filed.names, ...fresh.flatMap(({ names }) => names)],
		changed
	};
}
