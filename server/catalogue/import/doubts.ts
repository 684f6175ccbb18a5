/** What a careful reader would stumble over in a published record: amounts in words, notes typed as papers, districts. */

/** Amounts in đồng that a text names: `135.000 đ`, `135,000 đồng`, `20 nghìn đồng`. Whole VND, each once. */
export function amountsIn(text: string): number[] {
	const found = [
		...[...text.matchAll(/(\d{1,3}(?:[.,]\d{3})+|\d{4,})\s*(?:đồng|đ(?![\p{L}\p{N}])|vnđ|vnd)/giu)].map(
			([, digits = '']) => Number(digits.replace(/[.,]/g, ''))
		),
		...[...text.matchAll(/(\d{1,3})\s*(?:nghìn|ngàn)\s*(?:đồng|đ(?![\p{L}\p{N}]))/giu)].map(
			([, digits = '']) => Number(digits) * 1000
		),
		...[...text.matchAll(/(\d{1,3}(?:[.,]\d{1,2})?)\s*triệu\s*(?:đồng|đ(?![\p{L}\p{N}]))/giu)].map(
			([, digits = '']) => Math.round(Number(digits.replace(',', '.')) * 1_000_000)
		)
	];
	return [...new Set(found)].filter((amount) => amount > 0);
}

const noteBegins =
	/^[\s*+\-–.()\d]*(?:lưu ý|ghi chú|chú ý|trường hợp|người (?:tiếp nhận|yêu cầu|có yêu cầu|nộp)|việc xác định|cơ quan .{0,40}có trách nhiệm|bước \d)/iu;
/** Longer than the name of any paper. */
const nameLengthMax = 400;

/** True for an entry of the dossier that asks for no copy and explains instead of naming a paper. */
export function isNoteAsPaper(paper: {
	readonly name: string;
	readonly original: number | null;
	readonly copy: number | null;
	readonly form: string | null;
}): boolean {
	if (paper.original || paper.copy || paper.form) return false;
	return noteBegins.test(paper.name) || paper.name.length > nameLengthMax || paper.name.endsWith(':');
}

const districtLevel =
	/(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|cấp|phòng tư pháp|công an|tòa án nhân dân)\s+(?:cấp\s+)?(?:quận|huyện|thị xã)(?![\p{L}])/giu;
const districtName = /(?<![\p{L}])(?:huyện|quận|thị xã)\s+(?:\p{Lu}\p{Ll}*)(?:\s+\p{Lu}\p{Ll}*)*/gu;
const namesMax = 5;

/** Offices of districts, and districts by name, that a text sends people to. At most five, each once. */
export function abolishedPlaces(text: string): string[] {
	const composed = text.normalize('NFC');
	const found = [...composed.matchAll(districtName), ...composed.matchAll(districtLevel)].map(([name]) =>
		name.replace(/\s+/g, ' ')
	);
	return [...new Set(found)].slice(0, namesMax);
}
