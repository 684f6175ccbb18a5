/**
 * A tax declaration as its file says it: the head and the numbered boxes of `HSoThueDTu`, the XML that the tax
 * authority's own programs write. Names of elements were checked against files that are publicly shown; the authority's
 * schema files themselves were not at hand (docs/decisions/0019).
 */
import * as z from 'zod/mini';
import { Day, isDay } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import { taxPeriod } from './period.ts';
import { childOf, elementsOf, textOf, type XmlNode } from './xml.ts';

export const taxNamespace = 'http://kekhaithue.gdt.gov.vn/TKhaiThue';

export const TaxDeclaration = z.object({
	taxCode: z.string(),
	/** Number of the form in the authority's list: 842 is 01/GTGT. */
	formCode: z.string(),
	/** As the taxpayer reads it. */
	formName: z.string(),
	/** Of the form's schema: `2.8.3`. */
	schemaVersion: z.string(),
	turn: z.enum(['first', 'additional']),
	/** `MM/YYYY`, `Qn/YYYY` or `YYYY`. */
	period: z.string(),
	/** Day of signing that the signer wrote into the head. */
	signedOn: z.nullable(Day),
	/** Numbers by box, `ct34`; those that stand once. */
	boxes: z.record(z.string(), z.string())
});
export type TaxDeclaration = z.infer<typeof TaxDeclaration>;

/** What is known of its signature. A phone cannot tell. */
export const Seal = z.enum([
	'unchecked',
	'good',
	'unsigned',
	/** A kind of signature, or a place of it, that is not taken. */
	'seal_unusual',
	/** The content is another than was signed, or the value is not the certificate's. */
	'seal_broken',
	/** By nobody whose certificates are trusted. */
	'seal_untrusted',
	/** The certificate was not valid on the day of signing, or that day is still to come. */
	'seal_expired',
	/** Somebody else's certificate. */
	'seal_other'
]);
export type Seal = z.infer<typeof Seal>;

/** What became of reading a file. */
export const DeclarationReading = z.discriminatedUnion('type', [
	z.object({
		type: z.literal('unread'),
		why: z.enum([
			'file_too_large',
			'encoding',
			'markup_declaration',
			'too_deep',
			'not_xml',
			'other_schema',
			'head_missing'
		])
	}),
	z.object({ type: z.literal('read'), declaration: TaxDeclaration, seal: Seal })
]);
export type DeclarationReading = z.infer<typeof DeclarationReading>;
type Why = Extract<DeclarationReading, { type: 'unread' }>['why'];

/** Boxes of one declaration, far more than any form has. */
const boxesMax = 400;

/** The part of a whole file that is the declaration; null when the root is another. */
export function declarationIn(root: XmlNode | null): XmlNode | null {
	return root?.localName === 'HSoThueDTu' && root.namespaceURI === taxNamespace
		? childOf(root, 'HSoKhaiThue')
		: null;
}

/** Reads the element `HSoKhaiThue`. */
export function readDeclaration(element: XmlNode | null): Result<TaxDeclaration, Why> {
	if (element?.localName !== 'HSoKhaiThue' || element.namespaceURI !== taxNamespace)
		return err('other_schema');
	const about = childOf(childOf(element, 'TTinChung'), 'TTinTKhaiThue');
	const form = childOf(about, 'TKhaiThue');
	const time = childOf(form, 'KyKKhaiThue');
	const says = (name: string, of = form) => textOf(of && childOf(of, name)).slice(0, 200);
	const turn = { C: 'first', B: 'additional' }[says('loaiTKhai')] as TaxDeclaration['turn'] | undefined;
	const period = periodOf(says('kieuKy', time), says('kyKKhai', time));
	const taxCode = says('mst', childOf(about, 'NNT'));
	const formCode = says('maTKhai');
	const schemaVersion = says('pbanTKhaiXML');
	if (!turn || !period || !taxCode || !formCode || !schemaVersion) return err('head_missing');
	const signed = says('ngayKy').slice(0, 10);
	return ok({
		taxCode,
		formCode,
		formName: says('tenTKhai'),
		schemaVersion,
		turn,
		period,
		signedOn: isDay(signed) ? Day.parse(signed) : null,
		boxes: boxesIn(childOf(element, 'CTieuTKhaiChinh'))
	});
}

/** A quarter is written `3/2026` beside the kind `Q`. */
function periodOf(kind: string, written: string): string | null {
	const period = taxPeriod(kind === 'Q' && !written.startsWith('Q') ? `Q${written}` : written);
	const fits = { M: /^\d{2}\//, Q: /^Q/, Y: /^\d{4}$/ }[kind];
	return period && fits?.test(period) ? period : null;
}

function boxesIn(main: XmlNode | null): Record<string, string> {
	const boxes = new Map<string, string | null>();
	const look = (parent: XmlNode): void => {
		for (const element of elementsOf(parent)) {
			const name = element.localName ?? '';
			if (elementsOf(element).length > 0) look(element);
			else if (/^ct\d{1,2}[a-z]?$/.test(name) && boxes.size < boxesMax)
				// What stands twice is a line of a list and no box.
				boxes.set(name, boxes.has(name) ? null : numberIn(textOf(element)));
		}
	};
	if (main) look(main);
	return Object.fromEntries([...boxes].flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

function numberIn(text: string): string | null {
	return /^-?\d{1,18}(\.\d{1,4})?$/.test(text) ? text : null;
}
