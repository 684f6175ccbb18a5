/**
 * One record of the national database, from whichever shape it came in, to the published record. Pure. Keeps what
 * was announced, also where it looks wrong, and tells what looks wrong; takes out only what cannot be shown
 * (invisible characters, empty entries, counts that are numbers of something else).
 */
import { z } from 'zod';
import { fold } from '../../../domain/catalogue/words.ts';
import { lifeEvents, type LifeEventId } from '../../../domain/catalogue/life-event.ts';
import {
	PublishedRecord,
	type PublishedChannel,
	type PublishedFee,
	type PublishedTime
} from '../../../domain/catalogue/published.ts';
import { ProcedureCode, type Level, type Method } from '../../../domain/catalogue/record.ts';
import { isDay } from '../../../domain/ids.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { contentHash } from '../../store/canonical.ts';
import { isAgencyShape, readAgencyShape } from './agency-shape.ts';
import { createCleaner, type Cleaner } from './clean.ts';
import { isCorpusShape, readCorpusShape } from './corpus-shape.ts';
import { abolishedPlaces, amountsIn, isNoteAsPaper } from './doubts.ts';
import type { Dirt } from './dirt.ts';
import { isPortalShape, readPortalShape } from './portal-shape.ts';
import type { RawChannel, RawFee, RawRecord } from './raw.ts';

export interface Seen {
	/** Day on which the source was read, `YYYY-MM-DD` in Việt Nam. */
	readonly asOf: string;
	/** Title of the source, as readers will see it. */
	readonly source: string;
}

/** The source of a record that names none. */
export const nationalDatabase = 'Cơ sở dữ liệu quốc gia về thủ tục hành chính';

/**
 * @param raw parsed JSON of one record; a detail answer of the portal may come inside `data`
 * @returns the record with what is doubtful about it, or why it cannot be taken in
 */
export function readRecord(
	raw: unknown,
	seen: Seen
): Result<{ readonly record: PublishedRecord; readonly dirt: readonly Dirt[] }, readonly Dirt[]> {
	try {
		const row = readShape(raw);
		return row ? finish(row, seen) : err([{ kind: 'unknown_shape' }]);
	} catch (error) {
		if (!(error instanceof z.ZodError)) throw error;
		return err(error.issues.map(({ path }) => ({ kind: 'wrong_type', where: path.join('.') })));
	}
}

/** Equal for two records that announce the same, whenever they were seen. Hex SHA-256. */
export function announcementHash(record: PublishedRecord): string {
	const { validFrom: _from, validTo: _to, source: _source, ...announced } = record;
	return contentHash(announced);
}

function readShape(raw: unknown): RawRecord | null {
	if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return null;
	if (isAgencyShape(raw)) return readAgencyShape(raw);
	if (isPortalShape(raw)) return readPortalShape(raw);
	if (isCorpusShape(raw)) return readCorpusShape(raw);
	if ('data' in raw) return readShape(raw.data);
	return null;
}

function finish(raw: RawRecord, { asOf, source }: Seen): ReturnType<typeof readRecord> {
	const dirt: Dirt[] = [];
	const clean = createCleaner(dirt);
	const code = readCode(raw.code, dirt);
	const name = clean.text(raw.name, 'name');
	if (name === null) dirt.push({ kind: 'missing', where: 'name' });
	if (code === null || name === null) return err(dirt);

	const agency = clean.text(raw.agency, 'agency');
	if (agency === null) dirt.push({ kind: 'agency_missing' });
	for (const where of raw.unknownFields) dirt.push({ kind: 'unknown_field', where });
	const steps = clean.text(raw.steps, 'steps');
	const requirements = clean.text(raw.requirements, 'requirements');
	const authority = clean.text(raw.authority, 'authority');
	const receiving = clean.text(raw.receiving, 'receiving');
	for (const [where, text] of Object.entries({ steps, requirements, authority, receiving })) {
		const names = abolishedPlaces(text ?? '');
		if (names.length > 0) dirt.push({ kind: 'abolished_place', where, names });
	}

	const record = PublishedRecord.parse({
		code,
		name,
		agency,
		sectors: clean.texts(raw.sectors, 'sectors'),
		subjects: clean.texts(raw.subjects, 'subjects'),
		type: readType(raw.type, dirt),
		status: readStatus(raw.status, dirt),
		levels: readLevels(raw, dirt),
		executing: clean.texts(raw.executing, 'executing'),
		lifeEvents: readLifeEvents(raw.lifeEvents, dirt),
		...present({
			decision: clean.text(raw.decision, 'decision'),
			description: clean.text(raw.description, 'description'),
			keywords: clean.text(raw.keywords, 'keywords'),
			authority,
			receiving,
			coordinating: clean.text(raw.coordinating, 'coordinating'),
			steps,
			channels: full(raw.channels?.flatMap((one, i) => readChannel(one, `channels.${i}`, clean, dirt))),
			dossier: full(readDossier(raw, clean, dirt)),
			results: full(clean.texts(raw.results ?? [], 'results')),
			requirements,
			legal: full(
				raw.legal
					?.map((act, i) =>
						present({
							code: clean.text(act.code, `legal.${i}.code`),
							name: clean.text(act.name, `legal.${i}.name`)
						})
					)
					.filter((act) => Object.keys(act).length > 0)
			)
		}),
		validFrom: readAnnouncedOn(raw.announcedOn, asOf, dirt),
		validTo: null,
		source: { title: source, asOf }
	});
	return ok({ record, dirt });
}

