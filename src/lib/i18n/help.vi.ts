/** Tiếng Việt: trang trợ giúp. */
export const words = {
	title: 'Trợ giúp',
	lead: 'Một Cửa làm việc thế nào khi có mạng và khi không có mạng.',
	offlineTitle: 'Không có mạng thì làm được gì?',
	offline:
		'Tìm và đọc mọi thủ tục, điền hồ sơ, chụp giấy tờ, bấm nộp, xem lại hồ sơ đã tải về. Bạn không phải chờ sóng mới bắt đầu.',
	needsTitle: 'Việc gì phải có mạng?',
	needs:
		'Đăng nhập, trả tiền, và gửi hồ sơ đến cơ quan. Khi máy có mạng, hồ sơ tự gửi; bạn chỉ cần mở ứng dụng.',
	savedTitle: '“Đã lưu trên máy” khác “Đã nhận” thế nào?',
	saved:
		'“Đã lưu trên máy” là hồ sơ nằm an toàn trong điện thoại này, chưa đến cơ quan. “Đã nhận” kèm mã hồ sơ là máy chủ đã giữ hồ sơ. Thời hạn giải quyết tính từ lúc máy chủ nhận, không phải từ lúc bấm nộp khi không có mạng.',
	lostTitle: 'Máy hết pin giữa chừng có mất chữ không?',
	lost: 'Không. Mỗi lần bạn dừng tay, máy lưu ngay. Mở lại là thấy đúng chỗ đang làm dở, kể cả ảnh đã chụp.',
	twiceTitle: 'Bấm nộp hay trả tiền hai lần có bị tính hai lần không?',
	twice: 'Không. Mỗi hồ sơ và mỗi lần trả tiền có một số riêng trên máy; gửi lại bao nhiêu lần vẫn là một.',
	sharedTitle: 'Nhà dùng chung một điện thoại?',
	shared:
		'Khi đăng nhập, giấy tờ của mỗi người nằm ở ngăn riêng. Đăng xuất có thể xoá ngăn của mình khỏi máy; máy sẽ hỏi trước nếu còn hồ sơ chưa gửi.',
	moneyTitle: 'Có mất tiền không?',
	money: 'Dùng Một Cửa không mất tiền. Chỉ trả phí, lệ phí ghi ở trang thủ tục, và luôn có biên lai điện tử.',
	safeTitle: 'Giữ mình khỏi kẻ lừa',
	safe: 'Chúng tôi không gọi điện, nhắn tin hỏi mật khẩu, mã OTP, hay bảo bạn cài ứng dụng qua đường dẫn. Ai hỏi như thế là lừa đảo.',
	personTitle: 'Cần người giúp',
	person: 'Gọi 18001096, miễn phí. Hoặc đến bộ phận một cửa của xã, phường; cán bộ làm cùng bạn.'
};
