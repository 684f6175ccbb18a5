/**
 * One dossier at the agency: what arrived, where it stands, what the portal has been told. Pure.
 * One record holds all of it, so that a step and the news about it reach the disk together.
 * Promises: a message takes effect once; news are numbered 1, 2, 3 … in the order of the steps.
 */
import { z } from 'zod';
import { err, ok, type Result } from '../../../domain/result.ts';
import { Attachment, messageToFingerprint, Submitted, type PortalMessage } from './messages.ts';
import type { Officer } from './officers.ts';
import type { ResultFile } from './result-file.ts';
import { Road } from './xroad.ts';

export const Stage = z.enum([
	'received',
	'accepted',
	'supplementing',
	'processing',
	'decided',
	'returned',
	'refused',
	'stopped',
	'withdrawn'
]);
export type Stage = z.infer<typeof Stage>;

const FileState = z.object({
	attachment: Attachment,
	state: z.enum(['waiting', 'verified']),
	tries: z.int(),
	/** ms since the epoch. */
	dueAt: z.number(),
	fault: z.string().optional()
});
export type FileState = z.infer<typeof FileState>;

export const Callback = z.object({
	/** webhook-id: the same for every try. */
	id: z.string(),
	/** The exact bytes that are signed and sent. */
	body: z.string(),
	state: z.enum(['due', 'settled']),
	tries: z.int(),
	/** ms since the epoch. */
	dueAt: z.number(),
	lastAnswer: z.string().optional()
});
export type Callback = z.infer<typeof Callback>;

export const Dossier = z.object({
	dossierId: z.uuid(),
	/** The agency's own number. */
	reference: z.string(),
	message: Submitted,
	stage: Stage,
	/** Where it goes on once the supplement is here. */
	stageAfterSupplement: Stage.optional(),
	/** The open or last request; there is one per dossier, as Decree 61/2018 art. 19 has it. */
	supplementRequestId: z.uuid().optional(),
	withdrawalAsked: z.boolean(),
	files: z.array(FileState),
	/** Every message that came, by webhook-id, and how often. */
	deliveries: z.array(z.object({ webhookId: z.string(), fingerprint: z.string(), count: z.int() })),
	/** How many messages changed something. */
	effects: z.int(),
	/** When the script takes its next step, ms since the epoch. */
	stepDueAt: z.number(),
	callbacks: z.array(Callback),
	/** The decision's paper, base64. */
	resultPdf: z.string().optional(),
	/** Set when the portal speaks over X-Road about it: then the agency answers so. */
	road: Road.optional()
});
export type Dossier = z.infer<typeof Dossier>;

export type ReceiveFault = 'other_content' | 'not_here_yet';

/** Takes in one delivery; the answer is the dossier as it now is. `reference` is used when it is new. */
export function receive(
	dossier: Dossier | undefined,
	webhookId: string,
	message: PortalMessage,
	world: { now: number; stepMs: number; reference: string; road?: Road }
): Result<Dossier, ReceiveFault> {
	const fingerprint = messageToFingerprint(message);
	if (!dossier) {
		// Not known and not its submission: the submission is still on its way, so the sender should come again.
		if (message.type !== 'dossier.submitted') return err('not_here_yet');
		return ok({
			dossierId: message.dossierId,
			reference: world.reference,
			message,
			stage: 'received',
			withdrawalAsked: false,
			files: toFiles(message.attachments, world.now),
			deliveries: [{ webhookId, fingerprint, count: 1 }],
			effects: 1,
			stepDueAt: world.now + world.stepMs,
			callbacks: [],
			...(world.road ? { road: world.road } : {})
		});
	}
	const earlier = dossier.deliveries.find((one) => one.webhookId === webhookId);
	if (earlier && earlier.fingerprint !== fingerprint) return err('other_content');
	if (earlier) {
		const deliveries = dossier.deliveries.map((one) =>
			one === earlier ? { ...one, count: one.count + 1 } : one
		);
		return ok({ ...dossier, deliveries, files: withFreshUrls(dossier.files, message) });
	}
	const seen = {
		...dossier,
		deliveries: [...dossier.deliveries, { webhookId, fingerprint, count: 1 }]
	};
	const effective = { ...seen, effects: dossier.effects + 1, stepDueAt: world.now + world.stepMs };
	switch (message.type) {
		// Another message about the same dossierId is still the same dossier.
		case 'dossier.submitted':
			return ok(seen);
		case 'dossier.supplemented':
			if (dossier.stage !== 'supplementing' || message.requestId !== dossier.supplementRequestId)
				return ok(seen);
			return ok({
				...effective,
				stage: dossier.stageAfterSupplement ?? 'received',
				files: [...dossier.files, ...toFiles(message.attachments, world.now)]
			});
		case 'dossier.withdrawal_requested':
			return ok(dossier.withdrawalAsked ? seen : { ...effective, withdrawalAsked: true });
		// This office asks for no money on the way; one that did would go on now.
		case 'dossier.paid':
			return ok(seen);
	}
}

