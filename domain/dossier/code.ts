/**
 * Names of dossiers: the official code (Circular 01/2018/TT-VPCP art. 19), which only the server gives, and the
 * local reference, which a phone gives until then and which looks like nothing official.
 */
import { isDay } from '../ids.ts';
import { invariant } from '../result.ts';

/** `000.00.12.G01-261122-0001`: agency, day of reception, serial of that day. */
export function dossierCode(agencyCode: string, day: string, serial: number): string {
	invariant(serial > 0, 'serials begin at 1');
	return `${agencyCode}-${day.slice(2).replaceAll('-', '')}-${String(serial).padStart(4, '0')}`;
}

/** A code as somebody typed or scanned it. */
export type ReadCode =
	/** Of the national shape; `code` is how it is written. Other systems have longer serials and eight-digit days. */
	| {
			readonly kind: 'national';
			readonly code: string;
			readonly agency: string;
			readonly day: string;
			readonly serial: string;
	  }
	/** Of an agency that keeps its own; only that agency can say more. */
	| { readonly kind: 'foreign'; readonly code: string };

/** Longest code that is looked at: those of other systems stay below 40. */
const codeLengthMax = 60;
const national = /^([0-9A-Z]{2,3}(?:\.[0-9A-Z]{1,4}){1,4})-(\d{6}|\d{8})-(\d{4,8})$/;

/**
 * Reads a code as people write it: small letters, spaces around the parts, dashes of any length, a look-up address
 * scanned from a slip. `null` for what is no code at all.
 */
export function readCode(text: string): ReadCode | null {
	const scanned = /[?&]ma=([^&#]+)/.exec(text)?.[1];
	const code = (scanned === undefined ? text : decoded(scanned))
		.normalize('NFKC')
		.replace(/[\u2010-\u2015\u2212]/g, '-')
		.replace(/\s+/g, '')
		.toUpperCase();
	if (code === '' || code.length > codeLengthMax || !/^[0-9A-Z][0-9A-Z./-]*$/.test(code)) return null;
	const [, agency, digits, serial] = national.exec(code) ?? [];
	if (agency === undefined || digits === undefined || serial === undefined) return foreign(code);
	const long = digits.length === 8 ? digits : `20${digits}`;
	const day = `${long.slice(0, 4)}-${long.slice(4, 6)}-${long.slice(6)}`;
	// The shape with a day that does not exist is somebody else's shape.
	return isDay(day) ? { kind: 'national', code, agency, day, serial } : foreign(code);
}

/**
 * The last digits of a code, as people at a counter say them: `0412`, `23-0412`, and `12` for number 12 of a day. Null
 * for anything else.
 */
export function readLastDigits(text: string): string | null {
	const digits = text.normalize('NFKC').replace(/[\s\u2010-\u2015\u2212-]/g, '');
	return /^\d{1,14}$/.test(digits) ? digits.padStart(4, '0') : null;
}

/** A code has a digit and is no word; five characters is what the shortest have. */
function foreign(code: string): ReadCode | null {
	return code.length >= 5 && /\d/.test(code) ? { kind: 'foreign', code } : null;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/**
 * Agency code `V1V2V3.Z1Z2.Y1Y2.MX1X2` of QCVN 102:2016/BTTTT for the office of a system in one province.
 * The third block is the province's statistics code: published second-level codes are not complete.
 */
export function agencyCode(systemCode: string, province: string): string {
	return `000.00.${province}.${systemCode}`;
}

/** Short words, without marks, that sound different over a bad telephone line. */
const words = [
	'LUA',
	'TRE',
	'SEN',
	'MAY',
	'NUI',
	'BIEN',
	'GIO',
	'CAU',
	'DUA',
	'MAI',
	'TRUC',
	'SAO',
	'SONG',
	'NGO',
	'QUE',
	'VAI'
];

/** Reference like `TẠM SEN-4821`, made from the dossier's own id, so that it is the same however often it is made. */
export function localReference(dossierId: string): string {
	const hex = dossierId.replaceAll('-', '');
	const word = words[parseInt(hex.slice(0, 1), 16)];
	const number = parseInt(hex.slice(-8), 16) % 10_000;
	return `TẠM ${word}-${String(number).padStart(4, '0')}`;
}
