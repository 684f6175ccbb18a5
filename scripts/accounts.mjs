/**
 * People of the sandbox e-ID, for whoever stands before a fresh start. They live in server/sandbox/eid/people.ts, which
 * scripts may not import; tests/tidy/accounts.test.ts keeps the two alike.
 */
export const password = '123456';
export const accounts = [
	{ name: 'Nguyễn Thị Mai', personalId: '012190001234', place: 'Lai Châu' },
	{ name: 'Vàng A Sùng', personalId: '011085005678', place: 'Điện Biên' },
	{ name: 'Trần Văn Bình', personalId: '079078004321', place: 'TP Hồ Chí Minh' },
	{ name: 'Phạm Thu Hà', personalId: '001182006789', place: 'Hà Nội, biên tập · editor' },
	{ name: 'Lò Thị Xuân', personalId: '011184004455', place: 'BHXH Điện Biên, một cửa · one-stop officer' },
	{ name: 'Quàng Văn Toàn', personalId: '011076007788', place: 'BHXH Điện Biên, lãnh đạo · signing leader' }
];

/** Those who may use the publishing desk in the sandbox. */
export const editors = ['001182006789'];

/** The one office of the sandbox that has no system and works at the portal's desk: health insurance in Điện Biên. */
export const deskOffice = { system: 'bhxh', agency: '000.00.11.G24' };

/** Who works there. */
export const officers = [
	{
		personalId: '011184004455',
		agency: deskOffice.agency,
		name: 'Lò Thị Xuân',
		title: 'Cán bộ một cửa',
		unit: 'Bảo hiểm xã hội tỉnh Điện Biên',
		duties: ['reception', 'specialist', 'clerk']
	},
	{
		personalId: '011076007788',
		agency: deskOffice.agency,
		name: 'Quàng Văn Toàn',
		title: 'Phó Giám đốc',
		unit: 'Bảo hiểm xã hội tỉnh Điện Biên',
		duties: ['head', 'leader']
	}
];

/** Customer codes of the sandbox electricity company. */
export const customerCodes = [
	{ code: 'PA12LC0000001', what: 'hai hoá đơn chưa trả · two unpaid bills' },
	{ code: 'PE01000123456', what: 'một hoá đơn · one unpaid bill' },
	{ code: 'PB05000765432', what: 'không nợ · nothing to pay' },
	{ code: 'PD01000999999', what: 'người khác trả trước · paid elsewhere meanwhile' },
	{ code: 'PC01000500500', what: 'công ty trục trặc · the company fails twice' }
];
