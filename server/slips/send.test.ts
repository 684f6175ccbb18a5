import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DossierId } from '../../domain/ids.ts';
import { protocolVersion } from '../../sync/protocol.ts';
import { sealed } from '../../tests/support/seals.ts';
import { freeSubmission, signed, word } from '../../tests/support/office.ts';
import { forHerSon } from '../../tests/support/examples/example.ts';
import { insuranceForm } from '../../tests/support/forms.ts';
import { readPdf } from '../../tests/support/pdf.ts';
import { call, loggedIn, openTestPortal, testSecrets, type TestPortal } from '../../tests/support/portal.ts';
import { loadDossier } from '../store/dossiers.ts';

let test: TestPortal;
let mai: Record<string, string>;
let sung: Record<string, string>;
let dossierId: DossierId;

beforeAll(async () => {
	test = await openTestPortal();
	mai = (await loggedIn(test, '012190001234')).headers;
	sung = (await loggedIn(test, '011085005678')).headers;
	const operation = freeSubmission();
	({ dossierId } = operation);
	const exchange = { protocol: protocolVersion, cursor: 0, operations: [sealed(operation)] };
	expect((await call(test, 'sync.exchange', exchange, mai)).data).toMatchObject({ ok: true });
	const office = (await loadDossier(test.portal.db, dossierId))?.dossier.agency.code ?? '';
	const body = JSON.stringify(word(dossierId, 1, { type: 'accepted' }));
	const said = await fetch(`${test.origin}/agency/callback/${office}`, {
		method: 'POST',
		headers: signed(testSecrets.in, 'msg 1', body, test.now()),
		body
	});
	expect(await said.json()).toEqual({ applied: true });
});
afterAll(() => test.close());

const slip = (form: string, headers: Record<string, string> = {}, id: string = dossierId) =>
	fetch(`${test.origin}/ho-so/${id}/phieu/${form}.pdf`, { headers });
const audited = async () =>
	(await test.portal.db.read(`SELECT subject, detail FROM audit WHERE action = 'slip.read'`)).map((row) => ({
		...row
	}));

it('[D17] gives the owner her slip as a file that no cache keeps, and notes that she took it', async () => {
	const answer = await slip('1', mai);
	expect(answer.status).toBe(200);
	expect(Object.fromEntries(answer.headers)).toMatchObject({
		'content-type': 'application/pdf',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
		'content-disposition': expect.stringMatching(/^attachment; filename="phieu-01-[\w.-]+\.pdf"$/) as unknown
	});
	const text = readPdf(Buffer.from(await answer.arrayBuffer()))
		.map((page) => page.text)
		.join('');
	const stored = await loadDossier(test.portal.db, dossierId);
	expect(text).toContain(stored?.dossier.code);
	expect(text).toContain('GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ');
	expect(await audited()).toEqual([{ subject: dossierId, detail: '{"form":1}' }]);
});

it('[X1] answers for another’s dossier, an unknown one and a slip that it does not have as for nothing', async () => {
	const before = await audited();
	const answers = await Promise.all([
		slip('1', sung),
		slip('1', mai, randomUUID()),
		slip('4', mai),
		slip('1', mai, 'x')
	]);
	for (const answer of answers)
		expect([answer.status, await answer.json()]).toEqual([404, { fault: { type: 'not_found' } }]);
	expect(await audited()).toEqual(before);
});

it('[D17] asks for a login first, and leaves other addresses to the pages', async () => {
	const answer = await slip('1');
	expect([answer.status, await answer.json()]).toEqual([401, { fault: { type: 'login_required' } }]);
	expect(await (await slip('6', mai)).text()).toBe('a page of Kit');
	const posted = await fetch(`${test.origin}/ho-so/${dossierId}/phieu/1.pdf`, {
		method: 'POST',
		headers: mai
	});
	expect(posted.status).toBe(405);
});

it('[D32] prints the declaration of her dossier for its owner only, with what she answered, and notes it', async () => {
	const declaration = (headers: Record<string, string> = {}) =>
		fetch(`${test.origin}/ho-so/${dossierId}/phieu/to-khai.pdf`, { headers });
	expect((await declaration()).status).toBe(401);
	expect((await declaration(sung)).status).toBe(404);
	const answer = await declaration(mai);
	expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="to-khai-[\w.-]+\.pdf"$/);
	const text = readPdf(Buffer.from(await answer.arrayBuffer()))
		.map((page) => page.text)
		.join('');
	const stored = await loadDossier(test.portal.db, dossierId);
	expect(text).toContain('TỜ KHAI');
	expect(text).toContain(stored?.dossier.code);
	expect(text).toContain(String(stored?.dossier.form['fullName']));
	expect(text).toContain('Người khai');
	const noted = await test.portal.db.read(`SELECT subject FROM audit WHERE action = 'declaration.read'`);
	expect(noted.map((row) => row['subject'])).toEqual([dossierId]);
});

describe('[D33] a declaration before it is sent', () => {
	const form = { ...insuranceForm(), ...forHerSon };
	const asked = { procedureCode: '1.002759', serviceVersion: 2, form, components: [] };
	const preview = (body: unknown, headers: Record<string, string> = {}) =>
		fetch(`${test.origin}/to-khai/xem-truoc.pdf`, { method: 'POST', headers, body: JSON.stringify(body) });
	const noted = async () =>
		(await test.portal.db.read(`SELECT actor, detail FROM audit WHERE action = 'declaration.previewed'`)).map(
			(row) => ({ ...row })
		);

	it('is drawn from the answers, says that nothing was sent, and leaves nothing but a note', async () => {
		const dossiers = async () => (await test.portal.db.read('SELECT count(*) AS n FROM dossiers'))[0]?.['n'];
		const before = await dossiers();
		const answer = await preview(asked, mai);
		expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
		const text = readPdf(Buffer.from(await answer.arrayBuffer()))
			.map((page) => page.text)
			.join('');
		expect(text).toContain('Nguyễn Văn Nam');
		expect(text).toContain('chưa nộp');
		expect(text).not.toContain('Mã hồ sơ');
		expect(await dossiers()).toBe(before);
		expect(await noted()).toEqual([
			{
				actor: expect.stringMatching(/^citizen:/) as unknown,
				detail: '{"procedureCode":"1.002759","serviceVersion":2}'
			}
		]);
	});
	it('is for people who are logged in, of forms that there are, a few times a minute', async () => {
		expect((await preview(asked)).status).toBe(401);
		expect((await preview({ ...asked, serviceVersion: 9 }, mai)).status).toBe(400);
		expect((await preview({ ...asked, form: { a: { b: 1 } } }, mai)).status).toBe(400);
		expect((await preview('x'.repeat(300_000), mai)).status).toBe(413);
		expect((await preview(asked, { ...mai, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
		const many = await Promise.all(Array.from({ length: 10 }, () => preview('', sung)));
		expect(many.map(({ status }) => status)).toEqual(many.map(() => 400));
		expect((await preview(asked, sung)).status).toBe(429);
	});
});
