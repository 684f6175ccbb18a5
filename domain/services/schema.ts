/**
 * The shape of a definition's file, for whoever writes one: unknown keys and wrong types are named with their path.
 * The phone never loads this; what it has was checked when it was published. What the parts must be to one another is
 * check.ts's question.
 */
import * as z from 'zod/mini';
import { fileKinds } from '../files.ts';
import { Day } from '../ids.ts';
import type { Amount, Condition, DayRef } from './definition.ts';

const Id = z.string().check(z.regex(/^[a-z][A-Za-z0-9]{0,39}$/));
const Text = z.strictObject({ vi: z.string().check(z.minLength(1)), en: z.string().check(z.minLength(1)) });
const Expression = z.string().check(
	z.maxLength(200),
	z.refine((source) => {
		try {
			return Boolean(new RegExp(source, 'u'));
		} catch {
			return false;
		}
	})
);
const Comparison = z.enum(['<', '<=', '=', '>=', '>']);
const optional = z.optional;

const DayRefSchema: z.ZodMiniType<DayRef> = z.lazy(() =>
	z.union([
		z.string(),
		z.strictObject({
			of: DayRefSchema,
			plus: z.int(),
			unit: z.enum(['day', 'working_day', 'month', 'month_end', 'year'])
		}),
		z.strictObject({ periodEnd: Id }),
		z.strictObject({ when: ConditionSchema, then: DayRefSchema, else: DayRefSchema }),
		z.strictObject({ first: Id, column: Id }),
		z.strictObject({ last: Id, column: Id })
	])
);

const ConditionSchema: z.ZodMiniType<Condition> = z.lazy(() =>
	z.union([
		z.strictObject({ field: Id, is: z.union([z.string(), z.boolean()]) }),
		z.strictObject({ field: Id, anyOf: z.array(z.string()).check(z.minLength(1)) }),
		z.strictObject({ field: Id, same: Id }),
		z.strictObject({ field: Id, matches: Expression }),
		z.strictObject({ filled: Id }),
		z.strictObject({ not: ConditionSchema }),
		z.strictObject({ all: z.array(ConditionSchema).check(z.minLength(1)) }),
		z.strictObject({ any: z.array(ConditionSchema).check(z.minLength(1)) }),
		z.strictObject({ case: z.string() }),
		z.strictObject({ amount: AmountSchema, op: Comparison, than: AmountSchema }),
		z.strictObject({ day: DayRefSchema, op: Comparison, than: DayRefSchema }),
		z.strictObject({ distinct: Id, by: Id }),
		z.strictObject({ continuous: Id, from: Id, to: Id })
	])
);

const AmountSchema: z.ZodMiniType<Amount> = z.lazy(() => {
	const parts = z.array(AmountSchema).check(z.minLength(1));
	return z.union([
		z.number(),
		z.strictObject({ of: Id }),
		z.strictObject({ count: Id, where: optional(ConditionSchema) }),
		z.strictObject({ each: Id, sum: AmountSchema, where: optional(ConditionSchema) }),
		z.strictObject({ row: z.literal('number') }),
		z.strictObject({ add: parts }),
		z.strictObject({ times: parts }),
		z.strictObject({ from: AmountSchema, less: AmountSchema }),
		z.strictObject({ least: parts }),
		z.strictObject({ most: parts }),
		z.strictObject({ round: AmountSchema, to: z.number().check(z.positive()) }),
		z.strictObject({ table: Id, values: z.record(z.string(), AmountSchema), else: optional(AmountSchema) }),
		z.strictObject({ since: z.array(z.tuple([Day, AmountSchema])).check(z.minLength(1)) }),
		z.strictObject({ when: ConditionSchema, then: AmountSchema, else: AmountSchema }),
		z.strictObject({ span: z.enum(['day', 'month', 'year']), after: DayRefSchema, until: DayRefSchema })
	]) as unknown as z.ZodMiniType<Amount>;
}) as z.ZodMiniType<Amount>;

const Option = z.strictObject({
	value: z.string().check(z.minLength(1), z.maxLength(100)),
	label: Text,
	shownWhen: optional(ConditionSchema)
});

