/**
 * A made-up national database in the shape of procedures.jsonl and faqs.jsonl, for machines that do not have the
 * real one. Sizes, counts and faults follow the distributions measured on the real 5,778 records: half of the rows
 * without detail (0.6 kB), the rest with a long tail (median 5.8 kB, largest about 90 kB), a third of the sentences
 * shared between records.
 */
import { Random } from '../sim/random.ts';
import * as words from './corpus-words.ts';

export interface CorpusSize {
	readonly procedures: number;
	readonly faqs: number;
}

/** The real database's. */
export const wholeSize: CorpusSize = { procedures: 5_780, faqs: 360 };

/** Values at these shares of the rows; between them the logarithm is straight. */
type Quantiles = readonly (readonly [share: number, value: number])[];
const nameLength: Quantiles = [
	[0, 12],
	[0.05, 32],
	[0.25, 58],
	[0.5, 86],
	[0.75, 133],
	[0.95, 269],
	[0.99, 438],
	[1, 1100]
];
const stepsLength: Quantiles = [
	[0, 20],
	[0.05, 347],
	[0.25, 793],
	[0.5, 1352],
	[0.75, 2480],
	[0.95, 5788],
	[0.99, 8868],
	[1, 22_800]
];
const noteLength: Quantiles = [
	[0, 5],
	[0.05, 41],
	[0.25, 99],
	[0.5, 236],
	[0.75, 517],
	[0.95, 1600],
	[1, 4500]
];
const feeNoteLength: Quantiles = [
	[0, 4],
	[0.05, 11],
	[0.25, 38],
	[0.5, 95],
	[0.75, 309],
	[0.95, 1804],
	[1, 2590]
];
const paperLength: Quantiles = [
	[0, 6],
	[0.05, 30],
	[0.25, 82],
	[0.5, 146],
	[0.75, 256],
	[0.95, 612],
	[0.99, 1366],
	[1, 6800]
];
const paperCount: Quantiles = [
	[0, 1],
	[0.05, 1],
	[0.25, 1.5],
	[0.5, 3],
	[0.75, 5.6],
	[0.95, 18],
	[0.99, 35],
	[1, 94]
];
const requirementsLength: Quantiles = [
	[0, 8],
	[0.05, 14],
	[0.25, 180],
	[0.5, 505],
	[0.75, 1263],
	[0.95, 3613],
	[1, 20_000]
];
const lawLength: Quantiles = [
	[0, 10],
	[0.05, 17],
	[0.25, 72],
	[0.5, 114],
	[0.75, 165],
	[0.95, 288],
	[1, 400]
];
const answerLength: Quantiles = [
	[0, 60],
	[0.05, 250],
	[0.5, 600],
	[0.95, 2400],
	[1, 7000]
];

/** Lines without line break, procedures sorted by code. The same seed and size give the same bytes. */
export function* makeProcedures(count: number, seed: number): Generator<string> {
	const writer = createWriter(seed);
	const codes = makeCodes(count, writer.random);
	for (const [i, code] of codes.entries()) yield JSON.stringify(procedure(writer, code, i / count > 0.98));
}

export function* makeFaqs(count: number, procedures: number, seed: number): Generator<string> {
	const codes = makeCodes(procedures, createWriter(seed).random);
	const writer = createWriter(seed + 1);
	const { random } = writer;
	for (let i = 0; i < count; i++) {
		const thing = `${lower(random.pick(words.acts))} ${random.pick(words.things)} ${random.pick(words.fields)}`;
		yield JSON.stringify({
			id: `dvcqg-${10_000 + i * 7}`,
			q: `${random.pick(words.openings)} ${thing} cần những giấy tờ gì? ${writer.passage(random.between(20, 240))}`,
			a: writer.passage(sample(answerLength, random)),
			topic: random.chance(0.8) ? random.pick(lifeEventSlugs) : null,
			related: Array.from({ length: random.between(1, 4) }, () => random.pick(codes)),
			related_names: thing,
			url: random.chance(0.8) ? `https://dichvucong.example/hoi-dap?id=${i}` : null,
			source: 'made up'
		});
	}
}

