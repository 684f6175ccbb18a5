/** Tiếng Việt: máy dùng chung. */
export const words = {
	bar: 'Máy dùng chung',
	barHelp: 'Không giữ lại gì của bạn. Làm xong hãy bấm kết thúc.',
	end: 'Kết thúc và xoá hết',
	ending: 'Đang kết thúc…',
	/* Before the end, when something is not sent. */
	unsentTitle: 'Còn việc chưa gửi',
	unsent: (drafts: number, waiting: number, notes: number) =>
		[
			drafts > 0 ? `${drafts} bản nháp` : '',
			waiting > 0 ? `${waiting} việc đang chờ gửi` : '',
			notes > 0 ? `${notes} lời đang viết dở` : ''
		]
			.filter(Boolean)
			.join(', '),
	unsentHelp: 'Máy này không giữ lại gì. Kết thúc bây giờ thì những việc trên mất hẳn.',
	stay: 'Ở lại để gửi',
	export: 'Lưu ra tệp để mang về',
	drop: 'Xoá hết và kết thúc',
	/* Nobody touches it. */
	idleTitle: 'Bạn còn ở đó không?',
	idleLeft: (seconds: number) => `Máy sẽ kết thúc và xoá hết sau ${seconds} giây.`,
	idleUnsent: 'Những gì chưa gửi sẽ mất.',
	idleStay: 'Tôi vẫn ở đây',
	coveredTitle: 'Đã hết giờ chờ',
	covered: 'Đang gửi nốt hồ sơ đã bấm nộp. Gửi xong, máy tự xoá hết.',
	endNow: 'Kết thúc ngay, không gửi nữa',
	/* The page of the setting. */
	title: 'Máy dùng chung',
	lead: 'Dành cho cán bộ đặt máy ở trụ sở cho người dân dùng.',
	what: 'Khi bật, máy này không ghi lại gì của người dùng: bản nháp, ảnh và hồ sơ chỉ nằm trong bộ nhớ của trang, đóng hay tải lại trang là hết. Mỗi lần đăng nhập đều phải xác nhận lại; không ai chạm vào máy 3 phút thì máy tự kết thúc.',
	isOn: 'Máy này đang là máy dùng chung.',
	isOff: 'Máy này đang là máy riêng: việc làm dở được giữ lại trên máy, có khoá.',
	keeps:
		'Máy này đang giữ việc hoặc hồ sơ của người đã dùng trước. Bật lên sẽ xoá hẳn những thứ đó, kể cả việc chưa gửi.',
	turnOn: 'Bật chế độ máy dùng chung',
	wipeAndTurnOn: 'Xoá những thứ đó và bật',
	turnOff: 'Tắt chế độ máy dùng chung',
	working: 'Đang đổi…',
	failed: 'Chưa đổi được: máy không cho ghi hoặc xoá. Đóng các thẻ khác của cổng rồi thử lại.',
	advice:
		'Nên mở trình duyệt ở chế độ khách hoặc chế độ kiosk, vì lịch sử địa chỉ và tệp tải về thuộc trình duyệt, cổng không xoá được.',
	done: 'Đã đăng nhập. Bạn có thể đóng cửa sổ này và quay lại cửa sổ trước.'
};
