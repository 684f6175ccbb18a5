/** Tiếng Việt: bản nháp có trên nhiều máy của cùng một người. */
export const words = {
	notSynced: 'Chưa đồng bộ sang máy khác',
	synced: 'Đã đồng bộ',
	conflicts: (count: number) => `Có ${count} chỗ hai máy trả lời khác nhau`,
	conflictHelp: 'Cả hai câu trả lời đều được giữ. Hãy chọn một, hoặc sửa lại ô phía trên rồi chọn.',
	conflictSentence: 'Hai máy trả lời khác nhau. Hãy chọn một.',
	here: 'Trên máy này',
	there: (time: string) => `Trên máy kia (${time})`,
	empty: 'để trống',
	use: 'Dùng câu này',
	useAnswer: (answer: string) => `Dùng: ${answer}`,
	takenHere: 'Máy này đã xóa mục này',
	takenThere: (time: string) => `Máy kia đã xóa mục này (${time})`,
	editedHere: 'máy này vẫn viết tiếp:',
	editedThere: (time: string) => `máy kia vẫn viết tiếp (${time}):`,
	keepRow: 'Giữ lại mục này',
	removeRow: 'Xóa mục này',
	discardedElsewhere:
		'Bản nháp này đã bị xóa trên máy khác, nhưng máy này còn chữ hoặc ảnh mới nên được giữ lại trên mọi máy.',
	editedElsewhere: 'Bạn đã xóa bản nháp này, nhưng máy khác vẫn viết tiếp nên nó được giữ lại.',
	submittedElsewhere:
		'Hồ sơ đã được nộp từ máy khác. Những gì viết trên máy này mà hồ sơ đó không có được giữ ở đây, thành bản nháp riêng.',
	understood: 'Đã hiểu',
	photosStay: 'Ảnh và tệp chỉ nằm trên máy đã chụp; chữ thì có trên mọi máy của bạn.',
	deleteEverywhere: 'Bản nháp cũng mất trên các máy khác của bạn.'
};
