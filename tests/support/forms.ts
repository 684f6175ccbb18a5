/** Filled forms that the rules accept, for tests and benchmarks; each answers fresh copies, so that a test may spoil its own. */
import type { FormValues } from '../../domain/services/values.ts';

/** Mai of Lai Châu, as the sandbox e-ID knows her. */
export const mai = { name: 'Nguyễn Thị Mai', personalId: '012190001234' } as const;

const applicantValues = (): FormValues => ({
	fullName: mai.name,
	personalId: mai.personalId,
	birth: '1990-05-17',
	sex: 'female',
	phone: '0912345678',
	residence: {
		province: '12',
		commune: '03408',
		text: 'Phường Tân Phong, Lai Châu',
		detail: 'Bản Tả Xin Chải',
		codeSet: '2025-07'
	},
	delivery: 'online',
	truthPledge: true
});

/** Motorbike licence, paper to card: no health certificate. */
export const licenceForm = (): FormValues => ({
	licenceNumber: '120190001234',
	licenceClass: ['A1'],
	issueDate: '2012-03-20',
	issuedBy: 'Sở Giao thông vận tải Lai Châu',
	unlimited: true,
	reason: 'paper',
	...applicantValues()
});

/** A lost card, nothing changed: no papers at all. */
export const insuranceForm = (): FormValues => ({
	socialInsuranceNo: '1212345678',
	group: 'household',
	reason: 'lost',
	...applicantValues()
});
