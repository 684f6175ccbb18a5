/**
 * Cấp lại thẻ bảo hiểm y tế – reissue of a health-insurance card, 1.002759 (decision 1474/QĐ-BTC).
 * Rules: Law 25/2008 arts. 16–19 as amended; form TK1-TS, shortened. Free. Same day when nothing changes, at
 * most 3 days when data change: the service promises the longer.
 */
import { applicant, delivery, pledge } from './blocks.ts';
import type { DossierService, Option } from './definition.ts';

const option = (value: string, vi: string, en: string): Option => ({ value, label: { vi, en } });

export const capLaiTheBhyt: DossierService = {
	id: 'cap-lai-the-bhyt',
	kind: 'dossier',
	procedureCode: '1.002759',
	version: 1,
	validFrom: '2026-01-01',
	validTo: null,
	title: { vi: 'Cấp lại thẻ bảo hiểm y tế', en: 'Reissue of a health-insurance card' },
	groups: [
		{
			id: 'card',
			title: { vi: 'Thẻ bảo hiểm y tế', en: 'The insurance card' },
			fields: [
				{
					id: 'socialInsuranceNo',
					type: 'text',
					numeric: true,
					label: { vi: 'Mã số BHXH', en: 'Social-insurance number' },
					help: { vi: '10 số cuối của thẻ cũ', en: 'The last 10 digits of the old card' },
					required: true,
					maxLength: 10,
					pattern: /^\d{10}$/,
					example: '7912345678'
				},
				{
					id: 'cardNo',
					type: 'text',
					upper: true,
					label: { vi: 'Mã thẻ BHYT cũ', en: 'Old card number' },
					help: { vi: 'Nếu còn nhớ', en: 'If you still know it' },
					required: false,
					maxLength: 15,
					pattern: /^([A-Z]{2}[1-5]\d{12}|\d{10})$/,
					example: 'GD4797912345678'
				},
				{
					id: 'group',
					type: 'choice',
					label: { vi: 'Nhóm tham gia', en: 'Insured as' },
					required: true,
					options: [
						option('worker', 'Người lao động', 'Worker'),
						option('household', 'Hộ gia đình', 'Household'),
						option('poor', 'Hộ nghèo', 'Poor household'),
						option('near_poor', 'Hộ cận nghèo', 'Near-poor household'),
						option('minority', 'Dân tộc thiểu số vùng khó khăn', 'Ethnic minority in a difficult area'),
						option('child', 'Trẻ em dưới 6 tuổi', 'Child under 6'),
						option('pupil', 'Học sinh, sinh viên', 'Pupil or student'),
						option('pensioner', 'Người hưởng lương hưu', 'Pensioner'),
						option('merit', 'Người có công', 'Person of merit'),
						option('other', 'Nhóm khác', 'Other')
					]
				},
				{
					id: 'guardianName',
					type: 'text',
					label: { vi: 'Cha, mẹ hoặc người giám hộ', en: 'Parent or guardian' },
					required: true,
					maxLength: 100,
					shownWhen: { field: 'group', is: 'child' }
				},
				{
					id: 'reason',
					type: 'choice',
					label: { vi: 'Lý do', en: 'Reason' },
					required: true,
					options: [
						option('lost', 'Mất thẻ', 'Lost'),
						option('damaged', 'Thẻ hỏng', 'Damaged'),
						option('clinic', 'Đổi nơi khám chữa bệnh ban đầu', 'Change of first clinic'),
						option('data', 'Thông tin sai hoặc thay đổi', 'Wrong or changed data')
					]
				},
				{
					id: 'changes',
					type: 'textarea',
					label: { vi: 'Thông tin cũ và thông tin đúng', en: 'Old and right data' },
					required: true,
					maxLength: 1000,
					shownWhen: { field: 'reason', is: 'data' }
				},
				{
					id: 'newClinic',
					type: 'text',
					label: { vi: 'Nơi khám chữa bệnh ban đầu mới', en: 'New first clinic' },
					required: true,
					maxLength: 150,
					shownWhen: { field: 'reason', is: 'clinic' }
				},
				{
					id: 'inTreatment',
					type: 'yes',
					label: { vi: 'Đang điều trị tại cơ sở y tế', en: 'Under treatment now' },
					help: { vi: 'Sẽ được ưu tiên trong ngày', en: 'Handled first, the same day' },
					required: false
				},
				{
					id: 'hospital',
					type: 'text',
					label: { vi: 'Nơi đang điều trị', en: 'Hospital' },
					required: true,
					maxLength: 150,
					shownWhen: { field: 'inTreatment', is: true }
				}
			]
		},
		applicant,
		delivery,
		pledge
	],
	components: [
		{
			id: 'dataProof',
			name: { vi: 'Giấy tờ chứng minh thông tin đúng', en: 'Proof of the right data' },
			help: {
				vi: 'Chỉ cần khi thông tin sai hoặc thay đổi',
				en: 'Needed only when data are wrong or changed'
			},
			required: { field: 'reason', is: 'data' },
			filesMax: 3,
			kinds: ['image/jpeg', 'image/png', 'application/pdf']
		}
	],
	charges: [],
	timeLimit: { quantity: 3, unit: 'working_day' },
	agency: {
		system: 'bhxh',
		code: 'G24',
		name: { vi: 'Bảo hiểm xã hội {province}', en: 'Social Insurance of {province}' },
		routedBy: 'residence'
	}
};
