/** What is inside a pack, by kind. Rows were parsed by schema when they were published; on the phone the hash is enough. */
import type { Agency } from './agency.ts';
import type { Faq } from './faq.ts';
import type { List } from './list.ts';
import type { Places } from './place.ts';
import type { Procedure } from './record.ts';

export type PackBody =
	| { readonly kind: 'list'; readonly list: List }
	| { readonly kind: 'procedures'; readonly procedures: readonly Procedure[] }
	| { readonly kind: 'faqs'; readonly faqs: readonly Faq[] }
	| { readonly kind: 'agencies'; readonly agencies: readonly Agency[] }
	| { readonly kind: 'places'; readonly places: Places };

/** Names of the rows that are looked up one by one, for an index over packs. */
export function packKeys(body: PackBody): string[] {
	switch (body.kind) {
		case 'procedures':
			return body.procedures.map((procedure) => procedureKey(procedure.code));
		case 'faqs':
			return body.faqs.map((faq) => faqKey(faq.id));
		default:
			return [];
	}
}

export const procedureKey = (code: string) => `procedure:${code}`;
export const faqKey = (id: string) => `faq:${id}`;
