/**
 * A first curated record made of a published one, for an editor to begin with where the release has none: says what
 * was announced, in the shape of the upper layer, and nothing more. English is left empty, doubts are named.
 */
import type { PublishedChannel, PublishedFee, PublishedRecord } from '../../../domain/catalogue/published.ts';
import type { Audience, Channel, Fee, Procedure, TimeLimit } from '../../../domain/catalogue/record.ts';
import type { Text } from '../../../domain/text.ts';
import { fold } from '../../../domain/catalogue/words.ts';

/** Editors raise it when they know better; curated records of the release begin above. */
const quietPopularity = 5;

export function procedureFromPublished(record: PublishedRecord): Procedure {
	const performing =
		record.executing.length > 0
			? record.executing
			: [record.agency ?? record.authority ?? 'Cơ quan có thẩm quyền'];
	const sector = record.sectors[0] ?? 'Khác';
	return {
		code: record.code,
		name: vietnamese(record.name),
		summary: vietnamese(''),
		decision: record.decision ?? null,
		agency: {
			performing: performing.map((name) => ({ code: slug(name).toUpperCase(), name: vietnamese(name) })),
			deciding: record.authority
				? { code: slug(record.authority).toUpperCase(), name: vietnamese(record.authority) }
				: null
		},
		sector: { code: slug(sector), name: vietnamese(sector) },
		levels: record.levels.length > 0 ? record.levels : ['other'],
		audience: audienceOf(record.subjects),
		lifeEvents: record.lifeEvents,
		channels: record.channels?.map(channelOf) ?? [{ method: 'direct', timeLimit: null, fees: [] }],
		cases: (record.dossier ?? []).map((one, i) => ({
			id: `th${i + 1}`,
			title: vietnamese(one.case ?? ''),
			components: one.items.map((paper, j) => ({
				id: `g${i + 1}-${j + 1}`,
				name: vietnamese(paper.name),
				original: paper.original ?? 0,
				copy: paper.copy ?? 0,
				when: null
			}))
		})),
		steps: record.steps ? [{ title: { vi: 'Trình tự', en: 'Steps' }, text: vietnamese(record.steps) }] : [],
		results: (record.results ?? []).map((name) => ({ name: vietnamese(name) })),
		conditions: record.requirements ? [vietnamese(record.requirements)] : [],
		legalBasis: (record.legal ?? []).map(({ code, name }) => ({
			code: code ?? '',
			name: vietnamese(name ?? code ?? '')
		})),
		related: [],
		aliases: [],
		validFrom: record.validFrom,
		validTo: record.validTo,
		sources: [record.source],
		uncertain: [],
		service: null,
		fullOnline: false,
		popularity: quietPopularity
	};
}

function vietnamese(vi: string): Text {
	return { vi, en: '' };
}

/** `Ủy ban nhân dân cấp xã` → `uy-ban-nhan-dan-cap-xa` */
export function slug(text: string): string {
	return (
		fold(text)
			.replace(/[^a-z0-9]+/g, '-')
			.replace(/^-|-$/g, '') || 'khac'
	);
}

const audiences: readonly (readonly [RegExp, Audience])[] = [
	[/công dân việt nam|cán bộ|đảng viên/i, 'citizen'],
	[/định cư ở nước ngoài/i, 'overseas_vietnamese'],
	[/người nước ngoài/i, 'foreigner'],
	[/^doanh nghiệp/i, 'enterprise'],
	[/hợp tác xã/i, 'cooperative'],
	[/tổ chức/i, 'organisation']
];

/** Subjects of the national list, folded; an empty list means everybody, as on the portal. */
export function audienceOf(subjects: readonly string[]): Audience[] {
	const found = audiences
		.filter(([pattern]) => subjects.some((subject) => pattern.test(subject.replace(/\(.*\)/, '').trim())))
		.map(([, audience]) => audience);
	return found.length > 0 ? found : ['citizen', 'organisation'];
}

function channelOf(channel: PublishedChannel): Channel {
	return { method: channel.method, timeLimit: timeLimitOf(channel), fees: (channel.fees ?? []).map(feeOf) };
}

const unitWords = {
	working_day: 'ngày làm việc',
	day: 'ngày',
	working_hour: 'giờ làm việc',
	hour: 'giờ',
	month: 'tháng',
	year: 'năm',
	unspecified: '(không ghi đơn vị)'
} as const;

/** Units that the curated layer does not count in are told in words. */
function timeLimitOf({ time }: PublishedChannel): TimeLimit | null {
	if (!time) return null;
	const { quantity, unit } = time;
	const text = vietnamese(time.text ?? `${quantity ?? ''} ${unitWords[unit]}`.trim());
	const counts = quantity !== null && Number.isInteger(quantity) && quantity > 0;
	if (unit === 'working_day' || unit === 'day' || unit === 'working_hour' || unit === 'hour')
		return { quantity: counts ? quantity : null, unit, text };
	// The number stays in the words alone: nobody may compute with it.
	return { quantity: null, unit: 'day', text };
}

/** An amount of 0 beside words is not taken for free: the words are shown and nothing is computed. */
function feeOf(fee: PublishedFee): Fee {
	const text = vietnamese(fee.note ?? (fee.amount === 0 ? 'Không thu' : ''));
	if (fee.amount === 0 && fee.note === undefined) return { kind: 'none', amount: 0, text };
	const amount =
		fee.currency === 'VND' && fee.amount !== null && fee.amount > 0 && Number.isInteger(fee.amount)
			? fee.amount
			: null;
	if (text.vi === '' && fee.amount !== null) text.vi = `${fee.amount} ${fee.currency}`;
	return { kind: fee.kind ?? 'fee', amount, text };
}
