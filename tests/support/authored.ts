/** The next version of a service's form as an agency would write it: as it is now, with the examples of its rules. */
import { allServices } from '../../domain/services/all.ts';
import type { DossierService } from '../../domain/services/definition.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { examples } from './examples/all.ts';
import { changed, type Change, type Example } from './examples/example.ts';

export interface AuthoredFile {
	readonly version: Readonly<Record<string, unknown>>;
	readonly examples: {
		readonly on: string;
		readonly form: FormValues;
		readonly papers: readonly string[];
		readonly accepts: readonly object[];
		readonly rejects: readonly object[];
	};
}

export function newestDossier(id: string): DossierService {
	const found = allServices().findLast((one) => one.id === id);
	if (found?.kind !== 'dossier') throw new Error(`no dossier service ${id}`);
	return found;
}

/** @param on the day on which its examples are judged */
export function nextVersion(id: string, on: string, validFrom: string): AuthoredFile {
	const newest = newestDossier(id);
	const { id: _id, procedureCode: _code, kind: _kind, from: _from, ...parts } = newest;
	const example = examples.find((one) => one.id === id) as Example;
	const asText = (change: Change) => {
		const values = changed(example, change, on);
		const own = typeof change === 'function' ? change(on) : change;
		return Object.fromEntries(Object.keys(own).map((key) => [key, values[key] ?? null]));
	};
	return {
		version: { ...parts, version: newest.version + 1, validFrom, validTo: null },
		examples: {
			on,
			form: example.form(on),
			papers: example.files,
			accepts: example.accepts.map(([why, change, papers]) => ({ why, change: asText(change), papers })),
			rejects: example.rejects.map(([change, fault, papers]) => ({ change: asText(change), fault, papers }))
		}
	};
}
