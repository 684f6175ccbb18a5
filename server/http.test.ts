import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DossierId, type PersonId } from '../domain/ids.ts';
import { exchangeBytesMax } from '../domain/limits.ts';
import {
	personHeader,
	protocolOldest,
	protocolVersion,
	type Exchange,
	type ExchangeReply,
	type Operation
} from '../sync/protocol.ts';
import { freeSubmission, submission, withdrawal } from '../tests/support/office.ts';
import { sealed } from '../tests/support/seals.ts';
import { call, loggedIn, openTestPortal, type Called, type TestPortal } from '../tests/support/portal.ts';
import { appRouter } from './router.ts';

let test: TestPortal;
let mai: { personId: PersonId; headers: Record<string, string> };
let sung: typeof mai;

beforeAll(async () => {
	test = await openTestPortal();
	mai = await loggedIn(test, '012190001234');
	sung = await loggedIn(test, '011085005678');
});
afterAll(() => test.close());

const exchange = (operations: readonly unknown[], cursor = 0, protocol: number = protocolVersion) =>
	({ protocol, cursor, operations: operations.map((one) => sealed(one as Operation)) }) as Exchange;

async function exchanged(operations: readonly Operation[], headers = mai.headers): Promise<ExchangeReply> {
	const { data } = await call(test, 'sync.exchange', exchange(operations), headers);
	const reply = data as { ok: boolean; value: ExchangeReply };
	if (!reply?.ok) throw new Error(JSON.stringify(data));
	return reply.value;
}

async function received(): Promise<DossierId> {
	const operation = freeSubmission();
	const { outcomes } = await exchanged([operation]);
	expect(outcomes).toEqual([{ type: 'done', operationId: operation.operationId }]);
	return operation.dossierId;
}

describe('an exchange over HTTP', () => {
	it('[S1] takes operations up, brings outcomes and changes down, and repeats them when it is repeated', async () => {
		const operation = freeSubmission();
		const first = await exchanged([operation]);
		expect(first.outcomes).toEqual([{ type: 'done', operationId: operation.operationId }]);
		expect(first.changes).toContainEqual(
			expect.objectContaining({
				kind: 'dossier',
				dossier: expect.objectContaining({ dossierId: operation.dossierId }) as unknown
			})
		);
		expect(Math.abs(first.serverTime - Date.now())).toBeLessThan(60_000);
		const again = await exchanged([operation]);
		expect(again.outcomes).toEqual(first.outcomes);
		expect(again.changes.length).toBe(first.changes.length);
	});

	it('[S3] asks for files that are not here, and keeps nothing', async () => {
		const operation = submission();
		const { outcomes, changes } = await exchanged([operation]);
		expect(outcomes).toEqual([
			{
				type: 'files_missing',
				operationId: operation.operationId,
				attachmentIds: operation.attachments.map(({ attachmentId }) => attachmentId)
			}
		]);
		expect(JSON.stringify(changes)).not.toContain(operation.dossierId);
	});

	it('[S5] sets an operation aside that does not parse, and applies the others', async () => {
		const good = freeSubmission();
		const operationId = randomUUID();
		const bad = { ...freeSubmission(), operationId, form: { fullName: { deep: ['nonsense'] } } };
		const { data } = await call(test, 'sync.exchange', exchange([bad, good]), mai.headers);
		expect(data).toMatchObject({
			ok: true,
			value: {
				outcomes: [
					{ type: 'refused', operationId, fault: { type: 'malformed', where: 'form.fullName' } },
					{ type: 'done', operationId: good.operationId }
				]
			}
		});
	});

	it('[S6] without a session asks for a login', async () => {
		const answer = await call(test, 'sync.exchange', exchange([freeSubmission()]));
		expect(answer).toMatchObject({ status: 401, fault: { type: 'login_required' } });
	});

	it('[R6] takes a session for none when the phone speaks for another person', async () => {
		const speaking = (personId: string) => ({ ...mai.headers, [personHeader]: personId });
		const own = await call(test, 'sync.exchange', exchange([freeSubmission()]), speaking(mai.personId));
		expect(own).toMatchObject({ status: 200, data: { ok: true } });
		const other = await call(test, 'sync.exchange', exchange([freeSubmission()]), speaking(randomUUID()));
		expect(other).toMatchObject({ status: 401, fault: { type: 'login_required' } });
		const upload = await fetch(`${test.origin}/uploads/${randomUUID()}`, {
			method: 'HEAD',
			headers: { ...speaking(randomUUID()), 'tus-resumable': '1.0.0' }
		});
		expect(upload.status).toBe(401);
	});

	it('[S10] in another version of the protocol asks for an update, whatever else it holds', async () => {
		for (const [protocol, type] of [
			[protocolOldest - 1, 'outdated_app'],
			// A release that was taken back: not the app's fault.
			[protocolVersion + 1, 'unavailable']
		]) {
			const { status, data } = await call(
				test,
				'sync.exchange',
				{ protocol, somethingNew: [1, 2] },
				mai.headers
			);
			expect({ status, data }).toEqual({ status: 200, data: { ok: false, error: { type } } });
		}
	});
});

