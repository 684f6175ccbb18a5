/** All that a row of the national database says beyond its name, as one text. */
import type { Row } from './list.ts';

const skipped = new Set([
	'code',
	'name',
	'url',
	'detail',
	'type',
	'status',
	'levels',
	'levels_guessed',
	'life_events'
]);

export function rowText(row: Row): string {
	const parts: string[] = [];
	const collect = (value: unknown): void => {
		if (typeof value === 'string') parts.push(value);
		else if (Array.isArray(value)) for (const one of value) collect(one);
		else if (value !== null && typeof value === 'object')
			for (const one of Object.values(value)) collect(one);
	};
	for (const [field, value] of Object.entries(row)) if (!skipped.has(field)) collect(value);
	return parts.join('\n');
}
