/**
 * A new version of a form, written by the agency that answers for it and put into use without a release. Judged here
 * from its text: well formed, hanging together, going only where this portal goes, safe to run on a phone, and right
 * about its own examples. Pure; says everything that is wrong at once, with its place.
 */
import * as z from 'zod/mini';
import { Day } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import { checkDefinition } from './check.ts';
import type { DossierService } from './definition.ts';
import { type Blocks, expand, type RawService } from './expand.ts';
import { isPlainPattern } from './patterns.ts';
import { authoredVersion, type AuthoredVersion } from './schema.ts';
import { chargesOf, destinationOf, systemsOf } from './terms.ts';
import { cleanValues, formFaults } from './validate.ts';
import { type FieldValue, FormValues } from './values.ts';

/** Letters of a whole file. The longest of the release has 60,000 with all its versions. */
export const authoredLengthMax = 256 * 1024;
export const acceptsMin = 4;
export const rejectsMin = 8;

export type AuthoredProblem =
	| 'too_large'
	| 'not_json'
	/** Another key, type or bound than a definition has; `detail` says which. */
	| 'not_right'
	/** A version that is unknown, or a shared block. */
	| 'unknown'
	/** The number is not the one that comes next; `detail` is that one. */
	| 'not_next'
	/** Its first day is over, is today, or lies before that of the version before. */
	| 'too_early'
	/** It ends; only the version after it may end it. */
	| 'has_end'
	/** An expression outside of patterns.ts. */
	| 'pattern'
	/** An office that this portal does not forward to, or with another code. */
	| 'office'
	/** Parts do not fit each other; `detail` says how (check.ts). */
	| 'contradiction'
	/** Fewer examples than asked for; `detail` is how many. */
	| 'examples_few'
	/** The form, or a change of it that it should take, has these faults. */
	| 'example_refused'
	/** What should be refused at a field with a rule is not; `detail` is what happened. */
	| 'example_accepted';

export interface AuthoredFault {
	/** Path in the file: `version.groups.0.fields.2.label`, `examples.rejects.3`. */
	readonly where: string;
	readonly problem: AuthoredProblem;
	readonly detail?: string;
}

const Change = z.record(z.string(), z.nullable(z.unknown()));
const Papers = z.array(z.string());
const Examples = z.strictObject({
	/** The day on which they are judged. */
	on: Day,
	/** A whole form that is taken, and the papers with it, by component, one for each file. */
	form: FormValues,
	papers: Papers,
	/** Changes of it that are taken too; null takes an answer away. */
	accepts: z.array(z.strictObject({ why: z.string(), change: Change, papers: z.optional(Papers) })),
	/** Changes that are refused: `field: rule`. */
	rejects: z.array(z.strictObject({ change: Change, fault: z.string(), papers: z.optional(Papers) }))
});
type Examples = z.infer<typeof Examples>;

const AuthoredFile = z.strictObject({ version: z.looseObject({}), examples: Examples });

export interface KnownForms {
	/** All versions of this service that are known, oldest first; at least one. */
	readonly versions: readonly DossierService[];
	readonly blocks: Blocks;
	/** Code by system of every office that is forwarded to. */
	readonly offices: ReadonlyMap<string, string>;
	/** In Việt Nam. */
	readonly today: string;
}

/** The version, whole, as everybody will get it; or all that is wrong with the text. */
export function judgeAuthored(
	text: string,
	known: KnownForms
): Result<DossierService, readonly AuthoredFault[]> {
	if (text.length > authoredLengthMax) return err([{ where: '', problem: 'too_large' }]);
	const json = parsed(text);
	if (json === undefined) return err([{ where: '', problem: 'not_json' }]);
	const file = AuthoredFile.safeParse(json);
	if (!file.success) return err(file.error.issues.map((issue) => shapeFault(issue, [])));
	const judged = judgeParts(file.data.version, known);
	if (!judged.ok) return judged;
	// What contradicts itself, or hangs, is not run.
	const faults = exampleFaults(judged.value, file.data.examples);
	return faults.length > 0 ? err(faults) : judged;
}

