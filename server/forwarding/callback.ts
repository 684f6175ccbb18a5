/**
 * What agencies say. Promises: only a signed word about a dossier of that very office counts; each takes effect
 * once, in the agency's order – what comes too early waits in the table for what it skipped; what comes too late is
 * noted and changes nothing. Everything that a word causes is written in the transaction that notes it.
 */
import { z } from 'zod';
import { decideCallback } from '../../domain/dossier/decide.ts';
import { AgencyCallback, type CallbackAnswer } from '../../domain/forwarding/messages.ts';
import { canonicalJson } from '../../domain/canonical.ts';
import type { Database, WriteTx } from '../store/database.ts';
import { applyDecision, loadDossier, type StoredDossier } from '../store/dossiers.ts';
import type { Agencies, AgencyLink } from './agencies.ts';
import { isUnder, resultBytesMax } from './results.ts';
import { verifiedId } from './webhooks.ts';

export interface CallbackReply {
	readonly status: 200 | 202 | 400 | 401 | 404;
	readonly body: CallbackAnswer | { readonly error: string; readonly where?: string };
}

/** One callback is a few fields of text. */
export const callbackBytesMax = 256 * 1024;

/** @param agency code of the office, from the address that it called */
export type ReceiveCallback = (
	agency: string,
	headers: Readonly<Record<string, string | string[] | undefined>>,
	rawBody: string,
	now: Date
) => Promise<CallbackReply>;

export function createCallbacks({
	db,
	agencies
}: {
	readonly db: Database;
	readonly agencies: Agencies;
}): ReceiveCallback {
	return async (agency, headers, rawBody, now) => {
		const link = agencies.linkOfOffice(agency);
		if (!link) return { status: 401, body: { error: 'unsigned' } };
		const id = verifiedId(link.inSecrets, headers, rawBody, now);
		if (!id.ok) return { status: 401, body: { error: id.error } };
		const parsed = AgencyCallback.safeParse(json(rawBody));
		if (!parsed.success) return malformed(parsed.error.issues[0]?.path.join('.') ?? '');
		return takeCallback({ db, agencies }, link, { agency, messageId: id.value, callback: parsed.data, now });
	};
}

/** Takes a word that is signed and of the right shape, whatever protocol it came in. */
export async function takeCallback(
	{ db, agencies }: { readonly db: Database; readonly agencies: Agencies },
	link: AgencyLink,
	message: Message
): Promise<CallbackReply> {
	const { callback } = message;
	if (callback.type === 'decided' && callback.result) {
		if (!isUnder(link.baseUrl, callback.result.url)) return malformed('result.url');
		if (callback.result.size > resultBytesMax) return malformed('result.size');
	}
	return db.write((tx) => take(tx, agencies, message));
}

export interface Message {
	readonly agency: string;
	readonly messageId: string;
	readonly callback: AgencyCallback;
	readonly now: Date;
}

async function take(tx: WriteTx, agencies: Agencies, message: Message): Promise<CallbackReply> {
	const { agency, callback, now } = message;
	const stored = await loadDossier(tx, callback.dossierId);
	if (stored?.dossier.agency.code !== agency) return { status: 404, body: { error: 'not_found' } };

	const known = await findMessage(tx, message);
	if (known === 'other_content') return malformed('webhook-id');
	if (known === 'waiting') return { status: 202, body: { applied: false, why: 'waiting_for_earlier' } };
	if (known || callback.sequence <= stored.callbackSequence)
		return { status: 200, body: { applied: false, why: 'repeated' } };

	await tx.run(
		`INSERT INTO agency_messages (agency, message_id, dossier_id, sequence, body, state, received_at)
		 VALUES (?, ?, ?, ?, ?, 'waiting', ?)`,
		[
			agency,
			message.messageId,
			callback.dossierId,
			callback.sequence,
			canonicalJson(callback),
			now.toISOString()
		]
	);
	const applied = await applyWaiting(tx, agencies, stored, now);
	const mine = applied.get(callback.sequence);
	if (!mine) return { status: 202, body: { applied: false, why: 'waiting_for_earlier' } };
	return {
		status: 200,
		body: mine === 'late' ? { applied: false, why: 'late' } : { applied: true }
	};
}

/** Gives every waiting word its turn, as long as there is no gap. Answers what became of each, by sequence. */
async function applyWaiting(
	tx: WriteTx,
	agencies: Agencies,
	first: StoredDossier,
	now: Date
): Promise<Map<number, 'applied' | 'late'>> {
	const { dossierId } = first.dossier;
	const became = new Map<number, 'applied' | 'late'>();
	let stored = first;
	for (;;) {
		const sequence = stored.callbackSequence + 1;
		const [row] = await tx.read('SELECT body FROM agency_messages WHERE dossier_id = ? AND sequence = ?', [
			dossierId,
			sequence
		]);
		if (!row) return became;
		const callback = AgencyCallback.parse(JSON.parse(String(row['body'])));
		const decision = decideCallback(stored.dossier, callback, now);
		const state = decision === 'late' ? 'late' : 'applied';
		const dossier =
			decision === 'late' ? stored.dossier : await applyDecision(tx, agencies, { stored, decision, now });
		await tx.run('UPDATE agency_messages SET state = ? WHERE dossier_id = ? AND sequence = ?', [
			state,
			dossierId,
			sequence
		]);
		await tx.run('UPDATE dossiers SET callback_sequence = ? WHERE dossier_id = ?', [sequence, dossierId]);
		became.set(sequence, state);
		stored = { ...stored, dossier, callbackSequence: sequence };
	}
}

/** Whether this message, or another with its number, was here before. */
async function findMessage(
	tx: WriteTx,
	{ agency, messageId, callback }: Message
): Promise<'applied' | 'late' | 'waiting' | 'other_content' | null> {
	const rows = await tx.read(
		`SELECT message_id, body, state FROM agency_messages
		 WHERE (agency = ? AND message_id = ?) OR (dossier_id = ? AND sequence = ?)`,
		[agency, messageId, callback.dossierId, callback.sequence]
	);
	const found = rows.map((row) => MessageRow.parse(row));
	const same = found.find((row) => row.message_id === messageId);
	if (same && same.body !== canonicalJson(callback)) return 'other_content';
	return (same ?? found[0])?.state ?? null;
}

const MessageRow = z.object({
	message_id: z.string(),
	body: z.string(),
	state: z.enum(['applied', 'late', 'waiting'])
});

function malformed(where: string): CallbackReply {
	return { status: 400, body: { error: 'malformed', where } };
}

function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