/** Every procedure with an input that is in order, and what each kind of visitor may see of it. */
type Role = 'nobody' | 'owner' | 'other';
const matrix: Record<string, { input: (dossierId: DossierId) => unknown; expected: Record<Role, unknown> }> =
	{
		'sync.exchange': {
			input: (dossierId) => exchange([withdrawal(dossierId)]),
			expected: { nobody: 'login_required', owner: 'done', other: 'not_found' }
		},
		'session.me': {
			input: () => undefined,
			expected: { nobody: null, owner: '012190001234', other: '011085005678' }
		},
		'payments.start': {
			input: (dossierId) => ({
				paymentId: randomUUID(),
				subject: { kind: 'dossier', dossierId },
				locale: 'vi'
			}),
			// The dossier of the matrix is free: its owner is told so, others learn nothing of it.
			expected: { nobody: 'login_required', owner: 'not_now', other: 'not_found' }
		},
		// None of the three works anywhere (server/auth/workplaces.test.ts has those who do).
		'session.workplaces': {
			input: () => undefined,
			expected: { nobody: 'nowhere', owner: 'nowhere', other: 'nowhere' }
		},
		'payments.status': {
			input: () => ({ paymentId: randomUUID() }),
			expected: { nobody: 'not_found', owner: 'not_found', other: 'not_found' }
		},
		'charges.find': {
			input: () => ({ service: 'nop-thue-ca-nhan', lookup: { taxCode: '1' } }),
			expected: { nobody: 'login_required', owner: 'form_invalid', other: 'form_invalid' }
		}
	};

/** The one word of an answer that matters here. */
function gist({ data, fault }: Called): unknown {
	if (fault) return (fault as { type: string }).type;
	const value = data as {
		me?: { personalId: string } | null;
		workplaces?: string[];
		ok?: boolean;
		error?: { type: string };
		value?: { outcomes: { type: string; fault?: { type: string } }[] };
	};
	if (value.me !== undefined) return value.me?.personalId ?? null;
	if (value.workplaces) return value.workplaces.join(' ') || 'nowhere';
	if (!value.ok) return value.error?.type;
	const outcome = value.value?.outcomes[0];
	return outcome?.fault?.type ?? outcome?.type;
}

