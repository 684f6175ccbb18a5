/**
 * Draws a slip as PDF on A5 (Circular 01/2018/TT-VPCP): the state's heading, code and QR code, lines, a table, notes,
 * signatures, and the rule that it follows. Vietnamese letters come from Tinos, which travels inside the file; a slip
 * too long for one page goes on on the next.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import encodeQR from 'qr';
import { type Slip, type Table, timeText } from './content.ts';

/** Points. */
const margin = 34;
const qrSide = 74;
const size = { title: 12, text: 10, small: 8 };

type Document = PDFKit.PDFDocument;

/** What is drawn: a slip, or a declaration, which has no form number. */
export type Sheet = Omit<Slip, 'form' | 'code' | 'lookUp'> & {
	/** Null while nothing has been sent: there is no code yet, and nothing to look up. */
	readonly code: string | null;
	readonly lookUp: string | null;
};

/** The whole file. The same slip gives the same bytes. */
export async function slipPdf(slip: Sheet, paper: 'A5' | 'A4 across' = 'A5'): Promise<Buffer> {
	const [{ default: PDFDocument }, fonts] = await Promise.all([import('pdfkit'), loadFonts()]);
	const document = new PDFDocument({
		size: paper === 'A5' ? 'A5' : 'A4',
		layout: paper === 'A5' ? 'portrait' : 'landscape',
		margin,
		lang: 'vi-VN',
		displayTitle: true,
		info: {
			Title: [slip.title, slip.code].filter(Boolean).join(' '),
			Producer: 'Một Cửa',
			Creator: 'Một Cửa',
			CreationDate: new Date(slip.at)
		}
	});
	const parts: Buffer[] = [];
	const done = new Promise<Buffer>((resolve, reject) => {
		document.on('data', (part: Buffer) => parts.push(part));
		document.on('end', () => resolve(Buffer.concat(parts)));
		document.on('error', reject);
	});
	document.registerFont('plain', fonts.plain);
	document.registerFont('bold', fonts.bold);
	draw(document, slip);
	document.end();
	return done;
}

let held: Promise<{ plain: Buffer; bold: Buffer }> | undefined;

/** Read once for the whole process. */
function loadFonts(): Promise<{ plain: Buffer; bold: Buffer }> {
	const find = createRequire(import.meta.url).resolve;
	const font = (name: string) => readFile(find(`@expo-google-fonts/tinos/${name}/Tinos_${name}.ttf`));
	held ??= Promise.all([font('400Regular'), font('700Bold')]).then(([plain, bold]) => ({ plain, bold }));
	return held;
}

function draw(document: Document, slip: Sheet): void {
	heading(document, slip);
	document.font('bold').fontSize(size.title).text(slip.title.toUpperCase(), { align: 'center' });
	document.moveDown(0.5);
	codeAndQr(document, slip);
	document.font('plain').fontSize(size.text).text(slip.lead);
	document.moveDown(0.3);
	for (const [label, value] of slip.lines) {
		document.font('plain').text(`${label}: `, { continued: true });
		document.font('bold').text(value);
	}
	if (slip.table) drawTable(document, slip.table);
	if (slip.notes.length > 0) document.moveDown(0.5);
	for (const note of slip.notes) document.font('plain').fontSize(size.text).text(`– ${note}`);
	signatures(document, slip);
	document.moveDown(1);
	document.font('plain').fontSize(size.small).text(slip.rule);
}

/** The office to the left, the state to the right, which needs the room of its longest line. */
function heading(document: Document, { agency }: Sheet): void {
	const { left, width } = frame(document);
	const gap = 10;
	const office = { width: width * 0.4 - gap, align: 'center' } as const;
	const state = { width: width * 0.6, align: 'center' } as const;
	const top = document.y;
	document.font('bold').fontSize(size.small + 1);
	document.text(agency.toUpperCase(), left, top, office);
	const after = document.y;
	document.text('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', left + office.width + gap, top, state);
	document.text('Độc lập - Tự do - Hạnh phúc', state);
	document.x = left;
	document.y = Math.max(after, document.y) + 12;
}

