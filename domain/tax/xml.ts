/**
 * What is looked at before any parser sees an XML file, on the phone and on the server alike. A document type brings
 * entities, and entities bring files of the machine (XXE) or a billion laughs: no file with a markup declaration gets
 * further than this. Linear in the size of the file.
 */
import { xmlBytesMax } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';

export type XmlProblem = 'file_too_large' | 'encoding' | 'markup_declaration' | 'too_deep' | 'not_xml';

/** The tax schema nests eight deep; signatures a little more. */
const depthMax = 40;

/** The text of a file that a parser may see. */
export function xmlText(bytes: Uint8Array): Result<string, XmlProblem> {
	if (bytes.length > xmlBytesMax) return err('file_too_large');
	let text: string;
	try {
		// Takes a byte-order mark away.
		text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return err('encoding');
	}
	const declared = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(text.slice(0, 200))?.[1];
	if (declared !== undefined && declared.toUpperCase() !== 'UTF-8') return err('encoding');
	const problem = structureProblem(text);
	return problem ? err(problem) : ok(text);
}

/** Walks from tag to tag: one root, and every tag closed in its turn. The server's parser lets some of that pass. */
function structureProblem(text: string): XmlProblem | null {
	const open: string[] = [];
	let roots = 0;
	for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
		const end = tagEnd(text, at);
		if (end === 'declaration') return 'markup_declaration';
		if (end === -1) return 'not_xml';
		const sign = text[at + 1];
		if (sign === '/') {
			if (open.pop() !== nameAt(text, at + 2, end)) return 'not_xml';
		} else if (sign !== '!' && sign !== '?') {
			if (open.length === 0) roots++;
			if (text[end - 2] !== '/') open.push(nameAt(text, at + 1, end));
		}
		if (open.length > depthMax) return 'too_deep';
		at = end;
	}
	return open.length === 0 && roots === 1 ? null : 'not_xml';
}

/** Names are short; what is longer is none of the schema's, and is not compared whole. */
function nameAt(text: string, from: number, end: number): string {
	return /^[^\s/>]*/.exec(text.slice(from, Math.min(end, from + 100)))?.[0] ?? '';
}

/** Where the tag, comment or section that begins here is over; -1 when it never is. */
function tagEnd(text: string, at: number): number | 'declaration' {
	const until = (mark: string, from: number) => {
		const found = text.indexOf(mark, from);
		return found === -1 ? -1 : found + mark.length;
	};
	if (text.startsWith('<!--', at)) return until('-->', at + 4);
	if (text.startsWith('<![CDATA[', at)) return until(']]>', at + 9);
	if (text.startsWith('<!', at)) return 'declaration';
	if (text.startsWith('<?', at)) return until('?>', at + 2);
	// A value may hold `>`.
	for (let next = at + 1; next < text.length; next++) {
		const sign = text[next];
		if (sign === '>') return next + 1;
		if (sign !== '"' && sign !== "'") continue;
		next = text.indexOf(sign, next + 1);
		if (next === -1) return -1;
	}
	return -1;
}

/** The little of the DOM that is read: what browsers and the server's parser have in common. */
export interface XmlNode {
	readonly localName?: string | null;
	readonly namespaceURI?: string | null;
	readonly textContent: string | null;
	readonly firstChild: XmlNode | null;
	readonly nextSibling: XmlNode | null;
}

/** The elements right below, in their order. */
export function elementsOf(parent: XmlNode): XmlNode[] {
	const elements: XmlNode[] = [];
	for (let node = parent.firstChild; node; node = node.nextSibling) if (node.localName) elements.push(node);
	return elements;
}

/** The one element of that name and the parent's namespace; null when there is none, or another beside it. */
export function childOf(parent: XmlNode | null, name: string): XmlNode | null {
	if (!parent) return null;
	const found = elementsOf(parent).filter(
		(element) => element.localName === name && element.namespaceURI === parent.namespaceURI
	);
	return found.length === 1 ? (found[0] ?? null) : null;
}

/** What an element says, without the blanks around it; empty when there is no such element. */
export function textOf(element: XmlNode | null): string {
	return (element?.textContent ?? '').trim();
}
