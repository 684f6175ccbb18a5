/** What is measured: a draft of 40 answers that two devices have, then 30 edits on each while both are offline. */

export interface Edit {
	readonly field: string;
	readonly value: string;
	/** Seconds after the devices parted. */
	readonly second: number;
}

export interface Work {
	readonly base: Readonly<Record<string, string>>;
	readonly a: readonly Edit[];
	readonly b: readonly Edit[];
	/** Edited on both, to different values. */
	readonly both: readonly string[];
}

/** Mulberry32: the same work in every run of one seed. */
function chance(seed: number): (below: number) => number {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
		return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
	};
}

const families = [
	'Lò',
	'Quàng',
	'Cà',
	'Tòng',
	'Mùa',
	'Sìn',
	'Chu',
	'Tráng',
	'Hà',
	'Mai',
	'Tạ',
	'Kiều',
	'Đinh',
	'Lương'
];
const middles = ['Bá', 'Khánh', 'Diệu', 'Trọng', 'Ánh', 'Gia', 'Nhật', 'Thế', 'Phương', 'Hải'];
const names = ['Pản', 'Dở', 'Yên', 'Quyết', 'Thắm', 'Khoa', 'Vinh', 'Chính', 'Loan', 'Bảo', 'Tâm', 'Quý'];
const villages = [
	'Nậm Loỏng',
	'Huổi Lực',
	'Pú Nhung',
	'Xa Dung',
	'Chà Nưa',
	'Keo Lôm',
	'Phì Nhừ',
	'Tả Ngảo',
	'Pa Khóa'
];
const sentences = [
	'mưa lũ cuốn mất nhà, giấy tờ ướt hết',
	'đi làm xa, cuối năm mới về được',
	'xin nhận kết quả ở điểm bưu điện văn hóa xã',
	'đã nộp thiếu một bản sao, nay bổ sung',
	'xe bị tai nạn, đang sửa ở gara huyện',
	'chủ cũ đã mất, người nhà làm thay'
];

/** Answers as people give them: a third names and places, a third numbers and days, the rest words and choices. */
function answer(kind: number, pick: (below: number) => number): string {
	const one = (of: readonly string[]) => of[pick(of.length)] ?? '';
	const digits = (count: number) => Array.from({ length: count }, () => pick(10)).join('');
	const two = (below: number) => String(1 + pick(below)).padStart(2, '0');
	switch (kind % 9) {
		case 0:
			return `${one(families)} ${one(middles)} ${one(names)}`;
		case 1:
			return `bản ${one(villages)}, số ${1 + pick(300)}`;
		case 2:
			return digits(12);
		case 3:
			return `0${digits(9)}`;
		case 4:
			return `${1950 + pick(70)}-${two(12)}-${two(28)}`;
		case 5:
			return one(sentences);
		case 6:
			return `${(1 + pick(9000)) * 1000}`;
		case 7:
			return `${one(['vo', 'chong', 'con', 'khac', 'thue', 'mua'])}${pick(9)}`;
		default:
			return `${digits(2)}${one(['A', 'B', 'C', 'H'])}-${digits(5)}`;
	}
}

export function workOf(seed: number): Work {
	const pick = chance(seed);
	const fields = Array.from(
		{ length: 40 },
		(_, i) => `${['owner', 'person', 'vehicle', 'paper'][i % 4]}Field${i}`
	);
	const base = Object.fromEntries(fields.map((field, i) => [field, answer(i, pick)]));
	const both = [fields[19], fields[20], fields[21]].filter((field) => field !== undefined);
	const edits = (own: readonly string[]): Edit[] => {
		let second = 0;
		// Each of its fields once, and nine of them again.
		const order = [...own, ...Array.from({ length: 30 - own.length }, () => own[pick(own.length)] ?? '')];
		return order.map((field) => {
			second += 5 + pick(400) / 10;
			return { field, value: answer(fields.indexOf(field), pick), second };
		});
	};
	return { base, a: edits(fields.slice(0, 22)), b: edits(fields.slice(19)), both };
}

/** What a device's answers come to: the last of each field. */
export function lastValues(edits: readonly Edit[]): ReadonlyMap<string, string> {
	return new Map(edits.map(({ field, value }) => [field, value]));
}
