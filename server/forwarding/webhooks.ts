/**
 * Standard Webhooks (standardwebhooks.com), symmetric signatures. Several secrets may be current at once, in both
 * directions, so that keys change without a pause. The clock is an argument, so the library only signs.
 */
import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { webhookToleranceMs } from '../../domain/limits.ts';
import { err, ok, type Result } from '../../domain/result.ts';

/** Headers for a body, signed with every secret. */
export function signedHeaders(
	secrets: readonly string[],
	id: string,
	body: string,
	now: Date
): Record<string, string> {
	return {
		'content-type': 'application/json',
		// The same name for logs that know nothing of webhooks.
		'x-correlation-id': id,
		'webhook-id': id,
		'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
		'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' ')
	};
}

/**
 * Id of a message that is signed with any of the secrets and no more than five minutes old or early.
 * @param headers names in lower case, as Node gives them
 */
export function verifiedId(
	secrets: readonly string[],
	headers: Readonly<Record<string, string | string[] | undefined>>,
	body: string,
	now: Date
): Result<string, 'unsigned' | 'stale'> {
	const id = headers['webhook-id'];
	const timestamp = headers['webhook-timestamp'];
	const signatures = headers['webhook-signature'];
	if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
		return err('unsigned');
	if (id === '' || id.length > 200 || !/^\d{1,12}$/.test(timestamp)) return err('unsigned');
	const sentAt = new Date(Number(timestamp) * 1000);
	const right = secrets.map((secret) => Buffer.from(new Webhook(secret).sign(id, sentAt, body)));
	const given = signatures
		.split(' ')
		.slice(0, 10)
		.map((signature) => Buffer.from(signature));
	const matches = right.some((one) =>
		given.some((other) => one.length === other.length && timingSafeEqual(one, other))
	);
	if (!matches) return err('unsigned');
	return Math.abs(now.getTime() - sentAt.getTime()) > webhookToleranceMs ? err('stale') : ok(id);
}
