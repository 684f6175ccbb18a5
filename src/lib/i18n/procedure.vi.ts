/** Trang thủ tục: giấy tờ cần chuẩn bị, nơi nộp, bản công bố, đã lưu; bộ lọc tìm kiếm. */
import type { PublishedRecord } from '$domain/catalogue/published.ts';

export const words = {
	// Bộ lọc
	filters: 'Lọc kết quả',
	anyone: 'Tất cả đối tượng',
	anySector: 'Tất cả lĩnh vực',
	anyLevel: 'Tất cả các cấp',
	anyAgency: 'Tất cả cơ quan',
	fullOnlineOnly: 'Chỉ thủ tục làm trọn trên mạng (toàn trình)',
	applyFilters: 'Lọc',
	clearFilters: 'Bỏ hết bộ lọc',

	// Chuẩn bị giấy tờ
	checklist: 'Tôi cần chuẩn bị gì',
	checklistLead: 'Đánh dấu từng thứ đã có. Dấu được nhớ trên máy này.',
	yourCase: 'Trường hợp của bạn',
	ticked: (done: number, all: number) => `Đã có ${done} trên ${all}`,
	share: 'Gửi cho người khác',
	copied: 'Đã chép. Dán vào tin nhắn để gửi.',
	saveAppointment: 'Ghi vào lịch',
	appointmentLead: 'Chọn ngày giờ hẹn. Máy tạo một tệp lịch có sẵn danh sách giấy tờ.',
	appointmentDay: 'Ngày hẹn',
	appointmentTime: 'Giờ hẹn',
	appointmentPlace: 'Nơi hẹn',
	appointmentFile: 'Lưu tệp lịch',
	appointmentMissing: 'Hãy chọn ngày hẹn.',
	appointmentTitle: (procedure: string) => `Đi làm thủ tục: ${procedure}`,
	bring: 'Mang theo',

	// Nơi nộp
	findOffice: 'Tìm nơi nộp theo xã, phường',
	officeTitle: 'Nộp ở đâu',
	officeLead: 'Gõ tên xã, phường nơi bạn ở. Tên cũ trước tháng 7-2025 cũng tìm được.',
	officeLabel: 'Xã, phường, thị trấn hoặc huyện cũ',
	officePlaceholder: 'ví dụ: Xín Cái, Mèo Vạc',
	officeFind: 'Tìm nơi nộp',
	officeNone: (query: string) => `Không thấy nơi nào tên “${query}”. Hãy thử chỉ gõ tên xã, không gõ tỉnh.`,
	officeNotReady: 'Danh sách xã, phường chưa có trên máy. Hãy mở lại khi có mạng.',
	officeWas: (old: string) => `trước là ${old}`,
	officeDivided: 'Nơi này đã chia cho nhiều xã, phường. Hãy chọn đúng phần có nhà bạn.',
	officeCommune: (commune: string) => `Trung tâm Phục vụ hành chính công ${commune}`,
	officeProvince: (province: string) => `Trung tâm Phục vụ hành chính công ${province}`,
	officeAnywhere:
		'Từ tháng 7-2025, trung tâm nào trong cùng tỉnh cũng nhận hồ sơ, không phân biệt nơi ở. Nơi ghi dưới đây là nơi gần bạn nhất.',
	officeOther: 'Thủ tục này không nhận ở xã hay tỉnh. Nơi nhận:',
	officeCall: 'Trước khi đi xa, hãy gọi 18001096 để hỏi giờ làm việc và địa chỉ.',

	// Bản công bố
	announced: 'Bản ghi như cơ quan công bố',
	announcedLead: 'Nguyên văn trong cơ sở dữ liệu quốc gia, chúng tôi không sửa chữ nào.',
	announcedOnly:
		'Chúng tôi chưa viết lại thủ tục này cho dễ đọc. Dưới đây là nguyên văn cơ quan công bố, có thể có chỗ cũ hoặc thiếu.',
	announcedWithdrawn: 'Thủ tục này không còn trong danh mục công khai.',
	announcedBy: 'Cơ quan công bố',
	announcedSource: 'Nguồn',
	announcedFrom: 'Bản này thấy từ',
	announcedUntil: 'Đến hết',
	subjects: 'Đối tượng thực hiện',
	executing: 'Cơ quan thực hiện',
	authority: 'Cơ quan có thẩm quyền',
	receiving: 'Nơi tiếp nhận',
	coordinating: 'Cơ quan phối hợp',
	description: 'Mô tả',
	forms: 'Mẫu',
	unitMissing: '(không ghi đơn vị)',
	copiesOf: (original: number | undefined, copy: number | undefined) =>
		[original && `${original} bản chính`, copy && `${copy} bản sao`].filter(Boolean).join(', '),
	units: {
		working_day: 'ngày làm việc',
		day: 'ngày',
		working_hour: 'giờ làm việc',
		hour: 'giờ',
		month: 'tháng',
		year: 'năm'
	},
	recordTypes: {
		standard: 'cả nước',
		specific: 'riêng của tỉnh',
		standard_internal: 'nội bộ cơ quan nhà nước'
	} as Record<NonNullable<PublishedRecord['type']>, string>,
	recordType: 'Phạm vi',

	// Các quy định trước
	versions: 'Trước đây thế nào',
	versionsLead: 'Hồ sơ và câu hỏi của thời đó theo quy định của thời đó.',
	versionUntil: (day: string) => `Đến ${day}`,
	versionBetween: (from: string, to: string) => `${from} – ${to}`,
	versionPapers: 'Giấy tờ',
	versionAgency: 'Cơ quan',
	versionTime: 'Thời hạn',
	versionFee: 'Lệ phí',

	// Đã lưu
	keep: 'Lưu lại',
	kept: 'Đã lưu',
	keptTitle: 'Đã lưu và xem gần đây',
	keptLead: 'Chỉ nằm trên máy này, không gửi đi đâu.',
	keptList: 'Đã lưu',
	keptNone: 'Chưa lưu thủ tục nào. Trên trang thủ tục, bấm “Lưu lại”.',
	recentList: 'Xem gần đây',
	recentNone: 'Chưa xem thủ tục nào trên máy này.',
	forget: 'Xóa danh sách này khỏi máy',
	removeKept: (name: string) => `Bỏ lưu ${name}`
};
