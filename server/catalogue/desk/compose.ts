/**
 * The catalogue that readers get: what ships with the release, what was imported, and what editors decided, in one.
 * Promises: an edit that no longer fits (a field of it is not right on today's record) is left out and told, and the
 * record below it is shown; nothing that was imported replaces what people wrote here.
 */
import type { Faq } from '../../../domain/catalogue/faq.ts';
import { lifeEvent } from '../../../domain/catalogue/life-event.ts';
import { PublishedRecord } from '../../../domain/catalogue/published.ts';
import type { Procedure, Sector } from '../../../domain/catalogue/record.ts';
import type { Reader } from '../../store/database.ts';
import type { Content } from '../content.ts';
import { PublishedFaq } from '../import/read-faq.ts';
import { procedureFromPublished, slug } from './base.ts';
import { applyEdit, FaqEdit, ProcedureEdit, type EditFault } from './documents.ts';
import { editsInForce } from './revisions.ts';

export interface Composed {
	readonly content: Content;
	/** Edits that were left out. */
	readonly leftOut: readonly {
		readonly kind: 'procedure' | 'faq';
		readonly key: string;
		readonly faults: readonly EditFault[];
	}[];
}

/**
 * @param shipped content of the release, checked
 * @param today `YYYY-MM-DD` in Việt Nam: which scheduled edits count
 */
export async function composeContent(db: Reader, shipped: Content, today: string): Promise<Composed> {
	const published = await importedRecords(db);
	const edits = await editsInForce(db, today);
	const leftOut: { kind: 'procedure' | 'faq'; key: string; faults: readonly EditFault[] }[] = [];

	const procedures = new Map(shipped.procedures.map((procedure) => [procedure.code, procedure]));
	const publishedByCode = new Map(published.map((record) => [record.code, record]));
	for (const { key, body } of edits.filter(({ kind }) => kind === 'procedure')) {
		const below = publishedByCode.get(key);
		const base = procedures.get(key) ?? (below && procedureFromPublished(below));
		const edited = base && applyEdit(base, ProcedureEdit.parse(body));
		if (edited?.ok) procedures.set(key, edited.value);
		else
			leftOut.push({
				kind: 'procedure',
				key,
				faults: edited?.error ?? [{ where: 'code', problem: 'unknown' }]
			});
	}

	const isKnown = (code: string) => procedures.has(code) || publishedByCode.has(code);
	const sectorOf = (faq: PublishedFaq) => sectorOfFaq(faq, procedures, publishedByCode);
	const faqs = new Map<string, Faq>(
		(await importedFaqs(db)).map((faq) => [faq.id, faqOfImported(faq, isKnown, sectorOf(faq))])
	);
	for (const faq of shipped.faqs) faqs.set(faq.id, faq);
	for (const { key, body } of edits.filter(({ kind }) => kind === 'faq')) {
		const edit = FaqEdit.safeParse(body);
		if (!edit.success) leftOut.push({ kind: 'faq', key, faults: [{ where: '', problem: 'not_right' }] });
		else if (edit.data.type === 'retired') faqs.delete(key);
		else
			faqs.set(key, {
				...edit.data.faq,
				procedureCodes: edit.data.faq.procedureCodes.filter(isKnown)
			});
	}
	return {
		content: { ...shipped, procedures: [...procedures.values()], published, faqs: [...faqs.values()] },
		leftOut
	};
}

/** Records in force, withdrawn ones too: whoever holds an old paper must learn that it ended. */
async function importedRecords(db: Reader): Promise<PublishedRecord[]> {
	const rows = await db.read(
		`SELECT body, valid_from, valid_to FROM announcements WHERE kind = 'procedure' AND valid_to IS NULL ORDER BY key`
	);
	return rows.map(rowToRecord);
}

/** A row of `announcements`; its days are in columns, because the next announcement ends them. */
export function rowToRecord(row: Readonly<Record<string, unknown>>): PublishedRecord {
	const body = JSON.parse(String(row['body'])) as object;
	return PublishedRecord.parse({ ...body, validFrom: row['valid_from'], validTo: row['valid_to'] ?? null });
}

async function importedFaqs(db: Reader): Promise<PublishedFaq[]> {
	const rows = await db.read(
		`SELECT body FROM announcements WHERE kind = 'faq' AND valid_to IS NULL AND is_active = 1 ORDER BY key`
	);
	return rows.map(({ body }) => PublishedFaq.parse(JSON.parse(String(body))));
}

export function faqOfImported(faq: PublishedFaq, isKnown: (code: string) => boolean, sector: Sector): Faq {
	return {
		id: faq.id,
		question: { vi: faq.question, en: '' },
		answer: { vi: faq.answer, en: '' },
		procedureCodes: faq.procedureCodes.filter(isKnown),
		sector,
		answeredOn: faq.answeredOn,
		source: faq.source
	};
}

/** The sector of the first procedure that it names, else the life event, else none in particular. */
export function sectorOfFaq(
	faq: PublishedFaq,
	procedures: ReadonlyMap<string, Procedure>,
	published: ReadonlyMap<string, PublishedRecord>
): Sector {
	for (const code of faq.procedureCodes) {
		const curated = procedures.get(code);
		if (curated) return curated.sector;
		const sector = published.get(code)?.sectors[0];
		if (sector) return { code: slug(sector), name: { vi: sector, en: '' } };
	}
	const [event] = faq.lifeEvents;
	if (event) return { code: event, name: lifeEvent(event).name };
	return { code: 'khac', name: { vi: 'Khác', en: 'Other' } };
}
