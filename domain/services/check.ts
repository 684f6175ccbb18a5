/**
 * Checks a definition before anybody can fill it: every name that is used exists and is asked in time, every field,
 * option, case and paper can come about, every case has its fee. What it cannot know is whether the law says so.
 */
import type { Amount, Component, Condition, DossierService, Field, Option, Service } from './definition.ts';
import { expression, holds, type Scope } from './conditions.ts';
import { casesIn, dayReferences, referencesIn, referencesOf, type Reference } from './references.ts';
import type { FormValues } from './values.ts';

/** What is wrong and where: `groups.licence.expiryDate.shownWhen`. */
export interface DefinitionFault {
	readonly where: string;
	readonly problem: string;
}

/** All mistakes of one version of a service; empty when it may be published. */
export function checkDefinition(service: Service): DefinitionFault[] {
	if (service.kind === 'transaction')
		return [...service.lookup, ...(service.details ?? [])].flatMap((field) => checkField(field, field.id));
	return new Check(service).faults();
}

/** Versions of one service, oldest first: numbered upwards, valid one after the other without a gap or overlap. */
export function checkVersions(versions: readonly Service[]): DefinitionFault[] {
	const faults: DefinitionFault[] = [];
	for (const [index, service] of versions.entries()) {
		const where = `versions.${index}`;
		const before = versions[index - 1];
		const isLast = index === versions.length - 1;
		if (isLast !== (service.validTo === null))
			faults.push({ where, problem: 'only the newest version is valid without an end' });
		if (before && service.version <= before.version) faults.push({ where, problem: 'versions grow' });
		if (before?.validTo && nextDay(before.validTo) !== service.validFrom)
			faults.push({ where, problem: 'begins on the day after the version before ends' });
	}
	return faults;
}

class Check {
	readonly #service: DossierService;
	readonly #fields: readonly Field[];
	readonly #byId: ReadonlyMap<string, Field>;
	readonly #faults: DefinitionFault[] = [];

	constructor(service: DossierService) {
		this.#service = service;
		this.#fields = service.groups.flatMap(({ fields }) => fields);
		this.#byId = new Map(this.#fields.map((field) => [field.id, field]));
	}

