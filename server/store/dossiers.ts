/**
 * Dossiers as rows and events. Whatever changes one goes through `applyDecision`, so that events, the owner's
 * change, outgoing jobs or the desk's queue, and the audit entry are written together.
 */
import { z } from 'zod';
import type { Decision, Job } from '../../domain/dossier/decide.ts';
import { decideRelease, numbered } from '../../domain/dossier/decide.ts';
import { fold } from '../../domain/dossier/machine.ts';
import { releaseOf } from '../../domain/dossier/parts.ts';
import { type Actor, Dossier, ResultFile } from '../../domain/dossier/schema.ts';
import { PersonId } from '../../domain/ids.ts';
import { adapters, protocols } from '../forwarding/adapters/all.ts';
import type { Agencies } from '../forwarding/agencies.ts';
import { agencyMessage } from '../forwarding/messages.ts';
import { audit } from './audit.ts';
import { changed } from './changes.ts';
import type { Reader, Row, WriteTx } from './database.ts';
import { enqueue, jobIdOf } from './jobs.ts';
import { keepInQueue } from './queue.ts';

export interface StoredDossier {
	readonly dossier: Dossier;
	/** Its owner. */
	readonly personId: PersonId;
	/** Agency system that it goes to. */
	readonly system: string;
	/** Sequence of the agency's last word that had its turn; 0 before the first. */
	readonly callbackSequence: number;
}

/** Any dossier, whoever owns it: for agencies and the gateway, never for a person's request. */
export async function loadDossier(db: Reader, dossierId: string): Promise<StoredDossier | null> {
	const [row] = await db.read('SELECT * FROM dossiers WHERE dossier_id = ?', [dossierId]);
	return row ? withEvents(db, row) : null;
}

/** A dossier of this person; another's answers as one that does not exist. */
export async function loadDossierOf(
	db: Reader,
	personId: PersonId,
	dossierId: string
): Promise<StoredDossier | null> {
	const stored = await loadDossier(db, dossierId);
	return stored?.personId === personId ? stored : null;
}

