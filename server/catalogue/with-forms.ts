/** Puts the forms that were published after the release where phones find them. */
import type { Reader } from '../store/database.ts';
import { keptForms } from '../store/forms.ts';
import type { Content } from './content.ts';

/** The content with each published form at its procedure, as phones get it. */
export async function withForms(db: Reader, content: Content): Promise<Content> {
	const forms = Map.groupBy(await keptForms(db), ({ procedureCode }) => procedureCode);
	if (forms.size === 0) return content;
	return {
		...content,
		procedures: content.procedures.map((procedure) => {
			const own = forms.get(procedure.code);
			return own ? { ...procedure, forms: own.map(({ form }) => form) } : procedure;
		})
	};
}
