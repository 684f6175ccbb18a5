/** The catalogue that is measured: what ships, and below it the national database, real or made up. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { PublishedRecord } from '../../domain/catalogue/published.ts';
import { readContent, type Content } from '../../server/catalogue/content.ts';
import { nationalDatabase, readRecord } from '../../server/catalogue/import/read-record.ts';
import { corpus } from '../../tests/support/corpus.ts';

export async function measuredContent(): Promise<{ content: Content; isReal: boolean }> {
	const shipped = await readContent();
	if (!shipped.ok) throw new Error('the shipped content is not right');
	const { procedures, isReal } = await corpus();
	const published = new Map<string, PublishedRecord>();
	for await (const line of createInterface({ input: createReadStream(procedures) })) {
		const read = readRecord(JSON.parse(line), { asOf: '2026-07-25', source: nationalDatabase });
		if (read.ok) published.set(read.value.record.code, read.value.record);
	}
	return { content: { ...shipped.value, published: [...published.values()] }, isReal };
}

/**
 * An ordinary update: of every hundredth record a limit, a fee, a decision or a sentence of the steps changes. The
 * same records and words each time.
 */
export function updatedContent(content: Content): Content {
	return {
		...content,
		published: content.published.map((record, i) => {
			if (i % 100 !== 50) return record;
			const channels = record.channels?.map((channel, n) =>
				n === 0 ? { ...channel, time: { quantity: 7, unit: 'working_day' as const } } : channel
			);
			const steps = record.steps?.replace(
				/\n|$/,
				` Nộp trực tuyến thì không phải nộp bản giấy (lần ${i}).$&`
			);
			return {
				...record,
				decision: `${1000 + i}/QĐ-BTP`,
				...(channels && { channels }),
				...(steps && { steps })
			};
		})
	};
}
