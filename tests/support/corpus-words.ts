/** Words of Vietnamese administration, ours, from which a made-up national database is written. Nothing here is a rule. */

export const ministries = [
	'Bộ Tài chính',
	'Bộ Nông nghiệp và Môi trường',
	'Bộ Xây dựng',
	'Bộ Khoa học và Công nghệ',
	'Bộ Công Thương',
	'Bộ Công an',
	'Bộ Văn hóa, Thể thao và Du lịch',
	'Bộ Tư pháp',
	'Bộ Y tế',
	'Bộ Nội vụ',
	'Bộ Quốc phòng',
	'Bộ Giáo dục và Đào tạo',
	'Bộ Ngoại giao',
	'Bộ Dân tộc và Tôn giáo'
];

export const provinces = [
	'Bắc Ninh',
	'Đắk Lắk',
	'Lào Cai',
	'Thanh Hóa',
	'Lai Châu',
	'Đồng Tháp',
	'Lạng Sơn',
	'Gia Lai',
	'Tuyên Quang',
	'Ninh Bình',
	'Hà Tĩnh',
	'Nghệ An',
	'Điện Biên',
	'Sơn La',
	'Thái Nguyên',
	'Lâm Đồng',
	'Quảng Ninh',
	'Tây Ninh',
	'Cao Bằng',
	'Quảng Ngãi',
	'Quảng Trị',
	'Phú Thọ'
];

export const sectors = [
	'Đất đai',
	'Hải quan',
	'Hàng hải và đường thủy nội địa',
	'Khoa học và công nghệ',
	'Ngân hàng',
	'Thuế',
	'Đường bộ',
	'Xuất nhập khẩu',
	'Hàng không',
	'Chứng khoán',
	'Xuất nhập cảnh',
	'Viễn thông',
	'Địa chất và khoáng sản',
	'Người có công',
	'Dược phẩm',
	'Du lịch',
	'Hộ tịch',
	'Thú y',
	'Thủy sản',
	'Tín ngưỡng, tôn giáo',
	'Nhà ở',
	'Chăn nuôi',
	'Hóa chất',
	'Báo chí',
	'Việc làm',
	'Luật sư',
	'Bảo hiểm',
	'Lâm nghiệp',
	'Thủy lợi',
	'Di sản văn hóa'
];

export const subjects = [
	'Công dân Việt Nam',
	'Doanh nghiệp',
	'Tổ chức (không bao gồm doanh nghiệp, HTX)',
	'Doanh nghiệp có vốn đầu tư nước ngoài',
	'Hợp tác xã',
	'Tổ chức nước ngoài',
	'Người nước ngoài',
	'Người Việt Nam định cư ở nước ngoài',
	'Cán bộ, công chức, viên chức'
];

export const acts = [
	'Cấp',
	'Cấp lại',
	'Cấp đổi',
	'Gia hạn',
	'Điều chỉnh',
	'Thu hồi',
	'Đăng ký',
	'Đăng ký thay đổi',
	'Thẩm định',
	'Công nhận',
	'Xác nhận',
	'Phê duyệt',
	'Thông báo',
	'Chấp thuận',
	'Bổ sung',
	'Chuyển đổi',
	'Giải quyết',
	'Công bố'
];

export const things = [
	'giấy phép hoạt động',
	'giấy chứng nhận đủ điều kiện kinh doanh',
	'chứng chỉ hành nghề',
	'giấy phép xây dựng',
	'giấy chứng nhận quyền sử dụng đất',
	'giấy phép lái xe',
	'hồ sơ khai sinh',
	'giấy phép nhập khẩu',
	'giấy phép xuất khẩu',
	'chế độ trợ cấp',
	'phương án cứu hộ',
	'thẻ hướng dẫn viên',
	'giấy phép khai thác',
	'quyết định giao đất',
	'giấy đăng ký phương tiện',
	'thẻ bảo hiểm',
	'giấy xác nhận cư trú',
	'bản sao trích lục',
	'giấy phép lao động',
	'báo cáo đánh giá tác động',
	'hợp đồng mua bán',
	'văn bằng bảo hộ',
	'chứng thư số',
	'giấy kiểm định'
];