	faults(): DefinitionFault[] {
		const { groups, components, rules, fees, cases, routes } = this.#service;
		this.#unique(
			[...this.#fields.map(({ id }) => id), ...components.map(({ id }) => id)],
			'fields and components'
		);
		this.#unique(
			groups.map(({ id }) => id),
			'groups'
		);
		this.#unique(
			rules.map(({ id }) => id),
			'rules'
		);
		this.#unique(
			cases.map(({ id }) => id),
			'cases'
		);
		const before = new Set<string>();
		for (const group of groups)
			for (const field of group.fields) {
				this.#field(field, `groups.${group.id}.${field.id}`, before);
				before.add(field.id);
			}
		for (const component of components) this.#component(component);
		for (const rule of rules) {
			const where = `rules.${rule.id}`;
			const list = rule.each === undefined ? undefined : this.#byId.get(rule.each);
			if (rule.each !== undefined && list?.type !== 'rows')
				this.#say(`${where}.each`, `${rule.each} is no list`);
			const columns = list?.type === 'rows' ? list.columns : undefined;
			if (!(columns ?? this.#fields).some(({ id }) => id === rule.field))
				this.#say(`${where}.field`, `unknown field ${rule.field}`);
			this.#condition(rule.must, `${where}.must`, columns);
			if (rule.when) this.#condition(rule.when, `${where}.when`, columns);
		}
		for (const fee of fees) {
			this.#amount(fee.amount, `fees.${fee.code}.amount`);
			if (fee.when) this.#condition(fee.when, `fees.${fee.code}.when`);
		}
		this.#alternatives(cases, 'cases', (one) => one.id);
		for (const one of cases)
			if (one.when && casesIn(one.when).length > 0)
				this.#say(`cases.${one.id}`, 'a case does not follow from cases');
		this.#alternatives(routes, 'routes', (one) => one.system);
		const parts = this.#service.parts ?? [];
		this.#unique(
			parts.map(({ id }) => id),
			'parts'
		);
		for (const [index, { id, needs }] of parts.entries())
			for (const need of needs)
				if (!parts.slice(0, index).some((before) => before.id === need))
					this.#say(`parts.${id}.needs`, `${need} is no part before it`);
		const { next } = this.#service;
		if (next && !this.#byId.has(next.ask)) this.#say('next.ask', `unknown field ${next.ask}`);
		for (const part of parts) {
			for (const group of part.groups ?? [])
				if (!groups.some(({ id }) => id === group))
					this.#say(`parts.${part.id}.groups`, `${group} is no group`);
			for (const component of part.components ?? [])
				if (!components.some(({ id }) => id === component))
					this.#say(`parts.${part.id}.components`, `${component} is no component`);
		}
		const { perProvince } = this.#service;
		if (perProvince !== undefined && this.#byId.get(perProvince)?.type !== 'provinces')
			this.#say('perProvince', `${perProvince} does not ask for provinces`);
		for (const route of [...routes, ...parts.flatMap((part) => part.route ?? [])]) {
			const by = route.by === null ? undefined : this.#byId.get(route.by);
			if (route.by !== null && !['place', 'province', 'provinces'].includes(by?.type ?? ''))
				this.#say(`routes.${route.system}`, `${route.by} is no place`);
			if (by && (by.required !== true || (by.shownWhen && !route.when)))
				this.#say(`routes.${route.system}`, `${route.by} is not always answered`);
			if (route.by === null && /\{(province|commune)\}/.test(route.name.vi + route.name.en))
				this.#say(`routes.${route.system}`, 'names a place, and none is given');
			if (/\{commune\}/.test(route.name.vi) && by?.type !== 'place')
				this.#say(`routes.${route.system}`, 'names a commune, and only a place has one');
		}
		return this.#faults;
	}

	#say(where: string, problem: string): void {
		this.#faults.push({ where, problem });
	}

	#unique(ids: readonly string[], where: string): void {
		for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index)))
			this.#say(where, `${id} stands twice`);
	}

	#field(field: Field, where: string, before: ReadonlySet<string>): void {
		this.#faults.push(...checkField(field, where));
		if (field.shownWhen) {
			this.#inTime(referencesIn(field.shownWhen), `${where}.shownWhen`, before);
			this.#condition(field.shownWhen, `${where}.shownWhen`);
			if (casesIn(field.shownWhen).length > 0)
				this.#say(`${where}.shownWhen`, 'a case follows from what is asked, not the other way');
			if (!this.#canBe([field.shownWhen])) this.#say(where, 'can never be shown');
		}
		if (typeof field.required === 'object') {
			this.#condition(field.required, `${where}.required`);
			if (!this.#canBe([field.required, field.shownWhen])) this.#say(where, 'can never be required');
		}
		if (field.type === 'computed' && 'amount' in field) {
			this.#inTime(referencesOf(field.amount), `${where}.amount`, before);
			this.#amount(field.amount, `${where}.amount`);
		}
		if (field.type === 'computed' && 'day' in field) {
			this.#inTime(dayReferences(field.day), `${where}.day`, before);
			for (const reference of dayReferences(field.day)) this.#reference(reference, `${where}.day`);
		}
		if (field.type === 'day' && field.issuedOn && this.#byId.get(field.issuedOn)?.type !== 'day')
			this.#say(`${where}.issuedOn`, `${field.issuedOn} is no day`);
		this.#options(field, where, before, field.shownWhen);
		if (field.type !== 'rows') return;
		this.#unique(
			field.columns.map(({ id }) => id),
			where
		);
		const seen = new Set(before);
		for (const column of field.columns) {
			const at = `${where}.${column.id}`;
			this.#faults.push(...checkField(column, at));
			if (column.shownWhen) {
				this.#inTime(referencesIn(column.shownWhen), `${at}.shownWhen`, seen);
				this.#condition(column.shownWhen, `${at}.shownWhen`, field.columns);
				if (!this.#canBe([column.shownWhen, field.shownWhen], field.columns))
					this.#say(at, 'can never be shown');
			}
			if (typeof column.required === 'object')
				this.#condition(column.required, `${at}.required`, field.columns);
			this.#options(column, at, seen, column.shownWhen, field.columns);
			seen.add(column.id);
		}
	}

	#options(
		field: Field,
		where: string,
		before: ReadonlySet<string>,
		shown: Condition | undefined,
		columns?: readonly Field[]
	): void {
		if (field.type !== 'choice' && field.type !== 'choices') return;
		for (const option of field.options) {
			if (!option.shownWhen) continue;
			this.#inTime(referencesIn(option.shownWhen), `${where}.${option.value}`, before);
			this.#condition(option.shownWhen, `${where}.${option.value}`, columns);
			if (!this.#canBe([option.shownWhen, shown], columns))
				this.#say(`${where}.${option.value}`, 'can never be chosen');
		}
	}

	#component({ id, required, declares, kinds }: Component): void {
		const isXml = kinds.includes('application/xml');
		if (isXml !== (declares !== undefined) || (isXml && kinds.length > 1))
			this.#say(`components.${id}`, 'an XML file is a declaration, and a declaration is nothing else');
		if (declares) {
			const { taxCode, form, period, turn, forms } = declares;
			for (const field of [taxCode, form, period, turn])
				if (this.#byId.get(field)?.required !== true)
					this.#say(`components.${id}.declares`, `${field} is not always answered`);
			const options = optionsIn(this.#byId.get(form) ?? ({ type: 'email' } as Field)) ?? [];
			for (const option of new Set([...options, ...Object.keys(forms)]))
				if (!options.includes(option) || !Object.hasOwn(forms, option))
					this.#say(`components.${id}.declares.forms`, `${option} is not both offered and known`);
			const turns = this.#byId.get(turn);
			if (!turns || optionsIn(turns)?.toSorted().join() !== 'additional,first')
				this.#say(`components.${id}.declares.turn`, `${turn} does not ask for first or additional`);
		}
		if (typeof required === 'boolean') return;
		this.#condition(required, `components.${id}`);
		if (!this.#canBe([required])) this.#say(`components.${id}`, 'can never be required');
	}

	/** All but the last have a condition, each may come about. */
	#alternatives<T extends { readonly when?: Condition }>(
		list: readonly T[],
		where: string,
		nameOf: (one: T) => string
	): void {
		for (const [index, one] of list.entries()) {
			const at = `${where}.${nameOf(one)}`;
			if ((one.when === undefined) !== (index === list.length - 1))
				this.#say(at, 'all but the last have a condition, the last has none');
			if (!one.when) continue;
			this.#condition(one.when, at);
			if (!this.#canBe([one.when])) this.#say(at, 'can never come about');
		}
	}

	/** What decides whether something is shown stands before it: so nothing decides, however indirectly, about itself. */
	#inTime(references: readonly Reference[], where: string, before: ReadonlySet<string>): void {
		for (const { field, within } of references)
			if (this.#byId.has(field) && within === undefined && !before.has(field))
				this.#say(where, `${field} is asked only later: a question cannot hang on itself or on a later one`);
	}

	#condition(condition: Condition, where: string, columns?: readonly Field[]): void {
		for (const reference of referencesIn(condition)) this.#reference(reference, where, columns);
		const known = new Set(this.#service.cases.map(({ id }) => id));
		for (const id of casesIn(condition)) if (!known.has(id)) this.#say(where, `unknown case ${id}`);
	}

	#amount(amount: Amount, where: string): void {
		for (const reference of referencesOf(amount)) this.#reference(reference, where);
		for (const table of tablesIn(amount)) {
			const field = this.#byId.get(table.table);
			if (!field || table.else !== undefined) continue;
			const missing = optionsIn(field)?.filter((value) => !Object.hasOwn(table.values, value));
			if (!missing) this.#say(where, `a table by ${table.table} needs an else`);
			else if (missing.length > 0) this.#say(where, `no amount for ${missing.join(', ')} of ${table.table}`);
		}
	}

	#reference(reference: Reference, where: string, columns?: readonly Field[]): void {
		const list = reference.within === undefined ? undefined : this.#byId.get(reference.within);
		const inRow = list?.type === 'rows' ? list.columns : columns;
		const field = inRow?.find(({ id }) => id === reference.field) ?? this.#byId.get(reference.field);
		if (!field) return this.#say(where, `unknown field ${reference.field}`);
		const { type } = field;
		const fits = {
			value: true,
			number: ['number', 'money', 'yes'].includes(type) || (type === 'computed' && 'amount' in field),
			day: ['day', 'birth', 'month'].includes(type) || (type === 'computed' && 'day' in field),
			rows: ['rows', ...(reference.column ? [] : ['choices', 'provinces'])].includes(type),
			table: ['choice', 'yes', 'place', 'province'].includes(type)
		};
		if (!fits[reference.as]) return this.#say(where, `${reference.field} is no ${reference.as}`);
		if (reference.column && type === 'rows' && !field.columns.some(({ id }) => id === reference.column))
			return this.#say(where, `${reference.field} has no column ${reference.column}`);
		const options = optionsIn(field);
		for (const option of reference.options ?? []) {
			if (
				options
					? !options.includes(option)
					: ['place', 'province', 'provinces'].includes(type) && !/^\d{2}$/.test(option)
			)
				this.#say(where, `${reference.field} has no option ${option}`);
			if (!options && !['place', 'province', 'provinces', 'country'].includes(type))
				this.#say(where, `${reference.field} is not chosen from options`);
		}
	}

	/**
	 * Whether some answers make all the conditions true, those of the fields they look at included. Tries every option
	 * of every choice that matters; comparisons of numbers and days may come out either way.
	 */
	#canBe(conditions: readonly (Condition | undefined)[], columns?: readonly Field[]): boolean {
		const all = conditions.filter((condition) => condition !== undefined);
		const seen = new Map<string, Field>();
		const visit = (condition: Condition) => {
			for (const { field } of referencesIn(condition)) {
				const found = columns?.find(({ id }) => id === field) ?? this.#byId.get(field);
				if (!found || seen.has(field)) continue;
				seen.set(field, found);
				if (found.shownWhen) visit(found.shownWhen);
			}
		};
		all.forEach(visit);
		const choices = [...seen.values()].map((field) => ({ field, values: candidates(field) }));
		const ways = choices.reduce((product, { values }) => product * Math.max(1, values.length), 1);
		// So many questions at once hang together nowhere; a wrong alarm would be worse than none.
		if (ways > 200_000) return true;
		const chosen = new Set(choices.filter(({ values }) => values.length > 0).map(({ field }) => field.id));
		const order = this.#fields.map(({ id }) => id);
		choices.sort((a, b) => order.indexOf(a.field.id) - order.indexOf(b.field.id));
		const attempt = (index: number, values: FormValues): boolean => {
			const choice = choices[index];
			const scope: Scope = { values, today: '2026-01-01' };
			if (!choice) return all.every((condition) => mayHold(condition, scope, chosen));
			const { field } = choice;
			const hidden = field.shownWhen !== undefined && !mayHold(field.shownWhen, scope, chosen);
			if (hidden || choice.values.length === 0) return attempt(index + 1, values);
			return choice.values.some((value) =>
				attempt(index + 1, value === undefined ? values : { ...values, [field.id]: value })
			);
		};
		return attempt(0, {});
	}
}

