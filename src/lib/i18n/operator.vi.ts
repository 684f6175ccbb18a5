/** Tiếng Việt: trang của người vận hành. */
export const words = {
	title: 'Thông điệp bị kẹt',
	lead: 'Những gì chưa đến được cơ quan. Không có gì bị mất: gửi lại, hoặc gác lại và ghi lý do.',
	signedInAs: (name: string) => `Người vận hành: ${name}`,
	parked: (count: string) => `Cần người xem: ${count}`,
	nothingParked: 'Không có thông điệp nào bị kẹt.',
	kinds: {
		forward: 'Thông điệp gửi cơ quan',
		fetch_result: 'Lấy tệp kết quả',
		query_payment: 'Hỏi cổng thanh toán',
		settle_charges: 'Báo đã nộp thuế, phí, tiền phạt',
		settle_bills: 'Báo đã trả hóa đơn',
		publish_catalogue: 'Công bố danh mục',
		stop_unanswered: 'Dừng hồ sơ không được bổ sung'
	},
	dossier: 'Mã hồ sơ',
	reason: 'Vì sao kẹt',
	why(text: string): string {
		const [, verb, code] = /^(refused with|answered) (.+)$/.exec(text) ?? [];
		if (verb === 'refused with') return `Cơ quan từ chối (${code}). Gửi lại như cũ chỉ có ích khi họ đã sửa.`;
		if (verb) return `Cơ quan trả lời không dùng được (${code}).`;
		if (text === 'timeout') return 'Cơ quan không trả lời kịp.';
		if (text === 'unreachable') return 'Không kết nối được với cơ quan.';
		if (text === 'too_large') return 'Cơ quan trả lời quá dài.';
		return text;
	},
	setAsideBecause: 'Đã gác lại vì',
	written: 'Ghi lúc',
	attempts: (count: string) => `đã thử ${count} lần`,
	correlation: 'Mã đối chiếu (cơ quan cũng có trong nhật ký)',
	sendAgain: 'Gửi lại',
	sendAllAgain: 'Gửi lại tất cả của cơ quan này',
	setAside: 'Gác lại, không gửi nữa',
	whyAside: 'Vì sao không gửi nữa?',
	whyAsideHelp: 'Ví dụ: cơ quan đã nhập tay, số của họ là … Các thông điệp sau của hồ sơ sẽ đi tiếp.',
	reasonMissing: 'Hãy ghi lý do. Chưa có gì thay đổi.',
	sentAgain: 'Đã xếp vào hàng để gửi lại, với cùng mã và cùng nội dung.',
	wasSetAside: 'Đã gác lại. Vẫn tìm được theo mã bên dưới và vẫn gửi được.',
	gone: 'Việc này đã có người làm, hoặc đang chờ đến lượt. Trang đã được tải mới.',
	queues: 'Các hàng đang có việc',
	queueLine: (waiting: string, parked: string) => `${waiting} đang chờ, ${parked} bị kẹt`,
	closed: (until: string, failures: string) =>
		`Tạm ngừng gửi đến ${until}: ${failures} lần liền không ai trả lời.`,
	lateDesks: 'Bàn một cửa có hồ sơ quá hạn',
	lateLine: (late: string) => `${late} hồ sơ quá ngày hẹn trả`,
	find: 'Tìm thông điệp',
	findLabel: 'Mã hồ sơ hoặc mã đối chiếu',
	findHelp: 'Để xem thông điệp đã đi đến đâu, hay gửi lại cái đã gửi.',
	nothingFound: 'Không tìm thấy.',
	states: { due: 'Đang chờ đến lượt.', done: 'Cơ quan đã nhận.', parked: 'Bị kẹt.', aside: 'Đã gác lại.' }
};