describe('who may do what', () => {
	it('[X1] is written down for every procedure there is', () => {
		expect(Object.keys(matrix).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
	});

	for (const [procedure, { input, expected }] of Object.entries(matrix))
		for (const role of ['nobody', 'other', 'owner'] as const)
			it(`[X1] ${procedure} as ${role}`, async () => {
				const headers = { nobody: {}, owner: mai.headers, other: sung.headers }[role];
				const dossierId = await received();
				const isQuery = procedure.startsWith('session.');
				const answer = isQuery
					? await get(`/trpc/${procedure}`, headers)
					: await call(test, procedure, input(dossierId), headers);
				expect(gist(answer)).toBe(expected[role]);
			});

	it('[X1] nobody’s id and somebody’s id answer another person alike', async () => {
		const known = await received();
		const unknown = DossierId.parse(randomUUID());
		const answers = [];
		for (const dossierId of [known, unknown]) {
			const operation = withdrawal(dossierId);
			const { outcomes } = await exchanged([operation], sung.headers);
			const { text } = await call(
				test,
				'payments.start',
				{ paymentId: randomUUID(), subject: { kind: 'dossier', dossierId }, locale: 'vi' },
				sung.headers
			);
			const file = await fetch(`${test.origin}/files/result/${dossierId}`, { headers: sung.headers });
			answers.push([outcomes.map((outcome) => ({ ...outcome, operationId: '' })), text, file.status]);
		}
		expect(answers[0]).toEqual(answers[1]);
	});

	it('[F4] results are for the owner; a guest is asked to log in', async () => {
		const dossierId = await received();
		const statuses = [];
		for (const headers of [{}, sung.headers, mai.headers])
			statuses.push((await fetch(`${test.origin}/files/result/${dossierId}`, { headers })).status);
		// The owner's answer is 404 too: there is no result yet.
		expect(statuses).toEqual([401, 404, 404]);
	});
});

async function get(path: string, headers: Record<string, string> = {}): Promise<Called> {
	const response = await fetch(test.origin + path, { headers });
	const text = await response.text();
	// Node itself answers 431, without a body, to an address that is too long.
	const read = JSON.parse(text || '{"error":{"data":{"fault":{"type":"malformed"}}}}') as {
		result?: { data: unknown };
		error?: { data?: { fault?: unknown } };
	};
	return { status: response.status, data: read.result?.data, fault: read.error?.data?.fault, text };
}

/** Pseudo-random numbers from a seed (mulberry32), so that a failing case can be run again. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const strange: readonly unknown[] = [
	null,
	true,
	-1,
	0.5,
	1e308,
	'',
	'\u0000',
	'x'.repeat(20_000),
	'__proto__',
	'đ\u0301\u202e',
	"'; DROP TABLE people; --",
	[],
	[[[[]]]],
	{},
	{ __proto__: null, constructor: { prototype: 1 } },
	{ ok: true },
	'11111111-1111-4111-8111-111111111111'
];

/** The input with one to three places spoiled, taken out, or filled with something strange. */
function spoiled(value: unknown, random: () => number): unknown {
	const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)];
	if (random() < 0.15 || typeof value !== 'object' || value === null) return pick(strange);
	const copy = structuredClone(value) as Record<string, unknown>;
	const key = pick(Object.keys(copy));
	if (key === undefined) return pick(strange);
	const dice = random();
	if (dice < 0.2) delete copy[key];
	else if (dice < 0.4) copy[`${key}${key}`] = pick(strange);
	else copy[key] = spoiled(copy[key], random);
	return copy;
}