function toFiles(attachments: readonly Attachment[], now: number): FileState[] {
	return attachments.map((attachment) => ({ attachment, state: 'waiting', tries: 0, dueAt: now }));
}

function withFreshUrls(files: FileState[], message: PortalMessage): FileState[] {
	if (!('attachments' in message)) return files;
	const urlsById = new Map(message.attachments.map(({ attachmentId, url }) => [attachmentId, url]));
	return files.map((file) => {
		const url = urlsById.get(file.attachment.attachmentId);
		return url && file.state === 'waiting' ? { ...file, attachment: { ...file.attachment, url } } : file;
	});
}

/** What an officer can do. Dates are YYYY-MM-DD. */
export const Action = z.discriminatedUnion('type', [
	z.object({ type: z.literal('accept'), appointmentOn: z.iso.date().optional() }),
	z.object({
		type: z.literal('request-supplement'),
		items: z.array(z.object({ component: z.string().nullable(), text: z.string().min(1) })).min(1),
		until: z.iso.date().optional()
	}),
	z.object({ type: z.literal('refuse'), reason: z.string().min(1) }),
	z.object({ type: z.literal('process'), note: z.string().optional() }),
	z.object({
		type: z.literal('decide'),
		outcome: z.enum(['granted', 'refused']),
		note: z.string().optional()
	}),
	z.object({ type: z.literal('return') }),
	z.object({ type: z.literal('stop'), reason: z.string().min(1) }),
	z.object({ type: z.literal('confirm-withdrawal') }),
	z.object({ type: z.literal('reject-withdrawal'), reason: z.string().min(1) })
]);
export type Action = z.infer<typeof Action>;
export type ActionType = Action['type'];

/** Which step leads where. The two answers to a withdrawal stand outside: they depend on the request, not the stage. */
const steps = {
	received: {
		accept: 'accepted',
		'request-supplement': 'supplementing',
		refuse: 'refused'
	},
	accepted: { process: 'processing', 'request-supplement': 'supplementing' },
	supplementing: { stop: 'stopped' },
	processing: { decide: 'decided', 'request-supplement': 'supplementing', stop: 'stopped' },
	decided: { return: 'returned' },
	returned: {},
	refused: {},
	stopped: {},
	withdrawn: {}
} as const satisfies Record<Stage, Partial<Record<ActionType, Stage>>>;

/** What the officer may do now. A dossier is supplemented once. */
export function permittedActions(dossier: Dossier): readonly ActionType[] {
	const answers: readonly ActionType[] = dossier.withdrawalAsked
		? ['confirm-withdrawal', 'reject-withdrawal']
		: [];
	const onward = (Object.keys(steps[dossier.stage]) as ActionType[]).filter(
		(type) => type !== 'request-supplement' || dossier.supplementRequestId === undefined
	);
	return [...answers, ...onward];
}

