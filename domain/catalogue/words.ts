/**
 * Vietnamese as people type it: with marks, without, half-typed Telex or VNI, abbreviations. Turns text into folded
 * words that remember where they stood, so that a match can be shown in the original.
 */

/** `text` folded; `marked` as written, lower case, NFC; `start`/`end` are offsets into the text given. */
export interface Word {
	readonly text: string;
	readonly marked: string;
	readonly start: number;
	readonly end: number;
}

/** Lower case, no marks, đ → d: `Đổi` → `doi`. Composed and decomposed spellings fold alike. */
export function fold(text: string): string {
	return text
		.toLowerCase()
		.normalize('NFD')
		.replace(/\p{M}+/gu, '')
		.replaceAll('đ', 'd');
}

/** Letters and digits are words; everything else (emoji, signs) separates. Abbreviations become what they stand for. */
export function words(text: string): Word[] {
	const found: Word[] = [];
	for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
		const written = match[0];
		const place = { start: match.index, end: match.index + written.length };
		const folded = foldWord(written);
		const longForm = abbreviations.get(folded) ?? upperCaseAbbreviations.get(written);
		if (longForm) for (const word of longForm) found.push({ text: word, marked: word, ...place });
		else if (folded) found.push({ text: folded, marked: written.normalize('NFC').toLowerCase(), ...place });
	}
	return found;
}

/** `kí` and `ký` are the same word in two spellings; final y after a consonant becomes i. */
function foldWord(written: string): string {
	return fold(written).replace(/^([bcdghklmnpqrstvx]+)y$/, '$1i');
}

/**
 * What remains when Telex or VNI keys did not become marks: `bawngf` → `bang`, `d9a8ng` → `dang`. Possible because
 * no Vietnamese rhyme contains s, f, r, x, j, w, z or a digit. Returns the word itself when nothing was left over.
 */
export function withoutTypingKeys(folded: string): string {
	const [, onset = '', rhyme = ''] = /^([bcdghklmnpqrstvx]*9?)(.*)$/.exec(folded) ?? [];
	const bare = rhyme.replace(/[sfrxjwz1-9]/g, '').replace(/aa|ee|oo/g, (pair) => pair.slice(1));
	return /[aeiouy]/.test(bare) ? foldWord(onset.replace('dd', 'd').replace('9', '') + bare) : folded;
}

/** True when one insertion, loss, change or swap of neighbours (or tr for ch) makes one word of the other. */
export function isOneSlipAway(a: string, b: string): boolean {
	if (a === b) return false;
	if (Math.abs(a.length - b.length) > 1) return false;
	if (swapOnset(a) === b) return true;
	let head = 0;
	while (head < a.length && a[head] === b[head]) head++;
	let tail = 0;
	const shorter = Math.min(a.length, b.length);
	while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
	const restA = a.length - head - tail;
	const restB = b.length - head - tail;
	if (restA <= 1 && restB <= 1) return true;
	return restA === 2 && restB === 2 && a[head] === b[head + 1] && a[head + 1] === b[head];
}

function swapOnset(word: string): string {
	return word.startsWith('ch') ? `tr${word.slice(2)}` : word.startsWith('tr') ? `ch${word.slice(2)}` : '';
}

const longForms = {
	gplx: 'giấy phép lái xe',
	bhyt: 'bảo hiểm y tế',
	bhxh: 'bảo hiểm xã hội',
	bhtn: 'bảo hiểm thất nghiệp',
	cccd: 'căn cước công dân',
	cmnd: 'chứng minh nhân dân',
	cmt: 'chứng minh thư',
	dk: 'đăng ký',
	dkkh: 'đăng ký kết hôn',
	dkks: 'đăng ký khai sinh',
	dkkd: 'đăng ký kinh doanh',
	hkd: 'hộ kinh doanh',
	dntn: 'doanh nghiệp tư nhân',
	tncn: 'thu nhập cá nhân',
	tndn: 'thu nhập doanh nghiệp',
	gtgt: 'giá trị gia tăng',
	gpld: 'giấy phép lao động',
	attp: 'an toàn thực phẩm',
	vsattp: 'vệ sinh an toàn thực phẩm',
	lltp: 'lý lịch tư pháp',
	lptb: 'lệ phí trước bạ',
	tthn: 'tình trạng hôn nhân',
	tctn: 'trợ cấp thất nghiệp',
	kcb: 'khám chữa bệnh',
	ubnd: 'ủy ban nhân dân',
	csgt: 'cảnh sát giao thông',
	xn: 'xác nhận',
	hdld: 'hợp đồng lao động',
	mst: 'mã số thuế',
	gcn: 'giấy chứng nhận'
};

/** Folded, these would be everyday words (có, hôn nhân …), so only capitals count. */
const upperCaseLongForms = {
	CO: 'chứng nhận xuất xứ',
	HN: 'hôn nhân',
	DN: 'doanh nghiệp',
	TNHH: 'trách nhiệm hữu hạn'
};

const split = (forms: Record<string, string>) =>
	new Map(Object.entries(forms).map(([short, long]) => [short, long.split(' ').map(foldWord)]));
const abbreviations = split(longForms);
const upperCaseAbbreviations = split(upperCaseLongForms);
