/**
 * Whose dossier it is: who fills it in and sends it (người nộp) may do so for somebody else (chủ hồ sơ). PORTAL.md §7.2,
 * SERVICES.md block A2. A form that does not ask, or in which it was not answered, is for whoever sends it.
 */
import type { FormValues } from './values.ts';

/** Somebody other than who sends it. */
export interface Owner {
	readonly name: string;
	readonly personalId: string;
	/** What the sender is to the owner, an option of `relation`. */
	readonly relation: string;
}

/** Null when it is the sender's own. */
export function ownerOf(form: FormValues): Owner | null {
	if (form['isOwner'] !== 'other') return null;
	const text = (id: string) => {
		const value = form[id];
		return typeof value === 'string' ? value : '';
	};
	return { name: text('ownerName'), personalId: text('ownerPersonalId'), relation: text('relation') };
}
