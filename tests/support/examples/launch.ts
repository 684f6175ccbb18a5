/** Examples of the services of the launch (SERVICES.md P1–P4, M1–M3). */
import { insuranceForm, licenceForm } from '../forms.ts';
import {
	days,
	type Example,
	firm,
	home,
	mai,
	months,
	online,
	pledged,
	submitter,
	workingDays,
	forHerSon
} from './example.ts';

const promotion = (today: string) => ({
	...firm,
	...submitter,
	...pledged,
	programName: 'Mừng năm mới',
	provinces: ['12'],
	forms: ['gift'],
	startDate: workingDays(today, 10),
	endDate: days(workingDays(today, 10), 20),
	promotedGoods: [{ name: 'Chè Shan tuyết', unit: 'hộp', priceBefore: '200000' }],
	promoGoods: [{ name: 'Ấm trà', value: '50000', quantity: '3000' }],
	customers: 'Người mua từ hai hộp'
});

export const launchExamples: readonly Example[] = [
	{
		id: 'doi-gplx',
		form: licenceForm,
		files: ['portrait', 'oldCard'],
		fee: 135_000,
		accepts: [
			['a paper licence keeps its odd number', { licenceNumber: 'AK 12345' }],
			['only the year of birth is known', { birth: '1956' }],
			[
				'by post',
				{ delivery: 'post', receiverName: 'Sùng A Páo', receiverPhone: '0912345678', receiverAddress: home }
			],
			[
				'a car needs a health certificate',
				{
					licenceClass: ['B'],
					healthCertNo: '12/GKSK',
					healthCertDate: '2026-10-01',
					clinic: 'Bệnh viện Lai Châu'
				},
				['portrait', 'oldCard', 'healthCert']
			]
		],
		rejects: [
			[{ licenceClass: [] }, 'licenceClass: required'],
			[{ licenceClass: ['B2'] }, 'licenceClass: not_an_option'],
			[{ licenceClass: ['B'] }, 'healthCertNo: required'],
			[{ reason: 'data' }, 'changedData: required'],
			[{ reason: 'data', changedData: 'Họ tên' }, 'dataProof: file_missing'],
			[{ unlimited: false, expiryDate: '2011-01-01' }, 'expiryDate: before_issue'],
			[(today) => ({ issueDate: days(today, 1) }), 'issueDate: in_future'],
			[{ personalId: '1234' }, 'personalId: pattern'],
			[{ delivery: 'post' }, 'receiverAddress: required'],
			[{}, 'oldCard: file_missing', ['portrait']]
		]
	},
	{
		id: 'cap-lai-the-bhyt',
		form: insuranceForm,
		files: [],
		fee: 0,
		accepts: [
			['with the old card', { cardNo: 'gd 4 79 7912345678' }],
			['a child, by a parent', { group: 'child', guardianName: 'Nguyễn Thị Mai' }],
			['for her son', forHerSon],
			['for herself, said', { isOwner: 'self' }],
			['another clinic', { reason: 'clinic', newClinic: 'Trạm y tế Tân Phong' }],
			['in hospital now', { inTreatment: true, hospital: 'Bệnh viện đa khoa Lai Châu' }],
			['wrong data, with proof', { reason: 'data', changes: 'Năm sinh 1990' }, ['dataProof']]
		],
		rejects: [
			[{ socialInsuranceNo: '123' }, 'socialInsuranceNo: pattern'],
			[{ cardNo: 'G4797912345678' }, 'cardNo: pattern'],
			[{ group: undefined }, 'group: required'],
			[{ group: 'child' }, 'guardianName: required'],
			[{ reason: 'clinic' }, 'newClinic: required'],
			[{ reason: 'data' }, 'changes: required'],
			[{ reason: 'data', changes: 'x' }, 'dataProof: file_missing'],
			[{ inTreatment: true }, 'hospital: required'],
			[{ isOwner: 'other' }, 'relation: required'],
			[{ ...forHerSon, relation: 'authorised' }, 'authorisation: file_missing'],
			[{ truthPledge: false }, 'truthPledge: must_agree']
		]
	},
	{
		id: 'thong-bao-khuyen-mai',
		form: (today) => ({
			...promotion(today),
			prizeStructure: [{ prize: 'Quà', content: 'Ấm trà', value: '50.000', count: '3000' }],
			totalPrize: '150.000.000',
			detail: 'Mỗi hộp được tặng một ấm trà.'
		}),
		files: ['form'],
		fee: 0,
		accepts: [
			['in three provinces', { provinces: ['12', '01', '79'] }],
			[
				'a price cut of half',
				{ forms: ['price'], discountPercent: '50', promoGoods: undefined, prizeStructure: undefined }
			],
			[
				'all of it for Tết',
				{
					forms: ['price'],
					discountPercent: '100',
					concentrated: true,
					concentratedName: 'Tết',
					promoGoods: undefined,
					prizeStructure: undefined
				}
			],
			[
				'small, though nobody asks for it',
				{ prizeStructure: [{ prize: 'Quà', content: 'Ấm', value: '1000', count: '10' }], totalPrize: '10000' }
			]
		],
		rejects: [
			[{ provinces: [] }, 'provinces: required'],
			[{ provinces: ['98'] }, 'provinces: unknown_place'],
			[{ forms: ['chance'] }, 'forms: broken_rule'],
			[{ forms: ['other'] }, 'forms: broken_rule'],
			[(today) => ({ startDate: workingDays(today, 2) }), 'startDate: broken_rule'],
			[(today) => ({ endDate: workingDays(today, 9) }), 'endDate: broken_rule'],
			[
				{ promotedGoods: [{ name: 'Rượu ngô', unit: 'chai', priceBefore: '50000' }] },
				'promotedGoods-0-name: broken_rule'
			],
			[{ promoGoods: [{ name: 'Thuốc lá', value: '1', quantity: '1' }] }, 'promoGoods-0-name: broken_rule'],
			[{ forms: ['price', 'gift'], discountPercent: '60' }, 'discountPercent: broken_rule'],
			[
				(today) => ({
					forms: ['price', 'gift'],
					discountPercent: '10',
					endDate: days(workingDays(today, 10), 130)
				}),
				'endDate: broken_rule'
			],
			[{ totalPrize: '99' }, 'totalPrize: broken_rule'],
			[{ taxCode: '0100109107' }, 'taxCode: check_digit'],
			[{}, 'form: file_missing', []]
		]
	},
	{
		id: 'dang-ky-khuyen-mai',
		form: (today) => ({
			...promotion(today),
			provinces: ['12', '14'],
			forms: ['chance'],
			howToJoin: 'Mua một hộp nhận một phiếu.',
			handOver: 'Trao tại cửa hàng.',
			complaints: 'Gọi 0912345670.',
			proofKind: 'ticket',
			proofCount: '10000',
			drawPlan: [{ on: days(workingDays(today, 10), 21), where: 'Chợ Lai Châu' }],
			prizes: [{ prize: 'Nhất', content: 'Xe máy', value: '20000000', count: '1' }],
			promotedTotal: '500000000',
			leaderPhone: 'Lê Thị Hoa, 0912345671'
		}),
		files: ['rules', 'proofSample', 'qualityPapers'],
		fee: 0,
		accepts: [
			['in one province', { provinces: ['12'] }],
			['with a gift beside it', { forms: ['chance', 'gift'] }],
			[
				'with a partner',
				{
					joint: true,
					partners: [
						{ name: 'Chè Tam Đường', taxCode: '0100109106', part: 'Giải nhì', responsibility: 'Trao giải' }
					]
				}
			],
			['prizes of just half', { promotedTotal: '40000000' }]
		],
		rejects: [
			[{ forms: ['gift'] }, 'forms: broken_rule'],
			[(today) => ({ startDate: workingDays(today, 4) }), 'startDate: broken_rule'],
			[{ promotedTotal: '39999999' }, 'promotedTotal: broken_rule'],
			[(today) => ({ drawPlan: [{ on: today, where: 'Chợ' }] }), 'drawPlan-0-on: broken_rule'],
			[
				(today) => ({ drawPlan: [{ on: days(workingDays(today, 10), 70), where: 'Chợ' }] }),
				'drawPlan-0-on: broken_rule'
			],
			[{ drawPlan: [] }, 'drawPlan: required'],
			[{ joint: true }, 'partners: required'],
			[{ proofKind: 'luck' }, 'proofKind: not_an_option'],
			[{}, 'qualityPapers: file_missing', ['rules', 'proofSample']]
		]
	},
	{
		id: 'cung-cap-dien',
		form: () => ({
			...mai,
			...pledged,
			requestKind: 'home',
			usePlace: home,
			purpose: 'home',
			phase: '1',
			proofKind: 'database'
		}),
		files: [],
		fee: 0,
		accepts: [
			[
				'with a neighbour’s code and a wish',
				(today) => ({ nearbyCustomer: 'pa01 0001 23456', wantedDate: days(today, 7) })
			],
			['for her son', forHerSon],
			['three phases with power', { phase: '3', power: '12,5' }],
			['a lease', { proofKind: 'lease' }, ['placeProof']],
			[
				'moving the meter',
				{
					requestKind: 'move',
					customerCode: 'PA01000123456',
					wish: 'Dời sang cột bên',
					purpose: undefined,
					phase: undefined,
					proofKind: undefined
				}
			],
			[
				'a mill',
				{
					requestKind: 'large',
					power: '55',
					purpose: 'production',
					devices: [{ name: 'Máy xay', kw: '11', quantity: '5' }]
				},
				['purposeProof', 'loadChart']
			]
		],
		rejects: [
			[{ requestKind: 'move', wish: 'x' }, 'customerCode: required'],
			[{ requestKind: 'move', wish: 'x', customerCode: 'XE01000123456' }, 'customerCode: pattern'],
			[{ phase: '3' }, 'power: required'],
			[{ requestKind: 'large', power: '39' }, 'power: broken_rule'],
			[{ requestKind: 'small', power: '40' }, 'power: broken_rule'],
			[{ requestKind: 'small', power: '5' }, 'devices: required'],
			[{ requestKind: 'home_shared' }, 'households: required'],
			[{ requestKind: 'home_shared', households: '3' }, 'householdsConsent: file_missing'],
			[{ proofKind: 'lease' }, 'placeProof: file_missing'],
			[(today) => ({ wantedDate: days(today, -1) }), 'wantedDate: in_past'],
			[{ payMethod: 'bank', bank: 'Agribank' }, 'bankAccount: required'],
			[{ phase: '3', power: '0' }, 'power: too_low']
		]
	},
	{
		id: 'gplx-quoc-te',
		form: (today) => ({
			...mai,
			...online,
			...pledged,
			nationality: 'VN',
			nameLatin: 'NGUYEN THI MAI',
			passportNo: 'B1234567',
			passportExpiry: months(today, 24),
			birthPlace: 'Lai Châu',
			licenceNumber: '790123456789',
			licenceClasses: ['B'],
			licenceExpiry: months(today, 30)
		}),
		files: ['portrait', 'signature', 'passportPhoto', 'licencePhoto'],
		fee: 135_000,
		accepts: [
			['for her son', forHerSon],
			['typed small', { nameLatin: ' nguyen  thi mai ' }],
			['a motorbike without an end', { licenceClasses: ['A1'], unlimited: true, licenceExpiry: undefined }],
			[
				'a foreigner with a card',
				{ nationality: 'FR', passportNo: '12AB34567', residenceCardNo: 'AB123' },
				['portrait', 'signature', 'passportPhoto', 'licencePhoto', 'residenceCard']
			],
			['two classes', { licenceClasses: ['A1', 'B'] }]
		],
		rejects: [
			[{ nameLatin: 'NGUYỄN THỊ MAI' }, 'nameLatin: pattern'],
			[{ passportNo: '1234567' }, 'passportNo: broken_rule'],
			[(today) => ({ passportExpiry: today }), 'passportExpiry: broken_rule'],
			[(today) => ({ licenceExpiry: days(today, -1) }), 'licenceExpiry: broken_rule'],
			[{ licenceExpiry: undefined }, 'licenceExpiry: required'],
			[{ licenceNumber: 'AK12345' }, 'licenceNumber: pattern'],
			[{ nationality: 'FR', passportNo: '12AB34567' }, 'residenceCardNo: required'],
			[{ nationality: 'FR', residenceCardNo: 'AB1' }, 'residenceCard: file_missing'],
			[{ nationality: 'XX' }, 'nationality: not_an_option'],
			[{}, 'signature: file_missing', ['portrait', 'passportPhoto', 'licencePhoto']]
		]
	},
	{
		id: 'chung-nhan-xuat-xu',
		form: (today) => ({
			...firm,
			...submitter,
			...pledged,
			coForm: 'D',
			importCountry: 'TH',
			consignee: 'SIAM TEA CO., LTD, BANGKOK',
			transport: 'BY SEA, BIEN DONG 7, HAI PHONG – BANGKOK',
			shipDate: days(today, -1),
			declarationNo: '305123456789',
			declarationDate: days(today, -2),
			invoices: [{ number: 'SM-01', date: days(today, -3), value: '12500,5' }],
			lines: [
				{
					description: 'GREEN TEA',
					marks: 'SM 1-20',
					hs: '09021010',
					criterion: 'WO',
					weight: '500',
					unit: 'KG',
					fob: '12500.5'
				}
			]
		}),
		files: ['application', 'coDraft', 'declaration', 'invoice', 'inputs'],
		fee: 60_000,
		accepts: [
			['any country on form B', { coForm: 'B', importCountry: 'US' }],
			['to Germany on EUR.1', { coForm: 'EUR1', importCountry: 'DE' }],
			[
				'six digits of HS',
				{
					lines: [
						{
							description: 'TEA',
							marks: 'A',
							hs: '090210',
							criterion: 'CTH',
							weight: '1',
							unit: 'KG',
							fob: '1'
						}
					]
				}
			],
			[
				'by regional value',
				{
					lines: [
						{
							description: 'TEA',
							marks: 'A',
							hs: '090210',
							criterion: 'RVC',
							rvc: '45,5',
							weight: '1',
							unit: 'KG',
							fob: '1'
						}
					]
				}
			]
		],
		rejects: [
			[{ importCountry: 'US' }, 'importCountry: broken_rule'],
			[{ coForm: 'EUR1', importCountry: 'GB' }, 'importCountry: broken_rule'],
			[{ coForm: 'VJ', importCountry: 'KR' }, 'importCountry: broken_rule'],
			[{ importCountry: 'VN' }, 'importCountry: not_an_option'],
			[{ declarationNo: '12345' }, 'declarationNo: pattern'],
			[{ invoices: [] }, 'invoices: required'],
			[
				{
					lines: [
						{
							description: 'TEA',
							marks: 'A',
							hs: '0902',
							criterion: 'CTH',
							weight: '1',
							unit: 'KG',
							fob: '1'
						}
					]
				},
				'lines-0-hs: pattern'
			],
			[
				{
					lines: [
						{
							description: 'TEA',
							marks: 'A',
							hs: '090210',
							criterion: 'RVC',
							weight: '1',
							unit: 'KG',
							fob: '1'
						}
					]
				},
				'lines-0-rvc: required'
			],
			[{ otherProducer: true }, 'producer: required'],
			[{}, 'inputs: file_missing', ['application', 'coDraft', 'declaration', 'invoice']]
		]
	}
];
