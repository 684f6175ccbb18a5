/** Signed files of tax declarations for the tests, by a provider that is made anew for each run. */
import { X509Certificate } from 'node:crypto';
import {
	newProvider,
	type Provider,
	signed,
	type Signer,
	signerOf
} from '../../server/sandbox/signing/signer.ts';
import { type TaxAnswers, type TaxFile, taxFile, taxXml } from '../../server/sandbox/signing/tax-file.ts';
import type { FormValues } from '../../domain/services/values.ts';

const dayMs = 86_400_000;

/** A provider, a taxpayer who signs with it, and what she signs; all around one moment. */
export function taxpayer(
	now: Date,
	{ taxCode = '0100109106', provider = newProvider(now) }: { taxCode?: string; provider?: Provider } = {}
) {
	const today = now.toISOString().slice(0, 10);
	const from = (days: number) => new Date(now.getTime() + days * dayMs);
	const signer = signerOf(provider, taxCode, from(-60), from(60));
	const answers: TaxAnswers = {
		taxCode,
		form: '01/GTGT',
		period: 'Q1/2026',
		turn: 'first',
		signedOn: today
	};
	return {
		provider,
		trusted: [new X509Certificate(provider.certificate)],
		signer,
		from,
		answers,
		/** The file before it is signed. */
		xml: (change: Partial<TaxFile> = {}, other: Partial<TaxAnswers> = {}) =>
			taxXml({ ...taxFile({ ...answers, ...other }), ...change }),
		file: (change: Partial<TaxFile> = {}, other: Partial<TaxAnswers> = {}, by: Signer = signer) =>
			Buffer.from(signed(taxXml({ ...taxFile({ ...answers, ...other }), ...change }), by))
	};
}

/** The file that goes with a form, signed by the provider of a running sandbox. @param agency its address */
export async function declarationFrom(agency: string, form: FormValues): Promise<Buffer> {
	const body = new URLSearchParams(
		['taxCode', 'form', 'period', 'turn'].map((field) => [field, String(form[field])])
	);
	const answer = await fetch(`${agency}/to-khai`, { method: 'POST', body });
	if (!answer.ok) throw new Error(`no file: ${answer.status}`);
	return Buffer.from(await answer.arrayBuffer());
}
