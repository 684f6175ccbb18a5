/** A page that makes a signed declaration: what a taxpayer's own program and token would do. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { html, sendPage } from '../page.ts';
import { readForm } from '../service.ts';
import { type Provider, signed, signerOf } from './signer.ts';
import { taxFile, taxForms, taxXml } from './tax-file.ts';

/** GET shows the page; POST answers the file, by a certificate that is valid for a month around today. */
export async function answerTaxFile(
	provider: Provider,
	now: Date,
	request: IncomingMessage,
	response: ServerResponse
): Promise<void> {
	if (request.method !== 'POST') return sendPage(response, 200, page);
	const { taxCode = '', form = '', period = '', turn } = await readForm(request);
	const isWhole = /^\d{10}(-\d{3})?$/.test(taxCode) && form in taxForms && /^[Q0-9/]{4,7}$/.test(period);
	if (!isWhole) return sendPage(response, 400, page);
	const monthMs = 30 * 86_400_000;
	const signer = signerOf(
		provider,
		taxCode,
		new Date(now.getTime() - monthMs),
		new Date(now.getTime() + monthMs)
	);
	const signedOn = now.toISOString().slice(0, 10);
	const answers = { taxCode, form, period, turn: turn === 'additional' ? turn : 'first', signedOn } as const;
	response.writeHead(200, {
		'content-type': 'application/xml',
		'content-disposition': 'attachment; filename="to-khai.xml"',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff'
	});
	response.end(signed(taxXml(taxFile(answers)), signer));
}

const page = {
	service: 'Cơ quan (môi trường thử)',
	title: 'Tờ khai thuế đã ký để thử',
	body: html`
		<form method="post" action="/to-khai">
			<p>
				<label>Mã số thuế <input name="taxCode" value="0100109106" required /></label>
			</p>
			<p>
				<label
					>Tờ khai
					<select name="form">
						${Object.keys(taxForms).map((form) => html`<option>${form}</option>`)}
					</select></label
				>
			</p>
			<p>
				<label>Kỳ (09/2026, Q3/2026, 2025) <input name="period" value="Q3/2026" required /></label>
			</p>
			<p>
				<label
					>Loại
					<select name="turn">
						<option value="first">Lần đầu</option>
						<option value="additional">Bổ sung</option>
					</select></label
				>
			</p>
			<p><button type="submit">Tải tệp XML đã ký</button></p>
		</form>
	`
};
