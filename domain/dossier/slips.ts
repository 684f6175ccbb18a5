/**
 * Which slips (Circular 01/2018/TT-VPCP, forms 01–05) a dossier has by now, told by its events through the table of
 * transitions. Their content is the server's (server/slips).
 */
import type { DossierEvent, EventKind } from './schema.ts';
import { table } from './transitions.ts';

/** Number of the form. */
export type SlipForm = 1 | 2 | 3 | 4 | 5;

const forms: readonly SlipForm[] = [1, 2, 3, 4, 5];

/** Forms that exist for these events, in order; each may be printed again at any time. */
export function slipsOf(events: readonly DossierEvent[]): readonly SlipForm[] {
	return forms.filter((form) => slipEvents(events, form).length > 0);
}

/** The events that a slip tells of, oldest first. */
export function slipEvents(events: readonly DossierEvent[], form: SlipForm): readonly DossierEvent[] {
	return events.filter(
		(event) =>
			kindsOf[form].has(event.kind) || (form === 3 && event.kind === 'decided' && event.outcome === 'refused')
	);
}

function kindsWith(form: SlipForm): ReadonlySet<EventKind> {
	return new Set(table.filter(({ effects }) => effects.includes(`slip_0${form}`)).map(({ event }) => event));
}

const kindsOf: Readonly<Record<SlipForm, ReadonlySet<EventKind>>> = {
	1: kindsWith(1),
	2: kindsWith(2),
	3: kindsWith(3),
	4: kindsWith(4),
	5: kindsWith(5)
};
