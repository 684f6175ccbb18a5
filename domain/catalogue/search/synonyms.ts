/**
 * Everyday Vietnamese and what the administration calls it. One line a meaning, `say | say = mean | mean`: each phrase
 * on the left may stand for any on the right, likeliest first; nothing on the right: it says nothing about which
 * procedure is meant. A word alone on the left must be that very word; longer phrases are known without marks, with a
 * slip, and with a filler inside (`bố [tôi mới] mất`). Written by sector of life, not by query: a new line belongs here
 * when people say a thing otherwise than its record does.
 */
export const synonyms = `
# Asking
ở đâu | làm ở đâu | nộp ở đâu | tại đâu | chỗ nào =
bao nhiêu tiền | giá bao nhiêu | hết bao nhiêu | mất bao nhiêu tiền | lệ phí bao nhiêu | phí bao nhiêu | là bao nhiêu =
bao lâu | mất bao lâu | mấy ngày | bao nhiêu ngày | khi nào | thời hạn bao lâu | bao giờ =
như thế nào | thế nào | ra sao | làm sao | làm thế nào | là gì | gồm những gì | gồm gì =
giấy tờ gì | những giấy tờ gì | chuẩn bị những giấy tờ gì | hồ sơ gì | hồ sơ gồm | cần giấy tờ gì | cần hồ sơ gì =
được quy định | quy định thế nào | theo quy định =
online | qua mạng | trực tuyến | trên mạng | tại nhà | trên cổng dịch vụ công | dịch vụ công =
lệ phí cấp | phí cấp | lệ phí làm | chi phí làm = cấp
lệ phí đăng ký | phí đăng ký = đăng ký
điều kiện để | điều kiện và tiêu chuẩn | tiêu chuẩn và điều kiện | điều kiện tiêu chuẩn =
cho tôi hỏi | xin hỏi | tôi muốn hỏi | hướng dẫn làm | cách làm | thủ tục làm | muốn làm | chuẩn bị =
quận | huyện | phường xã =
mẫu đơn | đơn xin | tờ khai = đề nghị | đăng ký

# What people want done with a paper
làm lại | xin lại | cấp mới lại | làm mới lại = cấp lại
bị mất | làm mất | đánh mất | rơi mất | mất | thất lạc | bị rách | rách | bị hỏng | hỏng | hư hỏng = cấp lại | cấp lại bị mất
hết hạn | sắp hết hạn | quá hạn = gia hạn | cấp đổi | cấp lại | đổi
làm mới | xin cấp | làm giấy = cấp
sửa sai | sai thông tin | sửa thông tin | sửa = sửa đổi | cải chính | điều chỉnh thông tin | đính chính
hủy | bỏ = hủy | xóa | chấm dứt
xin phép = cấp giấy phép | cấp phép
ông nội | bà nội | ông ngoại | bà ngoại | cho bố mẹ | cho ông bà | bố mẹ tôi | cho người nhà =
gia đình tôi | gia đình phải | gia đình em | nhà tôi | nhà em | gia đình mình | gia đình cần =

# Identity, residence
căn cước công dân | cccd | thẻ căn cước công dân | chứng minh nhân dân | chứng minh thư | cmnd | thẻ cccd | căn cước gắn chip | căn cước = thẻ căn cước
làm căn cước | làm căn cước công dân | làm chứng minh nhân dân | làm thẻ căn cước = cấp thẻ căn cước cho người từ đủ 14 tuổi trở lên
căn cước cho trẻ | căn cước trẻ em | căn cước cho cháu bé | căn cước cho con nhỏ | căn cước cho trẻ em | căn cước cho con | căn cước cho bé | căn cước trẻ em = cấp thẻ căn cước cho người dưới 14 tuổi
mất căn cước | mất căn cước công dân | mất chứng minh nhân dân | mất chứng minh thư = cấp lại thẻ căn cước
đổi căn cước | đổi căn cước công dân | đổi chứng minh nhân dân | căn cước hết hạn | căn cước công dân hết hạn = cấp đổi thẻ căn cước
vneid | định danh mức 2 | tài khoản định danh | định danh điện tử | định danh mức độ 2 = cấp tài khoản định danh điện tử
nhập khẩu vào nhà | nhập hộ khẩu | vào hộ khẩu | đăng ký hộ khẩu | chuyển hộ khẩu | hộ khẩu thường trú | nhập khẩu cho con | nhập khẩu cho vợ | làm hộ khẩu = đăng ký thường trú
cắt khẩu | cắt hộ khẩu | xóa hộ khẩu | xóa khẩu = xóa đăng ký thường trú
tách khẩu | tách hộ khẩu | tách sổ hộ khẩu = tách hộ
sổ tạm trú | kt3 | giấy tạm trú | đăng ký ở trọ | thuê trọ | ở trọ | tạm trú cho người thuê nhà = đăng ký tạm trú
tạm vắng | báo tạm vắng = khai báo tạm vắng
khách ngủ lại | báo lưu trú | khai báo khách | đăng ký lưu trú | người thân đến chơi = thông báo lưu trú
xác nhận cư trú | giấy xác nhận cư trú | ct07 | xác nhận nơi cư trú | xác nhận hộ khẩu | giấy xác nhận nơi ở = xác nhận thông tin về cư trú
tạm trú cho người nước ngoài | khai báo tạm trú người nước ngoài | khách tây ở nhà = khai báo tạm trú cho người nước ngoài
sổ hộ khẩu điện tử = xác nhận thông tin về cư trú

# Going abroad, foreigners
passport | hộ chiếu = hộ chiếu phổ thông
làm hộ chiếu | làm passport | cấp hộ chiếu | cấp lại hộ chiếu | đổi hộ chiếu | gia hạn hộ chiếu | hộ chiếu hết hạn | hộ chiếu gắn chip = cấp hộ chiếu phổ thông ở trong nước
mất hộ chiếu | mất passport | báo mất hộ chiếu = trình báo mất hộ chiếu phổ thông
hộ chiếu cho trẻ em | hộ chiếu cho con | hộ chiếu cho bé = cấp hộ chiếu phổ thông ở trong nước
visa | thị thực nhập cảnh = thị thực
gia hạn visa | gia hạn thị thực = gia hạn tạm trú cho người nước ngoài
việt kiều | kiều bào | người việt ở nước ngoài | người gốc việt = người Việt Nam định cư ở nước ngoài | người gốc Việt Nam
người tây | ông tây | người ngoại quốc | chồng tây | vợ tây = người nước ngoài
giấy thông hành | sổ thông hành | qua biên giới | đi trung quốc | đi lào = giấy thông hành
thẻ apec | thẻ doanh nhân apec | abtc = thẻ ABTC
thẻ tạm trú người nước ngoài | trc = cấp thẻ tạm trú cho người nước ngoài
work permit | giấy phép lao động cho người nước ngoài | thuê lao động nước ngoài | thuê người nước ngoài | người nước ngoài làm việc | giấy phép lao động = cấp giấy phép lao động đối với người lao động nước ngoài làm việc tại Việt Nam
miễn giấy phép lao động = cấp giấy xác nhận không thuộc diện cấp giấy phép lao động
hợp pháp hóa lãnh sự | hợp thức hóa lãnh sự | chứng nhận lãnh sự | tem lãnh sự | hợp pháp hóa giấy tờ nước ngoài = chứng nhận lãnh sự hợp pháp hóa lãnh sự
bỏ quốc tịch | từ bỏ quốc tịch | xin thôi quốc tịch = thôi quốc tịch Việt Nam
lấy lại quốc tịch | khôi phục quốc tịch | xin lại quốc tịch = trở lại quốc tịch Việt Nam
xin quốc tịch | vào quốc tịch | nhập tịch | xin nhập tịch = nhập quốc tịch Việt Nam

# Birth, marriage, death
giấy khai sinh | làm khai sinh | làm giấy khai sinh | khai sinh cho con | cấp giấy khai sinh | khai sinh cho bé | giấy khai sinh cho con | giấy khai sinh cho bé | giấy khai sinh lần đầu = đăng ký khai sinh
mới sinh | mới đẻ | sinh con | mới sinh con | sinh em bé | con sắp ra đời | vợ sinh | vừa sinh con | đẻ con = đăng ký khai sinh | hưởng chế độ thai sản
khai sinh muộn | khai sinh quá hạn | làm khai sinh trễ | khai sinh trễ hạn = đăng ký khai sinh
mất giấy khai sinh | làm lại giấy khai sinh | mất bản chính giấy khai sinh = đăng ký lại khai sinh | cấp bản sao trích lục hộ tịch bản sao giấy khai sinh
người lớn chưa có giấy khai sinh | người lớn chưa có khai sinh | người già chưa có khai sinh | lớn tuổi chưa khai sinh | chưa từng có giấy khai sinh | chưa có giấy khai sinh = đăng ký khai sinh cho người đã có hồ sơ giấy tờ cá nhân | đăng ký khai sinh
bản sao giấy khai sinh | sao giấy khai sinh | bản sao khai sinh | trích lục kết hôn | trích lục khai tử | trích lục hộ tịch | bản sao giấy chứng tử | bản sao giấy kết hôn = cấp bản sao trích lục hộ tịch bản sao giấy khai sinh | cấp bản sao trích lục giấy tờ hộ tịch
chưa đăng ký kết hôn mà có con | con ngoài giá thú | con chung chưa kết hôn | chưa kết hôn có con | chưa đăng ký kết hôn | mẹ đơn thân | làm khai sinh có tên cha = đăng ký khai sinh kết hợp đăng ký nhận cha mẹ con | đăng ký khai sinh
nhận con | nhận cha con | nhận con ruột | nhận cha cho con | nhận bố | thêm tên cha vào giấy khai sinh | bổ sung tên cha | xác nhận cha con = đăng ký nhận cha mẹ con
đổi tên | đổi họ | đổi tên đệm | đổi họ cho con | đổi tên cho con | thay đổi họ tên | sửa tên | sửa ngày sinh | sai ngày sinh | sửa ngày tháng năm sinh | sai năm sinh | sai ngày tháng năm sinh | sửa khai sinh | sai khai sinh | sai giới tính | sai tên | sửa giấy khai sinh | sai giấy khai sinh | cải chính hộ tịch | sửa năm sinh | đổi dân tộc | cải chính khai sinh | giấy khai sinh bị sai | sửa hộ tịch = thay đổi cải chính bổ sung thông tin hộ tịch xác định lại dân tộc
làm giấy kết hôn | cưới | đám cưới | lấy vợ | lấy chồng | giấy đăng ký kết hôn | giấy kết hôn | đăng ký hôn nhân | giấy hôn thú | làm hôn thú | cưới vợ | cưới chồng | giấy chứng nhận kết hôn | đăng ký kết hôn cần = đăng ký kết hôn
lấy chồng nước ngoài | lấy vợ nước ngoài | kết hôn với người nước ngoài | cưới người nước ngoài | kết hôn với việt kiều | lấy chồng tây | lấy chồng hàn quốc | lấy chồng đài loan | kết hôn người nước ngoài = đăng ký kết hôn có yếu tố nước ngoài
mất giấy kết hôn | mất giấy đăng ký kết hôn | làm lại giấy kết hôn = đăng ký lại kết hôn | cấp bản sao trích lục hộ tịch
độc thân | giấy độc thân | chưa kết hôn | chưa vợ | chưa chồng | xác nhận độc thân | chứng nhận độc thân | chưa lập gia đình | giấy chứng nhận độc thân | tình trạng hôn nhân = giấy xác nhận tình trạng hôn nhân
ly hôn | ly dị | bỏ vợ | bỏ chồng = ly hôn
ly hôn ở nước ngoài | ly hôn nước ngoài | ghi chú ly hôn = ghi vào sổ hộ tịch việc ly hôn hủy việc kết hôn
ghi chú kết hôn | kết hôn ở nước ngoài về | đã kết hôn ở nước ngoài = ghi vào sổ hộ tịch việc kết hôn của công dân Việt Nam đã được giải quyết tại cơ quan có thẩm quyền của nước ngoài
giấy báo tử | báo tử | chứng tử | làm giấy chứng tử | làm chứng tử | khai báo tử vong | tử vong | làm giấy khai tử | khai tử | người chết | người mất | báo chết = đăng ký khai tử
bố mất | mẹ mất | ba mất | má mất | cha mất | ông mất | bà mất | chồng mất | vợ mất | người thân mất | người nhà mất | mới mất | vừa mất | đã mất | qua đời | vừa qua đời | bố chết | mẹ chết | ông nội mất | bà nội mất | ông ngoại mất | người thân qua đời | có người chết | con mất = đăng ký khai tử | hỗ trợ chi phí mai táng
giám hộ | người giám hộ | nhận giám hộ = đăng ký giám hộ
xin con nuôi | nhận con nuôi | nhận nuôi con | nhận nuôi | nuôi con nuôi | nhận trẻ làm con nuôi = đăng ký việc nuôi con nuôi trong nước
người nước ngoài nhận con nuôi = giải quyết việc nuôi con nuôi có yếu tố nước ngoài
giấy chứng sinh | chứng sinh = cấp giấy chứng sinh
trẻ bị bỏ rơi | trẻ mồ côi | mồ côi = trẻ em | trợ cấp xã hội hàng tháng
mang thai hộ | đẻ thuê = đề nghị mang thai hộ vì mục đích nhân đạo
liên thông khai sinh | khai sinh liên thông | 3 trong 1 | khai sinh thường trú bảo hiểm y tế | làm khai sinh nhập khẩu bảo hiểm = liên thông đăng ký khai sinh đăng ký thường trú cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi
liên thông khai tử = liên thông đăng ký khai tử xóa đăng ký thường trú mai táng phí

# Certified papers, justice
sao y | sao y bản chính | công chứng giấy tờ | công chứng bản sao | photo công chứng | chứng thực giấy tờ | sao y chứng thực | công chứng | chứng thực bản sao | sao y công chứng = chứng thực bản sao từ bản chính giấy tờ văn bản
chứng thực chữ ký | xác nhận chữ ký | giấy ủy quyền | ủy quyền | công chứng chữ ký = chứng thực chữ ký
công chứng hợp đồng | công chứng mua bán nhà | công chứng mua bán đất | hợp đồng mua bán nhà | hợp đồng mua bán đất = chứng thực giao dịch liên quan đến tài sản là động sản quyền sử dụng đất nhà ở | công chứng hợp đồng giao dịch
di chúc | làm di chúc | lập di chúc | viết di chúc = chứng thực di chúc
từ chối thừa kế | từ chối nhận thừa kế | không nhận thừa kế | từ chối di sản = chứng thực văn bản từ chối nhận di sản
chia thừa kế | phân chia thừa kế | chia tài sản thừa kế | khai nhận di sản | chia di sản | chia đất của bố mẹ để lại = chứng thực văn bản phân chia di sản
dịch thuật công chứng | công chứng bản dịch | dịch công chứng | chữ ký người dịch = chứng thực chữ ký người dịch
tiền án | tiền sự | xác nhận không tiền án | giấy xác nhận hạnh kiểm | lý lịch tư pháp số 1 | lý lịch tư pháp số 2 | phiếu lý lịch tư pháp | làm lý lịch tư pháp | lý lịch tư pháp | phiếu số 1 | phiếu số 2 = cấp phiếu lý lịch tư pháp cho công dân Việt Nam
sơ yếu lý lịch | xác nhận sơ yếu lý lịch | lý lịch cá nhân = chứng thực chữ ký
trợ giúp pháp lý | luật sư miễn phí | tư vấn luật miễn phí | trợ giúp pháp lý miễn phí | hỗ trợ pháp lý = yêu cầu trợ giúp pháp lý
khiếu nại | đơn khiếu nại | kiện cán bộ | khiếu kiện = giải quyết khiếu nại lần đầu | giải quyết khiếu nại
tố cáo | đơn tố cáo | tố giác = giải quyết tố cáo
đơn thư | đơn kiến nghị | phản ánh = xử lý đơn | tiếp công dân
tiếp dân | gặp chủ tịch = tiếp công dân
kiện ra tòa | khởi kiện | nộp đơn kiện | đi kiện | đơn khởi kiện | tòa án = gửi nhận đơn khởi kiện tài liệu chứng cứ
thi hành án | đòi tiền theo bản án | bản án = yêu cầu thi hành án dân sự
bồi thường oan sai | nhà nước bồi thường | bắt oan = giải quyết yêu cầu bồi thường tại cơ quan trực tiếp quản lý người thi hành công vụ gây thiệt hại
hàng xóm cãi nhau | tranh chấp hàng xóm | hòa giải viên | hòa giải cơ sở = hòa giải
đấu giá | đấu giá viên = đấu giá tài sản
con dấu | khắc dấu | mộc tròn | làm con dấu | đăng ký con dấu = đăng ký mẫu con dấu

# Driving, vehicles, transport
bằng lái | bằng lái xe | bằng xe | bằng ô tô | bằng xe máy | giấy phép lái xe máy | bằng a1 | bằng b1 | bằng b2 | bằng lái xe máy | bằng lái ô tô | bằng lái xe ô tô = giấy phép lái xe
đổi bằng lái | đổi bằng lái xe | bằng lái hết hạn | gia hạn bằng lái | giấy phép lái xe hết hạn | gia hạn giấy phép lái xe | bằng lái xe hết hạn | bằng lái sắp hết hạn = đổi giấy phép lái xe
mất bằng | mất bằng lái xe | mất giấy phép lái xe | mất bằng xe máy = cấp lại giấy phép lái xe
thi bằng lái | thi lấy bằng | học lái xe | thi sát hạch | thi bằng lái xe | thi bằng xe máy = cấp giấy phép lái xe
bằng lái quốc tế | idp | lái xe ở nước ngoài | bằng lái xe quốc tế = cấp giấy phép lái xe quốc tế
bằng lái nước ngoài | đổi bằng lái nước ngoài | bằng lái xe nước ngoài = đổi giấy phép lái xe hoặc bằng lái xe của người nước ngoài
cà vẹt | cà vẹt xe | cavet | cavet xe | giấy tờ xe | đăng ký xe máy | đăng ký ô tô | giấy đăng ký xe | biển số xe | đăng ký xe ô tô | bấm biển số | bốc biển số | làm biển số = đăng ký xe | chứng nhận đăng ký xe biển số xe
đăng ký xe mới | đăng ký xe máy mới | đăng ký ô tô mới | mua xe mới | xe mới mua | đăng ký xe = đăng ký xe lần đầu
mất cà vẹt | mất cà vẹt xe | mất cavet | mất đăng ký xe | mất giấy đăng ký xe | mất biển số | mất biển số xe | mất giấy tờ xe = cấp lại chứng nhận đăng ký xe biển số xe
đổi biển số | đổi biển số xe | đổi đăng ký xe | biển số mờ | biển vàng | đổi màu xe | đổi cà vẹt = đổi chứng nhận đăng ký xe biển số xe
sang tên xe | sang tên xe máy | sang tên ô tô | mua bán xe | mua xe cũ | bán xe | sang tên đổi chủ xe | mua xe máy cũ | chuyển nhượng xe | sang tên đổi chủ | rút hồ sơ gốc | xe cũ = cấp chứng nhận đăng ký xe biển số xe trong trường hợp thay đổi chủ xe đăng ký sang tên di chuyển xe
biển số tạm | biển tạm | biển số tạm thời | đăng ký tạm thời xe = đăng ký xe tạm thời
nộp lại biển số | thu hồi biển số | thu hồi đăng ký xe = thu hồi chứng nhận đăng ký xe biển số xe
đăng kiểm | đăng kiểm xe | đăng kiểm ô tô | khám xe | kiểm định xe = cấp giấy chứng nhận tem kiểm định chất lượng an toàn kỹ thuật và bảo vệ môi trường
phạt nguội | tra phạt nguội | nộp phạt giao thông | vi phạm giao thông = xử phạt vi phạm hành chính giao thông
phù hiệu | phù hiệu xe | xe hợp đồng | chạy grab | xe tải kinh doanh | phù hiệu xe tải = cấp phù hiệu cho xe ô tô kinh doanh vận tải
chạy taxi | kinh doanh vận tải | mở hãng xe | xe khách | mở công ty vận tải | giấy phép vận tải = cấp giấy phép kinh doanh vận tải bằng xe ô tô
mở nhà xe | tuyến xe khách | chạy tuyến cố định = đăng ký khai thác tuyến vận tải hành khách cố định
xe quá tải | xe quá khổ | chở hàng siêu trường | siêu trường siêu trọng = cấp giấy phép lưu hành xe quá tải trọng xe quá khổ giới hạn
lấn vỉa hè | thuê vỉa hè | dùng vỉa hè | sử dụng vỉa hè | vỉa hè | lòng đường = cấp phép sử dụng tạm thời lòng đường vỉa hè
đào đường | đào vỉa hè | thi công trên đường = cấp giấy phép thi công trên đường bộ
trường dạy lái xe | trung tâm dạy lái xe | mở trường lái | giáo viên dạy lái = giấy phép đào tạo lái xe
ghe | xuồng | thuyền | tàu sông | đăng ký ghe | đăng ký tàu sông | đăng ký thuyền = đăng ký phương tiện thủy nội địa
bằng lái tàu | bằng thuyền trưởng | bằng lái ghe = giấy chứng nhận khả năng chuyên môn thuyền trưởng
flycam | drone | máy bay không người lái | bay flycam | thả drone | quay flycam = cấp phép bay đối với tàu bay không người lái và phương tiện bay khác

# Land, housing, building
sổ đỏ | sổ hồng | bìa đỏ | giấy tờ đất | giấy đỏ | sổ nhà đất | sổ đất | giấy chủ quyền = giấy chứng nhận quyền sử dụng đất quyền sở hữu tài sản gắn liền với đất
làm sổ đỏ | cấp sổ đỏ | làm sổ hồng | làm bìa đỏ | làm sổ đỏ lần đầu | cấp sổ đỏ lần đầu | xin cấp sổ đỏ | đất chưa có sổ | chưa có sổ đỏ | hợp thức hóa nhà đất = đăng ký đất đai tài sản gắn liền với đất cấp giấy chứng nhận lần đầu
mất sổ đỏ | mất sổ hồng | làm lại sổ đỏ | sổ đỏ bị mất | cấp lại sổ đỏ | mất giấy tờ đất = cấp lại giấy chứng nhận đã cấp do bị mất
đổi sổ đỏ | cấp đổi sổ đỏ | đổi sổ hồng | sổ đỏ cũ | sổ đỏ rách | đổi sổ = cấp đổi giấy chứng nhận đã cấp
sai sổ đỏ | sổ đỏ sai | đính chính sổ đỏ | sổ đỏ sai tên | sổ đỏ bị sai = đính chính giấy chứng nhận đã cấp
sang tên sổ đỏ | sang sổ | sang tên nhà đất | mua bán đất | mua bán nhà đất | chuyển nhượng đất | mua đất | bán đất | sang tên đất | sang tên sổ hồng | mua nhà | bán nhà | chuyển nhượng nhà đất | cho đất | tặng cho đất | tặng cho nhà đất | cho con đất | bố mẹ cho con đất | thừa kế đất | thừa kế nhà đất | thừa kế sổ đỏ | góp vốn bằng đất = đăng ký biến động chuyển nhượng thừa kế tặng cho quyền sử dụng đất | đăng ký biến động quyền sử dụng đất quyền sở hữu tài sản gắn liền với đất trong các trường hợp chuyển đổi chuyển nhượng thừa kế tặng cho
tách sổ | tách thửa | chia lô | tách đất | tách sổ đỏ | chia đất | nhập thửa | gộp thửa | gộp sổ đỏ | hợp thửa | phân lô = tách thửa hoặc hợp thửa đất
lên thổ cư | lên đất ở | chuyển đất vườn sang đất ở | chuyển đất nông nghiệp sang đất ở | chuyển đổi đất | chuyển mục đích đất | chuyển đất ruộng | chuyển mục đích sử dụng đất | đất thổ cư | chuyển sang thổ cư | sang thổ cư | thổ cư | lên thổ | chuyển mục đích = chuyển mục đích sử dụng đất
thế chấp sổ đỏ | cầm sổ đỏ | vay ngân hàng bằng sổ đỏ | thế chấp nhà đất | thế chấp đất | thế chấp nhà | thế chấp quyền sử dụng đất | vay thế chấp | thế chấp = đăng ký biện pháp bảo đảm bằng quyền sử dụng đất tài sản gắn liền với đất
xóa thế chấp | giải chấp | xóa nợ ngân hàng trên sổ đỏ | rút sổ đỏ ngân hàng | xóa đăng ký thế chấp | xóa thế chấp sổ đỏ = xóa đăng ký biện pháp bảo đảm bằng quyền sử dụng đất tài sản gắn liền với đất
tranh chấp đất | tranh chấp ranh giới | lấn đất | hàng xóm lấn đất | tranh chấp đất đai | kiện đất = giải quyết tranh chấp đất đai
gia hạn đất | hết hạn sử dụng đất | gia hạn sử dụng đất = gia hạn sử dụng đất khi hết thời hạn sử dụng đất
thuê đất nhà nước | thuê đất = giao đất cho thuê đất
đo đất | đo đạc đất | trích lục bản đồ | trích lục thửa đất | trích đo | xem bản đồ địa chính = trích lục bản đồ địa chính | cung cấp thông tin dữ liệu đất đai
tra quy hoạch | xem quy hoạch | thông tin quy hoạch | đất có dính quy hoạch | dính quy hoạch = cung cấp thông tin về quy hoạch | cung cấp thông tin dữ liệu đất đai
nợ tiền sử dụng đất | ghi nợ tiền đất | trả nợ tiền sử dụng đất = ghi nợ tiền sử dụng đất
thuế trước bạ | lệ phí trước bạ | trước bạ | phí trước bạ = khai lệ phí trước bạ
lệ phí trước bạ nhà đất | trước bạ nhà đất | trước bạ nhà | trước bạ đất = khai lệ phí trước bạ nhà đất
trước bạ xe | thuế trước bạ xe | trước bạ ô tô | trước bạ xe máy | lệ phí trước bạ xe | thuế trước bạ ô tô | lệ phí trước bạ ô tô | lệ phí trước bạ xe máy = khai lệ phí trước bạ đối với tài sản khác theo quy định của pháp luật về lệ phí trước bạ
thuế đất | thuế nhà đất | đóng thuế đất | thuế đất phi nông nghiệp = khai thuế sử dụng đất phi nông nghiệp
thuế bán đất | thuế bán nhà | thuế mua bán nhà đất | thuế chuyển nhượng nhà đất | thuế chuyển nhượng bất động sản | thuế thừa kế nhà đất = khai thuế thu nhập cá nhân chuyển nhượng bất động sản
thuế cho thuê nhà | cho thuê nhà | thuế nhà trọ | cho thuê trọ = khai thuế đối với cá nhân cho thuê bất động sản
xây nhà | giấy phép xây nhà | xin phép xây nhà | cất nhà | phép xây dựng | xin giấy phép xây dựng | xây nhà ở | giấy phép xây dựng nhà ở | xin phép xây dựng | giấy phép xây dựng | làm nhà | xây nhà cấp 4 | xây nhà trọ = cấp giấy phép xây dựng mới nhà ở riêng lẻ
sửa nhà | cải tạo nhà | nâng tầng | xin phép sửa nhà | cơi nới | sửa chữa nhà | xây thêm tầng = cấp giấy phép xây dựng sửa chữa cải tạo nhà ở riêng lẻ
phá nhà | tháo dỡ nhà | đập nhà = cấp giấy phép di dời công trình | phá dỡ
nhà ở xã hội | mua nhà ở xã hội | nhà thu nhập thấp | thuê nhà ở xã hội | nhà giá rẻ = đăng ký mua thuê mua thuê nhà ở xã hội
xác nhận chưa có nhà | xác nhận thực trạng nhà ở | xác nhận chưa có nhà ở | xác nhận điều kiện về nhà ở = xác nhận về nhà ở
diện tích nhà ở | diện tích bình quân | xác nhận diện tích nhà = xác nhận về điều kiện diện tích bình quân nhà ở để đăng ký thường trú
số nhà | đánh số nhà | xin số nhà | cấp số nhà = cấp biển số nhà
chặt cây | đốn cây | cây đổ trước nhà | chặt hạ cây = cấp giấy phép chặt hạ dịch chuyển cây xanh
môi giới nhà đất | cò đất | môi giới bất động sản = chứng chỉ hành nghề môi giới bất động sản
kiến trúc sư = chứng chỉ hành nghề kiến trúc
kỹ sư xây dựng | chứng chỉ xây dựng | giám sát xây dựng | chứng chỉ giám sát = chứng chỉ hành nghề hoạt động xây dựng
năng lực xây dựng | chứng chỉ năng lực = chứng chỉ năng lực hoạt động xây dựng
đền bù đất | giải tỏa | tái định cư | thu hồi đất = bồi thường hỗ trợ tái định cư

# Health, health insurance
thẻ bảo hiểm | thẻ bhyt | bảo hiểm y tế | thẻ bảo hiểm y tế = thẻ bảo hiểm y tế
mua bảo hiểm y tế | mua bhyt | đóng bảo hiểm y tế | bảo hiểm y tế hộ gia đình | bảo hiểm y tế tự nguyện | tham gia bảo hiểm y tế | mua bảo hiểm | gia hạn thẻ bảo hiểm y tế | gia hạn bảo hiểm y tế | bảo hiểm y tế hết hạn | bảo hiểm y tế học sinh | mua thẻ bảo hiểm y tế = đăng ký đóng cấp thẻ BHYT đối với người chỉ tham gia BHYT
làm thẻ bảo hiểm y tế | cấp thẻ bảo hiểm y tế = cấp thẻ bảo hiểm y tế | đăng ký đóng cấp thẻ BHYT đối với người chỉ tham gia BHYT
mất thẻ bảo hiểm | mất thẻ bảo hiểm y tế | mất thẻ bhyt | đổi thẻ bảo hiểm y tế | đổi nơi khám bệnh | đổi nơi khám chữa bệnh ban đầu | sai thông tin thẻ bảo hiểm | cấp lại thẻ bảo hiểm y tế | đổi nơi đăng ký khám bệnh | thẻ bảo hiểm y tế bị mất | đổi bệnh viện đăng ký = cấp lại đổi điều chỉnh thông tin trên sổ BHXH thẻ BHYT
bảo hiểm cho bé | bảo hiểm y tế cho trẻ em | thẻ bảo hiểm cho trẻ sơ sinh | bảo hiểm y tế trẻ em dưới 6 tuổi = liên thông các thủ tục hành chính về đăng ký khai sinh cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi | cấp thẻ bảo hiểm y tế
thanh toán viện phí | hoàn tiền viện phí | bảo hiểm trả tiền khám | thanh toán tiền khám bệnh | đòi tiền bảo hiểm y tế | hoàn tiền khám bệnh | trái tuyến = thanh toán trực tiếp chi phí khám bệnh chữa bệnh bảo hiểm y tế
bác sĩ | y sĩ | điều dưỡng | y tá | hành nghề y | chứng chỉ hành nghề y | bằng hành nghề bác sĩ | chứng chỉ hành nghề bác sĩ | chứng chỉ hành nghề khám bệnh = cấp giấy phép hành nghề khám bệnh chữa bệnh bác sỹ y sỹ điều dưỡng | cấp mới giấy phép hành nghề
phòng khám | mở phòng khám | mở phòng mạch | phòng mạch tư | phòng khám tư nhân | phòng răng | nha khoa | mở nha khoa | mở phòng khám răng = cấp giấy phép hoạt động khám bệnh chữa bệnh
nhà thuốc | quầy thuốc | mở nhà thuốc | tiệm thuốc tây | bán thuốc tây | hiệu thuốc | mở quầy thuốc | mở hiệu thuốc | kinh doanh thuốc = cấp giấy chứng nhận đủ điều kiện kinh doanh dược
dược sĩ | chứng chỉ dược | hành nghề dược = cấp chứng chỉ hành nghề dược
thuốc nam | thuốc bắc | thầy lang | đông y | lương y | ông lang = lương y thuốc cổ truyền
mỹ phẩm | công bố mỹ phẩm | bán mỹ phẩm | nhập mỹ phẩm = phiếu công bố sản phẩm mỹ phẩm
spa | xăm | thẩm mỹ viện | phun xăm = khám bệnh chữa bệnh thẩm mỹ
trang thiết bị y tế | máy y tế = thiết bị y tế
vệ sinh thực phẩm | an toàn thực phẩm | an toàn vệ sinh thực phẩm | giấy vệ sinh an toàn thực phẩm | giấy an toàn thực phẩm | vệ sinh an toàn thực phẩm = giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm
quán ăn | quán cơm | quán phở | nhà hàng | mở quán ăn | mở nhà hàng | bếp ăn tập thể | căng tin | quán nhậu | bán đồ ăn = giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm kinh doanh dịch vụ ăn uống | đăng ký thành lập hộ kinh doanh
thực phẩm chức năng | công bố thực phẩm chức năng = đăng ký bản công bố sản phẩm thực phẩm bảo vệ sức khỏe
tự công bố sản phẩm | công bố sản phẩm = đăng ký bản công bố sản phẩm
tai biến tiêm chủng | tiêm vắc xin | tiêm chủng = tiêm chủng

# Social insurance, work
rút bảo hiểm | rút bảo hiểm xã hội | lĩnh bảo hiểm một lần | rút bhxh 1 lần | bảo hiểm xã hội 1 lần | bảo hiểm xã hội một lần | lãnh bảo hiểm một lần | rút bảo hiểm xã hội một lần | rút bảo hiểm một lần | nhận bảo hiểm xã hội một lần = hưởng bảo hiểm xã hội một lần
thất nghiệp | tiền thất nghiệp | bảo hiểm thất nghiệp | lãnh thất nghiệp | trợ cấp thất nghiệp | nghỉ việc | mất việc | đăng ký thất nghiệp | hưởng thất nghiệp | hưởng bảo hiểm thất nghiệp | lĩnh thất nghiệp | bị đuổi việc = hưởng trợ cấp thất nghiệp
thai sản | nghỉ sinh | nghỉ đẻ | tiền thai sản | chế độ sinh con | nghỉ thai sản | chế độ thai sản | trợ cấp thai sản | bảo hiểm thai sản | tiền đẻ | vợ sinh chồng nghỉ = hưởng chế độ thai sản
ốm đau | nghỉ ốm | tiền ốm đau | chế độ ốm đau | bảo hiểm ốm đau | nghỉ bệnh = hưởng chế độ ốm đau | hưởng trợ cấp ốm đau
dưỡng sức = hưởng trợ cấp dưỡng sức phục hồi sức khỏe
lương hưu | về hưu | nghỉ hưu | hưu trí | làm hồ sơ hưu | làm hồ sơ hưu trí | hồ sơ hưu trí | hồ sơ nghỉ hưu | chế độ hưu | sổ hưu | đến tuổi nghỉ hưu | nhận lương hưu = hưởng lương hưu đối với người tham gia bảo hiểm xã hội
đổi chỗ lĩnh lương hưu | chuyển lương hưu | nhận lương hưu qua thẻ | chuyển nơi nhận lương hưu = thay đổi hình thức nhận nơi nhận lương hưu | chuyển hưởng sang địa bàn khác đối với người đang hưởng lương hưu
tuất | tiền tuất | tử tuất | chế độ tuất | trợ cấp tuất = hưởng chế độ tử tuất | hưởng trợ cấp tuất
mai táng | mai táng phí | tiền mai táng | tiền chôn cất | tiền đám ma | trợ cấp mai táng | hỗ trợ mai táng = trợ cấp mai táng | hỗ trợ chi phí mai táng
hỏa táng | thiêu = hỗ trợ chi phí khuyến khích sử dụng hình thức hỏa táng
tai nạn lao động | bị tai nạn khi làm việc | bệnh nghề nghiệp | tai nạn khi đi làm = hưởng chế độ tai nạn lao động bệnh nghề nghiệp
bảo hiểm xã hội tự nguyện | đóng bhxh tự nguyện | tự đóng bảo hiểm xã hội = đăng ký đóng bảo hiểm xã hội tự nguyện cấp sổ BHXH
mất sổ bảo hiểm | mất sổ bảo hiểm xã hội | sổ bảo hiểm | gộp sổ bảo hiểm | gộp sổ bhxh | sổ bảo hiểm xã hội = cấp lại đổi điều chỉnh thông tin trên sổ BHXH thẻ BHYT
đăng ký bảo hiểm cho nhân viên | đóng bảo hiểm cho nhân viên | báo tăng lao động | báo giảm lao động | đóng bảo hiểm xã hội = đăng ký điều chỉnh đóng BHXH BHYT BHTN
tìm việc | giới thiệu việc làm | kiếm việc | xin việc | tư vấn việc làm = tư vấn giới thiệu việc làm
vay vốn làm ăn | vay tạo việc làm | vay giải quyết việc làm | vay vốn = vay vốn hỗ trợ tạo việc làm
đi lao động nước ngoài | xuất khẩu lao động | đi nhật | đi hàn quốc | đi đài loan | đi xuất khẩu lao động | đi xklđ = người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng
nội quy công ty | nội quy lao động = đăng ký nội quy lao động của doanh nghiệp
thỏa ước | thỏa ước lao động = thỏa ước lao động tập thể
cho thuê lao động | cho thuê lại lao động = hoạt động cho thuê lại lao động
học nghề | hỗ trợ học nghề = hỗ trợ đào tạo nghề
thi công chức | tuyển công chức | dự tuyển công chức | đăng ký dự tuyển công chức | dự tuyển vào công chức | vào công chức | đăng ký dự tuyển vào công chức = thi tuyển công chức | xét tuyển công chức
thi viên chức | tuyển viên chức | dự tuyển viên chức = thi tuyển viên chức | xét tuyển viên chức
máy móc nguy hiểm | kiểm định thang máy | thang máy | nồi hơi = kiểm định kỹ thuật an toàn lao động

# Welfare, merit, the old, the disabled, the poor
trợ cấp người già | tiền người già | trợ cấp 80 tuổi | người cao tuổi | tiền cho người già | trợ cấp người cao tuổi | người cao tuổi không có lương hưu | người già không có lương hưu | trên 80 tuổi | trợ cấp tuổi già | 75 tuổi = hưởng trợ cấp hưu trí xã hội | trợ cấp xã hội hàng tháng
mừng thọ | chúc thọ = chúc thọ mừng thọ người cao tuổi
bảo trợ xã hội | trợ cấp bảo trợ | tiền bảo trợ | trợ cấp xã hội | trợ cấp hàng tháng | bảo trợ | trợ cấp trẻ mồ côi | nuôi con một mình = trợ cấp xã hội hàng tháng hỗ trợ kinh phí chăm sóc nuôi dưỡng hàng tháng
tàn tật | người tàn tật | giấy khuyết tật | xác nhận khuyết tật | người khuyết tật | giấy xác nhận khuyết tật | giấy chứng nhận khuyết tật | trợ cấp khuyết tật = xác định mức độ khuyết tật và cấp giấy xác nhận khuyết tật
hộ nghèo | sổ hộ nghèo | xin hộ nghèo | giấy hộ nghèo | cận nghèo | xét hộ nghèo | hộ cận nghèo | thoát nghèo | giấy chứng nhận hộ nghèo = công nhận hộ nghèo hộ cận nghèo
nhà dưỡng lão | trại dưỡng lão | viện dưỡng lão | vào trung tâm bảo trợ | trại mồ côi | mái ấm = cơ sở trợ giúp xã hội
nhà hư do bão | thiệt hại do bão | lũ lụt | hỗ trợ thiên tai | bão lũ = trợ giúp xã hội khẩn cấp | hỗ trợ khắc phục thiên tai
thờ cúng liệt sĩ | tiền thờ cúng | hương khói liệt sĩ | giỗ liệt sĩ = trợ cấp thờ cúng liệt sĩ
thương binh | làm chế độ thương binh | giấy thương binh = công nhận thương binh người hưởng chính sách như thương binh
thân nhân liệt sĩ | con liệt sĩ | vợ liệt sĩ | gia đình liệt sĩ | mẹ liệt sĩ = trợ cấp ưu đãi đối với thân nhân liệt sĩ
mộ liệt sĩ | tìm mộ liệt sĩ | hài cốt liệt sĩ | viếng mộ liệt sĩ | thăm mộ liệt sĩ | di chuyển mộ liệt sĩ = hài cốt liệt sĩ | mộ liệt sĩ
chất độc da cam | da cam | dioxin | nạn nhân da cam = người hoạt động kháng chiến bị nhiễm chất độc hóa học
mẹ việt nam anh hùng | bà mẹ anh hùng = Bà mẹ Việt Nam anh hùng
gia đình chính sách | người có công | gia đình có công = người có công với cách mạng
con thương binh đi học | con liệt sĩ đi học | ưu đãi giáo dục = hỗ trợ để theo học người có công
cựu chiến binh | bộ đội cũ | bộ đội xuất ngũ | tham gia kháng chiến = người tham gia kháng chiến | cựu chiến binh
thanh niên xung phong = thanh niên xung phong
cai nghiện | nghiện ma túy | đi cai = cai nghiện ma túy
bạo lực gia đình = bạo lực gia đình

# Army
nghĩa vụ quân sự | khám nghĩa vụ | đi bộ đội | đi nghĩa vụ | đi lính | nhập ngũ | đi nghĩa vụ quân sự = đăng ký nghĩa vụ quân sự
đăng ký nghĩa vụ quân sự 17 tuổi | đăng ký nghĩa vụ lần đầu = đăng ký nghĩa vụ quân sự lần đầu
nghĩa vụ quân sự tạm vắng | tạm vắng nghĩa vụ = đăng ký nghĩa vụ quân sự tạm vắng
chuyển nghĩa vụ quân sự | chuyển hồ sơ nghĩa vụ = đăng ký nghĩa vụ quân sự chuyển đi khi thay đổi nơi cư trú
hoãn nghĩa vụ | miễn nghĩa vụ | tạm hoãn nghĩa vụ quân sự = miễn nghĩa vụ quân sự
dân quân | dân quân tự vệ = dân quân tự vệ

# School
xin học | nhập học | vào lớp 1 | tuyển sinh lớp 1 | xin học cho con | vào lớp 10 | thi lớp 10 | vào lớp 6 | tuyển sinh lớp 10 | tuyển sinh đầu cấp = tuyển sinh
chuyển trường | chuyển trường cho con | xin chuyển trường | chuyển lớp = chuyển trường và tiếp nhận học sinh | chuyển trường đối với học sinh
cấp 1 | tiểu học = tiểu học
cấp 2 | thcs = trung học cơ sở
cấp 3 | thpt | trường cấp 3 = trung học phổ thông
thi đại học | đăng ký đại học | xét tuyển đại học | nguyện vọng đại học | đăng ký nguyện vọng = đăng ký xét tuyển trình độ đại học
thi tốt nghiệp | thi thpt | thi tốt nghiệp thpt | thi tốt nghiệp cấp 3 = đăng ký dự thi tốt nghiệp trung học phổ thông
phúc khảo | chấm lại bài thi | xem lại điểm thi = phúc khảo bài thi
mất bằng tốt nghiệp | làm lại bằng tốt nghiệp | mất bằng cấp 3 | mất bằng đại học | bản sao bằng tốt nghiệp | sao bằng tốt nghiệp | cấp lại bằng tốt nghiệp | mất bằng cấp = cấp bản sao văn bằng chứng chỉ từ sổ gốc | cấp lại văn bằng chứng chỉ
sai bằng tốt nghiệp | sửa bằng tốt nghiệp | sửa tên trên bằng | sai tên trên bằng = chỉnh sửa nội dung văn bằng chứng chỉ
bằng nước ngoài | công nhận bằng nước ngoài | công nhận bằng đại học nước ngoài | bằng đại học nước ngoài | công nhận văn bằng | công nhận bằng cấp nước ngoài = công nhận bằng cử nhân bằng thạc sĩ bằng tiến sĩ và văn bằng trình độ tương đương do cơ sở giáo dục nước ngoài cấp
miễn học phí | giảm học phí | miễn giảm học phí | hỗ trợ học phí | tiền học | hỗ trợ tiền học = đề nghị miễn giảm học phí hỗ trợ chi phí học tập
học bổng = cấp học bổng
tiền ăn trưa | ăn trưa mẫu giáo | tiền ăn cho trẻ mầm non = hỗ trợ ăn trưa đối với trẻ em mẫu giáo
sinh viên sư phạm | học phí sư phạm = hỗ trợ tiền đóng học phí và chi phí sinh hoạt đối với sinh viên học các ngành đào tạo giáo viên
nhà trẻ | mầm non tư thục | mở trường mầm non | mở nhà trẻ | trông trẻ | mở lớp mẫu giáo | nhóm trẻ | trường mẫu giáo | giữ trẻ = thành lập cơ sở giáo dục mầm non độc lập | thành lập trường mầm non
trung tâm tiếng anh | trung tâm ngoại ngữ | mở trung tâm tiếng anh | mở trung tâm ngoại ngữ | mở trung tâm anh ngữ | dạy tiếng anh = trung tâm ngoại ngữ tin học | trung tâm giáo dục thường xuyên
dạy thêm | lớp học thêm | mở lớp dạy thêm | học thêm = dạy thêm học thêm
tư vấn du học | du học = kinh doanh dịch vụ tư vấn du học
chứng chỉ tin học | tin học cơ bản = chứng chỉ ứng dụng công nghệ thông tin
kỹ năng sống | giá trị sống | dạy kỹ năng sống = giáo dục kỹ năng sống hoạt động giáo dục ngoài giờ chính khóa
giáo sư | phó giáo sư = chức danh giáo sư phó giáo sư

# Starting, changing and closing a business
mở công ty | lập công ty | thành lập công ty | mở doanh nghiệp | lập doanh nghiệp | thành lập doanh nghiệp | đăng ký công ty | đăng ký doanh nghiệp | đăng ký kinh doanh công ty = đăng ký thành lập công ty TNHH một thành viên | đăng ký thành lập công ty TNHH hai thành viên trở lên | đăng ký thành lập công ty cổ phần | đăng ký thành lập doanh nghiệp tư nhân
công ty một mình | công ty 1 thành viên | công ty tnhh 1 thành viên | tnhh mtv | công ty tnhh một thành viên | thành lập công ty tnhh một thành viên = đăng ký thành lập công ty TNHH một thành viên
công ty 2 thành viên | tnhh 2 thành viên | công ty tnhh 2 thành viên = đăng ký thành lập công ty TNHH hai thành viên trở lên
mở công ty cổ phần | lập công ty cổ phần | thành lập công ty cổ phần = đăng ký thành lập công ty cổ phần
mở cửa hàng | mở quán | mở tiệm | mở shop | mở đại lý | mở xưởng | mở lớp | mở trung tâm | mở cơ sở = | đăng ký thành lập hộ kinh doanh
buôn bán nhỏ | mở tạp hóa | tạp hóa | đăng ký hộ kinh doanh | kinh doanh cá thể | hộ kinh doanh cá thể | hộ cá thể | đăng ký kinh doanh | giấy phép kinh doanh | mở quán cà phê | mở quán cafe | bán hàng online | thành lập hộ kinh doanh | mở tiệm tóc | mở tiệm tạp hóa | đăng ký kinh doanh hộ gia đình | quán cà phê | bán hàng = đăng ký thành lập hộ kinh doanh
mất giấy phép kinh doanh | mất giấy đăng ký kinh doanh | mất đăng ký kinh doanh = cấp lại giấy chứng nhận đăng ký hộ kinh doanh | cấp lại giấy chứng nhận đăng ký doanh nghiệp
mất giấy đăng ký doanh nghiệp = cấp lại giấy chứng nhận đăng ký doanh nghiệp
đổi tên công ty | đổi địa chỉ công ty | chuyển trụ sở công ty | đổi trụ sở | thêm ngành nghề | bổ sung ngành nghề | chuyển địa chỉ công ty | thay đổi ngành nghề kinh doanh | chuyển trụ sở | bổ sung ngành nghề kinh doanh = đăng ký thay đổi địa chỉ trụ sở chính đăng ký đổi tên của doanh nghiệp thông báo thay đổi ngành nghề kinh doanh
đổi giám đốc | thay giám đốc | đổi người đại diện | thay đổi người đại diện | thay đổi giám đốc | đổi người đại diện pháp luật = đăng ký thay đổi người đại diện theo pháp luật
tăng vốn | giảm vốn | tăng vốn điều lệ | đổi vốn điều lệ | tăng vốn công ty = đăng ký thay đổi vốn điều lệ phần vốn góp
thêm thành viên | chuyển nhượng cổ phần | bán công ty | thêm thành viên công ty = đăng ký thay đổi thành viên công ty trách nhiệm hữu hạn hai thành viên trở lên | thay đổi chủ sở hữu công ty
mở chi nhánh | lập chi nhánh | văn phòng đại diện | mở văn phòng đại diện | mở văn phòng | lập văn phòng đại diện | địa điểm kinh doanh | mở địa điểm kinh doanh | thành lập chi nhánh = đăng ký hoạt động chi nhánh văn phòng đại diện thông báo lập địa điểm kinh doanh
đóng chi nhánh | đóng văn phòng đại diện | giải thể chi nhánh = chấm dứt hoạt động chi nhánh văn phòng đại diện địa điểm kinh doanh
đóng cửa công ty | giải thể công ty | đóng công ty | dẹp công ty | giải thể = giải thể doanh nghiệp
tạm nghỉ kinh doanh | tạm ngừng công ty | tạm đóng cửa | ngừng kinh doanh tạm thời | tạm ngừng hoạt động công ty | tạm ngừng kinh doanh công ty = thông báo tạm ngừng kinh doanh doanh nghiệp
đóng cửa | dẹp tiệm = chấm dứt hoạt động | giải thể
đóng cửa hộ kinh doanh | nghỉ bán | nghỉ kinh doanh | đóng cửa tiệm | đóng cửa hàng | trả giấy phép kinh doanh | giải thể hộ kinh doanh | ngừng hộ kinh doanh | chấm dứt hộ kinh doanh | đóng hộ kinh doanh = chấm dứt hoạt động hộ kinh doanh
tạm ngừng hộ kinh doanh | tạm nghỉ bán = tạm ngừng kinh doanh hộ kinh doanh
đổi tên hộ kinh doanh | thay đổi hộ kinh doanh | đổi địa chỉ hộ kinh doanh = đăng ký thay đổi nội dung đăng ký hộ kinh doanh
lên công ty | chuyển hộ kinh doanh thành công ty | hộ kinh doanh lên doanh nghiệp = đăng ký thành lập doanh nghiệp trên cơ sở chuyển đổi từ hộ kinh doanh
hợp tác xã | lập hợp tác xã | thành lập hợp tác xã | mở hợp tác xã = đăng ký thành lập hợp tác xã
đầu tư nước ngoài | giấy phép đầu tư | fdi | xin giấy phép đầu tư | giấy chứng nhận đầu tư = cấp giấy chứng nhận đăng ký đầu tư
chương trình khuyến mãi | khuyến mãi | giảm giá | đăng ký khuyến mãi | khuyến mại = chương trình khuyến mại | thông báo hoạt động khuyến mại
bán hàng qua mạng | sàn thương mại điện tử | website bán hàng | đăng ký website | trang web bán hàng | thông báo website bán hàng = đăng ký nền tảng thương mại điện tử | website thương mại điện tử bán hàng
đa cấp | bán hàng đa cấp = hoạt động bán hàng đa cấp
nhượng quyền | franchise = nhượng quyền thương mại
nhãn hiệu | thương hiệu | logo | đăng ký thương hiệu | đăng ký logo | bảo hộ thương hiệu | bảo hộ nhãn hiệu | đăng ký nhãn hiệu | độc quyền thương hiệu | đăng ký độc quyền = đăng ký nhãn hiệu
phát minh | bằng sáng chế | sáng chế | bằng phát minh = đăng ký sáng chế
kiểu dáng | mẫu mã sản phẩm = đăng ký kiểu dáng công nghiệp
bản quyền | đăng ký bản quyền | tác quyền | bản quyền phần mềm | bản quyền bài hát | đăng ký tác quyền = cấp giấy chứng nhận đăng ký quyền tác giả
mã vạch | mã số mã vạch | barcode = cấp giấy chứng nhận quyền sử dụng mã số mã vạch

# Trades that need a permit
cầm đồ | tiệm cầm đồ | dịch vụ cầm đồ | kinh doanh cầm đồ | nhà nghỉ | mở nhà nghỉ | kinh doanh nhà nghỉ | massage | mát xa | xoa bóp | mở quán bar | công ty bảo vệ | dịch vụ bảo vệ | đòi nợ | khắc dấu thuê | in ấn an ninh | giấy an ninh trật tự | giấy antt | an ninh trật tự | đủ điều kiện an ninh trật tự | kinh doanh lưu trú | cho thuê phòng nghỉ = cấp mới giấy chứng nhận đủ điều kiện về an ninh trật tự
an ninh trật tự cầm đồ | giấy phép cầm đồ = cấp mới giấy chứng nhận đủ điều kiện về an ninh trật tự
khách sạn | homestay | mở homestay | xếp hạng sao | mở khách sạn | kinh doanh khách sạn = công nhận hạng cơ sở lưu trú du lịch | giấy chứng nhận đủ điều kiện về an ninh trật tự
karaoke | quán hát | quán karaoke | hát karaoke = cấp giấy phép đủ điều kiện kinh doanh dịch vụ karaoke
vũ trường | bar | sàn nhảy | mở bar = cấp giấy phép đủ điều kiện kinh doanh dịch vụ vũ trường
net | game | cyber | quán net | tiệm net | quán game | quán internet | chơi game | cyber game | phòng máy | tiệm game = điểm cung cấp dịch vụ trò chơi điện tử công cộng
gas | bình gas | bán gas | cửa hàng gas | đại lý gas | mở cửa hàng gas | gas hóa lỏng = cửa hàng bán lẻ LPG chai | thương nhân kinh doanh LPG
xăng | cây xăng | bán xăng | cửa hàng xăng dầu | mở cây xăng | trạm xăng = cửa hàng đủ điều kiện bán lẻ xăng dầu
rượu | bán rượu | nấu rượu | bán lẻ rượu | rượu thủ công | giấy phép bán rượu | đại lý rượu | kinh doanh rượu = giấy phép bán lẻ rượu | giấy phép sản xuất rượu thủ công | giấy phép bán buôn rượu
thuốc lá | bán thuốc lá = giấy phép bán lẻ sản phẩm thuốc lá
hướng dẫn viên | thẻ hướng dẫn viên | tour guide | hướng dẫn viên du lịch = cấp thẻ hướng dẫn viên du lịch
công ty du lịch | mở công ty du lịch | lữ hành | tổ chức tour | bán tour = cấp giấy phép kinh doanh dịch vụ lữ hành
tiệm in | mở tiệm in | in ấn | nhà in | mở xưởng in | xưởng in | photocopy | tiệm photocopy = đăng ký hoạt động in
treo biển quảng cáo | biển quảng cáo | bảng hiệu | băng rôn | treo băng rôn | biển hiệu | quảng cáo ngoài trời | pano = tiếp nhận hồ sơ thông báo sản phẩm quảng cáo trên bảng quảng cáo băng rôn
tổ chức sự kiện | ca nhạc | biểu diễn | tổ chức ca nhạc | đêm nhạc | tổ chức biểu diễn = tổ chức biểu diễn nghệ thuật
thi hoa hậu | hoa hậu | người mẫu = tổ chức cuộc thi người đẹp người mẫu
gym | phòng gym | phòng tập gym | mở phòng gym | yoga | bể bơi | hồ bơi | sân bóng | phòng tập | phòng tập yoga = giấy chứng nhận đủ điều kiện kinh doanh hoạt động thể thao
vàng | tiệm vàng | mở tiệm vàng | vàng miếng | vàng bạc = kinh doanh mua bán vàng miếng | sản xuất vàng trang sức mỹ nghệ
đổi tiền | đổi ngoại tệ | thu đổi ngoại tệ = đại lý đổi ngoại tệ
thư viện = thư viện
báo | nhà báo | thẻ nhà báo = thẻ nhà báo
xuất bản sách | in sách = giấy phép xuất bản
phim | quay phim | chiếu phim = điện ảnh phim
trang web tin tức | mạng xã hội | trang tin điện tử = trang thông tin điện tử tổng hợp | mạng xã hội
mạng internet | wifi | cung cấp internet = dịch vụ viễn thông Internet
bộ đàm | tần số | máy phát sóng = giấy phép sử dụng tần số vô tuyến điện
chuyển phát nhanh | ship hàng | giao hàng | công ty chuyển phát = giấy phép bưu chính
chữ ký số | chữ ký điện tử | token = chứng thư chữ ký số
vũ khí | súng | công cụ hỗ trợ | roi điện | dùi cui = giấy phép sử dụng công cụ hỗ trợ | giấy phép trang bị vũ khí
pháo | pháo hoa | bắn pháo hoa = pháo hoa
nổ mìn | thuốc nổ | mìn = vật liệu nổ công nghiệp
phòng cháy = phòng cháy chữa cháy
giấy phòng cháy | giấy pccc | giấy phòng cháy chữa cháy | thẩm duyệt phòng cháy = thẩm định thiết kế về phòng cháy chữa cháy | nghiệm thu về phòng cháy chữa cháy

# Tax, invoices
mã số thuế cá nhân | mã số thuế | đăng ký mã số thuế | làm mã số thuế | đăng ký mst | xin mã số thuế = đăng ký thuế lần đầu đối với người nộp thuế là cá nhân người phụ thuộc
người phụ thuộc | giảm trừ gia cảnh | đăng ký người phụ thuộc | đăng ký giảm trừ gia cảnh = đăng ký thuế lần đầu người phụ thuộc
mất mã số thuế | cấp lại mã số thuế | mất thẻ mã số thuế = cấp lại giấy chứng nhận đăng ký thuế thông báo mã số thuế
đóng mã số thuế | hủy mã số thuế | khóa mã số thuế | chấm dứt mã số thuế = chấm dứt hiệu lực mã số thuế
đổi thông tin mã số thuế | cập nhật cccd mã số thuế | cập nhật mã số thuế | thay đổi thông tin thuế = đăng ký thay đổi thông tin đăng ký thuế
thuế lương | thuế tncn | thuế thu nhập | thuế thu nhập cá nhân = thuế thu nhập cá nhân
quyết toán thuế | quyết toán thuế tncn | quyết toán thuế cá nhân | quyết toán thuế thu nhập cá nhân = khai quyết toán thuế hoàn thuế đối với cá nhân cư trú có thu nhập từ tiền lương tiền công | khai quyết toán thuế thu nhập cá nhân
hoàn thuế | hoàn thuế tncn | lấy lại tiền thuế | hoàn thuế thu nhập cá nhân | đòi lại thuế | được hoàn thuế = khai quyết toán thuế hoàn thuế đối với cá nhân cư trú có thu nhập từ tiền lương tiền công | hoàn thuế thu nhập cá nhân
thuế gtgt | vat | thuế vat | thuế giá trị gia tăng = khai thuế giá trị gia tăng
hoàn thuế gtgt | hoàn vat | hoàn thuế vat | hoàn thuế giá trị gia tăng = hoàn thuế giá trị gia tăng của doanh nghiệp
thuế môn bài | môn bài | lệ phí môn bài = khai lệ phí môn bài
thuế khoán | thuế hộ kinh doanh | đóng thuế hộ kinh doanh | khai thuế hộ kinh doanh = khai thuế đối với hộ kinh doanh cá nhân kinh doanh
thuế bán hàng online | thuế bán hàng qua mạng | thuế thương mại điện tử | thuế tiktok | thuế shopee = khai thuế kinh doanh trên nền tảng thương mại điện tử
hóa đơn | hóa đơn đỏ | hóa đơn điện tử | đăng ký hóa đơn | xuất hóa đơn = đăng ký sử dụng hóa đơn điện tử
mua hóa đơn lẻ | hóa đơn lẻ | xuất hóa đơn lẻ | hóa đơn từng lần | hóa đơn bán lẻ = hóa đơn điện tử có mã của cơ quan thuế theo từng lần phát sinh
hóa đơn sai | viết sai hóa đơn | hóa đơn viết sai | sai sót hóa đơn = xử lý hóa đơn điện tử đã lập sai
nợ thuế | trả góp thuế | nộp dần thuế = nộp dần tiền thuế nợ
gia hạn thuế | chậm nộp thuế | gia hạn nộp thuế = gia hạn nộp thuế
xác nhận không nợ thuế | xác nhận đã nộp thuế | xác nhận thuế = xác nhận thực hiện nghĩa vụ thuế
nộp thừa thuế | đóng dư thuế = bù trừ hoàn nộp thừa các loại thuế

# Import, export, customs
c/o | co form | co mẫu | giấy c/o | giấy chứng nhận xuất xứ | certificate of origin | chứng nhận xuất xứ | form co | xuất xứ hàng hóa = cấp giấy chứng nhận xuất xứ hàng hóa C/O ưu đãi mẫu
form | mẫu form = mẫu
hải quan | thông quan | khai hải quan = thủ tục hải quan
xuất khẩu hàng | nhập khẩu hàng = xuất khẩu nhập khẩu
nhập xe ô tô | nhập khẩu ô tô | mang xe từ nước ngoài về = nhập khẩu xe ô tô
chứng nhận lưu hành tự do | cfs = giấy chứng nhận lưu hành tự do CFS

# Environment, water, electricity
giấy phép môi trường | xả thải | cam kết môi trường | đăng ký môi trường = cấp giấy phép môi trường | đăng ký môi trường
đánh giá tác động | báo cáo môi trường | đtm = thẩm định báo cáo đánh giá tác động môi trường
khoan giếng | đào giếng | giếng khoan | giấy phép khoan giếng = đăng ký khai thác nước dưới đất | cấp giấy phép thăm dò nước dưới đất
khai thác cát | khai thác đá | mỏ đá | mỏ cát = cấp giấy phép khai thác khoáng sản
mắc điện | kéo điện | gắn điện | lắp công tơ điện | xin điện | lắp đồng hồ điện | bắt điện | câu điện | gắn đồng hồ điện | lắp công tơ | đăng ký điện mới | lắp điện | mua điện mới | bắt điện mới = cấp điện mới từ lưới điện hạ áp
sang tên điện | đổi tên công tơ điện | sang tên đồng hồ điện | đổi tên hợp đồng điện | đổi chủ hợp đồng điện | chủ hợp đồng mua bán điện | đổi tên hợp đồng mua bán điện | sang tên công tơ | sang tên hợp đồng điện = thay đổi chủ thể hợp đồng mua bán điện
điện 3 pha | lắp điện 3 pha | tăng công suất điện | nâng công suất điện | điện 1 pha lên 3 pha | công tơ 3 pha | đổi công tơ | lên 3 pha = thay đổi công suất sử dụng điện thay đổi loại công tơ 01 pha 03 pha
điện kinh doanh | giá điện kinh doanh | đổi mục đích điện | đổi giá điện = thay đổi mục đích sử dụng điện
định mức điện | nhiều hộ dùng chung điện | điện cho người thuê trọ | định mức điện nhà trọ = thay đổi định mức sử dụng điện
cắt điện | ngừng sử dụng điện | thanh lý hợp đồng điện | hủy hợp đồng điện | chấm dứt hợp đồng điện = chấm dứt hợp đồng mua bán điện | ngừng cấp điện
bị cắt điện | đóng điện lại | mở lại điện = cấp điện trở lại
tiền điện | đóng tiền điện | trả tiền điện | hóa đơn tiền điện = thanh toán tiền điện
công tơ sai | công tơ chạy nhanh | kiểm tra công tơ | kiểm định công tơ = kiểm tra công tơ
điện mặt trời | điện mặt trời mái nhà | pin mặt trời | solar | lắp điện mặt trời | tấm pin mặt trời | điện năng lượng mặt trời | áp mái = điện mặt trời mái nhà tự sản xuất tự tiêu thụ
tự sử dụng | tự dùng = tự tiêu thụ
lắp nước | nước máy | mắc nước | đồng hồ nước | lắp đồng hồ nước = cấp nước

# Farming, animals, forest, fishing
thú y | bác sĩ thú y | hành nghề thú y | chứng chỉ thú y | chữa bệnh cho chó mèo | phòng khám thú y | khám thú cưng = cấp chứng chỉ hành nghề thú y
bán thuốc thú y | cửa hàng thuốc thú y | mở cửa hàng thuốc thú y = cấp giấy chứng nhận đủ điều kiện buôn bán thuốc thú y
thuốc trừ sâu | thuốc bảo vệ thực vật | bán thuốc trừ sâu | bán thuốc bảo vệ thực vật | cửa hàng thuốc trừ sâu | thuốc sâu = cấp giấy chứng nhận đủ điều kiện buôn bán thuốc bảo vệ thực vật
phân bón | bán phân bón | cửa hàng phân bón | đại lý phân bón = cấp giấy chứng nhận đủ điều kiện buôn bán phân bón
nuôi heo | nuôi lợn | trang trại | nuôi gà | chăn nuôi | trại heo | trại gà | trang trại chăn nuôi | chăn nuôi lợn = giấy chứng nhận đủ điều kiện chăn nuôi đối với chăn nuôi trang trại quy mô lớn | kê khai hoạt động chăn nuôi
nuôi động vật rừng | nuôi hươu | nuôi cầy hương | động vật hoang dã | nuôi rắn | nuôi chim | nuôi khỉ = nuôi động vật rừng thông thường | cấp mã số cơ sở nuôi trồng các loài động vật rừng
chở heo | chở gà | vận chuyển gia súc | kiểm dịch heo | vận chuyển lợn | vận chuyển động vật | kiểm dịch động vật = giấy chứng nhận kiểm dịch động vật sản phẩm động vật trên cạn vận chuyển ra khỏi địa bàn cấp tỉnh
mang chó ra nước ngoài | mang mèo | đưa thú cưng ra nước ngoài | mang chó mèo = kiểm dịch động vật xuất khẩu
tàu cá | đăng ký tàu cá | đánh cá | thuyền đánh cá | tàu đánh cá | ghe cá = đăng ký tàu cá
giấy phép đánh cá | giấy phép đánh bắt | đánh bắt thủy sản | đánh bắt cá | khai thác thủy sản = cấp giấy phép khai thác thủy sản
nuôi tôm | nuôi cá | nuôi thủy sản | nuôi cá lồng | ao tôm = nuôi trồng thủy sản lồng bè | nuôi trồng thủy sản
chặt gỗ | khai thác rừng | cưa gỗ | khai thác gỗ | khai thác gỗ rừng trồng = khai thác gỗ lâm sản
trồng rừng | giao rừng = rừng
giống lúa | hạt giống | giống cây = giống cây trồng
đất lúa | chuyển đất lúa | trồng cây khác trên đất lúa | chuyển đất trồng lúa = chuyển đổi cơ cấu cây trồng vật nuôi trên đất trồng lúa
ocop | sản phẩm ocop = OCOP
vietgap = VietGAP

# Culture, religion, associations, awards
lễ hội | tổ chức lễ hội | mở hội = tổ chức lễ hội
xây chùa | đền chùa | nhà thờ | sửa chùa | xây nhà thờ = cơ sở tôn giáo công trình tôn giáo
đăng ký sinh hoạt đạo | nhóm đạo | sinh hoạt tôn giáo = đăng ký sinh hoạt tôn giáo tập trung
đi tu | nhà sư | linh mục = tôn giáo chức sắc
lập hội | thành lập hội | hội đồng hương | mở hội nhóm = thành lập hội
quỹ từ thiện | lập quỹ | lập quỹ từ thiện | từ thiện = cấp giấy phép thành lập quỹ
huân chương | bằng khen | khen thưởng | giấy khen = tặng thưởng | khen thưởng
gia đình văn hóa = Gia đình văn hóa
đồ cổ | cổ vật | mua bán đồ cổ = di vật cổ vật
tượng đài = tượng đài tranh hoành tráng
nhà sàn | di tích = di tích

# Agencies and old names
sở lao động thương binh xã hội = Sở Nội vụ
sở kế hoạch đầu tư = Sở Tài chính
sở tài nguyên môi trường = Sở Nông nghiệp và Môi trường
sở giao thông vận tải = Sở Xây dựng
sở thông tin truyền thông = Sở Khoa học và Công nghệ
ủy ban phường | ủy ban xã | ủy ban = ủy ban nhân dân cấp xã
`;
