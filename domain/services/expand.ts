/**
 * Puts shared blocks in their places, so that a definition's file says only what is its own: `{ "use": "applicant" }`
 * among groups or components, `"optionsFrom": "ethnicities"` in a choice, `"behalf": true` for a service that people do
 * for others too. Throws on a block that does not exist: the
 * file was checked before it was published (check.ts).
 */
import type { Text } from '../text.ts';
import type { Column, Component, Condition, Field, FieldGroup, Option, Service } from './definition.ts';

/** A shared group in place. Ids get `prefix`, so that one block can ask for mother and father. */
export interface UseGroup {
	readonly use: string;
	readonly id?: string;
	readonly prefix?: string;
	readonly title?: Text;
	readonly help?: Text;
	/** For every field of it, besides its own condition. */
	readonly shownWhen?: Condition;
	readonly omit?: readonly string[];
	/** Fields that may be left out here. */
	readonly optional?: readonly string[];
	/** Own fields after those of the block. */
	readonly fields?: readonly RawField[];
}

export type RawColumn =
	Column | (Omit<Column & { type: 'choice' | 'choices' }, 'options'> & { readonly optionsFrom: string });
export type RawField =
	| RawColumn
	| Field
	| (Omit<Field & { type: 'rows' }, 'columns'> & { readonly columns: readonly RawColumn[] });
export type RawGroup = UseGroup | (Omit<FieldGroup, 'fields'> & { readonly fields: readonly RawField[] });
export type RawComponent = Component | { readonly use: string; readonly required?: boolean | Condition };

/** A definition as its file has it. */
export interface RawService {
	readonly kind: Service['kind'];
	readonly groups?: readonly RawGroup[];
	readonly components?: readonly RawComponent[];
	/** It may be for somebody other than who sends it: asked on the applicant's page, with the authorisation it takes. */
	readonly behalf?: boolean;
}

/** What definitions share (definitions/blocks.json). */
export interface Blocks {
	readonly groups: Readonly<
		Record<string, Omit<FieldGroup, 'fields'> & { readonly fields: readonly RawField[] }>
	>;
	readonly components: Readonly<Record<string, Component>>;
	readonly options: Readonly<Record<string, readonly Option[]>>;
}

export function expand(raw: RawService, blocks: Blocks): Service {
	if (raw.kind === 'transaction') return raw as Service;
	const { behalf, groups = [], components = [], ...rest } = raw;
	const papers = behalf ? [{ use: 'authorisation' }, ...components] : components;
	return {
		...rest,
		groups: groups.flatMap((group) => {
			const whole = expandGroup(group, blocks);
			const isApplicant = 'use' in group && group.use === 'applicant';
			return behalf && isApplicant ? forAnother(whole, blocks) : [whole];
		}),
		components: papers.map((component) => expandComponent(component, blocks))
	} as unknown as Service;
}

/** First whom it is for; who that is has a page of its own, which nobody sees who does it for herself. */
function forAnother(applicant: FieldGroup, blocks: Blocks): readonly FieldGroup[] {
	const { fields } = expandGroup({ use: 'behalf' }, blocks);
	const owner = expandGroup({ use: 'owner', omit: ['isOwner'] }, blocks);
	return [{ ...applicant, fields: [...fields, ...applicant.fields] }, owner];
}

function expandGroup(group: RawGroup, blocks: Blocks): FieldGroup {
	if (!('use' in group)) return { ...group, fields: group.fields.map((field) => expandField(field, blocks)) };
	const block = named(blocks.groups, group.use);
	const own = new Set(block.fields.map(({ id }) => id));
	const rename = (id: string) =>
		group.prefix && own.has(id) ? group.prefix + id.slice(0, 1).toUpperCase() + id.slice(1) : id;
	const fields = block.fields
		.filter(({ id }) => !group.omit?.includes(id))
		.map((raw): Field => {
			const field = renamed(expandField(raw, blocks), rename);
			const shown = [group.shownWhen, field.shownWhen].filter((part) => part !== undefined);
			const [first] = shown;
			return {
				...field,
				...(group.optional?.includes(raw.id) ? { required: false } : {}),
				...(first ? { shownWhen: shown.length > 1 ? { all: shown } : first } : {})
			};
		});
	return {
		id: group.id ?? (group.prefix || block.id),
		title: group.title ?? block.title,
		...(group.help ? { help: group.help } : {}),
		fields: [...fields, ...(group.fields ?? []).map((field) => expandField(field, blocks))]
	};
}

function expandField(field: RawField, blocks: Blocks): Field {
	if ('optionsFrom' in field) {
		const { optionsFrom, ...rest } = field;
		return { ...rest, options: named(blocks.options, optionsFrom) } as Field;
	}
	if (field.type === 'rows')
		return {
			...field,
			columns: field.columns.map((column) => expandField(column as RawField, blocks) as Column)
		} as Field;
	return field as Field;
}

function expandComponent(component: RawComponent, blocks: Blocks): Component {
	if (!('use' in component)) return component;
	const { use, ...change } = component;
	return { ...named(blocks.components, use), ...change };
}

/** The block's own ids, wherever they stand; a person's data are no longer the applicant's, so nothing is prefilled. */
function renamed(field: Field, rename: (id: string) => string): Field {
	if (rename(field.id) === field.id) return field;
	const { prefill: _prefill, autocomplete: _autocomplete, ...rest } = field;
	return JSON.parse(JSON.stringify(rest), (key, value: unknown) =>
		['id', 'field', 'filled', 'issuedOn', 'of'].includes(key) && typeof value === 'string'
			? rename(value)
			: value
	) as Field;
}

function named<T>(table: Readonly<Record<string, T>>, name: string): T {
	const found = Object.hasOwn(table, name) ? table[name] : undefined;
	if (!found) throw new Error(`No shared block ${name}`);
	return found;
}