function readCode(written: string, dirt: Dirt[]): string | null {
	const code = written.replace(/[\s\u200b-\u200f\ufeff]/g, '');
	if (code !== written) dirt.push({ kind: 'code_blanks', code: written });
	if (/-xoa\b/i.test(fold(code))) dirt.push({ kind: 'code_deleted', code });
	else if (!ProcedureCode.safeParse(code).success || code.startsWith('TT.'))
		// TT. is this portal's own name space; nobody announces into it.
		dirt.push({ kind: 'code_malformed', code: written.slice(0, 60) });
	else {
		if (!/^\d\.\d{6}(\.|$)/.test(code)) dirt.push({ kind: 'code_unusual', code });
		return code;
	}
	return null;
}

function readAnnouncedOn(written: string | null, asOf: string, dirt: Dirt[]): string {
	if (written === null || written === '') return asOf;
	if (isDay(written) && written <= asOf) return written;
	dirt.push({ kind: 'day_impossible', where: 'decision', value: written });
	return asOf;
}

function readType(written: string | null, dirt: Dirt[]): PublishedRecord['type'] {
	if (written === null) return null;
	const type = PublishedRecord.shape.type.safeParse(written);
	if (type.success) return type.data;
	dirt.push({ kind: 'unknown_type', value: written });
	return null;
}

const statuses: Readonly<Record<string, PublishedRecord['status']>> = {
	active: 'active',
	updated: 'active',
	not_in_catalogue: 'withdrawn',
	inactive: 'withdrawn',
	withdrawn: 'withdrawn',
	deleted: 'withdrawn'
};

function readStatus(written: string | null, dirt: Dirt[]): PublishedRecord['status'] {
	const status = statuses[(written ?? 'active').toLowerCase()];
	if (!status) dirt.push({ kind: 'unknown_status', value: written ?? '' });
	return status ?? 'active';
}

const levels: Readonly<Record<string, Level>> = {
	bo: 'ministry',
	tinh: 'province',
	xa: 'commune',
	khac: 'other'
};

function readLevels(raw: RawRecord, dirt: Dirt[]): Level[] {
	if (raw.areLevelsGuessed) dirt.push({ kind: 'level_guessed' });
	if (raw.levels.length === 0) dirt.push({ kind: 'level_missing' });
	const read = raw.levels.flatMap((written) => {
		const level = levels[written];
		if (!level)
			dirt.push({ kind: written === 'huyen' ? 'level_abolished' : 'unknown_level', value: written });
		return level ?? [];
	});
	return [...new Set(read)];
}

/** The portal writes a group by its name without marks (`co_con_nho`), by its name, or by a number. */
const lifeEventNames: ReadonlyMap<string, LifeEventId> = new Map([
	...lifeEvents.flatMap(({ id, name }) => [[slug(id), id] as const, [slug(name.vi), id] as const]),
	...lifeEvents.slice(0, 8).map(({ id }, i) => [String(750 + i), id] as const)
]);

function slug(text: string): string {
	return fold(text)
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^_|_$/g, '');
}

/** The group of that name, id or number of the national portal. */
export function readLifeEvent(written: string): LifeEventId | undefined {
	return lifeEventNames.get(slug(written));
}

function readLifeEvents(written: readonly string[], dirt: Dirt[]): LifeEventId[] {
	const read = written.flatMap((value) => {
		const id = readLifeEvent(value);
		if (!id) dirt.push({ kind: 'unknown_life_event', value });
		return id ?? [];
	});
	return [...new Set(read)];
}

const methods: Readonly<Record<string, Method>> = {
	online: 'online',
	direct: 'direct',
	post: 'post',
	postal: 'post',
	// LayThuTuc
	'1': 'direct',
	'2': 'online',
	'3': 'post'
};

function readChannel(raw: RawChannel, where: string, clean: Cleaner, dirt: Dirt[]): PublishedChannel[] {
	const method = methods[raw.method.trim().toLowerCase()];
	if (!method) {
		dirt.push({ kind: 'unknown_method', where: `${where}.method`, value: raw.method });
		return [];
	}
	const note = clean.text(raw.note, `${where}.note`);
	return [
		{
			method,
			...present({
				time: raw.time && readTime(raw.time, `${where}.time`, clean, dirt),
				fees: full(
					raw.fees?.map((fee, i) =>
						readFee(fee, raw.fees?.length === 1 ? note : null, `${where}.fees.${i}`, clean, dirt)
					)
				),
				note
			})
		}
	];
}

