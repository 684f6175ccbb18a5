/** Tiếng Việt: mang việc chưa gửi sang máy khác bằng tệp. */
export const words = {
	safe: 'Những việc này đã lưu trên máy này, tắt máy cũng không mất.',
	safeKiosk: 'Máy dùng chung: những việc này chỉ còn chừng nào trang này còn mở.',
	exportTitle: 'Mang sang máy khác',
	exportHelp:
		'Lưu mọi việc chưa gửi, cả ảnh và bản nháp, vào một tệp có khoá. Mở tệp ở máy khác rồi gửi từ đó; gửi ở cả hai máy cũng chỉ tính một lần.',
	passphrase: 'Mật khẩu của tệp',
	passphraseHelp: (min: number) => `Ít nhất ${min} ký tự. Quên mật khẩu thì không ai mở được tệp.`,
	passphraseShort: (min: number) => `Mật khẩu cần ít nhất ${min} ký tự.`,
	export: 'Lưu ra tệp',
	exporting: 'Đang khoá tệp…',
	exported: (size: string) =>
		`Đã tạo tệp ${size}. Kiểm tra tệp đã nằm trong thư mục tải về hoặc thẻ nhớ trước khi xoá việc trên máy này.`,
	exportNothing: 'Không có việc nào chưa gửi để mang đi.',
	importTitle: 'Nhận từ tệp',
	importHelp: 'Tệp mang từ máy khác, có đuôi .motcua.',
	file: 'Tệp',
	fileMissing: 'Chọn tệp trước.',
	import: 'Mở tệp và nhận',
	importing: 'Đang mở tệp…',
	imported: (drafts: number, waiting: number, files: number) =>
		drafts + waiting + files === 0
			? 'Mọi thứ trong tệp đã có trên máy này. Không có gì thay đổi.'
			: `Đã nhận và lưu: ${drafts} bản nháp, ${waiting} việc chờ gửi, ${files} tệp đính kèm.`,
	kept: (count: number) =>
		`${count} bản nháp trên máy này được sửa sau bản trong tệp nên giữ nguyên bản trên máy.`,
	fault: {
		parcel_broken:
			'Tệp bị hỏng hoặc không phải tệp của cổng. Chưa nhận gì; việc trên máy này vẫn nguyên. Hãy chép lại tệp từ máy kia.',
		parcel_newer: 'Tệp này do phiên bản mới hơn tạo ra. Chưa nhận gì. Cập nhật trang này rồi mở lại tệp.',
		parcel_passphrase: 'Mật khẩu không đúng. Tệp vẫn nguyên vẹn, hãy gõ lại.',
		parcel_of_another: 'Tệp này là của người khác. Chưa nhận gì. Người đó phải đăng nhập mới nhận được.',
		parcel_needs_login: 'Tệp này là của một người đã đăng nhập. Hãy đăng nhập đúng người đó rồi nhận lại.'
	}
};
