/** Tiếng Việt: trang tra cứu tiến độ. */
export const words = {
	title: 'Tra cứu tiến độ hồ sơ',
	lead: 'Ai có mã hồ sơ cũng xem được hồ sơ đã đến bước nào. Không cần đăng nhập.',
	label: 'Mã hồ sơ',
	hint: 'In trên giấy hẹn, ví dụ 000.00.12.G01-261123-0007. Chữ thường, dấu cách đều được.',
	button: 'Xem tiến độ',
	received: 'Cổng đã nhận',
	accepted: 'Cơ quan đã tiếp nhận',
	processing: 'Đang giải quyết',
	finished: 'Đã giải quyết xong',
	here: '(đang ở bước này)',
	more: 'Hồ sơ của bạn? Nội dung, ngày hẹn và kết quả nằm ở',
	mine: 'Hồ sơ của tôi.',
	notFound: 'Không thấy hồ sơ nào có mã này',
	notFoundHelp:
		'Xem lại từng số trên giấy hẹn. Hồ sơ nộp ở hệ thống khác thì tra cứu tại nơi đã nộp. Mã tạm (bắt đầu bằng TẠM) chưa phải mã hồ sơ.',
	busy: (seconds: number) => `Đã tra cứu quá nhiều lần. Chờ ${seconds} giây rồi thử lại.`,
	unreachable: 'Tra cứu cần có mạng. Hồ sơ của chính bạn vẫn xem được trên máy này.'
};