/** The code to the left; to the right the square that opens its look-up. */
function codeAndQr(document: Document, { code, at, lookUp }: Sheet): void {
	const { left, width } = frame(document);
	const top = document.y;
	if (code === null || lookUp === null) {
		document
			.font('plain')
			.fontSize(size.text)
			.text(`Lập lúc ${timeText(at)}`);
		document.moveDown(0.5);
		return;
	}
	drawQr(document, lookUp, left + width - qrSide, top);
	const beside = { width: width - qrSide - 12 };
	document.font('plain').fontSize(size.text).text('Mã hồ sơ:', left, top, beside);
	document.font('bold').fontSize(size.title).text(code, beside);
	document
		.font('plain')
		.fontSize(size.text)
		.text(`Lập lúc ${timeText(at)}`, beside);
	document.fontSize(size.small).text(`Tra cứu: quét mã bên cạnh hoặc mở ${lookUp}`, beside);
	document.x = left;
	document.y = Math.max(top + qrSide, document.y) + 8;
}

/** Dark squares, run by run; the quiet zone is part of the side. */
function drawQr(document: Document, text: string, left: number, top: number): void {
	const matrix = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
	const step = qrSide / matrix.length;
	matrix.forEach((row, y) => {
		for (let x = 0; x < row.length; x++) {
			if (!row[x]) continue;
			const from = x;
			while (row[x + 1]) x++;
			document.rect(left + from * step, top + y * step, (x - from + 1) * step, step);
		}
	});
	document.fill('black');
}

function drawTable(document: Document, { title, head, widths, rows }: Table): void {
	const { left, width } = frame(document);
	document.moveDown(0.5);
	if (title !== '') document.font('bold').fontSize(size.text).text(title, left);
	document.moveDown(0.2);
	const columns = widths.map((share) => share * width);
	row(document, head, columns, 'bold');
	for (const cells of rows)
		row(document, cells, columns, 'plain', () => row(document, head, columns, 'bold'));
	document.x = left;
}

/** One row on one page, as high as its highest cell. @param onNewPage what a page begins with */
function row(
	document: Document,
	cells: readonly string[],
	columns: readonly number[],
	font: string,
	onNewPage = () => {}
): void {
	const { left, bottom } = frame(document);
	const pad = 3;
	document.font(font).fontSize(size.text - 1);
	const heights = cells.map((cell, i) =>
		document.heightOfString(cell || ' ', { width: (columns[i] ?? 0) - 2 * pad })
	);
	const height = Math.max(...heights) + 2 * pad;
	if (document.y + height > bottom) {
		document.addPage();
		onNewPage();
		document.font(font);
	}
	const top = document.y;
	let x = left;
	cells.forEach((cell, i) => {
		const width = columns[i] ?? 0;
		document.lineWidth(0.5).rect(x, top, width, height).stroke();
		document.text(cell, x + pad, top + pad, { width: width - 2 * pad });
		x += width;
	});
	document.x = left;
	document.y = top + height;
}

function signatures(document: Document, { signatures: people }: Sheet): void {
	const { left, width, bottom } = frame(document);
	const height = 74;
	document.moveDown(0.8);
	if (document.y + height > bottom) document.addPage();
	const top = document.y;
	const half = width / 2;
	people.forEach(({ who, name }, i) => {
		const x = left + i * half;
		document.font('bold').fontSize(size.text).text(who, x, top, { width: half, align: 'center' });
		document.font('plain').text(name, x, top + 52, { width: half, align: 'center' });
	});
	document.x = left;
	document.y = top + height;
}

function frame({ page }: Document): { left: number; width: number; bottom: number } {
	return { left: margin, width: page.width - 2 * margin, bottom: page.height - margin };
}