const lifeEventSlugs = [
	'hoc_tap',
	'viec_lam',
	'co_con_nho',
	'huu_tri',
	'suc_khoe_va_y_te',
	'hon_nhan_va_gia_dinh'
];

interface Writer {
	readonly random: Random;
	/** About that many characters of sentences, whole words, lines now and then. */
	passage(length: number): string;
	law(): { code: string; name?: string };
}

/** Sentences that many records share; the first are the most used. */
const sharedSentences = 3_000;
const sharedChance = 0.62;
const laws = 1_400;

function createWriter(seed: number): Writer {
	const random = new Random(seed);
	const often = (n: number) => Math.floor(n * random.next() ** 2.2);
	const sentence = (): string => {
		const parts = [
			random.pick(words.actors),
			random.pick(words.deeds),
			random.pick(words.things),
			random.pick(words.fields)
		];
		if (random.chance(0.6)) parts.push(random.pick(words.conditions));
		if (random.chance(0.7))
			parts.push(random.pick(words.times).replaceAll('{n}', () => String(random.between(1, 30))));
		return `${parts.join(' ')}.`;
	};
	const shared = Array.from({ length: sharedSentences }, () =>
		Array.from({ length: random.between(1, 3) }, sentence).join(' ')
	);
	const passage = (length: number): string => {
		let text = '';
		while (text.length < length) {
			const next = random.chance(sharedChance) ? (shared[often(shared.length)] ?? '') : sentence();
			text += text === '' ? next : (random.chance(0.3) ? '\n- ' : ' ') + next;
		}
		return text.slice(0, Math.max(4, text.lastIndexOf(' ', length))).trim();
	};
	const books = Array.from({ length: laws }, () => {
		const kind = random.pick(words.lawKinds);
		const code = `${random.between(1, 250)}/${random.between(2005, 2026)}/${random.pick(words.lawSigns)}`;
		return random.chance(0.85)
			? { code, name: `${kind} ${code} ${passage(sample(lawLength, random))}`.slice(0, 400) }
			: { code };
	});
	return { random, passage, law: () => books[often(books.length)] ?? { code: '' } };
}

function procedure({ random, passage, law }: Writer, code: string, isWithdrawn: boolean) {
	const isProvince = random.chance(0.16);
	const agency = isProvince ? `UBND tỉnh ${random.pick(words.provinces)}` : random.pick(words.ministries);
	const length = sample(nameLength, random);
	let name = `${random.pick(words.acts)} ${random.pick(words.things)} ${random.pick(words.fields)}`;
	while (name.length < length) name += ` ${random.pick(words.conditions)}, ${random.pick(words.fields)}`;
	name = name.slice(0, Math.max(12, name.lastIndexOf(' ', length))).replace(/[, ]+$/, '');
	const head = {
		code,
		name,
		agency: random.chance(0.001) ? null : agency,
		fields: [random.pick(words.sectors)],
		subjects: some(random, words.subjects, random.between(1, 4)),
		type: isWithdrawn
			? null
			: isProvince
				? 'specific'
				: random.chance(0.04)
					? 'standard_internal'
					: 'standard',
		status: isWithdrawn ? 'not_in_catalogue' : 'active',
		url: `https://dichvucong.example/thu-tuc-hanh-chinh/${random.uuid()}`,
		executing: some(
			random,
			['Ủy ban nhân dân cấp xã', 'Ủy ban nhân dân cấp tỉnh', agency, 'Cục quản lý chuyên ngành'],
			random.between(0, 2)
		),
		levels: random.chance(0.05) ? [] : some(random, ['bo', 'tinh', 'xa', 'khac'], 1)
	};
	if (random.chance(0.43)) return { ...head, levels_guessed: true, detail: null };
	const times = random.between(1, 40);
	const fee = makeFee(random, passage);
	const note = random.chance(0.46) ? passage(sample(noteLength, random)) : undefined;
	return {
		...head,
		...(random.chance(0.035) ? { life_events: [random.pick(lifeEventSlugs)] } : {}),
		detail: 'made_up',
		decision: `${random.between(1, 4000)}/QĐ-${random.pick(['BTP', 'BCA', 'BTC', 'BYT', 'UBND'])}`,
		...(random.chance(0.37) ? { authority: random.pick(words.actors) } : {}),
		steps: random.chance(0.06)
			? `Nộp hồ sơ tại Ủy ban nhân dân huyện. ${passage(sample(stepsLength, random))}`
			: passage(sample(stepsLength, random)),
		channels: some(random, ['direct', 'post', 'online'], random.between(2, 3)).map((method) => ({
			method,
			time: random.chance(0.02)
				? { qty: null, unit: 'unspecified', text: passage(60) }
				: {
						qty: times,
						unit: random.pick(['working_day', 'working_day', 'working_day', 'day', 'day', 'unspecified'])
					},
			...(random.chance(0.8) ? { fees: [fee] } : {}),
			...(note === undefined ? {} : { note })
		})),
		dossier: makeCases(random, passage),
		results: [passage(random.between(15, 160))],
		...(random.chance(0.37) ? { requirements: passage(sample(requirementsLength, random)) } : {}),
		legal: Array.from({ length: random.between(1, 9) }, law)
	};
}