describe('malformed input', () => {
	const seed = 20_261_123;
	for (const [procedure, { input }] of Object.entries(matrix))
		it(`[B1] to ${procedure}: 100 cases from seed ${seed} are answered quickly and without a stack`, async () => {
			const random = seeded(seed);
			for (let index = 0; index < 100; index++) {
				let bad = input(DossierId.parse(randomUUID()));
				for (let times = 1 + random() * 3; times > 0; times--) bad = spoiled(bad, random);
				const isQuery = procedure === 'session.me';
				const answer = isQuery
					? await get(`/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(bad))}`, mai.headers)
					: await call(test, procedure, bad, mai.headers);
				expect(answer.status, `case ${index}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
				expect(answer.text).not.toMatch(/\bat .*\.(ts|js):\d+|node_modules|SQLITE|libsql/i);
				if (answer.status >= 400) expect(answer.fault).toMatchObject({ type: expect.any(String) as string });
			}
		});

	it('[B1] names the first wrong place and repeats nothing of the content', async () => {
		const secret = 'Bí mật của tôi 0912345678';
		const answer = await call(test, 'payments.start', {
			paymentId: secret,
			subject: { kind: secret },
			locale: 'vi'
		});
		expect(answer).toMatchObject({ status: 400, fault: { type: 'malformed', where: 'paymentId' } });
		expect(answer.text).not.toContain('0912345678');
		expect(test.logged.join()).not.toContain('0912345678');
	});

	it('[B1] that is no JSON, too long, or for no procedure is refused', async () => {
		expect(await call(test, 'sync.exchange', '{"protocol":', mai.headers)).toMatchObject({
			status: 400,
			fault: { type: 'malformed' }
		});
		const long = JSON.stringify(exchange([])).padEnd(exchangeBytesMax + 1);
		expect((await call(test, 'sync.exchange', long, mai.headers)).status).toBe(413);
		expect(await call(test, 'sync.nothing', {}, mai.headers)).toMatchObject({
			status: 404,
			fault: { type: 'not_found' }
		});
		const many = await fetch(`${test.origin}/trpc/${Array(50).fill('session.me').join()}?batch=1&input={}`);
		expect(many.status).toBe(400);
		await many.body?.cancel();
	});

	it('[B1] below HTTP’s own rules does not stop the server', async () => {
		for (const [method, path] of [
			['GET', '//evil.test/trpc/session.me'],
			['GET', 'http://evil.test/healthz'],
			['GET', '/trpc/%zz'],
			['GET', '/files/result/..%2f..%2fetc%2fpasswd'],
			['GET', '/catalogue/packs/..%2f..%2fetc'],
			['POST', '/agency/callback/000.00.12.G01'],
			['POST', '/agency/callback/'],
			['GET', '/agency/files/x?sig=%00'],
			['GET', '/auth/callback?code=1&code=2&state=3&state=4'],
			['GET', '/payments/vnpay/ipn?vnp_Amount=%00&vnp_Amount[]=1']
		] as const)
			expect(await rawStatus(method, path), path).toBeLessThan(500);
		expect((await fetch(`${test.origin}/healthz`)).status).toBe(200);
	});
});

/** Status of a request whose path is sent as it stands. */
function rawStatus(method: string, path: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const { hostname, port } = new URL(test.origin);
		const sent = request({ hostname, port, method, path }, (response) => {
			response.resume();
			resolve(response.statusCode ?? 0);
		});
		sent.on('error', reject);
		sent.end();
	});
}

describe('every answer', () => {
	it('[X2, O4] forbids framing, sniffing and keeping', async () => {
		for (const path of ['/trpc/session.me', '/healthz', '/auth/login', '/files/result/x', '/uploads/x']) {
			const { headers } = await fetch(test.origin + path, { redirect: 'manual' });
			expect(headers.get('cache-control'), path).toBe('no-store');
			expect(headers.get('x-content-type-options')).toBe('nosniff');
			expect(headers.get('x-frame-options')).toBe('DENY');
			expect(headers.get('referrer-policy')).toBe('same-origin');
			expect(headers.get('permissions-policy')).toContain('geolocation=()');
			expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
		}
		const page = await fetch(`${test.origin}/`);
		expect(page.headers.get('x-content-type-options')).toBe('nosniff');
		expect(await page.text()).toBe('a page of Kit');
	});

	it('to a method that is not meant says which are', async () => {
		const answers = [];
		for (const [method, path] of [
			['POST', '/auth/login'],
			['DELETE', '/uploads/x'],
			['GET', '/auth/logout'],
			['PUT', '/trpc/session.me'],
			['POST', '/payments/vnpay/ipn'],
			['GET', '/agency/callback/x']
		] as const) {
			const { status, headers } = await fetch(test.origin + path, { method });
			answers.push([status, headers.get('allow')]);
		}
		expect(answers).toEqual([
			[405, 'GET, HEAD'],
			[405, 'POST, HEAD, PATCH, OPTIONS'],
			[405, 'POST'],
			[405, 'GET, POST'],
			[405, 'GET'],
			[405, 'POST']
		]);
	});

	it('[X3] refuses what another site’s page sends with our cookie', async () => {
		const operation = freeSubmission();
		for (const headers of [
			{ 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' },
			{ 'sec-fetch-site': 'same-site' },
			{ origin: 'https://evil.test' },
			{ origin: 'null' }
		] as Record<string, string>[]) {
			const answer = await fetch(`${test.origin}/trpc/sync.exchange`, {
				method: 'POST',
				headers: { ...mai.headers, ...headers, 'content-type': 'application/json' },
				body: JSON.stringify(exchange([operation]))
			});
			expect(answer.status).toBe(403);
			await answer.body?.cancel();
			const upload = await fetch(`${test.origin}/uploads`, {
				method: 'POST',
				headers: { ...mai.headers, ...headers }
			});
			expect(upload.status).toBe(403);
			await upload.body?.cancel();
		}
		expect(JSON.stringify((await exchanged([])).changes)).not.toContain(operation.dossierId);
		for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: test.origin }] as Record<
			string,
			string
		>[])
			expect((await call(test, 'sync.exchange', exchange([]), { ...mai.headers, ...headers })).status).toBe(
				200
			);
	});

	it('[B1] is 503 with a time to wait while storage fails, and the work goes on afterwards', async () => {
		const alone = await openTestPortal();
		const visitor = await loggedIn(alone, '012190001234');
		alone.portal.db.close();
		const health = await fetch(`${alone.origin}/healthz`);
		expect([health.status, await health.json()]).toEqual([503, { fault: { type: 'unavailable' } }]);
		expect(Number(health.headers.get('retry-after'))).toBeGreaterThan(0);
		const answer = await call(alone, 'sync.exchange', exchange([freeSubmission()]), visitor.headers);
		expect(answer).toMatchObject({ status: 500, fault: { type: 'unavailable' } });
		await alone.close();
		expect((await fetch(`${test.origin}/healthz`)).status).toBe(200);
	});
});
