/** Question groups that several services share (SERVICES.md §0.3, blocks A, C and D). */
import type { FieldGroup } from './definition.ts';

/** Block A: who applies. */
export const applicant: FieldGroup = {
	id: 'applicant',
	title: { vi: 'Người nộp hồ sơ', en: 'Applicant' },
	fields: [
		{
			id: 'fullName',
			type: 'text',
			label: { vi: 'Họ, chữ đệm, tên', en: 'Full name' },
			required: true,
			minLength: 2,
			maxLength: 100,
			pattern: /^[\p{L}\p{M}][\p{L}\p{M}\s'’.-]*$/u,
			example: 'Nguyễn Thị Mai',
			prefill: 'name',
			autocomplete: 'name'
		},
		{
			id: 'personalId',
			type: 'personalId',
			label: { vi: 'Số định danh cá nhân (CCCD)', en: 'Personal ID number' },
			help: { vi: '12 chữ số in trên thẻ căn cước', en: '12 digits printed on the ID card' },
			required: true,
			prefill: 'personalId'
		},
		{
			id: 'birth',
			type: 'birth',
			label: { vi: 'Ngày sinh', en: 'Date of birth' },
			help: { vi: 'Nếu chỉ nhớ năm, chỉ điền năm', en: 'If only the year is known, fill in the year alone' },
			required: true,
			prefill: 'birth',
			autocomplete: 'bday'
		},
		{
			id: 'sex',
			type: 'choice',
			label: { vi: 'Giới tính', en: 'Sex' },
			required: true,
			options: [
				{ value: 'female', label: { vi: 'Nữ', en: 'Female' } },
				{ value: 'male', label: { vi: 'Nam', en: 'Male' } }
			],
			prefill: 'sex'
		},
		{
			id: 'phone',
			type: 'phone',
			label: { vi: 'Số điện thoại', en: 'Phone number' },
			help: { vi: 'Có thể ghi số của người giúp', en: 'A helper’s number is fine' },
			required: true,
			prefill: 'phone',
			autocomplete: 'tel-national'
		},
		{
			id: 'email',
			type: 'email',
			label: { vi: 'Thư điện tử', en: 'E-mail' },
			required: false,
			autocomplete: 'email'
		},
		{ id: 'residence', type: 'place', label: { vi: 'Nơi cư trú', en: 'Place of residence' }, required: true }
	]
};

/** Block D: where the result goes. */
export const delivery: FieldGroup = {
	id: 'delivery',
	title: { vi: 'Nhận kết quả', en: 'Receiving the result' },
	fields: [
		{
			id: 'delivery',
			type: 'choice',
			label: { vi: 'Nhận kết quả ở đâu', en: 'Where to receive the result' },
			required: true,
			options: [
				{ value: 'online', label: { vi: 'Bản điện tử trên cổng này', en: 'Electronic copy on this portal' } },
				{ value: 'counter', label: { vi: 'Tại nơi tiếp nhận', en: 'At the counter' } },
				{ value: 'post', label: { vi: 'Qua bưu điện, tận nhà', en: 'By post, to the door' } }
			]
		},
		{
			id: 'receiverName',
			type: 'text',
			label: { vi: 'Tên người nhận', en: 'Receiver’s name' },
			required: true,
			maxLength: 100,
			shownWhen: { field: 'delivery', is: 'post' }
		},
		{
			id: 'receiverPhone',
			type: 'phone',
			label: { vi: 'Điện thoại người nhận', en: 'Receiver’s phone' },
			required: true,
			shownWhen: { field: 'delivery', is: 'post' }
		},
		{
			id: 'receiverAddress',
			type: 'place',
			label: { vi: 'Địa chỉ nhận', en: 'Delivery address' },
			required: true,
			shownWhen: { field: 'delivery', is: 'post' }
		}
	]
};

/** Block C: the pledge, separate from any consent. */
export const pledge: FieldGroup = {
	id: 'pledge',
	title: { vi: 'Cam đoan', en: 'Declaration' },
	fields: [
		{
			id: 'truthPledge',
			type: 'yes',
			mustAgree: true,
			label: {
				vi: 'Tôi cam đoan những điều đã khai là đúng và chịu trách nhiệm trước pháp luật.',
				en: 'I declare that what I have stated is true and I answer for it before the law.'
			},
			required: true
		}
	]
};