const base = {
	id: Id,
	label: Text,
	help: optional(Text),
	required: z.union([z.boolean(), ConditionSchema]),
	shownWhen: optional(ConditionSchema),
	prefill: optional(z.enum(['name', 'personalId', 'birth', 'sex', 'phone'])),
	autocomplete: optional(z.string())
};
const written = {
	...base,
	minLength: optional(z.int()),
	maxLength: z.int().check(z.positive(), z.maximum(10_000)),
	pattern: optional(Expression),
	advisedPattern: optional(Expression),
	advice: optional(Text),
	example: optional(z.string()),
	upper: optional(z.boolean()),
	numeric: optional(z.boolean()),
	compact: optional(z.boolean())
};
const choosing = [
	z.strictObject({
		...base,
		type: z.enum(['choice', 'choices']),
		options: z.array(Option).check(z.minLength(1))
	}),
	z.strictObject({ ...base, type: z.enum(['choice', 'choices']), optionsFrom: z.string() })
] as const;
const columns = [
	z.strictObject({ ...written, type: z.enum(['text', 'textarea']) }),
	z.strictObject({
		...base,
		type: z.literal('day'),
		notAfterToday: optional(z.boolean()),
		notBeforeToday: optional(z.boolean()),
		issuedOn: optional(Id),
		endOfValidity: optional(z.boolean())
	}),
	z.strictObject({ ...base, type: z.literal('month'), notAfterToday: optional(z.boolean()) }),
	z.strictObject({
		...base,
		type: z.enum(['birth', 'time', 'personalId', 'phone', 'email', 'plate', 'bankAccount'])
	}),
	z.strictObject({ ...base, type: z.enum(['place', 'province', 'provinces']) }),
	z.strictObject({ ...base, type: z.literal('taxCode'), personal: optional(z.boolean()) }),
	z.strictObject({
		...base,
		type: z.literal('number'),
		min: optional(z.number()),
		max: optional(z.number()),
		decimals: optional(z.int().check(z.minimum(0), z.maximum(2))),
		unit: optional(Text)
	}),
	z.strictObject({ ...base, type: z.literal('money'), min: optional(z.int()), max: optional(z.int()) }),
	z.strictObject({ ...base, type: z.literal('yes'), mustAgree: optional(z.boolean()) }),
	z.strictObject({ ...base, type: z.literal('country'), except: optional(z.array(z.string())) }),
	...choosing
] as const;
const Column = z.union([...columns]);
const Field = z.union([
	...columns,
	z.strictObject({
		...base,
		type: z.literal('rows'),
		columns: z.array(Column).check(z.minLength(1)),
		rowsMin: optional(z.int()),
		rowsMax: z.int().check(z.positive(), z.maximum(60)),
		rowName: Text
	}),
	z.strictObject({
		...base,
		type: z.literal('computed'),
		amount: AmountSchema,
		unit: optional(z.literal('vnd'))
	}),
	z.strictObject({ ...base, type: z.literal('computed'), day: DayRefSchema })
]);

const Group = z.strictObject({
	id: Id,
	title: Text,
	help: optional(Text),
	fields: z.array(Field).check(z.minLength(1))
});
const UseGroup = z.strictObject({
	use: z.string(),
	id: optional(Id),
	prefix: optional(Id),
	title: optional(Text),
	help: optional(Text),
	shownWhen: optional(ConditionSchema),
	omit: optional(z.array(Id)),
	optional: optional(z.array(Id)),
	fields: optional(z.array(Field))
});
const Box = z.string().check(z.regex(/^ct\d{1,2}[a-z]?$/));
const Declares = z.strictObject({
	taxCode: Id,
	form: Id,
	period: Id,
	turn: Id,
	forms: z.record(
		z.string(),
		z.strictObject({
			code: z.string().check(z.regex(/^\d{1,4}$/)),
			since: z.string().check(z.regex(/^\d+(\.\d+)*$/)),
			neverNegative: optional(z.array(Box)),
			totals: optional(
				z.array(z.strictObject({ box: Box, plus: z.array(Box), minus: optional(z.array(Box)) }))
			)
		})
	)
});
const Component = z.strictObject({
	id: Id,
	code: optional(z.string()),
	name: Text,
	help: Text,
	required: z.union([z.boolean(), ConditionSchema]),
	filesMax: z.int().check(z.positive(), z.maximum(20)),
	kinds: z.array(z.enum(fileKinds)).check(z.minLength(1)),
	declares: optional(Declares)
});
const UseComponent = z.strictObject({
	use: z.string(),
	required: optional(z.union([z.boolean(), ConditionSchema]))
});

