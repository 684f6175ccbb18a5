/** Lỗi bằng lời: chuyện gì xảy ra, cái gì vẫn an toàn, làm gì tiếp. */
import type { FaultWords } from './faults.ts';

const loginFailures = {
	cancelled: 'Bạn đã dừng đăng nhập. Bản nháp vẫn còn trên máy.',
	expired: 'Đăng nhập quá lâu nên hết giờ. Hãy đăng nhập lại.',
	other_browser: 'Đăng nhập bắt đầu ở trình duyệt khác. Hãy đăng nhập lại ngay trên máy này.',
	provider: 'Hệ thống định danh chưa trả lời đúng. Hãy thử lại sau ít phút.',
	assurance: 'Tài khoản định danh cần mức 2. Hãy ra công an xã, phường để nâng mức.'
};

const grouped = (number = '') => new Intl.NumberFormat('vi-VN').format(Number(number));

export const words: FaultWords = {
	faults: {
		malformed: () => 'Ứng dụng gửi sai mẫu. Hãy cập nhật ứng dụng. Dữ liệu trên máy vẫn còn.',
		too_large: () => 'Hồ sơ quá lớn để gửi. Hãy bớt chữ hoặc bớt giấy tờ.',
		login_required: () => 'Cần đăng nhập. Mọi thứ trên máy vẫn còn.',
		not_found: () => 'Không tìm thấy.',
		too_many_requests: ({ retryAfterMs }, format) =>
			`Hỏi quá nhiều lần. Hãy chờ ${format.number(Math.ceil(retryAfterMs / 1000))} giây rồi thử lại.`,
		outdated_app: () => 'Cần cập nhật ứng dụng trước. Bản nháp vẫn còn.',
		unavailable: () => 'Máy chủ chưa trả lời được. Hãy thử lại sau ít phút.',
		offline: () => 'Không có mạng. Hãy thử lại khi có mạng.',
		unknown_procedure: () => 'Thủ tục này không còn làm trên cổng.',
		unknown_service_version: () => 'Mẫu đơn đã thay đổi. Hãy cập nhật ứng dụng rồi mở lại.',
		form_invalid: ({ fields }) => {
			const many = fields.find((field) => field.rule === 'too_many_files');
			return many
				? `Chỉ được kèm tối đa ${many.params?.['max'] ?? ''} tệp.`
				: `Có ${fields.length} chỗ trong đơn cần sửa.`;
		},
		id_conflict: () => 'Mã này đã dùng cho việc khác. Hãy tạo bản nháp mới.',
		not_now: () => 'Lúc này không làm được việc này nữa vì hồ sơ đã sang bước khác.',
		file_empty: ({ name }) => `Tệp ${name} trống. Hãy chụp hoặc chọn lại.`,
		file_too_large: ({ name, bytesMax }, format) =>
			`Tệp ${name} lớn quá. Mỗi tệp tối đa ${format.bytes(bytesMax)}.`,
		file_kind: ({ name }) =>
			`Tệp ${name} không đúng loại. Ảnh phải là JPG hoặc PNG; tệp PDF chỉ dùng được ở mục có ghi PDF.`,
		file_hash: () => 'Một tệp bị hỏng trên đường gửi. Hãy chụp lại rồi gửi lại.',
		manifest_refused: () =>
			'Nội dung đến cổng không khớp với chữ ký của máy này nên chưa được nhận. Mọi thứ vẫn còn trên máy. Hãy xem lại rồi gửi lại.',
		storage_full: () => 'Bộ nhớ máy đã đầy. Hãy xóa bớt ảnh, video rồi thử lại. Chữ trên màn hình vẫn còn.',
		storage_failed: () => 'Máy không lưu được. Đừng đóng trang, hãy thử lại.',
		draft_conflict: () =>
			'Trên hai máy có câu trả lời khác nhau. Hãy mở bản nháp, chọn một câu trả lời rồi nộp lại. Không mất chữ nào.',
		clock_off: () => 'Giờ trên máy này sai. Ứng dụng tự chỉnh và gửi lại, chữ đã viết vẫn còn.',
		draft_gap: () => 'Máy chủ thiếu một phần bản nháp. Máy này sẽ gửi lại đầy đủ.',
		draft_submitted: () => 'Bản nháp này đã được nộp từ máy khác. Hãy xem trong danh sách hồ sơ.',
		too_many_drafts: ({ max }) =>
			`Đã có ${max} bản nháp trên các máy. Hãy xóa bớt; bản nháp này vẫn ở trên máy này.`,
		charges_not_found: () =>
			'Không tìm thấy khoản phải trả nào theo thông tin này. Hãy xem lại từng chữ, số; giấy mới ra có thể chưa tới hệ thống, hãy thử lại ngày làm việc sau.',
		bill_changed: () => 'Hóa đơn vừa thay đổi. Hãy xem lại số tiền.',
		nothing_due: () => 'Không còn khoản nào phải trả.',
		payment_open: () => 'Đang có một lần trả chưa xong. Hãy làm tiếp lần đó.',
		payment_unavailable: () => 'Chưa mở được cổng thanh toán. Tiền chưa bị trừ. Hãy thử lại sau.',
		catalogue_corrupt: () => 'Dữ liệu thủ tục tải về bị hỏng. Máy sẽ tải lại.',
		login_failed: ({ why }) => loginFailures[why],
		row_damaged: () =>
			'Bản chờ gửi bị hỏng trên máy này, có thể chưa đến cổng. Bản nháp vẫn còn. Hãy xem lại rồi nộp lại.',
		unknown_fault: () =>
			'Cổng trả lời điều mà bản ứng dụng này chưa hiểu. Mọi thứ trên máy vẫn còn. Hãy cập nhật ứng dụng rồi thử lại.'
	},
	rules: {
		required: ({ asked }) =>
			asked === 'choice'
				? 'Hãy chọn một mục.'
				: asked === 'place'
					? 'Hãy chọn tỉnh rồi chọn xã, phường.'
					: asked === 'rows'
						? 'Hãy thêm ít nhất một mục.'
						: 'Hãy điền mục này.',
		unknown_field: () => 'Mẫu đơn không có mục này.',
		wrong_type: () => 'Câu trả lời không đúng kiểu. Hãy điền lại.',
		too_short: ({ min }) => `Ngắn quá, cần ít nhất ${min} ký tự.`,
		too_long: ({ max }) => `Dài quá, tối đa ${max} ký tự.`,
		pattern: ({ digits, example }) =>
			digits
				? `Cần đúng ${digits} chữ số, không có chữ. Ví dụ: ${example}`
				: example
					? `Chưa đúng. Ví dụ: ${example}`
					: 'Chưa đúng. Hãy xem lại.',
		not_a_day: ({ asked }) =>
			asked === 'birth'
				? 'Hãy điền ngày, tháng, năm có thật, hoặc chỉ điền năm. Ví dụ: 5 / 3 / 1990'
				: asked === 'month'
					? 'Hãy điền tháng và năm có thật. Ví dụ: 3 / 2020'
					: 'Hãy điền đủ ngày, tháng, năm có thật. Ví dụ: 5 / 3 / 2026',
		not_a_number: ({ whole }) =>
			whole ? 'Cần số nguyên, không có phần lẻ.' : 'Hãy chỉ điền số. Ví dụ: 1500000',
		too_low: ({ min }) => `Số này nhỏ quá, ít nhất là ${grouped(min)}.`,
		too_high: ({ max }) => `Số này lớn quá, nhiều nhất là ${grouped(max)}.`,
		check_digit: () => 'Có một chữ số sai. Hãy so lại từng số với giấy đăng ký thuế.',
		too_few_rows: ({ min }) => `Cần ít nhất ${min} mục. Hãy thêm.`,
		too_many_rows: ({ max }) => `Nhiều nhất ${max} mục. Hãy bớt.`,
		broken_rule: ({ vi }) => vi ?? 'Các câu trả lời chưa khớp nhau. Hãy xem lại.',
		in_future: () => 'Ngày này chưa tới. Hãy xem lại.',
		in_past: () => 'Ngày này đã qua. Hãy xem lại.',
		before_issue: () => 'Ngày hết hạn đang trước ngày cấp. Hãy xem lại cả hai ngày.',
		not_an_option: () => 'Hãy chọn một trong các mục có sẵn.',
		unknown_place: () => 'Xã, phường này không thuộc tỉnh đã chọn. Hãy chọn lại.',
		must_agree: () => 'Hãy đánh dấu vào đây để tiếp tục.',
		file_missing: () => 'Hãy kèm giấy tờ này.',
		declaration: ({ why, said, asked, box }) =>
			declarationWords[why as DeclarationWhy]?.({ said: said ?? '', asked: asked ?? '', box: box ?? '' }) ??
			'Tệp tờ khai chưa dùng được. Hãy xem lại tệp và các câu trả lời.',
		too_many_files: ({ max }) => `Chỉ được kèm tối đa ${max} tệp.`,
		not_yours: () => 'Số này không phải của người đang đăng nhập.'
	},
	doubts: {
		licence_number_unusual:
			'Số trên thẻ nhựa thường có 12 chữ số. Nếu bằng giấy ghi như vậy thì cứ để nguyên.',
		paper_expired:
			'Ngày này đã qua. Giấy quá hạn có thể phải thi lại. Hãy hỏi nơi tiếp nhận trước khi nộp và trả tiền.',
		id_unlike_sex: 'Khác với số định danh. Nếu đúng như giấy tờ của bạn thì cứ để nguyên.',
		advised: 'Hãy xem lại. Nếu đúng như giấy tờ của bạn thì cứ để nguyên.',
		id_unlike_birth: 'Năm sinh khác với số định danh. Nếu đúng như giấy tờ của bạn thì cứ để nguyên.'
	}
};

