/** Tiếng Việt: nơi làm việc của cán bộ. */
export const words = {
	title: 'Nơi làm việc',
	help: 'Các trang này chỉ mở cho người được giao nhiệm vụ và cần có mạng.',
	desk: 'Bàn một cửa',
	publishing: 'Bàn biên tập',
	operations: 'Thông điệp bị kẹt'
};
