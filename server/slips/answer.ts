/** A PDF with somebody's words in it, as an answer: saved and not shown, kept by nobody on the way. */
import type { ServerResponse } from 'node:http';

/** @param name of the file; letters, digits, dots and dashes */
export function answerPdf(response: ServerResponse, pdf: Uint8Array, name: string): void {
	response.writeHead(200, {
		'content-type': 'application/pdf',
		'content-length': pdf.length,
		'content-disposition': `attachment; filename="${name}"`,
		'x-content-type-options': 'nosniff',
		'content-security-policy': "sandbox; default-src 'none'",
		'cache-control': 'no-store'
	});
	response.end(pdf);
}