export const fields = [
	'thuốc bảo vệ thực vật',
	'vật liệu nổ công nghiệp',
	'tàu biển',
	'phương tiện thủy nội địa',
	'xe cơ giới',
	'khoáng sản',
	'nước dưới đất',
	'rừng sản xuất',
	'thức ăn chăn nuôi',
	'giống cây trồng',
	'dịch vụ viễn thông',
	'tần số vô tuyến điện',
	'bức xạ',
	'phòng khám',
	'nhà thuốc',
	'cơ sở giáo dục mầm non',
	'trung tâm ngoại ngữ',
	'cơ sở lưu trú',
	'lễ hội',
	'quảng cáo ngoài trời',
	'hóa chất nguy hiểm',
	'điện lực',
	'xăng dầu',
	'rượu và thuốc lá',
	'hội và quỹ',
	'người khuyết tật',
	'thân nhân liệt sĩ',
	'trẻ em bị bỏ rơi',
	'người lao động nước ngoài',
	'hộ kinh doanh'
];

export const conditions = [
	'có yếu tố nước ngoài',
	'đối với tổ chức',
	'đối với cá nhân',
	'thuộc thẩm quyền của cấp tỉnh',
	'thuộc thẩm quyền của cấp xã',
	'trong trường hợp bị mất hoặc hư hỏng',
	'khi thay đổi người đại diện theo pháp luật',
	'khi thay đổi địa chỉ trụ sở',
	'lần đầu',
	'đã hết hạn',
	'phục vụ nghiên cứu khoa học',
	'tại khu vực biên giới',
	'trên địa bàn nhiều tỉnh',
	'theo điều ước quốc tế',
	'qua lưới điện trung áp',
	'dùng cho mục đích nhân đạo'
];

export const actors = [
	'Người nộp hồ sơ',
	'Bộ phận Một cửa',
	'Cơ quan giải quyết',
	'Công chức tiếp nhận',
	'Trung tâm Phục vụ hành chính công',
	'Tổ chức, cá nhân',
	'Lãnh đạo phòng chuyên môn',
	'Hội đồng thẩm định',
	'Đơn vị phối hợp',
	'Người có thẩm quyền'
];

export const deeds = [
	'kiểm tra tính đầy đủ và hợp lệ của',
	'chuẩn bị và nộp',
	'gửi văn bản yêu cầu bổ sung',
	'thẩm tra và lấy ý kiến về',
	'cập nhật vào phần mềm',
	'ký và đóng dấu vào',
	'chuyển cho đơn vị chuyên môn',
	'trả cho người nộp',
	'thông báo bằng tin nhắn về',
	'niêm yết công khai',
	'đối chiếu với cơ sở dữ liệu quốc gia',
	'lưu trữ theo quy định'
];

export const times = [
	'trong thời hạn {n} ngày làm việc kể từ ngày nhận đủ hồ sơ',
	'ngay trong ngày làm việc',
	'chậm nhất {n} ngày trước khi hết hạn',
	'sau khi có ý kiến bằng văn bản',
	'khi người nộp đã hoàn thành nghĩa vụ tài chính',
	'trừ trường hợp phải xác minh thêm {n} ngày',
	'theo mẫu số {n} của phụ lục kèm theo',
	'theo quy định tại khoản {n} điều {n}'
];

export const papers = [
	'Đơn đề nghị',
	'Tờ khai',
	'Bản sao có chứng thực',
	'Bản chính',
	'Văn bản ủy quyền',
	'Giấy tờ chứng minh',
	'Hợp đồng thuê',
	'Sơ đồ vị trí',
	'Báo cáo kết quả',
	'Danh sách nhân sự',
	'Phiếu khám sức khỏe',
	'Ảnh chân dung',
	'Biên bản họp',
	'Thuyết minh kỹ thuật'
];

export const lawKinds = ['Luật', 'Nghị định', 'Thông tư', 'Quyết định', 'Nghị quyết', 'Thông tư liên tịch'];
export const lawSigns = [
	'QH15',
	'NĐ-CP',
	'TT-BTC',
	'TT-BCA',
	'TT-BYT',
	'TT-BXD',
	'TT-BTP',
	'QĐ-TTg',
	'NQ-CP'
];

export const openings = [
	'Xin hỏi',
	'Cho tôi hỏi',
	'Gia đình tôi muốn biết',
	'Doanh nghiệp chúng tôi cần biết',
	'Tôi đang làm việc xa quê, xin cho biết'
];
