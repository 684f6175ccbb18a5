/**
 * One question with its answer, from a flattened crawl or from the portal's own names, to what is kept of it. Who
 * asked is never kept: name, address, e-mail and number are not for publication.
 */
import { z } from 'zod';
import { LifeEventId } from '../../../domain/catalogue/life-event.ts';
import { ProcedureCode } from '../../../domain/catalogue/record.ts';
import { Day, isDay } from '../../../domain/ids.ts';
import { err, ok, type Result } from '../../../domain/result.ts';
import { contentHash } from '../../store/canonical.ts';
import { createCleaner } from './clean.ts';
import type { Dirt } from './dirt.ts';
import { readLifeEvent, type Seen } from './read-record.ts';

/** A question as announced; Vietnamese only. */
export const PublishedFaq = z.object({
	id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
	question: z.string().min(1),
	answer: z.string().min(1),
	/** In the order of the source. */
	procedureCodes: z.array(ProcedureCode),
	lifeEvents: z.array(LifeEventId),
	/** Null where the source does not say. */
	answeredOn: z.nullable(Day),
	source: z.string().min(3)
});
export type PublishedFaq = z.infer<typeof PublishedFaq>;

const text = z.union([z.string(), z.number().transform(String)]).nullish();

const Crawled = z.looseObject({
	id: z.string(),
	q: z.string(),
	a: z.string(),
	topic: text,
	related: z.array(z.string()).nullish(),
	url: text,
	answered_on: text
});
const Portal = z.looseObject({
	HOIDAPID: z.union([z.string(), z.number().transform(String)]),
	NOIDUNG: z.string(),
	NOIDUNGTRALOI: z.string(),
	MATTHCDP: text,
	NGAYTRALOI: text
});
const personal = ['HOVATEN', 'DIACHI', 'THUDIENTU', 'SODIENTHOAI'];

export function isFaqShape(raw: unknown): raw is object {
	return typeof raw === 'object' && raw !== null && (('q' in raw && 'a' in raw) || 'HOIDAPID' in raw);
}

/** @returns the question with what is doubtful about it, or why it cannot be taken in */
export function readFaq(
	raw: object,
	seen: Seen
): Result<{ readonly faq: PublishedFaq; readonly dirt: readonly Dirt[] }, readonly Dirt[]> {
	const dirt: Dirt[] = personal
		.filter((where) => where in raw && Boolean(raw[where as keyof typeof raw]))
		.map((where) => ({ kind: 'personal_data', where }));
	const shape = 'HOIDAPID' in raw ? Portal.transform(fromPortal) : Crawled.transform(fromCrawl);
	const parsed = shape.safeParse(raw);
	if (!parsed.success)
		return err(parsed.error.issues.map(({ path }) => ({ kind: 'wrong_type', where: path.join('.') })));
	const clean = createCleaner(dirt);
	const question = clean.text(parsed.data.question, 'question');
	const answer = clean.text(parsed.data.answer, 'answer');
	const id = parsed.data.id.trim().toLowerCase();
	if (question === null) dirt.push({ kind: 'missing', where: 'question' });
	if (answer === null) dirt.push({ kind: 'missing', where: 'answer' });
	if (!PublishedFaq.shape.id.safeParse(id).success) dirt.push({ kind: 'wrong_type', where: 'id' });
	if (dirt.some(({ kind }) => kind === 'missing' || kind === 'wrong_type') || !question || !answer)
		return err(dirt);

	const procedureCodes = parsed.data.codes.flatMap((written) => {
		const code = written.trim();
		if (ProcedureCode.safeParse(code).success) return code;
		dirt.push({ kind: 'unknown_procedure', code: written.slice(0, 60) });
		return [];
	});
	const lifeEvents = parsed.data.topics.flatMap((value) => {
		const event = readLifeEvent(value);
		if (!event) dirt.push({ kind: 'unknown_life_event', value });
		return event ?? [];
	});
	let answeredOn = parsed.data.answeredOn;
	if (answeredOn !== null && (!isDay(answeredOn) || answeredOn > seen.asOf)) {
		dirt.push({ kind: 'day_impossible', where: 'answeredOn', value: answeredOn });
		answeredOn = null;
	} else if (answeredOn === null) dirt.push({ kind: 'answer_undated' });
	const { number } = parsed.data;
	return ok({
		faq: {
			id,
			question,
			answer,
			procedureCodes: [...new Set(procedureCodes)],
			lifeEvents: [...new Set(lifeEvents)],
			answeredOn,
			source: number === null ? seen.source : `Cổng Dịch vụ công quốc gia, câu hỏi số ${number}`
		},
		dirt
	});
}

/** Equal for two that say the same. Hex SHA-256. */
export function faqHash(faq: PublishedFaq): string {
	return contentHash(faq);
}

interface RawFaq {
	readonly id: string;
	readonly question: string;
	readonly answer: string;
	readonly codes: readonly string[];
	readonly topics: readonly string[];
	readonly answeredOn: string | null;
	/** Of the question on the portal. */
	readonly number: string | null;
}

function fromCrawl(row: z.infer<typeof Crawled>): RawFaq {
	return {
		id: row.id,
		question: row.q,
		answer: row.a,
		codes: row.related ?? [],
		topics: row.topic ? row.topic.split('+') : [],
		answeredOn: row.answered_on || null,
		number: /[?&]id=(\d+)/.exec(row.url ?? '')?.[1] ?? null
	};
}

function fromPortal(row: z.infer<typeof Portal>): RawFaq {
	return {
		id: `dvcqg-${row.HOIDAPID}`,
		question: row.NOIDUNG,
		answer: row.NOIDUNGTRALOI,
		codes: row.MATTHCDP ? [row.MATTHCDP] : [],
		topics: [],
		answeredOn: row.NGAYTRALOI?.slice(0, 10) || null,
		number: row.HOIDAPID
	};
}
