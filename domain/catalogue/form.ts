/**
 * A version of a form that was published after the release, as it travels: with the record of its procedure, so that
 * it is signed, cut, resumed and patched like everything else there. Apps of before pass over the field.
 */
import * as z from 'zod/mini';
import type { DossierService } from '../services/definition.ts';

/**
 * Grows when definitions may say something that apps of before do not understand. They then go on with the newest
 * version that they do understand, which the server takes.
 */
export const formLanguage = 1;

/** `definition` was checked in full by whoever published it (domain/services/authored.ts). */
export const PublishedForm = z.object({
	language: z.int().check(z.positive()),
	definition: z.looseObject({
		id: z.string(),
		procedureCode: z.string(),
		kind: z.literal('dossier'),
		version: z.int().check(z.positive())
	})
});
export type PublishedForm = z.infer<typeof PublishedForm>;

/** Those that this app understands, oldest first. */
export function formsUnderstood(forms: readonly PublishedForm[]): DossierService[] {
	return forms
		.filter(({ language }) => language <= formLanguage)
		.map(({ definition }) => definition as unknown as DossierService)
		.sort((a, b) => a.version - b.version);
}
