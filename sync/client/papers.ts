/**
 * The document wallet: papers that a person chose to keep, and the results of her dossiers, by the code under which a
 * later form recognises them ("already have it, do not ask again"). A kept paper is a fact of hers with bytes of its
 * own, so it outlives the draft it was photographed for; a result lies with its dossier and is only pointed at.
 */
import type { Dossier } from '../../domain/dossier/schema.ts';
import type { Component, DossierService } from '../../domain/services/definition.ts';
import type { Text } from '../../domain/text.ts';
import type { Records } from './db.ts';

/** A paper that she chose to keep. Its bytes lie under its id. */
export interface KeptPaper {
	readonly paperId: string;
	/** Code of the component that it was given for. */
	readonly code: string;
	readonly title: Text;
	readonly name: string;
	readonly type: string;
	readonly size: number;
	readonly sha256: string;
	/** Ms since 1970 by this phone. */
	readonly keptAt: number;
}

/** A paper as it is offered, with its bytes. */
export interface WalletPaper {
	readonly paperId: string;
	/** Null for a result that no form recognises. */
	readonly code: string | null;
	readonly title: Text;
	readonly name: string;
	readonly type: string;
	readonly sha256: string;
	readonly bytes: Blob;
	/** Ms since 1970. */
	readonly keptAt: number;
	/** A result goes with its dossier, not by itself. */
	readonly from: 'kept' | 'result';
}

export const paperPrefix = 'paper:';

export function paperKey(paperId: string): string {
	return `${paperPrefix}${paperId}`;
}

/** The kept papers among facts. */
export function papersIn(facts: readonly Records['facts'][]): KeptPaper[] {
	return facts.flatMap(({ paper }) => paper ?? []);
}

/** Under which code and name the result of a dossier is known; a part of several has the result of its place. */
export function resultOf(
	dossier: Pick<Dossier, 'part'>,
	service: Pick<DossierService, 'results'> | null
): { readonly code: string | null; readonly title: Text } | null {
	const result = service?.results[dossier.part?.index ?? 0] ?? service?.results[0];
	return result ? { code: result.code, title: result.name } : null;
}

/** What of the wallet this question takes, newest first. */
export function offersFor(
	component: Pick<Component, 'code' | 'kinds'>,
	papers: readonly WalletPaper[]
): WalletPaper[] {
	return papers
		.filter(
			({ code, type }) =>
				code !== null &&
				code === component.code &&
				component.kinds.some((kind) => type.split(';')[0] === kind)
		)
		.sort((a, b) => b.keptAt - a.keptAt);
}