const TimeLimit = z.strictObject({
	quantity: z.int().check(z.minimum(0)),
	unit: z.enum(['working_day', 'day', 'working_hour', 'month', 'same_day']),
	extra: optional(z.strictObject({ remote: optional(z.int()), supplemented: optional(z.int()) }))
});
const version = {
	/** 0 is the rules of the launch of 2019, where we keep them. */
	version: z.int().check(z.minimum(0)),
	validFrom: Day,
	validTo: z.nullable(Day),
	title: Text
};

const RouteSchema = z.strictObject({
	when: optional(ConditionSchema),
	system: z.string(),
	code: z.string(),
	name: Text,
	by: z.nullable(Id)
});

const DossierVersion = z.strictObject({
	...version,
	nature: z.enum(['decision', 'notification', 'company', 'declaration', 'linked']),
	basis: z.array(z.string()).check(z.minLength(1)),
	uncertain: optional(z.array(z.string())),
	groups: z.array(z.union([UseGroup, Group])).check(z.minLength(1)),
	components: z.array(z.union([UseComponent, Component])),
	rules: z.array(
		z.strictObject({
			id: z.string(),
			field: Id,
			each: optional(Id),
			when: optional(ConditionSchema),
			must: ConditionSchema,
			evenEmpty: optional(z.boolean()),
			doubt: optional(z.boolean()),
			say: Text,
			offer: optional(z.string())
		})
	),
	fees: z.array(
		z.strictObject({
			code: z.string(),
			kind: z.enum(['fee', 'charge', 'price']),
			label: Text,
			amount: AmountSchema,
			when: optional(ConditionSchema)
		})
	),
	cases: z.array(
		z.strictObject({
			id: z.string(),
			title: Text,
			when: optional(ConditionSchema),
			timeLimit: optional(TimeLimit)
		})
	),
	timeLimit: TimeLimit,
	routes: z.array(RouteSchema).check(z.minLength(1)),
	parts: optional(
		z
			.array(
				z.strictObject({
					id: Id,
					title: Text,
					route: optional(RouteSchema),
					timeLimit: TimeLimit,
					needs: z.array(Id),
					groups: optional(z.array(Id).check(z.minLength(1))),
					components: optional(z.array(Id))
				})
			)
			.check(z.minLength(2))
	),
	perProvince: optional(Id),
	behalf: optional(z.boolean()),
	next: optional(z.strictObject({ procedureCode: z.string(), ask: Id })),
	results: z.array(z.strictObject({ code: z.nullable(z.string()), name: Text })),
	from: optional(
		z.strictObject({
			fields: optional(z.record(Id, Id)),
			options: optional(z.record(Id, z.record(z.string(), z.nullable(z.string())))),
			why: Text
		})
	)
});
const TransactionVersion = z.strictObject({
	...version,
	lookup: z.array(Column).check(z.minLength(1)),
	issuer: z.string(),
	needsLogin: optional(z.boolean()),
	details: optional(z.array(Column))
});

const file = {
	/** Also the file's name. */
	id: z.string().check(z.regex(/^[a-z][a-z0-9-]*$/)),
	procedureCode: z.string().check(z.minLength(1), z.maxLength(40))
};

/** A version that says only what is not as in an earlier one of the file. */
const LikeVersion = z.extend(z.partial(DossierVersion), {
	version: version.version,
	validFrom: version.validFrom,
	validTo: version.validTo,
	like: z.int().check(z.minimum(0))
});

/** A version of a dossier's form as somebody writes it: whole, or by what is not as in an earlier one. */
export type AuthoredVersion = z.infer<typeof DossierVersion> | z.infer<typeof LikeVersion>;
/** Whichever of the two it says that it is: mistakes are then told of the one that is meant. */
export const authoredVersion = (json: unknown) =>
	typeof json === 'object' && json !== null && 'like' in json ? LikeVersion : DossierVersion;

/** One file: a service in all its versions, oldest first. */
export const DefinitionFile = z.discriminatedUnion('kind', [
	z.strictObject({
		...file,
		kind: z.literal('dossier'),
		versions: z.array(z.union([DossierVersion, LikeVersion])).check(z.minLength(1))
	}),
	z.strictObject({
		...file,
		kind: z.literal('transaction'),
		versions: z.array(TransactionVersion).check(z.minLength(1))
	})
]);
export type DefinitionFile = z.infer<typeof DefinitionFile>;

/** definitions/blocks.json. */
export const BlocksFile = z.strictObject({
	groups: z.record(z.string(), Group),
	components: z.record(z.string(), Component),
	options: z.record(z.string(), z.array(Option).check(z.minLength(1)))
});
