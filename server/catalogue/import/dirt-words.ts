/** Sentences for what is wrong with imported records, for the report of an import and for editors. */
import { unreachable } from '../../../domain/result.ts';
import type { Text } from '../../../domain/text.ts';
import type { Dirt } from './dirt.ts';

export function dirtSentence(dirt: Dirt): Text {
	switch (dirt.kind) {
		case 'broken_json':
			return say('Dòng này không phải JSON.', 'This line is not JSON.');
		case 'unknown_shape':
			return say('JSON không theo mẫu nào đã biết.', 'JSON of no known shape.');
		case 'wrong_type':
			return say(`Trường ${dirt.where} sai kiểu dữ liệu.`, `The field ${dirt.where} is of the wrong type.`);
		case 'line_too_long':
			return say(`Dài quá ${dirt.bytesMax} byte.`, `Longer than ${dirt.bytesMax} bytes.`);
		case 'code_malformed':
			return say(`Mã “${dirt.code}” không phải mã thủ tục.`, `“${dirt.code}” is not a procedure code.`);
		case 'code_deleted':
			return say(`Mã “${dirt.code}” đã đánh dấu xoá.`, `The code “${dirt.code}” is marked as deleted.`);
		case 'duplicate_differs':
			return say(
				`Mã ${dirt.code} đã có ở dòng ${dirt.firstLine} với nội dung khác; giữ dòng đầu.`,
				`${dirt.code} came in line ${dirt.firstLine} with other content; the first one counts.`
			);
		case 'duplicate_same':
			return say(
				`Mã ${dirt.code} lặp lại dòng ${dirt.firstLine}.`,
				`${dirt.code} repeats line ${dirt.firstLine}.`
			);
		case 'missing':
			return say(`Thiếu ${dirt.where}.`, `${dirt.where} is missing.`);
		case 'day_impossible':
			return say(
				`Ngày “${dirt.value}” ở ${dirt.where} không thể đúng.`,
				`The day “${dirt.value}” in ${dirt.where} cannot be right.`
			);
		case 'code_blanks':
			return say(
				`Mã “${dirt.code}” có khoảng trắng; đã bỏ.`,
				`The code “${dirt.code}” has blanks; taken out.`
			);
		case 'code_unusual':
			return say(
				`Mã ${dirt.code} không theo dạng d.dddddd.`,
				`The code ${dirt.code} is not of the form d.dddddd.`
			);
		case 'agency_missing':
			return say('Không ghi cơ quan công bố.', 'No announcing agency.');
		case 'level_guessed':
			return say(
				'Cấp thực hiện do nguồn suy ra, không phải công bố.',
				'The level was derived, not announced.'
			);
		case 'level_missing':
			return say('Không ghi cấp thực hiện.', 'No level.');
		case 'unknown_level':
			return say(`Không biết cấp “${dirt.value}”; đã bỏ.`, `Unknown level “${dirt.value}”; left out.`);
		case 'level_abolished':
			return say(
				`Cấp “${dirt.value}” không còn từ 1/7/2025; đã bỏ.`,
				`The level “${dirt.value}” ended on 1 July 2025; left out.`
			);
		case 'unknown_life_event':
			return say(
				`Không biết nhóm sự kiện “${dirt.value}”; đã bỏ.`,
				`Unknown life event “${dirt.value}”; left out.`
			);
		case 'unknown_type':
			return say(`Không biết loại “${dirt.value}”; đã bỏ.`, `Unknown type “${dirt.value}”; left out.`);
		case 'unknown_status':
			return say(
				`Không biết tình trạng “${dirt.value}”; coi là đang áp dụng.`,
				`Unknown state “${dirt.value}”; taken as in force.`
			);
		case 'unknown_method':
			return say(
				`Không biết cách nộp “${dirt.value}” ở ${dirt.where}; đã bỏ.`,
				`Unknown way to hand in “${dirt.value}” in ${dirt.where}; left out.`
			);
		case 'unknown_unit':
			return say(
				`Không biết đơn vị “${dirt.value}” ở ${dirt.where}.`,
				`Unknown unit “${dirt.value}” in ${dirt.where}.`
			);
		case 'unknown_currency':
			return say(
				`Không biết loại tiền “${dirt.value}” ở ${dirt.where}; chỉ giữ lời.`,
				`Unknown currency “${dirt.value}” in ${dirt.where}; kept as words only.`
			);
		case 'unknown_fee_kind':
			return say(
				`Không biết loại phí “${dirt.value}” ở ${dirt.where}; đã bỏ.`,
				`Unknown kind of fee “${dirt.value}” in ${dirt.where}; left out.`
			);
		case 'unit_missing':
			return say(
				`Thời hạn ${dirt.quantity} ở ${dirt.where} không ghi đơn vị.`,
				`The time ${dirt.quantity} in ${dirt.where} has no unit.`
			);
		case 'free_but_amount':
			return say(
				`Ghi miễn phí ở ${dirt.where} nhưng lời văn nói ${amounts(dirt.amounts)}.`,
				`Free in ${dirt.where}, but the words beside it say ${amounts(dirt.amounts)}.`
			);
		case 'amount_in_thousands':
			return say(
				`${dirt.amount} đ ở ${dirt.where} quá nhỏ; có lẽ là ${dirt.amount} nghìn.`,
				`${dirt.amount} VND in ${dirt.where} is too little; probably thousands.`
			);
		case 'amount_is_year':
			return say(
				`${dirt.amount} ở ${dirt.where} giống năm của văn bản, không phải tiền.`,
				`${dirt.amount} in ${dirt.where} looks like the year of an act, not money.`
			);
		case 'amount_impossible':
			return say(
				`Số tiền ${dirt.amount} ở ${dirt.where} không thể đúng; chỉ giữ lời.`,
				`The amount ${dirt.amount} in ${dirt.where} cannot be right; kept as words only.`
			);
		case 'note_as_paper':
			return say(
				`${dirt.where} là lời ghi chú, không phải giấy tờ.`,
				`${dirt.where} is a note, not a paper.`
			);
		case 'paper_unnamed':
			return say(`${dirt.where} không có tên; đã bỏ.`, `${dirt.where} has no name; left out.`);
		case 'count_impossible':
			return say(
				`Số lượng ${dirt.count} ở ${dirt.where} không thể đúng; đã bỏ.`,
				`The count ${dirt.count} in ${dirt.where} cannot be right; left out.`
			);
		case 'abolished_place':
			return say(
				`${dirt.where} còn nhắc nơi đã bỏ từ 1/7/2025: ${dirt.names.join(', ')}.`,
				`${dirt.where} names what ended on 1 July 2025: ${dirt.names.join(', ')}.`
			);
		case 'markup':
			return say(`${dirt.where} có thẻ của trang web.`, `${dirt.where} has tags of a web page.`);
		case 'invisible_characters':
			return say(`${dirt.where} có ký tự ẩn; đã bỏ.`, `${dirt.where} had invisible characters; taken out.`);
		case 'decomposed_letters':
			return say(
				`${dirt.where} gõ chữ tách dấu; đã ghép lại.`,
				`${dirt.where} had letters apart from their marks; composed.`
			);
		case 'unknown_field':
			return say(`Không biết trường ${dirt.where}; đã bỏ.`, `Unknown field ${dirt.where}; left out.`);
		case 'answer_undated':
			return say('Câu trả lời không ghi ngày.', 'The answer has no date.');
		case 'unknown_procedure':
			return say(`Không biết thủ tục ${dirt.code}.`, `Unknown procedure ${dirt.code}.`);
		case 'personal_data':
			return say(
				`${dirt.where} của người hỏi không được công bố; đã bỏ.`,
				`${dirt.where} of the asker is not for publication; left out.`
			);
		default:
			return unreachable(dirt);
	}
}

function say(vi: string, en: string): Text {
	return { vi, en };
}

function amounts(list: readonly number[]): string {
	const shown = list.slice(0, 4).map((amount) => `${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')} đ`);
	return shown.join(', ') + (list.length > shown.length ? ' …' : '');
}
