/** Answers that another device gave under an earlier version of the form, after this one went on to a newer. Pure. */
import type { DossierService } from '../services/definition.ts';
import { type Migrated, migrateValues } from '../services/migrate.ts';
import type { FormValues } from '../services/values.ts';

/** The answers that the form has no question for. */
export function unknownAnswers(service: DossierService, values: FormValues): FormValues {
	const known = new Set(service.groups.flatMap((group) => group.fields).map(({ id }) => id));
	return Object.fromEntries(Object.entries(values).filter(([id]) => !known.has(id)));
}

/**
 * The draft with such answers carried over: to their new place where nothing stands there yet, else dropped and told.
 * @param earlier the form under which they were given
 * @param today decides what is asked
 */
export function carryLate(
	earlier: DossierService,
	service: DossierService,
	values: FormValues,
	today: string
): Migrated {
	const late = unknownAnswers(service, values);
	const migrated = migrateValues(earlier, service, late, today);
	const known = Object.fromEntries(Object.entries(values).filter(([id]) => !Object.hasOwn(late, id)));
	const kept = new Set(Object.keys(migrated.values).filter((id) => known[id] === undefined));
	return {
		values: { ...migrated.values, ...known },
		carried: migrated.carried.flatMap((one) => {
			if (one.kind === 'new') return [];
			if (one.kind === 'moved' && !kept.has(one.to)) return [{ kind: 'dropped' as const, field: one.from }];
			return [one];
		})
	};
}
