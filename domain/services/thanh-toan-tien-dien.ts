/**
 * Thanh toán tiền điện – paying an electricity bill: a transaction, no dossier, no officer. Anyone may pay
 * anyone's bill, so nobody is asked who they are (SERVICES.md P5).
 */

import type { Column } from './definition.ts';
import file from './definitions/thanh-toan-tien-dien.json' with { type: 'json' };

/** What is asked to find the bills. */
export const billLookup = file.versions.at(-1)?.lookup[0] as unknown as Column & { type: 'text' };

/** The code as the company keeps it, or null when it cannot be one. */
export function customerCode(typed: string): string | null {
	const code = typed
		.normalize('NFC')
		.replace(/[\s.-]/g, '')
		.toUpperCase();
	return /^P[A-Z][0-9A-Z]{11}$/.test(code) ? code : null;
}