function makeFee(random: Random, passage: Writer['passage']) {
	const kind = random.chance(0.06) ? { kind: random.pick(['fee', 'charge']) } : {};
	const note = random.chance(0.5) ? { note: passage(sample(feeNoteLength, random)) } : {};
	if (random.chance(0.1))
		return { amount: 0, currency: 'VND', note: `${random.between(2, 90)}5.000 đồng/hồ sơ`, ...kind };
	if (random.chance(0.01)) return { amount: random.between(1, 9) * 100, currency: 'VND', ...note };
	if (random.chance(0.1)) return { amount: null, currency: 'VND', note: passage(80) };
	return {
		amount: random.chance(0.7) ? 0 : random.between(1, 400) * 5_000,
		currency: 'VND',
		...note,
		...kind
	};
}

function makeCases(random: Random, passage: Writer['passage']) {
	const cases = random.chance(0.8) ? 1 : random.between(2, 5);
	return Array.from({ length: cases }, () => ({
		...(cases > 1 ? { case: `Trường hợp ${passage(80).toLowerCase()}` } : {}),
		items: Array.from({ length: Math.round(sample(paperCount, random) / Math.sqrt(cases)) || 1 }, () =>
			random.chance(0.05)
				? { name: `Lưu ý: ${passage(200)}` }
				: {
						name: `${random.pick(words.papers)} ${lower(passage(sample(paperLength, random)))}`,
						original: random.chance(0.004) ? 20_261 : 1,
						...(random.chance(0.28) ? { copy: 1 } : {}),
						...(random.chance(0.15) ? { form: `Mau so ${random.between(1, 40)}.docx` } : {})
					}
		)
	}));
}

function makeCodes(count: number, random: Random): string[] {
	const codes = new Set<string>();
	while (codes.size < count)
		codes.add(`${random.pick([1, 1, 1, 2, 3])}.${String(random.between(0, 15_000)).padStart(6, '0')}`);
	return [...codes].sort();
}

function some<T>(random: Random, list: readonly T[], count: number): T[] {
	const left = [...list];
	return Array.from({ length: Math.min(count, left.length) }, () =>
		left.splice(random.between(0, left.length - 1), 1)
	).flat();
}

function sample(table: Quantiles, random: Random): number {
	const share = random.next();
	const above = table.findIndex(([at]) => at >= share);
	const [[toShare, to] = [1, 1], [fromShare, from] = [0, 1]] = [table[above], table[Math.max(0, above - 1)]];
	const part = toShare === fromShare ? 0 : (share - fromShare) / (toShare - fromShare);
	return Math.round(Math.exp(Math.log(from) + part * (Math.log(to) - Math.log(from))));
}

function lower(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
