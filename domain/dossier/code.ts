/**
 * Names of dossiers: the official code (Circular 01/2018/TT-VPCP art. 19), which only the server gives, and the
 * local reference, which a phone gives until then and which looks like nothing official.
 */
import { invariant } from '../result.ts';

/** `000.00.12.G01-261122-0001`: agency, day of reception, serial of that day. */
export function dossierCode(agencyCode: string, day: string, serial: number): string {
	invariant(serial > 0, 'serials begin at 1');
	return `${agencyCode}-${day.slice(2).replaceAll('-', '')}-${String(serial).padStart(4, '0')}`;
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