/** Writes the head of a new dossier; its first events follow through `applyDecision`. */
export async function insertDossier(
	tx: WriteTx,
	dossier: Omit<Dossier, 'events'>,
	head: {
		readonly personId: PersonId;
		readonly system: string;
		readonly catalogueVersion: string;
		readonly claimedAt: string;
	}
): Promise<void> {
	await tx.run(
		`INSERT INTO dossiers (dossier_id, person_id, code, procedure_code, service_version, catalogue_version,
		   local_reference, claimed_at, agency_system, agency_code, agency_name, form, attachments, submitted_at,
		   receipts, part, part_of)
		 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		[
			dossier.dossierId,
			head.personId,
			dossier.code,
			dossier.procedureCode,
			dossier.serviceVersion,
			head.catalogueVersion,
			dossier.localReference,
			head.claimedAt,
			head.system,
			dossier.agency.code,
			JSON.stringify(dossier.agency.name),
			JSON.stringify(dossier.form),
			JSON.stringify(dossier.attachments),
			dossier.submittedAt,
			JSON.stringify(dossier.receipts ?? []),
			dossier.part ? JSON.stringify(dossier.part) : null,
			dossier.part?.of ?? null
		]
	);
}

/**
 * Makes a decision true: numbers and writes its events, moves the owner's change, freezes its jobs, audits.
 * A decision without events changes nothing. Answers the dossier as it is now.
 */
export async function applyDecision(
	tx: WriteTx,
	agencies: Agencies,
	{
		stored,
		decision,
		now
	}: {
		readonly stored: Pick<StoredDossier, 'dossier' | 'personId' | 'system'>;
		readonly decision: Decision;
		readonly now: Date;
	}
): Promise<Dossier> {
	const { dossier: before, personId, system } = stored;
	const [first] = decision.events;
	if (!first) return before;
	const added = numbered(before, decision.events);
	const dossier: Dossier = { ...before, events: [...before.events, ...added] };
	// Throws on a list that could not have happened: better stop here than store it.
	fold(dossier.events);
	for (const event of added)
		await tx.run('INSERT INTO dossier_events (dossier_id, sequence, body) VALUES (?, ?, ?)', [
			dossier.dossierId,
			event.sequence,
			JSON.stringify(event)
		]);
	await changed(tx, personId, 'dossier', dossier.dossierId);
	const isAtDesk = agencies.isAtDesk(system, dossier.agency.code);
	if (isAtDesk) await keepInQueue(tx, dossier);
	// Who works at the desk sees everything there: nothing is sent.
	else for (const job of decision.jobs) await enqueueFor(tx, agencies, { dossier, system, job, now });
	await audit(tx, {
		at: now,
		actor: actorName(first.actor, personId, dossier),
		action: 'dossier.event',
		subject: dossier.dossierId,
		detail: { kinds: added.map((event) => event.kind), from: before.events.length + 1 }
	});
	if (dossier.part && fold(dossier.events).outcome !== null)
		await releaseParts(tx, agencies, dossier.part.of, now);
	return dossier;
}

/** The dossiers of one submission, in order. */
export async function loadParts(db: Reader, of: string): Promise<StoredDossier[]> {
	const rows = await db.read('SELECT * FROM dossiers WHERE part_of = ?', [of]);
	const parts = await Promise.all(rows.map((row) => withEvents(db, row)));
	return parts.sort((a, b) => (a.dossier.part?.index ?? 0) - (b.dossier.part?.index ?? 0));
}

/** One of them has ended: those that waited for it go on, in the same transaction. */
async function releaseParts(tx: WriteTx, agencies: Agencies, of: string, now: Date): Promise<void> {
	const parts = await loadParts(tx, of);
	for (const stored of parts) {
		const { dossier, personId, system } = stored;
		const release = releaseOf(
			dossier,
			parts.map((one) => one.dossier)
		);
		if (!release || !dossier.part) continue;
		const decision = decideRelease(dossier, release, now);
		await tx.run('UPDATE dossiers SET part = ? WHERE dossier_id = ?', [
			JSON.stringify({ ...dossier.part, waits: false }),
			dossier.dossierId
		]);
		// It has ended by that, and looks after the rest itself.
		if (decision.events.length > 0)
			return void (await applyDecision(tx, agencies, { stored, decision, now }));
		await changed(tx, personId, 'dossier', dossier.dossierId);
		for (const job of decision.jobs) await enqueueFor(tx, agencies, { dossier, system, job, now });
	}
}

async function enqueueFor(
	tx: WriteTx,
	agencies: Agencies,
	{ dossier, system, job, now }: { dossier: Dossier; system: string; job: Job; now: Date }
): Promise<void> {
	const { dossierId } = dossier;
	const link = agencies.link(system);
	const common = { kind: job.kind, queue: link.system, dueAt: now, now };
	if (job.kind === 'fetch_result') {
		const body: FetchResultBody = { dossierId, url: job.url, result: job.result };
		return enqueue(tx, { ...common, key: dossierId, stream: null, body });
	}
	const key = `${dossierId}/${job.eventSequence}`;
	const message = agencyMessage(agencies, dossier, job, jobIdOf('forward', key), now);
	const { protocol } = link;
	const body: ForwardBody = {
		system,
		dossierId,
		protocol,
		message: adapters[protocol].word(message, { dossier, now })
	};
	return enqueue(tx, { ...common, key, stream: dossierId, body });
}

/**
 * Body of a `forward` job. The message is kept as text: what is signed and sent never changes by a byte, also when the
 * agency is given another protocol meanwhile.
 */
export const ForwardBody = z.object({
	system: z.string(),
	dossierId: z.string(),
	/** Jobs of before there were several have none. */
	protocol: z.enum(protocols).default('webhooks'),
	message: z.string()
});
export type ForwardBody = z.infer<typeof ForwardBody>;

/** Body of a `fetch_result` job: where the announced file is, and what it must be. */
export const FetchResultBody = z.object({
	dossierId: z.string(),
	url: z.string(),
	result: ResultFile
});
export type FetchResultBody = z.infer<typeof FetchResultBody>;

function actorName(actor: Actor, personId: PersonId, dossier: Dossier): string {
	switch (actor.role) {
		case 'citizen':
			return `citizen:${personId}`;
		case 'agency':
			return `agency:${dossier.agency.code}`;
		default:
			return actor.role;
	}
}

const DossierRow = z.object({
	dossier_id: z.string(),
	person_id: PersonId,
	code: z.string(),
	procedure_code: z.string(),
	service_version: z.number(),
	local_reference: z.string(),
	agency_system: z.string(),
	agency_code: z.string(),
	agency_name: z.string(),
	form: z.string(),
	attachments: z.string(),
	submitted_at: z.string(),
	receipts: z.string(),
	callback_sequence: z.number(),
	part: z.string().nullable()
});

async function withEvents(db: Reader, found: Row): Promise<StoredDossier> {
	const row = DossierRow.parse(found);
	const events = await db.read('SELECT body FROM dossier_events WHERE dossier_id = ? ORDER BY sequence', [
		row.dossier_id
	]);
	return {
		personId: row.person_id,
		system: row.agency_system,
		callbackSequence: row.callback_sequence,
		dossier: Dossier.parse({
			dossierId: row.dossier_id,
			code: row.code,
			procedureCode: row.procedure_code,
			serviceVersion: row.service_version,
			localReference: row.local_reference,
			agency: { code: row.agency_code, name: JSON.parse(row.agency_name) as unknown },
			form: JSON.parse(row.form) as unknown,
			attachments: JSON.parse(row.attachments) as unknown,
			submittedAt: row.submitted_at,
			...(row.part === null ? {} : { part: JSON.parse(row.part) as unknown }),
			events: events.map((event) => JSON.parse(String(event['body'])) as unknown),
			...(row.receipts === '[]' ? {} : { receipts: JSON.parse(row.receipts) as unknown })
		})
	};
}
