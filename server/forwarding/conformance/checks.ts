/**
 * What an agency's endpoint is tried for (docs/INTEGRATION.md): made-up dossiers go to it, signed rightly and wrongly,
 * and each check says what it saw. Writes only made-up people and dossiers, so it is for a system under test.
 */
import { randomUUID } from 'node:crypto';
import { AgencyCallback, AgencyMessage } from '../../../domain/forwarding/messages.ts';
import { webhookToleranceMs } from '../../../domain/limits.ts';
import { jsonOf } from '../adapters/adapter.ts';
import { call, type Reply } from '../http.ts';
import { signedHeaders, verifiedId } from '../webhooks.ts';

export interface Check {
	readonly id: string;
	/** What is asked for. */
	readonly what: string;
	readonly outcome: 'passed' | 'failed' | 'not_seen';
	/** What was seen instead, or why it could not be seen. */
	readonly saw: string;
}

/** A call of the agency to the address that it was given. */
export interface HeardCallback {
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: string;
}

export interface Subject {
	/** Base address, as the portal would be told it. */
	readonly url: string;
	/** `whsec_…` that the portal signs with. */
	readonly secret: string;
	/** `whsec_…` that the agency signs with; without it its callbacks are not judged. */
	readonly inSecret: string | null;
	/** A procedure that the agency decides. */
	readonly procedureCode: string;
	/** The address of the kit's own receiver, as the agency reaches it. */
	readonly callbackUrl: string;
	/** What came to that address so far. */
	readonly heard: () => readonly HeardCallback[];
	/** Resolves when a callback is there, or when waiting has no more sense. */
	readonly callbackOrEnd: () => Promise<void>;
	readonly now: () => Date;
	readonly timeoutMs: number;
}

const answerBytesMax = 64 * 1024;
const otherSecret = `whsec_${Buffer.from('not the secret that was agreed on').toString('base64')}`;

/** Every check, in order. Never throws for what the agency does. */
export async function checkAgency(subject: Subject): Promise<Check[]> {
	const checks: Check[] = [];
	const note = (id: string, what: string, isRight: boolean, saw: string) =>
		void checks.push({ id, what, outcome: isRight ? 'passed' : 'failed', saw: isRight ? '' : saw });

	const first = submission(subject);
	const accepted = await deliver(subject, first);
	const reference = referenceOf(accepted);
	note(
		'signed',
		'a signed message is answered with 2xx and {"received": true}',
		isReceived(accepted),
		seen(accepted)
	);

	const repeated = await deliver(subject, first);
	note(
		'repeat',
		'the same message again is acknowledged, with the same reference: it took effect once',
		isReceived(repeated) && referenceOf(repeated) === reference,
		isReceived(repeated) ? 'another reference than the first time: taken for a new dossier' : seen(repeated)
	);

	const refusals: [string, string, Delivery][] = [
		['wrong-signature', 'a message signed with another secret is refused with 4xx', { secret: otherSecret }],
		['changed-body', 'a message whose body was changed on the way is refused with 4xx', { isTampered: true }],
		['other-id', 'a message under another id than the signed one is refused with 4xx', { isRenamed: true }],
		[
			'old',
			'a message signed more than five minutes ago is refused with 4xx',
			{ signedAt: new Date(subject.now().getTime() - webhookToleranceMs - 60_000) }
		],
		['unsigned', 'a message without a signature is refused with 4xx', { isUnsigned: true }]
	];
	for (const [id, what, delivery] of refusals) {
		const reply = await deliver(subject, submission(subject), delivery);
		note(id, what, isRefused(reply), isReceived(reply) ? 'it was taken' : seen(reply));
	}

	const both = await deliver(subject, submission(subject), { secrets: [otherSecret, subject.secret] });
	note(
		'key-change',
		'one fitting signature of several is enough, so that keys can change',
		isReceived(both),
		seen(both)
	);

	const extended = { ...submission(subject), laterField: { of: 'a later release' } };
	const unknown = await deliver(subject, extended);
	note('unknown-field', 'fields that are not known yet are left alone', isReceived(unknown), seen(unknown));

	const taken = { ...first, form: { ...first.form, note: 'other content' } };
	const other = await deliver(subject, taken);
	note(
		'other-content',
		'other content under a known id is not taken for received',
		!isReceived(other),
		'it was acknowledged: one of the two is lost'
	);

	const nonsense = await post(subject, randomUUID(), '{"type":"dossier.submitted"', {});
	note(
		'nonsense',
		'a signed body that is no JSON is refused with 4xx, not 5xx',
		isRefused(nonsense),
		seen(nonsense)
	);

	checks.push(...(await callbackChecks(subject)));
	return checks;
}

