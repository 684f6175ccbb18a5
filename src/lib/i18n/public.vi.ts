/** Tiếng Việt: khung trang, thành phần chung và các trang công khai. Câu ngắn, chữ thường ngày. */
import type { Audience, Fee, Level, Method } from '$domain/catalogue/record.ts';

export const words = {
	// Khung
	siteName: 'Một Cửa',
	tagline: 'Dịch vụ công, cả khi không có mạng',
	skip: 'Đến nội dung chính',
	mainNavigation: 'Các mục chính',
	home: 'Trang chủ',
	find: 'Tìm',
	dossiers: 'Hồ sơ',
	account: 'Tài khoản',
	otherLanguage: 'English',
	switchLanguage: 'Switch to English',
	close: 'Đóng',
	optional: 'không bắt buộc',
	back: 'Quay lại',
	tryAgain: 'Thử lại',
	loading: 'Đang mở…',
	help: 'Trợ giúp',
	footerFree: 'Dùng Một Cửa không mất tiền. Chỉ trả phí, lệ phí của thủ tục, có biên lai.',
	footerSafety: 'Một Cửa không bao giờ hỏi mật khẩu hay mã OTP của bạn qua điện thoại, tin nhắn.',
	hotline: 'Tổng đài 18001096 (miễn phí)',
	offlineBanner: 'Đang không có mạng – mọi thứ vẫn lưu trên máy',
	onlineAgain: 'Đã có mạng lại',

	// Bản mới
	updateReady: 'Có bản mới của Một Cửa.',
	updateNow: 'Cập nhật',
	updateLater: 'Để sau',
	updateWhenSaved: 'Có bản mới. Máy sẽ tự chuyển khi phần bạn đang gõ đã lưu xong.',

	// Cài đặt
	installTitle: 'Đặt Một Cửa lên màn hình chính',
	installText: 'Mở nhanh như một ứng dụng, không tốn thêm bộ nhớ.',
	install: 'Cài đặt',

	// Trang chủ
	homeTitle: 'Làm thủ tục ngay trên điện thoại',
	homeDescription:
		'Tìm thủ tục, điền hồ sơ, nộp và theo dõi trên điện thoại, cả khi không có mạng. Dùng miễn phí.',
	searchLabel: 'Bạn cần làm việc gì?',
	searchPlaceholder: 'Ví dụ: đổi bằng lái',
	searchButton: 'Tìm',
	searchHint: 'Gõ có dấu hay không dấu đều được',
	actionApply: 'Nộp hồ sơ',
	actionApplyText: 'Chọn thủ tục, điền dần, nộp khi xong',
	actionTrack: 'Theo dõi hồ sơ',
	actionTrackText: 'Hồ sơ của bạn đang ở đâu',
	actionPower: 'Trả tiền điện',
	actionPowerText: 'Chỉ cần mã khách hàng',
	mostUsed: 'Nhiều người làm',
	lifeEvents: 'Theo việc trong đời',
	citizens: 'Công dân',
	enterprises: 'Doanh nghiệp',
	questions: 'Câu hỏi thường gặp',
	allQuestions: 'Xem tất cả câu hỏi',
	allProcedures: (count: number) => `Xem cả ${count} thủ tục`,
	worksOffline: 'Khi không có mạng',
	worksOfflineText:
		'Vẫn tìm và đọc được thủ tục, điền hồ sơ, chụp giấy tờ và bấm nộp. Hồ sơ nằm trên máy và tự gửi khi có mạng. Chỉ đăng nhập và trả tiền là cần mạng.',
	howOffline: 'Tìm hiểu thêm',
	asOf: (day: string) => `Nội dung cập nhật đến ${day}`,

	// Bản sao trên máy
	copyTitle: 'Bản dùng khi không có mạng',
	copyWorking: 'Đang tải thủ tục về máy',
	copyDetail: (done: string, total: string, percent: number) => `${done} / ${total} · ${percent} %`,
	copyDone: 'Đã đủ trên máy này. Không có mạng vẫn tìm và đọc được.',
	copySaveData: 'Máy đang bật tiết kiệm dữ liệu, nên chưa tải. Cả bộ thủ tục nhẹ như một tấm ảnh nhỏ.',
	copyStart: 'Tải về máy',
	copyWaiting: 'Sẽ tải tiếp khi có mạng. Phần đã tải vẫn giữ.',
	copyFailed: 'Chưa tải được.',

	// Tìm
	findTitle: 'Tìm thủ tục',
	resultsFor: (query: string) => `Kết quả cho “${query}”`,
	resultCount: (count: number, query: string) =>
		query ? `Có ${count} thủ tục cho “${query}”` : `Có ${count} thủ tục`,
	procedures: 'Thủ tục',
	alsoCalled: 'Còn gọi là',
	onlyHere: 'Chỉ thủ tục nộp được ở đây',
	inGroup: 'Nhóm',
	removeFilter: 'Bỏ lọc',
	nothingFound: (query: string) => `Chưa tìm thấy gì cho “${query}”`,
	nothingFoundAll: 'Chưa có thủ tục nào trong nhóm này',
	adviceShorter: 'Gõ ít chữ hơn: tên giấy tờ hoặc việc cần làm, như “khai sinh”, “thẻ bảo hiểm”.',
	adviceEveryday: 'Cứ gõ như nói hằng ngày, không cần dấu: “bang lai”, “tien dien”.',
	adviceGroups: 'Chọn theo việc trong đời ở trang chủ.',
	adviceCall: 'Gọi 18001096 (miễn phí) để được chỉ dẫn.',
	onlineHere: 'Nộp được ở đây',
	payHere: 'Trả được ở đây',
	free: 'Miễn phí',
	moreResults: (count: number) => `Xem thêm (còn ${count})`,

	// Thủ tục
	apply: 'Nộp hồ sơ',
	applyNote: 'Điền dần được, không cần mạng, không mất chữ nào.',
	pay: 'Trả tiền',
	payNote: 'Cần có mạng để hỏi số tiền và trả.',
	notHereYet: 'Chưa nộp được ở đây. Trang này cho bạn biết cần mang gì, đến đâu.',
	expired: (day: string) => `Thủ tục này hết hiệu lực từ ${day}.`,
	inShort: 'Tóm tắt',
	whatToBring: 'Cần mang gì',
	nothingToBring: 'Không cần giấy tờ gì.',
	where: 'Nộp ở đâu',
	howLong: 'Bao lâu',
	howMuch: 'Bao nhiêu tiền',
	whatYouGet: 'Nhận được gì',
	dependsOnCase: 'Tuỳ trường hợp',
	notStated: 'Chưa có quy định',
	originals: (count: number) => (count === 1 ? 'bản chính' : `${count} bản chính`),
	copies: (count: number) => (count === 1 ? 'bản sao' : `${count} bản sao`),
	shownOnly: 'mang theo để xem',
	electronic: 'bản điện tử',
	onlyWhen: 'Chỉ khi',
	papersByCase: 'Giấy tờ theo trường hợp',
	steps: 'Các bước',
	conditions: 'Ai làm được',
	ways: 'Cách nộp',
	legalBasis: 'Căn cứ pháp lý',
	sources: 'Nguồn',
	sourceAsOf: (day: string) => `đúng vào ngày ${day}`,
	uncertain: 'Điều chưa chắc',
	uncertainText: 'Chúng tôi mới có một nguồn, hoặc các nguồn nói khác nhau:',
	facts: 'Thông tin thủ tục',
	code: 'Mã',
	decision: 'Quyết định công bố',
	sector: 'Lĩnh vực',
	level: 'Cấp',
	decidedBy: 'Cơ quan quyết định',
	forWhom: 'Dành cho',
	validFrom: 'Có hiệu lực từ',
	related: 'Thủ tục gần đó',
	print: 'In trang này',
	audience: {
		citizen: 'công dân Việt Nam',
		overseas_vietnamese: 'người Việt ở nước ngoài',
		foreigner: 'người nước ngoài',
		household_business: 'hộ kinh doanh',
		enterprise: 'doanh nghiệp',
		cooperative: 'hợp tác xã',
		organisation: 'tổ chức'
	} as Record<Audience, string>,
	levels: {
		ministry: 'bộ',
		province: 'tỉnh',
		commune: 'xã, phường',
		company: 'công ty',
		other: 'khác'
	} as Record<Level, string>,
	methods: {
		online: 'Trên mạng',
		direct: 'Tại quầy',
		post: 'Qua bưu điện'
	} as Record<Method, string>,
	feeKinds: {
		fee: 'phí',
		charge: 'lệ phí',
		price: 'giá dịch vụ',
		none: 'miễn phí'
	} as Record<Fee['kind'], string>,

	// Hỏi đáp
	questionsTitle: 'Hỏi đáp',
	questionsLead: 'Câu hỏi nhiều người hay hỏi, trả lời kèm nguồn và ngày.',
	answeredOn: (day: string) => `Trả lời ngày ${day}`,
	sourceIs: (source: string) => `Nguồn: ${source}`,
	aboutProcedures: 'Thủ tục liên quan',
	otherTopics: 'Khác',

	// Lỗi
	notFoundTitle: 'Không có trang này',
	notFoundText: 'Địa chỉ có thể gõ nhầm, hoặc trang đã dời đi. Tìm lại ở đây:',
	unknownProcedureTitle: 'Không có thủ tục này',
	unknownProcedureText: (code: string) =>
		`Không có thủ tục mang mã ${code}. Mã có thể đã đổi; hãy tìm theo tên.`,
	unreachableTitle: 'Trang này chưa có trên máy',
	unreachableText:
		'Đang không có mạng và phần này chưa tải về. Hồ sơ và giấy tờ của bạn trên máy vẫn nguyên. Khi có mạng, bấm thử lại.',
	brokenTitle: 'Trang chưa mở được',
	brokenText: 'Lỗi ở phía chúng tôi. Những gì bạn đã lưu trên máy vẫn nguyên. Thử lại sau ít phút.'
};
