/**
 * What anybody may know who has a dossier's code: the code and how far it is (Circular 01/2018/TT-VPCP art. 16). No
 * name, no procedure, no day, no reason, and not whether it was granted.
 */
import * as z from 'zod/mini';
import type { DossierState, Status } from './machine.ts';

/** In order. `finished` is every end: returned, refused, stopped, withdrawn look alike from outside. */
export const stages = ['received', 'accepted', 'processing', 'finished'] as const;

export const DossierProgress = z.object({ code: z.string(), stage: z.enum(stages) });
export type DossierProgress = z.infer<typeof DossierProgress>;

/** A dossier that waits is as far as it was before it waited. */
export function stageOf({ status, waits }: DossierState): DossierProgress['stage'] {
	return (
		stageOfStatus[status] ?? waits.map((before) => stageOfStatus[before]).findLast(Boolean) ?? 'received'
	);
}

/** Waits have no stage of their own. */
const stageOfStatus: Readonly<Partial<Record<Status, DossierProgress['stage']>>> = {
	1: 'received',
	2: 'accepted',
	3: 'finished',
	4: 'processing',
	8: 'finished',
	9: 'finished',
	10: 'finished'
};
