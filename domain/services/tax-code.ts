/**
 * The tax code (mã số thuế): ten digits, the last of which checks the nine before it, and `-NNN` for a branch.
 * Weights 31, 29, 23, 19, 17, 13, 7, 5, 3; the check digit is 10 less the remainder by 11, so a remainder of 0 makes
 * no code (structure of Circular 105/2020/TT-BTC art. 5; weights as published by tax software, not in the text).
 */
const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/** True for ten digits with the right check digit, with or without a branch suffix. */
export function isTaxCode(text: string): boolean {
	if (!/^\d{10}(-\d{3})?$/.test(text)) return false;
	const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
	return 10 - (sum % 11) === Number(text[9]);
}