/** What a step needs from outside. `resultFile` makes the decision's paper. */
export interface ActWorld {
	readonly now: number;
	readonly stepMs: number;
	/** The agency's own address. */
	readonly url: string;
	readonly newId: () => string;
	readonly officerFor: (dossier: Dossier, type: ActionType) => Officer;
	readonly resultFile: (dossier: Dossier, now: number) => ResultFile;
}

/** Takes one step and puts the news about it in the queue. */
export function act(dossier: Dossier, action: Action, world: ActWorld): Result<Dossier, 'not_permitted'> {
	if (!permittedActions(dossier).includes(action.type)) return err('not_permitted');
	const { moved, news } = take(dossier, action, world);
	const body = JSON.stringify({
		...news,
		dossierId: dossier.dossierId,
		sequence: dossier.callbacks.length + 1,
		at: new Date(world.now).toISOString(),
		officer: world.officerFor(dossier, action.type)
	});
	const callback: Callback = { id: `cb_${world.newId()}`, body, state: 'due', tries: 0, dueAt: world.now };
	return ok({
		...dossier,
		...moved,
		stepDueAt: world.now + world.stepMs,
		callbacks: [...dossier.callbacks, callback]
	});
}

/** The change of the record and the words of the news. */
function take(
	dossier: Dossier,
	action: Action,
	world: ActWorld
): { moved: Partial<Dossier>; news: { type: string } & Record<string, unknown> } {
	switch (action.type) {
		case 'accept': {
			const { appointmentOn } = action;
			return {
				moved: { stage: 'accepted' },
				news: { type: 'accepted', ...(appointmentOn ? { appointmentOn } : {}) }
			};
		}
		case 'request-supplement': {
			const requestId = world.newId();
			const until = action.until ?? vietnamDate(world.now + supplementDays * dayMs);
			return {
				moved: {
					stage: 'supplementing',
					supplementRequestId: requestId,
					// Asked at reception, it comes back to reception; asked later, the work goes on.
					stageAfterSupplement: dossier.stage === 'received' ? 'received' : 'accepted'
				},
				news: { type: 'supplement_requested', requestId, items: action.items, until }
			};
		}
		case 'refuse':
			return { moved: { stage: 'refused' }, news: { type: 'refused', reason: action.reason } };
		case 'process': {
			const { note } = action;
			return { moved: { stage: 'processing' }, news: { type: 'processing', ...(note ? { note } : {}) } };
		}
		case 'decide': {
			const { outcome, note } = action;
			const file = outcome === 'granted' ? world.resultFile(dossier, world.now) : undefined;
			const result = file
				? {
						name: file.name,
						type: file.type,
						size: file.bytes.length,
						sha256: file.sha256,
						url: `${world.url}/results/${dossier.dossierId}.pdf`
					}
				: null;
			return {
				moved: { stage: 'decided', ...(file ? { resultPdf: file.bytes.toString('base64') } : {}) },
				news: { type: 'decided', outcome, ...(note ? { note } : {}), result }
			};
		}
		case 'return':
			return { moved: { stage: 'returned' }, news: { type: 'returned' } };
		case 'stop':
			return { moved: { stage: 'stopped' }, news: { type: 'stopped', reason: action.reason } };
		case 'confirm-withdrawal':
			return {
				moved: { stage: 'withdrawn', withdrawalAsked: false },
				news: { type: 'withdrawal_confirmed' }
			};
		case 'reject-withdrawal':
			return {
				moved: { withdrawalAsked: false },
				news: { type: 'withdrawal_rejected', reason: action.reason }
			};
	}
}

/** The date in Viet Nam at a moment (ms since the epoch). */
function vietnamDate(ms: number): string {
	return new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10);
}

const dayMs = 86_400_000;
/** How long a citizen gets for the missing papers, in days. */
const supplementDays = 10;