/** The agency's own words, when it says something while the kit waits. */
async function callbackChecks(subject: Subject): Promise<Check[]> {
	const { inSecret } = subject;
	const asked: [string, string][] = [
		['callback-signed', 'what the agency sends to callbackUrl is signed with its own secret, now'],
		['callback-shape', 'what it sends has the shape of docs/agency-api.json and sequence 1 first']
	];
	const unseen = (why: string): Check[] =>
		asked.map(([id, what]) => ({ id, what, outcome: 'not_seen', saw: why }));
	if (inSecret === null) return unseen('no --in-secret was given');
	await subject.callbackOrEnd();
	const [callback] = subject.heard();
	if (!callback) return unseen('the agency sent nothing while the kit waited');
	const id = verifiedId([inSecret], callback.headers, callback.body, subject.now());
	const parsed = AgencyCallback.safeParse(jsonOf(Buffer.from(callback.body)));
	const shapeFault = parsed.success
		? parsed.data.sequence === 1
			? ''
			: `sequence ${parsed.data.sequence} came first`
		: `it does not fit at "${parsed.error.issues[0]?.path.join('.') ?? ''}"`;
	const faults = [
		id.ok ? '' : id.error === 'stale' ? 'its timestamp is not of now' : 'its signature does not fit',
		shapeFault
	];
	return asked.map(([name, what], index) => {
		const saw = faults[index] ?? '';
		return { id: name, what, outcome: saw === '' ? 'passed' : 'failed', saw };
	});
}

interface Delivery {
	readonly secret?: string;
	readonly secrets?: readonly string[];
	readonly signedAt?: Date;
	readonly isTampered?: boolean;
	readonly isRenamed?: boolean;
	readonly isUnsigned?: boolean;
}

function deliver(subject: Subject, message: { readonly messageId: string }, delivery: Delivery = {}) {
	return post(subject, message.messageId, JSON.stringify(message), delivery);
}

function post(subject: Subject, id: string, body: string, delivery: Delivery): Promise<Reply> {
	const { secret = subject.secret, secrets = [secret], signedAt = subject.now() } = delivery;
	const signed = signedHeaders(secrets, id, body, signedAt);
	const headers = delivery.isUnsigned
		? { 'content-type': 'application/json' }
		: delivery.isRenamed
			? { ...signed, 'webhook-id': randomUUID() }
			: signed;
	const sent = delivery.isTampered ? body.replace('NGUYỄN THỊ THỬ', 'NGUYỄN VĂN THỬ') : body;
	return call(
		fetch,
		`${subject.url.replace(/\/+$/, '')}/dossiers`,
		{ method: 'POST', headers, body: sent },
		answerBytesMax,
		subject.timeoutMs
	);
}

/** A made-up dossier, new each time. */
function submission({ procedureCode, callbackUrl, now }: Subject) {
	const message = {
		type: 'dossier.submitted',
		messageId: randomUUID(),
		dossierId: randomUUID(),
		dossierCode: `000.00.00.G00-000000-${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`,
		procedureCode,
		serviceVersion: 1,
		submittedAt: now().toISOString(),
		submitter: { name: 'NGUYỄN THỊ THỬ', personalId: '000000000000', phone: '0900000000' },
		form: { fullName: 'NGUYỄN THỊ THỬ', note: 'conformance' },
		attachments: [],
		payment: null,
		callbackUrl
	};
	return { ...message, ...AgencyMessage.parse(message) } as typeof message;
}

function isReceived(reply: Reply): boolean {
	if (reply.type === 'silent' || reply.status < 200 || reply.status >= 300) return false;
	return (jsonOf(reply.body) as { received?: unknown } | undefined)?.received === true;
}

function referenceOf(reply: Reply): unknown {
	if (reply.type === 'silent') return null;
	return (jsonOf(reply.body) as { reference?: unknown } | undefined)?.reference ?? null;
}

function isRefused(reply: Reply): boolean {
	return reply.type === 'answered' && reply.status >= 400 && reply.status < 500;
}

function seen(reply: Reply): string {
	if (reply.type === 'silent')
		return { unreachable: 'nobody answered', timeout: 'no answer in time', too_large: 'an endless answer' }[
			reply.why
		];
	const isJson = jsonOf(reply.body) !== undefined;
	return `answered ${reply.status}${isJson ? '' : ' with something that is no JSON'}`;
}