const units: Readonly<Record<string, PublishedTime['unit']>> = {
	working_day: 'working_day',
	day: 'day',
	working_hour: 'working_hour',
	hour: 'hour',
	month: 'month',
	year: 'year',
	unspecified: 'unspecified',
	other: 'unspecified',
	ngay_lam_viec: 'working_day',
	ngay: 'day',
	gio_lam_viec: 'working_hour',
	gio: 'hour',
	thang: 'month',
	nam: 'year'
};

function readTime(
	raw: NonNullable<RawChannel['time']>,
	where: string,
	clean: Cleaner,
	dirt: Dirt[]
): PublishedTime | null {
	const unit = units[slug(raw.unit)];
	if (!unit) dirt.push({ kind: 'unknown_unit', where: `${where}.unit`, value: raw.unit });
	const text = clean.text(raw.text, `${where}.text`);
	let { quantity } = raw;
	if (quantity !== null && quantity < 0) {
		dirt.push({ kind: 'count_impossible', where, count: quantity });
		quantity = null;
	}
	if (unit === 'unspecified' && quantity !== null) dirt.push({ kind: 'unit_missing', where, quantity });
	if (quantity === null && text === null) return null;
	return { quantity, unit: unit ?? 'unspecified', ...present({ text }) };
}

const feeKinds: Readonly<Record<string, PublishedFee['kind']>> = {
	fee: 'fee',
	charge: 'charge',
	price: 'price',
	service_fee: 'charge',
	price_level: 'price'
};
const currencies: Readonly<Record<string, PublishedFee['currency']>> = {
	vnd: 'VND',
	dong: 'VND',
	d: 'VND',
	usd: 'USD'
};
/** Nothing costs less; smaller numbers were meant in thousands. */
const leastFee = 1_000;
const largestFee = 100_000_000_000;

/** @param beside note of the channel, which explains the fee where there is but one */
function readFee(
	raw: RawFee,
	beside: string | null,
	where: string,
	clean: Cleaner,
	dirt: Dirt[]
): PublishedFee {
	const note = clean.text(raw.note, `${where}.note`);
	// The current portal says FEE for phí, SERVICE_FEE for lệ phí, PRICE_LEVEL for giá.
	const kind = raw.kind === null ? undefined : feeKinds[raw.kind.trim().toLowerCase()];
	if (raw.kind !== null && !kind)
		dirt.push({ kind: 'unknown_fee_kind', where: `${where}.kind`, value: raw.kind });
	const currency = currencies[fold(raw.currency.trim())];
	if (!currency) dirt.push({ kind: 'unknown_currency', where: `${where}.currency`, value: raw.currency });
	let { amount } = raw;
	if (amount !== null && (amount < 0 || amount > largestFee)) {
		dirt.push({ kind: 'amount_impossible', where, amount });
		amount = null;
	}
	if (amount !== null && (currency ?? 'VND') === 'VND') {
		const written = amountsIn(`${note ?? ''}\n${beside ?? ''}`);
		if (amount === 0 && written.length > 0) dirt.push({ kind: 'free_but_amount', where, amounts: written });
		else if (amount >= 1990 && amount <= 2035 && amount % 100 !== 0)
			dirt.push({ kind: 'amount_is_year', where, amount });
		else if (amount > 0 && amount < leastFee) dirt.push({ kind: 'amount_in_thousands', where, amount });
	}
	return {
		// Money of an unknown currency is shown by its text alone.
		amount: currency ? amount : null,
		currency: currency ?? 'VND',
		...present({
			kind,
			note: currency ? note : [raw.amount, raw.currency, note].filter((part) => part !== null).join(' ')
		})
	};
}

/** Nobody asks for more of one paper; larger numbers came out of the text beside it. */
const copiesMax = 20;

function readDossier(raw: RawRecord, clean: Cleaner, dirt: Dirt[]) {
	return raw.dossier
		?.map((one, i) => ({
			...present({ case: clean.text(one.name, `dossier.${i}.case`) }),
			items: one.items.flatMap((item, j) => {
				const where = `dossier.${i}.items.${j}`;
				const name = clean.text(item.name, `${where}.name`);
				if (name === null) {
					dirt.push({ kind: 'paper_unnamed', where });
					return [];
				}
				if (isNoteAsPaper({ ...item, name })) dirt.push({ kind: 'note_as_paper', where });
				return {
					name,
					...present({
						original: readCount(item.original, `${where}.original`, dirt),
						copy: readCount(item.copy, `${where}.copy`, dirt),
						form: clean.text(item.form, `${where}.form`)
					})
				};
			})
		}))
		.filter((one) => one.items.length > 0 || 'case' in one);
}

function readCount(count: number | null, where: string, dirt: Dirt[]): number | null {
	if (count === null || (Number.isInteger(count) && count >= 0 && count <= copiesMax)) return count;
	dirt.push({ kind: 'count_impossible', where, count });
	return null;
}

/** Without the keys whose value says nothing. */
function present<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as {
		[K in keyof T]?: NonNullable<T[K]>;
	};
}

/** Nothing instead of an empty list: an absent field means that the source did not say. */
function full<T>(list: readonly T[] | undefined): T[] | undefined {
	return list && list.length > 0 ? [...list] : undefined;
}
