/** What a version of a form has that the one before it has not, for whoever publishes it. Pure. */
import { canonicalJson } from '../canonical.ts';
import type { Text } from '../text.ts';
import type { DossierService } from './definition.ts';

export interface Change {
	readonly kind: 'added' | 'removed' | 'changed';
	readonly what: 'question' | 'paper' | 'rule' | 'fee' | 'case' | 'office' | 'part' | 'result';
	/** What people read of it; of a rule its sentence. */
	readonly name: Text;
}

/** Beside the lists: parts of the definition that differ, by their keys. */
export interface Changes {
	readonly lists: readonly Change[];
	readonly parts: readonly ('title' | 'basis' | 'timeLimit' | 'nature' | 'next')[];
}

interface Named {
	readonly id: string;
	readonly name: Text;
	readonly whole: unknown;
}

export function changesBetween(before: DossierService, after: DossierService): Changes {
	const lists: Change[] = [];
	const compare = (what: Change['what'], of: (service: DossierService) => readonly Named[]) => {
		const old = new Map(of(before).map((one) => [one.id, one]));
		for (const one of of(after)) {
			const was = old.get(one.id);
			old.delete(one.id);
			if (!was) lists.push({ kind: 'added', what, name: one.name });
			else if (canonicalJson(was.whole) !== canonicalJson(one.whole))
				lists.push({ kind: 'changed', what, name: one.name });
		}
		for (const { name } of old.values()) lists.push({ kind: 'removed', what, name });
	};
	compare('question', ({ groups }) =>
		groups.flatMap((group) =>
			group.fields.map((field) => ({ id: field.id, name: field.label, whole: [group.id, field] }))
		)
	);
	compare('paper', ({ components }) => components.map((one) => ({ id: one.id, name: one.name, whole: one })));
	compare('rule', ({ rules }) => rules.map((one) => ({ id: one.id, name: one.say, whole: one })));
	compare('fee', ({ fees }) => fees.map((one) => ({ id: one.code, name: one.label, whole: one })));
	compare('case', ({ cases }) => cases.map((one) => ({ id: one.id, name: one.title, whole: one })));
	compare('office', ({ routes }) => routes.map((one) => ({ id: one.system, name: one.name, whole: one })));
	compare('part', ({ parts }) => (parts ?? []).map((one) => ({ id: one.id, name: one.title, whole: one })));
	compare('result', ({ results }) =>
		results.map((one) => ({ id: one.code ?? one.name.vi, name: one.name, whole: one }))
	);
	const keys = ['title', 'basis', 'timeLimit', 'nature', 'next'] as const;
	return {
		lists,
		parts: keys.filter((key) => canonicalJson(before[key] ?? null) !== canonicalJson(after[key] ?? null))
	};
}
