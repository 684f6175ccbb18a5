import 'fake-indexeddb/auto';
import { DOMParser as ServerParser } from '@xmldom/xmldom';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../domain/faults.ts';
import { PersonId } from '../../domain/ids.ts';
import { xmlBytesMax } from '../../domain/limits.ts';
import type { Result } from '../../domain/result.ts';
import type { FormValues } from '../../domain/services/values.ts';
import { taxExamples } from '../../tests/support/examples/tax.ts';
import { testDeps } from '../../tests/support/phone-deps.ts';
import { sampleId } from '../../tests/support/phone-samples.ts';
import { taxpayer } from '../../tests/support/tax-files.ts';
import { type Commands, phoneCommands } from './commands.ts';
import { PhoneDb } from './db.ts';
import { readHere } from './declared.ts';
import { phoneQueries, type Queries } from './queries.ts';

/** The parser of the server in the manner of a browser's: a mistake is a document about it. */
class BrowserParser {
	parseFromString(text: string): Document {
		const stop = (message: string): never => {
			throw new SyntaxError(message);
		};
		const parser = new ServerParser({ errorHandler: { warning: stop, error: stop, fatalError: stop } });
		try {
			return parser.parseFromString(text, 'text/xml');
		} catch {
			return new ServerParser().parseFromString('<parsererror/>', 'text/xml');
		}
	}
}

const { xml, file } = taxpayer(new Date('2026-11-23T02:00:00.000Z'));
const period = { period: ['Q', '2/2026'] } as const;
const named = (text: string | Uint8Array<ArrayBuffer>) => new File([text], 'tờ khai.xml');
const form: FormValues = taxExamples[0]?.form('2026-11-23') ?? {};

let opened = 0;
let commands: Commands;
let queries: Queries;
beforeEach(async () => {
	vi.stubGlobal('DOMParser', BrowserParser);
	const db = new PhoneDb(PersonId.parse(sampleId(680_000 + opened++)));
	await db.open();
	commands = phoneCommands(db, testDeps());
	queries = phoneQueries(db);
});
afterEach(() => vi.unstubAllGlobals());

function must<T>(result: Result<T, Fault>): T {
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	return result.value;
}
async function drafted() {
	const draft = must(await commands.startDraft('TT.THUE-KHAI', null));
	must(await commands.saveDraft(draft.draftId, form, 0));
	return draft;
}
const why = (result: Result<unknown, Fault>) => {
	if (result.ok) return null;
	return result.error.type === 'form_invalid' ? result.error.fields[0]?.params?.['why'] : result.error.type;
};

describe('[B12] the file of a declaration on the phone', () => {
	it('is read before anything is sent', () => {
		const bytes = (text: string) => new TextEncoder().encode(text).buffer;
		expect(readHere(new Uint8Array(file(period)).buffer)).toMatchObject({
			type: 'read',
			seal: 'unchecked',
			declaration: { period: 'Q2/2026', taxCode: '0100109106' }
		});
		expect(readHere(bytes(xml()))).toMatchObject({ type: 'read', seal: 'unsigned' });
		expect(readHere(bytes('<a><b></a></b>'))).toEqual({ type: 'unread', why: 'not_xml' });
		expect(readHere(bytes('<!DOCTYPE a><a/>'))).toEqual({ type: 'unread', why: 'markup_declaration' });
		expect(readHere(bytes('<a/>'))).toEqual({ type: 'unread', why: 'other_schema' });
	});
	it('that no answer can mend is refused at its paper, and nothing is kept of it', async () => {
		const { dossierId } = await drafted();
		const add = (one: File) => commands.addAttachment(dossierId, 'declarationFile', one, 'draft');
		expect(why(await add(named(xml(period))))).toBe('unsigned');
		expect(why(await add(named('<?xml version="1.0"?><!DOCTYPE a><a/>')))).toBe('markup_declaration');
		expect(why(await add(named(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))))).toBe('file_kind');
		expect(why(await add(named('<?xml version="1.0"?>'.padEnd(xmlBytesMax + 1))))).toBe('file_too_large');
		expect(await queries.attachments(dossierId)).toEqual([]);
	});
	it('that differs from the answers is kept, stops the submission, and goes when they are put right', async () => {
		const { draftId, dossierId } = await drafted();
		const other = named(new Uint8Array(file({ period: ['Q', '1/2026'] })));
		must(await commands.addAttachment(dossierId, 'declarationFile', other, 'draft'));
		expect(await queries.attachments(dossierId)).toMatchObject([
			{ type: 'application/xml', declared: { declaration: { period: 'Q1/2026' } } }
		]);
		expect(why(await commands.submitDraft(draftId, '1'))).toBe('other_period');
		must(await commands.saveDraft(draftId, { ...form, period: 'Q1/2026' }, 0));
		must(await commands.submitDraft(draftId, '1'));
		const [waiting] = await queries.outbox();
		const sent = waiting?.operation.kind === 'submit' ? waiting.operation.attachments : [];
		// What the phone has read is for itself: the server reads again.
		expect(sent).toHaveLength(1);
		expect(sent[0]).not.toHaveProperty('declared');
	});
});
