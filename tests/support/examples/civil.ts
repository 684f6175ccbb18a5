/** Examples of civil status, health, labour and papers (SERVICES.md Q08–Q14, A1, A2). */
import { days, type Example, firm, home, mai, months, online, pledged, submitter } from './example.ts';

const person = (prefix: string, fullName: string, birth: string, personalId: string) => ({
	[`${prefix}FullName`]: fullName,
	[`${prefix}Birth`]: birth,
	[`${prefix}Ethnicity`]: 'kinh',
	[`${prefix}Nationality`]: 'VN',
	[`${prefix}Residence`]: home,
	[`${prefix}PersonalId`]: personalId
});
const birthForm = (today: string) => ({
	...mai,
	...online,
	...pledged,
	registerKind: 'usual',
	childName: 'Trần Nguyễn Bình An',
	childSex: 'female',
	childBirth: days(today, -20),
	childBirthFacility: 'Bệnh viện đa khoa Lai Châu',
	childBirthPlace: home,
	childHomeTown: home,
	childEthnicity: 'kinh',
	childNationality: 'VN',
	...person('mother', 'Nguyễn Thị Mai', '1990-05-17', '012190001234'),
	...person('father', 'Trần Văn Sơn', '1988', '012088004321'),
	parentsMarried: 'yes',
	birthProof: 'electronic',
	birthProofNo: 'CS-123',
	relation: 'mother',
	copies: '2'
});
const noFather = Object.fromEntries(
	['FullName', 'Birth', 'Ethnicity', 'Nationality', 'Residence', 'PersonalId'].map((part) => [
		`father${part}`,
		undefined
	])
);
const birthAccepts: Example['accepts'] = [
	['born at home, pledged', { birthProof: 'pledge', birthProofNo: undefined }, ['birthProofPaper']],
	['late, with the reason', (today) => ({ childBirth: days(today, -90), lateReason: 'Nhà xa' })],
	['the father is not known', { registerKind: 'no_father', ...noFather }],
	[
		'the mother is a foreigner',
		{
			motherNationality: 'LA',
			motherPersonalId: undefined,
			motherPassportNo: 'P1234567',
			childEthnicity: 'kinh'
		}
	],
	['no copies', { copies: '0' }]
];
const birthRejects: Example['rejects'] = [
	[(today) => ({ childBirth: days(today, 1) }), 'childBirth: in_future'],
	[{ childBirth: '2026-02-30' }, 'childBirth: not_a_day'],
	[(today) => ({ childBirth: days(today, -61) }), 'lateReason: required'],
	[{ childEthnicity: 'mong' }, 'childEthnicity: broken_rule'],
	[{ motherBirth: '2020-01-01' }, 'motherBirth: broken_rule'],
	[{ motherPersonalId: undefined }, 'motherPersonalId: required'],
	[{ registerKind: 'abandoned' }, 'abandonedRecord: file_missing'],
	[{ birthProof: 'certificate' }, 'birthProofPaper: file_missing'],
	[{ relation: 'authorised' }, 'authorisation: file_missing'],
	[{ copies: '11' }, 'copies: too_high'],
	[{ childName: 'X Æ A-12' }, 'childName: pattern']
];
const stay = { from: '2008-05', at: home };
const member = {
	fullName: 'Nguyễn Thị Mai',
	birth: '1990-05-17',
	sex: 'female',
	personalId: '012190001234',
	relation: 'head',
	clinic: 'Trạm y tế Tân Phong',
	months: '12'
};

