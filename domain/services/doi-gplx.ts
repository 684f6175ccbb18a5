/**
 * Đổi giấy phép lái xe – exchange of a driving licence, 3.000347 (decision 1025/QĐ-BCA).
 * Rules: Law 36/2024/QH15; Circular 12/2025/TT-BCA art. 21; charge 135,000 đ by Circular 154/2025/TT-BTC
 * (one secondary source: the procedure record marks it uncertain); 5 working days.
 */
import { vnd } from '../money.ts';
import { applicant, delivery, pledge } from './blocks.ts';
import type { DossierService, Option } from './definition.ts';

/** Classes of Law 36/2024, in force since 01-01-2025. */
const classes = ['A1', 'A', 'B1', 'B', 'C1', 'C', 'D1', 'D2', 'D', 'BE', 'C1E', 'CE', 'D1E', 'D2E', 'DE'];
/** Motorbike and three-wheeler classes need no health certificate. */
const beyondMotorbikes = classes.filter((name) => !['A1', 'A', 'B1'].includes(name));

const option = (value: string, vi: string, en: string): Option => ({ value, label: { vi, en } });

export const doiGplx: DossierService = {
	id: 'doi-gplx',
	kind: 'dossier',
	procedureCode: '3.000347',
	version: 1,
	validFrom: '2026-01-01',
	validTo: null,
	title: { vi: 'Đổi giấy phép lái xe', en: 'Driving-licence exchange' },
	groups: [
		{
			id: 'licence',
			title: { vi: 'Giấy phép lái xe đang có', en: 'The licence you hold' },
			fields: [
				{
					id: 'licenceNumber',
					type: 'text',
					label: { vi: 'Số giấy phép lái xe', en: 'Licence number' },
					help: {
						vi: '12 chữ số trên thẻ nhựa; bằng giấy thì ghi đúng như in',
						en: '12 digits on the plastic card; a paper licence as printed'
					},
					required: true,
					minLength: 5,
					maxLength: 20,
					advisedPattern: /^\d{12}$/,
					example: '790123456789'
				},
				{
					id: 'licenceClass',
					type: 'choices',
					label: { vi: 'Hạng', en: 'Class' },
					required: true,
					options: classes.map((name) => option(name, name, name))
				},
				{
					id: 'issueDate',
					type: 'day',
					label: { vi: 'Ngày cấp', en: 'Issued on' },
					required: true,
					notAfterToday: true
				},
				{
					id: 'issuedBy',
					type: 'text',
					label: { vi: 'Cơ quan cấp', en: 'Issued by' },
					required: true,
					maxLength: 150
				},
				{
					id: 'unlimited',
					type: 'yes',
					label: { vi: 'Không thời hạn', en: 'No expiry date' },
					help: { vi: 'Hạng A1, A, B1 thường không thời hạn', en: 'Classes A1, A, B1 usually have none' },
					required: false
				},
				{
					id: 'expiryDate',
					type: 'day',
					label: { vi: 'Có giá trị đến', en: 'Valid until' },
					required: true,
					issuedOn: 'issueDate',
					endOfValidity: true,
					shownWhen: { not: { field: 'unlimited', is: true } }
				},
				{
					id: 'reason',
					type: 'choice',
					label: { vi: 'Lý do đổi', en: 'Reason' },
					required: true,
					options: [
						option('paper', 'Đổi bằng giấy sang thẻ', 'Paper licence to card'),
						option('expiring', 'Sắp hết hạn', 'Near expiry'),
						option('damaged', 'Bị hỏng', 'Damaged'),
						option('data', 'Thông tin thay đổi', 'Data changed'),
						option('notation', 'Đổi theo tên hạng mới', 'New class notation')
					]
				},
				{
					id: 'changedData',
					type: 'textarea',
					label: { vi: 'Thông tin nào thay đổi', en: 'What has changed' },
					required: true,
					maxLength: 1000,
					shownWhen: { field: 'reason', is: 'data' }
				}
			]
		},
		{
			id: 'health',
			title: { vi: 'Giấy khám sức khỏe', en: 'Health certificate' },
			fields: [
				{
					id: 'healthCertNo',
					type: 'text',
					label: { vi: 'Số giấy khám sức khỏe', en: 'Certificate number' },
					required: true,
					maxLength: 50,
					shownWhen: { field: 'licenceClass', anyOf: beyondMotorbikes }
				},
				{
					id: 'healthCertDate',
					type: 'day',
					label: { vi: 'Ngày khám', en: 'Date of examination' },
					required: true,
					notAfterToday: true,
					shownWhen: { field: 'licenceClass', anyOf: beyondMotorbikes }
				},
				{
					id: 'clinic',
					type: 'text',
					label: { vi: 'Nơi khám', en: 'Clinic' },
					required: true,
					maxLength: 150,
					shownWhen: { field: 'licenceClass', anyOf: beyondMotorbikes }
				}
			]
		},
		applicant,
		delivery,
		pledge
	],
	components: [
		{
			id: 'portrait',
			name: { vi: 'Ảnh chân dung', en: 'Portrait' },
			help: { vi: 'Nền một màu, không đội mũ, rõ mặt', en: 'Plain background, no hat, face clearly seen' },
			required: true,
			filesMax: 1,
			kinds: ['image/jpeg', 'image/png']
		},
		{
			id: 'oldCard',
			name: { vi: 'Ảnh giấy phép lái xe, cả hai mặt', en: 'The licence, both sides' },
			help: {
				vi: 'Một ảnh thấy cả hai mặt, hoặc mỗi mặt một ảnh',
				en: 'One photo of both sides, or one of each'
			},
			required: true,
			filesMax: 2,
			kinds: ['image/jpeg', 'image/png', 'application/pdf']
		},
		{
			id: 'healthCert',
			name: { vi: 'Giấy khám sức khỏe', en: 'Health certificate' },
			help: { vi: 'Không cần với hạng A1, A, B1', en: 'Not needed for classes A1, A, B1' },
			required: { field: 'licenceClass', anyOf: beyondMotorbikes },
			filesMax: 3,
			kinds: ['image/jpeg', 'image/png', 'application/pdf']
		},
		{
			id: 'dataProof',
			name: { vi: 'Giấy tờ chứng minh thay đổi', en: 'Proof of the change' },
			help: {
				vi: 'Khi thông tin trên bằng khác với căn cước',
				en: 'When the licence differs from the ID card'
			},
			required: { field: 'reason', is: 'data' },
			filesMax: 3,
			kinds: ['image/jpeg', 'image/png', 'application/pdf']
		}
	],
	charges: [
		{
			code: 'LP.GPLX',
			kind: 'charge',
			label: { vi: 'Lệ phí cấp giấy phép lái xe', en: 'Driving-licence charge' },
			amount: vnd(135_000)
		}
	],
	timeLimit: { quantity: 5, unit: 'working_day' },
	agency: {
		system: 'csgt',
		code: 'G01',
		name: {
			vi: 'Phòng Cảnh sát giao thông, Công an {province}',
			en: 'Traffic Police Office, Public Security of {province}'
		},
		routedBy: 'residence'
	}
};