/** What is wrong with one field by itself. */
function checkField(field: Field, where: string): DefinitionFault[] {
	const faults: DefinitionFault[] = [];
	const say = (problem: string) => faults.push({ where, problem });
	if (field.type === 'text' || field.type === 'textarea') {
		if ((field.minLength ?? 0) > field.maxLength) say('the shortest is longer than the longest');
		for (const pattern of [field.pattern, field.advisedPattern])
			if (pattern && field.example && !expression(pattern).test(field.example))
				say('the example does not match');
		if (field.pattern && !field.example) say('a pattern needs an example: the fault shows it');
	}
	if (
		(field.type === 'number' || field.type === 'money') &&
		(field.min ?? -Infinity) > (field.max ?? Infinity)
	)
		say('the least is more than the most');
	if (field.type === 'choice' || field.type === 'choices') {
		const values = field.options.map(({ value }) => value);
		if (new Set(values).size < values.length) say('an option stands twice');
	}
	if (field.type === 'rows' && (field.rowsMin ?? 0) > field.rowsMax) say('fewer rows may be than must be');
	return faults;
}

/** Options by value, where the answer is one of a known set. */
function optionsIn(field: Field): readonly string[] | undefined {
	if (field.type === 'choice' || field.type === 'choices')
		return field.options.map(({ value }: Option) => value);
	return field.type === 'yes' ? ['true', 'false'] : undefined;
}

