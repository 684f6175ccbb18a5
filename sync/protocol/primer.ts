/**
 * What every exchange looks like, for the model of packing.ts: the words of our own messages, then how people here
 * fill in forms, made up. Part of the format: a change of one byte is another media type.
 */
export const primer = [
	'{"result":{"data":{"ok":false,"error":{"type":"login_required"}}}}',
	'{"fullName":"Nguyễn Thị Lan","birth":"1988-03-14","sex":"female","personalId":"001188012345","phone":"0912345678","email":"lan.nguyen@gmail.com"}',
	'["Trần Văn Hùng","Lê Thị Hồng","Phạm Minh Tuấn","Vàng A Páo","Giàng Thị Mỷ","Hoàng Đức Anh","Đỗ Thị Thanh Hương","Bùi Quốc Việt","Đặng Ngọc Sơn","Võ Hoài Nam","Phan Thị Kim Oanh","Huỳnh Tấn Phát","Lý Thị Dung","Ngô Xuân Trường","Dương Thu Trang"]',
	'["Số 12, ngõ 34, đường Trần Phú","thôn Nà Củng, xã Mường So, tỉnh Lai Châu","bản Tả Phìn, xã Sìn Hồ","tổ 5, phường Tân Phong, tỉnh Lai Châu","phường Bến Thành, Thành phố Hồ Chí Minh","ấp 3, xã Long Hòa, huyện Cần Giờ","khu phố 2, phường Hải Châu, thành phố Đà Nẵng","Công an tỉnh Điện Biên","Cục Cảnh sát quản lý hành chính về trật tự xã hội","Sở Giao thông vận tải","Ủy ban nhân dân xã","Công ty TNHH Một thành viên Thương mại và Dịch vụ","Ngân hàng Nông nghiệp và Phát triển nông thôn Việt Nam"]',
	'["Trường Đại học Bách khoa Hà Nội","nông dân","giáo viên","buôn bán nhỏ","lái xe","công nhân may","kinh doanh tự do","cán bộ hưu trí","Kinh","Thái","Mông","Tày","Việt Nam","vợ","chồng","con đẻ","mẹ","bố","anh trai","em gái"]',
	'["Đề nghị cấp lại do bị mất","bị hỏng, mờ chữ","Gia đình thuộc hộ nghèo, mong được xem xét sớm","Thay đổi địa chỉ thường trú","chuyển về quê sinh sống","đã ly hôn","Chưa nhận được thông báo","Nhận tại nhà qua bưu điện"]',
	'["2026-11-23","2015-06-01","1979-12-30","2021-08","14:30","0987654321","0366123456","036186007412","048079005566","8432100567","30A-123.45","150000","2500000","12.000.000","3 năm","2 người","0,5 ha"]',
	'{"protocol":3,"cursor":0,"operations":[],"drafts":{"device":"a1b2c3","cursor":1,"deltas":[{"draft":1,"base":281234567,"names":{"from":41,"list":["d4e5f6"]},"seen":[[0,281234567],[41,281239876]],"edits":[[41,[[17,0,"Nguyễn Văn An"],[3,212,"0912"],[21,187,"xã Mường So"],[8,240,"2026"],[30,95,true],[12,310,null]]]],"kept":[[18,41,12]]}]}}',
	'{"protocol":3,"cursor":12,"operations":[],"drafts":{"device":"k3x9z0","cursor":2,"deltas":[{"draft":2,"base":282345678,"seen":[[40,282345678]],"edits":[[40,[[5,0,"1990-01-02"],[6,198,"Lê"]]]]}]}}',
	'{"protocol":3,"cursor":7,"operations":[],"drafts":{"device":"q8w7e6","cursor":3,"deltas":[]}}',
	'{"result":{"data":{"ok":true,"value":{"outcomes":[],"changes":[],"cursor":7,"more":false,"serverTime":1795399200123,"drafts":{"outcomes":[],"deltas":[],"cursor":3,"more":false}}}}}',
	'{"result":{"data":{"ok":true,"value":{"outcomes":[],"changes":[],"cursor":0,"more":false,"serverTime":1795400067890,"drafts":{"outcomes":[{"draft":1,"stamp":281239876}],"deltas":[{"draft":1,"names":{"from":41,"list":["m5n6o7"]},"seen":[[0,281234567],[41,281239876]],"edits":[[0,[[11,3,"Hà Nội"],[9,151,"0977"],[24,203,"con"]]]],"kept":[[18,41,12],[19,41,220]]}],"cursor":3,"more":false}}}}}'
].join('\n');