export const civilExamples: readonly Example[] = [
	{
		id: 'khai-sinh',
		form: birthForm,
		files: [],
		fee: 16_000,
		accepts: birthAccepts,
		rejects: birthRejects
	},
	{
		id: 'lien-thong-khai-sinh',
		form: (today) => ({
			...birthForm(today),
			residenceChoice: 'mother',
			headName: 'Nguyễn Văn Tư',
			headPersonalId: '012060000111',
			headConsent: true,
			clinic: 'Trạm y tế Tân Phong'
		}),
		files: [],
		fee: 16_000,
		accepts: [...birthAccepts, ['with grandparents', { residenceChoice: 'other' }, ['consentPaper']]],
		rejects: [
			...birthRejects,
			[{ headConsent: false }, 'headConsent: must_agree'],
			[{ residenceChoice: 'other' }, 'consentPaper: file_missing'],
			[{ clinic: undefined }, 'clinic: required'],
			[(today) => ({ childBirth: months(today, -72), lateReason: 'x' }), 'childBirth: broken_rule']
		]
	},
	{
		id: 'xac-nhan-hon-nhan',
		form: () => ({
			...mai,
			...online,
			...pledged,
			isOwner: 'self',
			purpose: 'loan',
			maritalState: 'single',
			residenceHistory: [stay],
			copies: '2',
			feeGroup: 'usual'
		}),
		files: [],
		fee: 30_000,
		accepts: [
			[
				'to marry',
				{
					purpose: 'marriage',
					copies: '1',
					partnerName: 'Trần Văn Sơn',
					partnerBirth: '1988',
					partnerSex: 'male',
					partnerId: '012088004321',
					marriagePlace: home
				}
			],
			[
				'divorced',
				{
					maritalState: 'divorced',
					divorceNo: '12/2020/HNGĐ',
					divorceDate: '2020-03-01',
					divorceCourt: 'TAND Lai Châu'
				}
			],
			[
				'two places, without a hole',
				{
					residenceHistory: [
						{ from: '2008-05', to: '2015-01', at: home },
						{ from: '2015-02', at: home }
					]
				}
			],
			[
				'a hole only warns',
				{
					residenceHistory: [
						{ from: '2008-05', to: '2010-01', at: home },
						{ from: '2015-02', at: home }
					]
				}
			],
			[
				'for a daughter',
				{
					isOwner: 'other',
					ownerName: 'Trần Thị Hà',
					ownerPersonalId: '012305001111',
					ownerBirth: '2005',
					ownerSex: 'female',
					relation: 'parent'
				}
			],
			['a poor household', { feeGroup: 'poor' }, ['feeProof']]
		],
		rejects: [
			[
				{
					purpose: 'marriage',
					partnerName: 'A B',
					partnerBirth: '1988',
					partnerSex: 'male',
					partnerId: '1',
					marriagePlace: home
				},
				'copies: broken_rule'
			],
			[{ purpose: 'marriage', copies: '1' }, 'partnerName: required'],
			[
				{
					purpose: 'marriage',
					copies: '1',
					partnerName: 'A B',
					partnerBirth: '1988',
					partnerSex: 'female',
					partnerId: '1',
					marriagePlace: home
				},
				'partnerSex: broken_rule'
			],
			[{ maritalState: 'divorced' }, 'divorceNo: required'],
			[{ maritalState: 'widowed' }, 'deathNo: required'],
			[{ residenceHistory: [] }, 'residenceHistory: required'],
			[
				{ residenceHistory: [{ from: '2015-05', to: '2014-01', at: home }] },
				'residenceHistory-0-to: broken_rule'
			],
			[{ residenceHistory: [{ from: '2015-13', at: home }] }, 'residenceHistory-0-from: not_a_day'],
			[{ isOwner: 'other' }, 'ownerName: required'],
			[
				{
					isOwner: 'other',
					ownerName: 'A B',
					ownerPersonalId: '012305001111',
					ownerBirth: '2005',
					ownerSex: 'female',
					relation: 'authorised'
				},
				'authorisation: file_missing'
			],
			[{ hasPrevious: true, previousNo: '1', previousDate: '2024-01-01' }, 'whyNotReturned: required'],
			[{ copies: '6' }, 'copies: too_high'],
			[{ feeGroup: 'poor' }, 'feeProof: file_missing']
		]
	},
	{
		id: 'trich-luc-ho-tich',
		form: () => ({
			...mai,
			...online,
			...pledged,
			eventKind: 'birth',
			subjectName: 'Nguyễn Thị Mai',
			relation: 'self',
			registerPlace: home,
			copies: '3'
		}),
		files: [],
		fee: 24_000,
		accepts: [
			[
				'with all that is known',
				{ subjectBirth: '1990', registerNo: '12', bookNo: '01/1990', registerDate: '1990-06-01' }
			],
			['for a child', { relation: 'parent', subjectName: 'Trần Bình An', subjectPersonalId: '012220000111' }],
			['an organisation', { relation: 'agency', purpose: 'Chi trả chế độ' }, ['officialLetter']],
			['an electronic copy too', { electronicCopy: true }]
		],
		rejects: [
			[{ copies: '0' }, 'copies: too_low'],
			[{ copies: '21' }, 'copies: too_high'],
			[{ copies: '1,5' }, 'copies: not_a_number'],
			[{ subjectBirth: '1990-05-17', registerDate: '1989-01-01' }, 'registerDate: broken_rule'],
			[{ subjectPersonalId: '012190009999' }, 'subjectPersonalId: broken_rule'],
			[{ relation: 'agency' }, 'purpose: required'],
			[{ relation: 'agency', purpose: 'x' }, 'officialLetter: file_missing'],
			[{ relation: 'representative' }, 'authorisation: file_missing'],
			[{ registerPlace: undefined }, 'registerPlace: required'],
			[{ eventKind: 'adoption' }, 'eventKind: not_an_option']
		]
	},
	{
		id: 'gia-han-bhyt',
		form: () => ({
			...mai,
			...online,
			...pledged,
			supportGroup: 'none',
			alreadyInsured: '0',
			members: [member]
		}),
		files: [],
		// 2,530,000 × 4.5 % × 12, Decree 161/2026.
		fee: 1_366_200,
		accepts: [
			[
				'a family of three for half a year',
				{
					members: ['012190001234', '012088004321', '012305001111'].map((personalId) => ({
						...member,
						personalId,
						months: '6'
					}))
				}
			],
			['one more, the first has paid', { alreadyInsured: '1' }],
			['a gap only warns', { members: [{ ...member, currentCardEnd: '2026-01-31' }] }],
			['with the insurance number', { members: [{ ...member, socialInsuranceNo: '7912345678' }] }]
		],
		rejects: [
			[{ supportGroup: 'poor' }, 'supportGroup: broken_rule'],
			[{ members: [] }, 'members: required'],
			[{ members: [member, member] }, 'members: broken_rule'],
			[{ members: [{ ...member, months: '5' }] }, 'members-0-months: not_an_option'],
			[{ members: [{ ...member, birth: '2024-01-01' }] }, 'members-0-birth: broken_rule'],
			[{ members: [{ ...member, personalId: '12' }] }, 'members-0-personalId: pattern'],
			[{ members: [{ ...member, socialInsuranceNo: '12' }] }, 'members-0-socialInsuranceNo: pattern'],
			[{ alreadyInsured: '-1' }, 'alreadyInsured: too_low'],
			[{ members: [{ fullName: 'Mai' }] }, 'members-0-birth: required']
		]
	},
	{
		id: 'tro-cap-that-nghiep',
		form: (today) => ({
			...mai,
			...online,
			...pledged,
			educationLevel: 'none',
			terminationDate: days(today, -30),
			industry: 'May mặc',
			occupation: 'Công nhân may',
			employer: 'Công ty May Sao Mai',
			employerPlace: home,
			contractType: 'definite',
			terminationReason: 'expired',
			insuredMonths: '36',
			endPaper: 'contract',
			benefitPlace: '12',
			clinic: 'Trạm y tế Tân Phong',
			payBy: 'cash'
		}),
		files: ['contractEnd', 'insuranceBook'],
		fee: 0,
		accepts: [
			[
				'by account',
				{
					payBy: 'account',
					bankAccount: '0011 0012 34567',
					accountHolder: 'Nguyễn Thị Mai',
					bank: 'Agribank'
				}
			],
			['on the last day', (today) => ({ terminationDate: months(today, -3) })],
			['just a year', { insuredMonths: '12' }],
			['wants to learn', { needs: ['training', 'advice'] }]
		],
		rejects: [
			[(today) => ({ terminationDate: days(months(today, -3), -2) }), 'terminationDate: broken_rule'],
			[(today) => ({ terminationDate: days(today, 1) }), 'terminationDate: in_future'],
			[{ insuredMonths: '11' }, 'insuredMonths: broken_rule'],
			[{ terminationReason: 'unlawful' }, 'terminationReason: broken_rule'],
			[{ terminationReason: 'pension' }, 'terminationReason: broken_rule'],
			[{ educationLevel: 'college' }, 'trainingField: required'],
			[{ payBy: 'account', accountHolder: 'Nguyễn Thị Mai', bank: 'Agribank' }, 'bankAccount: required'],
			[{ benefitPlace: '99' }, 'benefitPlace: unknown_place'],
			[{}, 'insuranceBook: file_missing', ['contractEnd']]
		]
	},
	{
		id: 'giay-phep-lao-dong',
		form: (today) => ({
			...firm,
			...submitter,
			...online,
			...pledged,
			workerName: 'JOHN SMITH',
			workerBirth: '1985-02-03',
			workerSex: 'male',
			workerNationality: 'GB',
			passportNo: 'C01234567',
			passportExpiry: months(today, 60),
			education: 'university',
			expertise: 'English teaching',
			years: '5',
			position: 'expert',
			jobTitle: 'Teacher',
			jobDetail: 'Dạy tiếng Anh',
			workForm: 'contract',
			workPlaces: [{ at: home }],
			mainWorkPlace: home,
			workFrom: months(today, 1),
			workTo: months(today, 20)
		}),
		files: ['health', 'record', 'qualification', 'photo', 'passportPhoto'],
		fee: 600_000,
		accepts: [
			['two years to the day', (today) => ({ workTo: months(today, 25) })],
			['little experience only warns', { years: '1' }],
			[
				'within a group of firms',
				{ workForm: 'transfer' },
				['health', 'record', 'qualification', 'photo', 'passportPhoto', 'workProof']
			],
			[
				'need accepted before',
				{ hasNeedDecision: true, needDecisionNo: '12/UBND', needDecisionDate: '2025-01-01' }
			]
		],
		rejects: [
			[(today) => ({ workTo: days(months(today, 25), 1) }), 'workTo: broken_rule'],
			[(today) => ({ workTo: today }), 'workTo: broken_rule'],
			[{ workerNationality: 'VN' }, 'workerNationality: not_an_option'],
			[{ workerBirth: '2015' }, 'workerBirth: broken_rule'],
			[{ workerName: 'Джон' }, 'workerName: pattern'],
			[{ workPlaces: [] }, 'workPlaces: required'],
			[{ hasNeedDecision: true }, 'needDecisionNo: required'],
			[{ workForm: 'transfer' }, 'workProof: file_missing'],
			[{}, 'record: file_missing', ['health', 'qualification', 'photo', 'passportPhoto']]
		]
	},
	{
		id: 'ly-lich-tu-phap',
		form: () => ({
			...mai,
			...online,
			...pledged,
			isOwner: 'self',
			recordKind: '1',
			purpose: 'Xin việc',
			copies: '1',
			birthPlace: 'Lai Châu',
			ethnicity: 'kinh',
			nationality: 'VN',
			fatherName: 'Nguyễn Văn Tư',
			fatherBirth: '1960',
			motherName: 'Trần Thị Lý',
			motherBirth: '1962',
			residences: [{ from: '2004-05', at: home, job: 'Làm ruộng' }],
			feeGroup: 'usual'
		}),
		files: ['idCopy'],
		fee: 200_000,
		accepts: [
			['four of them', { copies: '4' }],
			['number 2 for herself', { recordKind: '2' }],
			[
				'for a brother, number 1',
				{
					isOwner: 'other',
					ownerName: 'Nguyễn Văn Ba',
					ownerPersonalId: '012092001111',
					ownerBirth: '1992',
					ownerSex: 'male',
					relation: 'sibling'
				}
			],
			['a student pays half', { feeGroup: 'student' }, ['idCopy', 'feeProof']],
			[
				'a hole only warns',
				{
					residences: [
						{ from: '2004-05', to: '2010-01', at: home, job: 'x' },
						{ from: '2012-01', at: home, job: 'x' }
					]
				}
			]
		],
		rejects: [
			[
				{
					recordKind: '2',
					isOwner: 'other',
					ownerName: 'Nguyễn Văn Ba',
					ownerPersonalId: '012092001111',
					ownerBirth: '1992',
					ownerSex: 'male',
					relation: 'sibling'
				},
				'recordKind: broken_rule'
			],
			[{ copies: '11' }, 'copies: too_high'],
			[{ residences: [] }, 'residences: required'],
			[{ residences: [{ from: '2004-05', at: home }] }, 'residences-0-job: required'],
			[
				{ residences: [{ from: '2010-05', to: '2009-01', at: home, job: 'x' }] },
				'residences-0-to: broken_rule'
			],
			[{ convicted: true }, 'convictions: required'],
			[{ hasSpouse: true }, 'spouseName: required'],
			[{ feeGroup: 'student' }, 'feeProof: file_missing'],
			[{ feeGroup: undefined }, 'feeGroup: required'],
			[{ ethnicity: 'elf' }, 'ethnicity: not_an_option'],
			[{}, 'idCopy: file_missing', []]
		]
	},
	{
		id: 'chung-thuc-ban-sao',
		form: (today) => ({
			...mai,
			...pledged,
			docKind: 'degree',
			pages: '4',
			copies: '2',
			office: home,
			appointmentDay: days(today, 2),
			appointmentTime: '8:30'
		}),
		files: [],
		// (2 × 2,000 + 2 × 1,000) × 2
		fee: 12_000,
		accepts: [
			['one page', { pages: '1', copies: '1' }],
			['a thick one, at the cap', { pages: '400' }],
			['electronic', { electronic: true }],
			['foreign, legalised', { docKind: 'foreign', legalised: true }],
			['foreign, only warned', { docKind: 'foreign' }]
		],
		rejects: [
			[{ docKind: 'private' }, 'docKind: broken_rule'],
			[{ pages: '0' }, 'pages: too_low'],
			[{ copies: '51' }, 'copies: too_high'],
			[{ appointmentTime: '18:30' }, 'appointmentTime: broken_rule'],
			[{ appointmentTime: 'sáng' }, 'appointmentTime: pattern'],
			[(today) => ({ appointmentDay: days(today, -1) }), 'appointmentDay: in_past'],
			[{ office: undefined }, 'office: required'],
			[{ pages: 'bốn' }, 'pages: not_a_number']
		]
	}
];
