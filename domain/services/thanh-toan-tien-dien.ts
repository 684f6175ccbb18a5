/**
 * Thanh toán tiền điện – paying an electricity bill: a transaction, no dossier, no officer. Anyone may pay
 * anyone's bill, so nobody is asked who they are (SERVICES.md P5).
 */
import type { TransactionService } from './definition.ts';

export const thanhToanTienDien: TransactionService = {
	id: 'thanh-toan-tien-dien',
	kind: 'transaction',
	procedureCode: 'TT.DIEN',
	version: 1,
	validFrom: '2026-01-01',
	validTo: null,
	title: { vi: 'Thanh toán tiền điện', en: 'Electricity bill payment' },
	lookup: {
		id: 'customerCode',
		type: 'text',
		upper: true,
		label: { vi: 'Mã khách hàng', en: 'Customer code' },
		help: {
			vi: '13 ký tự, bắt đầu bằng P, in đầu hóa đơn',
			en: '13 characters starting with P, at the top of the bill'
		},
		required: true,
		maxLength: 13,
		pattern: /^P[A-Z][0-9A-Z]{11}$/,
		example: 'PE01000123456'
	}
};

/** The code as the company keeps it, or null when it cannot be one. */
export function customerCode(typed: string): string | null {
	const code = typed
		.normalize('NFC')
		.replace(/[\s.-]/g, '')
		.toUpperCase();
	return /^P[A-Z][0-9A-Z]{11}$/.test(code) ? code : null;
}