/** Answers worth trying; none for what is typed. */
function candidates(field: Field): readonly FormValues[string][] {
	const none = undefined as unknown as FormValues[string];
	switch (field.type) {
		case 'yes':
			return [none, true];
		case 'choice':
			return [none, ...field.options.map(({ value }) => value)];
		case 'choices': {
			const values = field.options.map(({ value }) => value);
			return [none, ...values.map((value) => [value]), values];
		}
		default:
			return [];
	}
}

/** Whether it may come out true, with these choices made and everything else still open. */
function mayHold(condition: Condition, scope: Scope, chosen: ReadonlySet<string>): boolean {
	return possible(condition, scope, chosen).true;
}

/** Comparisons, places and texts may come out either way; what hangs on choices alone is known. */
function possible(
	condition: Condition,
	scope: Scope,
	chosen: ReadonlySet<string>
): { true: boolean; false: boolean } {
	const of = (part: Condition) => possible(part, scope, chosen);
	if ('not' in condition) {
		const inner = of(condition.not);
		return { true: inner.false, false: inner.true };
	}
	if ('all' in condition) {
		const parts = condition.all.map(of);
		return { true: parts.every((part) => part.true), false: parts.some((part) => part.false) };
	}
	if ('any' in condition) {
		const parts = condition.any.map(of);
		return { true: parts.some((part) => part.true), false: parts.every((part) => part.false) };
	}
	const isKnown =
		('is' in condition || 'anyOf' in condition || 'filled' in condition) &&
		chosen.has('filled' in condition ? condition.filled : condition.field);
	if (!isKnown) return { true: true, false: true };
	const is = holds(condition, scope);
	return { true: is, false: !is };
}

function tablesIn(amount: Amount): Extract<Amount, { table: string }>[] {
	const found: Extract<Amount, { table: string }>[] = [];
	JSON.stringify(amount, (_key, value: unknown) => {
		if (typeof value === 'object' && value !== null && 'table' in value && 'values' in value)
			found.push(value as Extract<Amount, { table: string }>);
		return value;
	});
	return found;
}

function nextDay(day: string): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
