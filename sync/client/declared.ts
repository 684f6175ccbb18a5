/**
 * What a phone can tell of a tax declaration's file before anything is sent: all but whether its signature holds.
 * A room of its own because only one service needs it. Its parser is the browser's; nothing with a markup declaration
 * gets to it (domain/tax/xml.ts).
 */
import { declarationIn, type DeclarationReading, readDeclaration } from '../../domain/tax/declaration.ts';
import { xmlText } from '../../domain/tax/xml.ts';

/** Reads a file on this phone. */
export function readHere(bytes: ArrayBuffer): DeclarationReading {
	const text = xmlText(new Uint8Array(bytes));
	if (!text.ok) return { type: 'unread', why: text.error };
	const document = new DOMParser().parseFromString(text.value, 'application/xml');
	// Browsers answer what is not well formed with a document about the mistake.
	if (document.getElementsByTagName('parsererror').length > 0) return { type: 'unread', why: 'not_xml' };
	const read = readDeclaration(declarationIn(document.documentElement));
	if (!read.ok) return { type: 'unread', why: read.error };
	const isSigned =
		document.getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'Signature').length > 0;
	return { type: 'read', declaration: read.value, seal: isSigned ? 'unchecked' : 'unsigned' };
}
