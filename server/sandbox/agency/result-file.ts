/**
 * The paper that a decision ends in: a PDF of one page, written by hand because it needs nothing but a few lines.
 * Its one font is a standard one that no file has to bring along; that font has no Vietnamese letters, so marks are dropped.
 */
import { createHash } from 'node:crypto';
import type { Dossier } from './dossier.ts';

export interface ResultFile {
	readonly name: string;
	readonly type: 'application/pdf';
	readonly bytes: Buffer;
	/** hex */
	readonly sha256: string;
}

/** The result of a granted dossier. The same dossier and moment (ms since the epoch) give the same bytes. */
export function resultFile(dossier: Dossier, now: number): ResultFile {
	const { message, reference } = dossier;
	const bytes = linesToPdf([
		'KET QUA GIAI QUYET THU TUC HANH CHINH (BAN THU)',
		`Ma ho so: ${message.dossierCode}`,
		`So cua co quan: ${reference}`,
		`Thu tuc: ${message.procedureCode}`,
		`Nguoi nop: ${withoutMarks(message.submitter.name)}`,
		`Ngay quyet dinh: ${new Date(now).toISOString()}`,
		'Moi truong thu - khong co gia tri phap ly'
	]);
	return {
		name: `ket-qua-${message.dossierCode.replace(/[^0-9A-Za-z.-]/g, '-')}.pdf`,
		type: 'application/pdf',
		bytes,
		sha256: createHash('sha256').update(bytes).digest('hex')
	};
}

/** An A4 page with one line of text under the other; ASCII only. Structure: ISO 32000-1 §7.5. */
export function linesToPdf(lines: readonly string[]): Buffer {
	const content = [
		'BT /F1 13 Tf 20 TL 56 770 Td',
		...lines.map((line) => `(${line.replace(/[^\x20-\x7e]/g, '?').replace(/[\\()]/g, '\\$&')}) Tj T*`),
		'ET'
	].join('\n');
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
		`<< /Length ${content.length} >>\nstream\n${content}\nendstream`
	];
	let text = '%PDF-1.4\n';
	const offsets = objects.map((object, at) => {
		const offset = text.length;
		text += `${at + 1} 0 obj\n${object}\nendobj\n`;
		return offset;
	});
	const xref = text.length;
	text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
	for (const offset of offsets) text += `${String(offset).padStart(10, '0')} 00000 n \n`;
	text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
	return Buffer.from(text, 'latin1');
}

function withoutMarks(name: string): string {
	return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
}