type DeclarationWhy = keyof typeof declarationWords;
/** Why a file of a tax declaration is not taken; keys as in domain/tax. */
const declarationWords = {
	file_too_large: () => 'Tệp XML lớn quá. Hãy tách phụ lục theo hướng dẫn của phần mềm khai thuế.',
	encoding: () => 'Tệp XML phải ghi bằng UTF-8. Hãy xuất lại từ phần mềm khai thuế.',
	markup_declaration: () => 'Tệp có phần DOCTYPE không được phép. Hãy xuất lại từ phần mềm khai thuế.',
	too_deep: () => 'Tệp không theo lược đồ tờ khai thuế. Hãy xuất lại từ phần mềm khai thuế.',
	not_xml: () => 'Tệp XML bị hỏng, không đọc được. Hãy xuất lại từ phần mềm khai thuế.',
	other_schema: () =>
		'Đây không phải tệp tờ khai thuế (HSoThueDTu). Hãy chọn tệp do phần mềm khai thuế xuất ra.',
	head_missing: () =>
		'Tệp thiếu mã số thuế, mẫu, kỳ, loại tờ khai hoặc phiên bản. Hãy xuất lại từ phần mềm khai thuế.',
	other_form: ({ said, asked }) =>
		`Tệp là tờ khai khác (${said}), trong khi đã chọn ${asked}. Hãy chọn lại mẫu hoặc tệp.`,
	old_schema: ({ said, asked }) =>
		`Tệp theo phiên bản cũ ${said}; cần từ ${asked}. Hãy cập nhật phần mềm khai thuế rồi xuất lại.`,
	other_tax_code: ({ said, asked }) =>
		`Tệp của mã số thuế ${said}, không phải ${asked}. Hãy xem lại mã hoặc tệp.`,
	other_period: ({ said, asked }) =>
		`Tệp khai kỳ ${said}, trong khi đã điền kỳ ${asked}. Hãy sửa kỳ hoặc chọn tệp khác.`,
	other_turn: ({ said }) =>
		said === 'first'
			? 'Tệp là tờ khai lần đầu, trong khi đã chọn bổ sung. Hãy chọn lại loại hoặc tệp.'
			: 'Tệp là tờ khai bổ sung, trong khi đã chọn lần đầu. Hãy chọn lại loại hoặc tệp.',
	negative: ({ box, said }) =>
		`Chỉ tiêu ${box} không được âm mà tệp ghi ${said}. Hãy sửa trong phần mềm khai thuế.`,
	total: ({ box, said, asked }) =>
		`Chỉ tiêu ${box} ghi ${said} nhưng cộng lại là ${asked}. Hãy sửa trong phần mềm khai thuế.`,
	unsigned: () => 'Tệp chưa ký số. Hãy ký bằng chứng thư số của doanh nghiệp rồi chọn lại.',
	seal_unusual: () =>
		'Kiểu chữ ký này chưa nhận được: cần một chữ ký RSA với SHA-256 trên toàn bộ tờ khai. Hãy ký lại.',
	seal_broken: () => 'Chữ ký số không khớp với nội dung: tệp đã bị sửa sau khi ký. Hãy xuất và ký lại.',
	seal_untrusted: () => 'Chứng thư số không do nhà cung cấp được công nhận cấp. Hãy ký bằng chứng thư khác.',
	seal_expired: () => 'Chứng thư số không còn hoặc chưa có hiệu lực vào ngày ký. Hãy gia hạn rồi ký lại.',
	seal_other: () => 'Chứng thư số không ghi mã số thuế này. Hãy ký bằng chứng thư của đúng người nộp thuế.',
	twice: ({ said }) =>
		`Tờ khai lần đầu của kỳ này đã nộp trong hồ sơ ${said}. Muốn sửa số liệu thì nộp tờ khai bổ sung.`
} satisfies Record<string, (words: Record<'said' | 'asked' | 'box', string>) => string>;