/** The next version with other words and numbers alone (wording.ts): its rules are those whose examples hold. */
export function judgeReworded(
	version: DossierService,
	known: KnownForms
): Result<DossierService, readonly AuthoredFault[]> {
	return judgeParts(authoredParts(version), known);
}

/** A version as a file has it. The way from the version before is always its own. */
export function authoredParts(version: DossierService): Record<string, unknown> {
	const { id: _id, procedureCode: _code, kind: _kind, from: _from, ...parts } = version;
	return parts;
}

function judgeParts(
	version: Record<string, unknown>,
	known: KnownForms
): Result<DossierService, readonly AuthoredFault[]> {
	const read = authoredVersion(version).safeParse(version);
	if (!read.success) return err(read.error.issues.map((issue) => shapeFault(issue, ['version'])));
	const written: AuthoredVersion = read.data;
	const faults = [
		...orderFaults(written, known),
		...patternFaults(written, new Set(known.versions.flatMap(patternsIn)))
	];
	const whole = wholeVersion(written, known);
	if (!whole.ok) return err([...faults, whole.error]);
	const service = whole.value;
	faults.push(
		...officeFaults(service, known.offices),
		...checkDefinition(service).map(({ where, problem }): AuthoredFault => ({
			where: `version.${where}`,
			problem: 'contradiction',
			detail: problem
		}))
	);
	return faults.length > 0 ? err(faults) : ok(service);
}

type Issue = z.core.$ZodIssue;

