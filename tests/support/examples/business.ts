/** Examples of vehicles, businesses and food (SERVICES.md Q02, Q06, Q07, Q15). */
import { days, type Example, home, mai, months, online, pledged, forHerSon } from './example.ts';

const hanoi = {
	province: '01',
	commune: '00004',
	text: 'phường Ba Đình, thành phố Hà Nội',
	detail: '',
	codeSet: '2025-07'
};
const grocer = { code: '4711', name: 'Bán lẻ tạp hóa', main: true };
const cook = (today: string) => ({
	fullName: 'Lê Thị Hoa',
	healthDate: days(today, -100),
	trainedDate: days(today, -200)
});

export const businessExamples: readonly Example[] = [
	{
		id: 'le-phi-truoc-ba',
		form: () => ({
			...mai,
			...pledged,
			vehicleKind: 'motorbike',
			brand: 'Honda',
			model: 'Wave',
			year: '2026',
			frameNo: 'RLHJA3917TY123456',
			engineNo: 'JA39E1234567',
			cylinder: '110',
			turn: 'first',
			price: '20.000.000',
			registerPlace: home
		}),
		files: ['purchase'],
		// Declared here, paid on the tax office's notice.
		fee: 0,
		accepts: [
			['in Hà Nội', { registerPlace: hanoi }],
			[
				'for a friend who authorised her',
				{ ...forHerSon, relation: 'authorised' },
				['purchase', 'authorisation']
			],
			[
				'second-hand',
				{ turn: 'again', plate: '25B1 123.45', oldOwner: 'Trần Văn Sơn' },
				['purchase', 'oldRegistration']
			],
			['a car', { vehicleKind: 'car', seats: '5', cylinder: undefined }, ['purchase', 'quality']],
			['electric', { electric: true, cylinder: undefined }],
			['from a firm', { fromFirm: true, invoiceNo: '00012', sellerTaxCode: '0100109106' }],
			['odd frame number only warns', { frameNo: 'RLHJO3917TY123456' }]
		],
		rejects: [
			[{ frameNo: 'ABC' }, 'frameNo: pattern'],
			[{ year: '2040' }, 'year: broken_rule'],
			[{ price: '0' }, 'price: too_low'],
			[{ turn: 'again' }, 'plate: required'],
			[{ turn: 'again', plate: 'xe nhà', oldOwner: 'Sơn' }, 'plate: pattern'],
			[{ vehicleKind: 'car', seats: '16' }, 'seats: broken_rule'],
			[{ vehicleKind: 'car', seats: '5' }, 'quality: file_missing'],
			[{ fromFirm: true, invoiceNo: '1', sellerTaxCode: '0100109100' }, 'sellerTaxCode: check_digit'],
			[{ exemptReason: 'inheritance' }, 'exemptProof: file_missing'],
			[{ cylinder: undefined }, 'cylinder: required']
		]
	},
	{
		id: 'dang-ky-ho-kinh-doanh',
		form: (today) => ({
			...mai,
			...online,
			...pledged,
			ownership: 'person',
			businessName: 'Hộ kinh doanh Bình Minh',
			businessAddress: home,
			businessPhone: '0912345678',
			lines: [grocer],
			capital: '50.000.000',
			workers: '2',
			revenue: '300.000.000',
			startDate: days(today, 10),
			taxMethod: 'declare'
		}),
		files: [],
		fee: 100_000,
		accepts: [
			['two lines', { lines: [grocer, { code: '5610', name: 'Ăn uống' }] }],
			[
				'a family',
				{
					ownership: 'family',
					members: [
						{ fullName: 'Mai A', personalId: '012190001234', share: '60' },
						{ fullName: 'Sơn B', personalId: '012088004321', share: '40' }
					]
				},
				['authorisation']
			],
			['another stall', { otherLocations: [{ at: home }] }],
			['many workers only warn', { workers: '12' }]
		],
		rejects: [
			[{ businessName: 'Công ty Bình Minh' }, 'businessName: broken_rule'],
			[{ businessName: '★ Minh' }, 'businessName: pattern'],
			[{ lines: [{ code: '4711', name: 'x' }] }, 'lines: broken_rule'],
			[{ lines: [grocer, { ...grocer, main: false }] }, 'lines: broken_rule'],
			[{ lines: [{ ...grocer, code: '47' }] }, 'lines-0-code: pattern'],
			[{ capital: '0' }, 'capital: too_low'],
			[{ ownership: 'family' }, 'members: required'],
			[
				{
					ownership: 'family',
					members: [
						{ fullName: 'Mai A', personalId: '012190001234', share: '60' },
						{ fullName: 'Sơn B', personalId: '012088004321', share: '30' }
					]
				},
				'members: broken_rule'
			],
			[
				{
					ownership: 'family',
					members: [
						{ fullName: 'Mai A', personalId: '012190001234', share: '50' },
						{ fullName: 'Sơn B', personalId: '012190001234', share: '50' }
					]
				},
				'members: broken_rule'
			],
			[{ birth: '2012' }, 'birth: broken_rule'],
			[{ workers: '0' }, 'workers: too_low']
		]
	},
	{
		id: 'dang-ky-doanh-nghiep',
		form: (today) => ({
			...mai,
			...online,
			...pledged,
			nameVi: 'Công ty TNHH Sao Mai',
			headOffice: home,
			companyPhone: '0912345678',
			lines: [grocer],
			capital: '1.000.000.000',
			capitalSources: [{ kind: 'private', amount: '1000000000' }],
			ownerKind: 'person',
			ownerName: 'Nguyễn Thị Mai',
			ownerPersonalId: '012190001234',
			representatives: [
				{
					fullName: 'Nguyễn Thị Mai',
					personalId: '012190001234',
					birth: '1990',
					position: 'Giám đốc',
					resident: true
				}
			],
			beneficialOwners: [{ fullName: 'Nguyễn Thị Mai', nationality: 'VN', share: '100' }],
			taxStart: days(today, 10),
			accounting: 'own',
			workers: '5',
			vat: 'deduction',
			filedBy: 'representative'
		}),
		files: ['charter'],
		fee: 100_000,
		accepts: [
			[
				'two sources',
				{
					capitalSources: [
						{ kind: 'private', amount: '600000000' },
						{ kind: 'foreign', amount: '400000000' }
					]
				}
			],
			[
				'owned by a firm',
				{
					ownerKind: 'organisation',
					ownerOrg: 'Công ty Mẹ',
					ownerTaxCode: '0100109106',
					ownerName: undefined,
					ownerPersonalId: undefined
				},
				['charter', 'ownerPapers']
			],
			[
				'controlled with little',
				{ beneficialOwners: [{ fullName: 'Nguyễn Thị Mai', nationality: 'VN', share: '10', control: true }] }
			],
			['from a household business', { fromHousehold: true, householdNo: '12A8001234' }]
		],
		rejects: [
			[{ nameVi: 'Sao Mai' }, 'nameVi: broken_rule'],
			[{ capitalSources: [{ kind: 'private', amount: '999999999' }] }, 'capitalSources: broken_rule'],
			[
				{
					representatives: [
						{ fullName: 'Nguyễn Thị Mai', personalId: '012190001234', birth: '1990', position: 'GĐ' }
					]
				},
				'representatives: broken_rule'
			],
			[
				{
					representatives: [
						{
							fullName: 'Nguyễn Thị Mai',
							personalId: '012190001234',
							birth: '2012',
							position: 'GĐ',
							resident: true
						}
					]
				},
				'representatives-0-birth: broken_rule'
			],
			[
				{ beneficialOwners: [{ fullName: 'Nguyễn Thị Mai', nationality: 'VN', share: '10' }] },
				'beneficialOwners-0-share: broken_rule'
			],
			[{ beneficialOwners: [] }, 'beneficialOwners: required'],
			[{ ownerKind: 'organisation' }, 'ownerTaxCode: required'],
			[{ filedBy: 'authorised' }, 'authorisation: file_missing'],
			[{ fromHousehold: true }, 'householdNo: required'],
			[{ lines: [] }, 'lines: required'],
			[{}, 'charter: file_missing', []]
		]
	},
	{
		id: 'an-toan-thuc-pham',
		form: (today) => ({
			...mai,
			...online,
			...pledged,
			facilityName: 'Quán phở Mai',
			facilityAddress: home,
			foodKind: 'eatery',
			exemptCheck: 'none',
			dailyMeals: '80',
			products: [{ name: 'Phở' }],
			area: '40,5',
			water: 'mains',
			waste: 'collected',
			businessNo: '12A8001234',
			workers: [cook(today)]
		}),
		files: ['businessRegistration', 'description', 'healthPapers', 'training'],
		fee: 700_000,
		accepts: [
			['a large one', { dailyMeals: '200' }],
			['a maker', { foodKind: 'production', dailyMeals: undefined }],
			['two cooks', (today) => ({ workers: [cook(today), { ...cook(today), fullName: 'Vàng Thị Súa' }] })],
			[
				'checked just a year ago',
				(today) => ({ workers: [{ ...cook(today), healthDate: months(today, -12) }] })
			]
		],
		rejects: [
			[{ exemptCheck: 'street' }, 'exemptCheck: broken_rule'],
			[{ exemptCheck: 'certified' }, 'exemptCheck: broken_rule'],
			[{ dailyMeals: undefined }, 'dailyMeals: required'],
			[{ workers: [] }, 'workers: required'],
			[
				(today) => ({ workers: [{ ...cook(today), healthDate: days(months(today, -12), -2) }] }),
				'workers-0-healthDate: broken_rule'
			],
			[
				(today) => ({ workers: [{ ...cook(today), trainedDate: days(today, 1) }] }),
				'workers-0-trainedDate: in_future'
			],
			[{ area: '0' }, 'area: too_low'],
			[{ products: [{ name: '' }] }, 'products: required'],
			[{}, 'training: file_missing', ['businessRegistration', 'description', 'healthPapers']]
		]
	}
];