/** Of a choice of shapes the one is told that the text came nearest to. */
function shapeFault(issue: Issue, above: readonly PropertyKey[]): AuthoredFault {
	const path = [...above, ...issue.path];
	if (issue.code === 'invalid_union' && issue.errors.length > 0) {
		const nearest = [...issue.errors].sort((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0]?.[0];
		if (nearest) return shapeFault(nearest, path);
	}
	const detail =
		issue.code === 'unrecognized_keys'
			? issue.keys.join(', ')
			: issue.code === 'invalid_type'
				? issue.expected
				: issue.code;
	return { where: path.join('.'), problem: 'not_right', detail };
}

/** How far into the text a shape went before it failed; a tag of another shape is no way in. */
function depthOf(issues: readonly Issue[]): number {
	if (issues.some(({ path, code }) => path.at(-1) === 'type' && code !== 'invalid_type')) return -1;
	return Math.max(0, ...issues.map(({ path }) => path.length));
}

function orderFaults(
	written: { readonly version: number; readonly validFrom: string; readonly validTo: string | null },
	{ versions, today }: KnownForms
): AuthoredFault[] {
	const newest = versions.at(-1);
	const next = (newest?.version ?? 0) + 1;
	const faults: AuthoredFault[] = [];
	if (written.version !== next)
		faults.push({ where: 'version.version', problem: 'not_next', detail: String(next) });
	if (written.validFrom <= today || (newest && written.validFrom < newest.validFrom))
		faults.push({ where: 'version.validFrom', problem: 'too_early' });
	if (written.validTo !== null) faults.push({ where: 'version.validTo', problem: 'has_end' });
	return faults;
}

/** Those of an earlier version were ours, or were judged then. */
function patternFaults(written: unknown, taken: ReadonlySet<string>): AuthoredFault[] {
	const faults: AuthoredFault[] = [];
	eachPattern(written, 'version', (where, source) => {
		if (!taken.has(source) && !isPlainPattern(source))
			faults.push({ where, problem: 'pattern', detail: source });
	});
	return faults;
}

function patternsIn(service: DossierService): string[] {
	const found: string[] = [];
	eachPattern(service, '', (_, source) => found.push(source));
	return found;
}

const patternKeys: ReadonlySet<string> = new Set(['pattern', 'advisedPattern', 'matches']);

function eachPattern(value: unknown, where: string, tell: (where: string, source: string) => void): void {
	if (value === null || typeof value !== 'object') return;
	for (const [key, inner] of Object.entries(value)) {
		const at = `${where}.${key}`;
		if (patternKeys.has(key) && typeof inner === 'string') tell(at, inner);
		else eachPattern(inner, at, tell);
	}
}

function wholeVersion(
	written: AuthoredVersion,
	{ versions, blocks }: KnownForms
): Result<DossierService, AuthoredFault> {
	const { like, ...own } = { like: undefined, ...written };
	const base = versions.find(({ version }) => version === like);
	if (like !== undefined && !base)
		return err({ where: 'version.like', problem: 'unknown', detail: String(like) });
	const [{ id, procedureCode, kind }] = versions as [DossierService];
	// The way from the version before is always its own.
	const { from: _from, ...before } = { from: undefined, ...base };
	try {
		const raw = { ...before, ...own, id, procedureCode, kind } as unknown as RawService;
		return ok(expand(raw, blocks) as DossierService);
	} catch (error) {
		const detail = error instanceof Error ? error.message : String(error);
		return err({ where: 'version', problem: 'unknown', detail });
	}
}

function officeFaults(service: DossierService, offices: ReadonlyMap<string, string>): AuthoredFault[] {
	return systemsOf(service)
		.filter(({ system, code }) => offices.get(system) !== code)
		.map(({ system, code }) => ({
			where: 'version.routes',
			problem: 'office',
			detail: `${system} ${code}`
		}));
}

function exampleFaults(service: DossierService, examples: Examples): AuthoredFault[] {
	const { accepts, rejects, form, papers } = examples;
	const faults: AuthoredFault[] = [];
	if (accepts.length < acceptsMin)
		faults.push({ where: 'examples.accepts', problem: 'examples_few', detail: String(acceptsMin) });
	if (rejects.length < rejectsMin)
		faults.push({ where: 'examples.rejects', problem: 'examples_few', detail: String(rejectsMin) });
	const taken = [{ change: {}, papers }, ...accepts].map((one, index) => ({
		...one,
		where: index === 0 ? 'examples.form' : `examples.accepts.${index - 1}`
	}));
	for (const { where, change, papers: own } of taken) {
		const found = told(service, form, change, own ?? papers, examples.on);
		if (found.length > 0) faults.push({ where, problem: 'example_refused', detail: found.join(', ') });
		else faults.push(...cannotGo(service, form, change, examples.on, where));
	}
	for (const [index, { change, fault, papers: own }] of rejects.entries()) {
		const found = told(service, form, change, own ?? papers, examples.on);
		if (!found.includes(fault))
			faults.push({
				where: `examples.rejects.${index}`,
				problem: 'example_accepted',
				detail: `${fault} → ${found.join(', ') || '–'}`
			});
	}
	return faults;
}

/** A form that is taken must cost something and go somewhere: what throws here would throw at every submission. */
function cannotGo(
	service: DossierService,
	form: FormValues,
	change: Readonly<Record<string, unknown>>,
	on: string,
	where: string
): AuthoredFault[] {
	try {
		const clean = cleanValues(service, changed(form, change), on);
		chargesOf(service, clean, on);
		destinationOf(service, clean, on);
		return [];
	} catch (error) {
		return [{ where, problem: 'contradiction', detail: error instanceof Error ? error.message : '' }];
	}
}

function told(
	service: DossierService,
	form: FormValues,
	change: Readonly<Record<string, unknown>>,
	papers: readonly string[],
	on: string
): string[] {
	const values = FormValues.safeParse(changed(form, change));
	if (!values.success) return values.error.issues.map(({ path }) => `${path.join('.')}: not_right`);
	const files = papers.map((component) => ({ component }));
	return formFaults(service, values.data, files, on).map(({ field, rule }) => `${field}: ${rule}`);
}

function changed(form: FormValues, change: Readonly<Record<string, unknown>>): FormValues {
	const values = { ...form, ...change } as Record<string, FieldValue | null>;
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as FormValues;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
