/**
 * Stand-in for an agency's own system. Promises: a message is on the disk before it is acknowledged and takes effect
 * once; its news leave in order and at least once; all of it goes on after a kill.
 *
 *   POST /dossiers                               the portal's messages (Standard Webhooks)
 *   POST /r1/<subsystem>/<service>               the same over X-Road, in the dossier-sync vocabulary
 *   GET  /results/<dossierId>.pdf                the decision's paper
 *   GET  /, POST /desk/…                         the officer's desk
 *   GET  /to-khai, POST /to-khai                 a signed file of a tax declaration, for trying out
 *   GET  /_sandbox/dossiers                      tests look
 *   POST /_sandbox/dossiers/:id/:action          tests act
 *   POST /_sandbox/callbacks/:id/replay          tests repeat or reorder news
 *   POST /_sandbox/mode                          tests choose auto or manual, speed, and hold the news back
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { sendPage } from '../page.ts';
import {
	isFromAnotherSite,
	openService,
	parseJson,
	readBody,
	readForm,
	readJson,
	redirect,
	sendJson,
	type Place,
	type RunningService
} from '../service.ts';
import { startWorker, type Duties } from '../worker.ts';
import { callbackDuties, sendCallback } from './callbacks.ts';
import { deskPage, formToAction, type Mode } from './desk.ts';
import { Action, type ActWorld, type Dossier } from './dossier.ts';
import { downloadDuties } from './downloads.ts';
import { PortalMessage } from './messages.ts';
import { answerTaxFile } from '../signing/page.ts';
import { openProvider } from '../signing/signer.ts';
import { officerFor } from './officers.ts';
import { resultFile } from './result-file.ts';
import { scriptedAction } from './script.ts';
import { openAgencyStore, type AgencyStore } from './store.ts';
import { answerHeaders, callToMessage } from './xroad.ts';

export interface AgencyOptions extends Place {
	/** Folder for dossiers and files. */
	readonly data: string;
	/** whsec_… that the portal signs with. */
	readonly portalSecret: string;
	/** whsec_… that this agency signs with. */
	readonly agencySecret: string;
	/** The only origin whose attachments are fetched and whom news go to. */
	readonly portalOrigin: string;
	readonly mode: Mode;
	/** ms between the steps of the script. */
	readonly stepMs: number;
	/** Waits (ms) after failed downloads and callbacks; the last one repeats. */
	readonly retryDelays: readonly number[];
	readonly now?: () => number;
}

/** What tests and the desk may turn while the agency runs. Not kept: a restart goes back to its options. */
interface Knobs {
	mode: Mode;
	stepMs: number;
	holdCallbacks: boolean;
}

const KnobsChange = z.object({
	mode: z.enum(['auto', 'manual']).optional(),
	stepMs: z.int().min(0).optional(),
	holdCallbacks: z.boolean().optional()
});

const Replay = z.object({ order: z.enum(['reverse', 'repeat']).default('repeat') });

export async function startAgency(options: AgencyOptions): Promise<RunningService> {
	const now = options.now ?? Date.now;
	const store = await openAgencyStore(options.data);
	const knobs: Knobs = { mode: options.mode, stepMs: options.stepMs, holdCallbacks: false };

	return openService(options, (url) => {
		const world = (): ActWorld => ({
			now: now(),
			stepMs: knobs.stepMs,
			url,
			newId: randomUUID,
			officerFor,
			resultFile
		});
		const callbacks = startWorker(
			callbackDuties({
				store,
				secret: options.agencySecret,
				delays: options.retryDelays,
				now,
				isHeld: () => knobs.holdCallbacks
			}),
			now
		);
		const script = startWorker(
			scriptDuties(store, knobs, world, () => callbacks.wake()),
			now
		);
		const downloads = startWorker(
			downloadDuties({
				store,
				folder: path.join(options.data, 'agency', 'files'),
				delays: options.retryDelays,
				now,
				onArrival: () => script.wake()
			}),
			now
		);
		const workers = [downloads, script, callbacks];
		const wakeAll = () => workers.forEach((worker) => worker.wake());

		const actOn = async (dossierId: string, action: Action) => {
			const acted = await store.act(dossierId, () => action, world());
			callbacks.wake();
			script.wake();
			return acted;
		};

		const answer = async (request: IncomingMessage, response: ServerResponse) => {
			const { pathname } = new URL(request.url ?? '/', url);
			const [room, first, second, third] = pathname.split('/').slice(1).map(decodeURIComponent);
			const isPost = request.method === 'POST';
			if (isPost && isFromAnotherSite(request)) return sendJson(response, 403, { error: 'other_site' });

			if (isPost && room === 'dossiers' && first === undefined) {
				await answerMessage(options, store, { now: now(), stepMs: knobs.stepMs }, request, response);
				return wakeAll();
			}
			if (isPost && room === 'r1') {
				const parts = pathname.split('/').slice(2);
				const address = { subsystem: parts.slice(0, -1).join('/'), service: parts.at(-1) ?? '' };
				await answerCall(options, store, { now: now(), stepMs: knobs.stepMs }, address, request, response);
				return wakeAll();
			}
			if (!isPost && pathname === '/') return sendPage(response, 200, deskPage(store.all(), knobs.mode));
			if (room === 'to-khai') {
				const provider = await openProvider(options.data, new Date(now()));
				return answerTaxFile(provider, new Date(now()), request, response);
			}
			if (!isPost && room === 'results') return sendResult(store, first ?? '', response);
			if (isPost && room === 'desk' && first !== undefined) {
				const form = await readForm(request);
				const action = formToAction(form);
				if (first === 'mode') knobs.mode = form.mode === 'manual' ? 'manual' : 'auto';
				else if (action) await actOn(first, action);
				wakeAll();
				return redirect(response, '/');
			}
			if (!isPost && pathname === '/_sandbox/dossiers')
				return sendJson(response, 200, store.all().map(toReport));
			if (isPost && pathname === '/_sandbox/mode') {
				const change = await readJson(request, KnobsChange);
				if (!change.ok) return sendJson(response, 400, { error: change.error });
				knobs.mode = change.value.mode ?? knobs.mode;
				knobs.stepMs = change.value.stepMs ?? knobs.stepMs;
				knobs.holdCallbacks = change.value.holdCallbacks ?? knobs.holdCallbacks;
				wakeAll();
				return sendJson(response, 200, knobs);
			}
			if (isPost && room === '_sandbox' && first === 'dossiers' && second && third) {
				const fields = await readJson(request, z.record(z.string(), z.unknown()));
				const action = Action.safeParse({ ...(fields.ok ? fields.value : {}), type: third });
				if (!action.success) return sendJson(response, 400, { error: 'malformed' });
				const acted = await actOn(second, action.data);
				if (acted.ok) return sendJson(response, 200, toReport(acted.value));
				return sendJson(response, acted.error === 'no_such_dossier' ? 404 : 409, { error: acted.error });
			}
			if (isPost && room === '_sandbox' && first === 'callbacks' && second && third === 'replay') {
				const replay = await readJson(request, Replay);
				const dossier = store.find(second);
				if (!replay.ok) return sendJson(response, 400, { error: replay.error });
				if (!dossier) return sendJson(response, 404, { error: 'no_such_dossier' });
				const inOrder = dossier.callbacks;
				const again = replay.value.order === 'reverse' ? inOrder.toReversed() : inOrder;
				const answers = [];
				for (const callback of again)
					answers.push({
						id: callback.id,
						...(await sendCallback(dossier, callback, options.agencySecret, now()))
					});
				return sendJson(response, 200, answers);
			}
			sendJson(response, 404, { error: 'not_found' });
		};

		return {
			answer,
			async close() {
				await Promise.all(workers.map((worker) => worker.stop()));
			}
		};
	});
}

/** The automatic officer: takes the scripted step of every dossier whose time has come. */
function scriptDuties(store: AgencyStore, knobs: Knobs, world: () => ActWorld, onStep: () => void): Duties {
	const ready = () =>
		knobs.mode === 'manual' ? [] : store.all().filter((dossier) => scriptedAction(dossier) !== undefined);
	return {
		nextDueAt() {
			const moments = ready().map(({ stepDueAt }) => stepDueAt);
			return moments.length > 0 ? Math.min(...moments) : undefined;
		},
		async work(at) {
			for (const { dossierId } of ready().filter(({ stepDueAt }) => stepDueAt <= at))
				await store.act(dossierId, scriptedAction, world());
			onStep();
		}
	};
}

/** Takes one message of the portal: signature and age, shape, addresses, then the disk, then the answer. */
async function answerMessage(
	options: AgencyOptions,
	store: AgencyStore,
	world: { now: number; stepMs: number },
	request: IncomingMessage,
	response: ServerResponse
): Promise<void> {
	const body = await readBody(request);
	if (!body.ok) return sendJson(response, 413, { error: body.error });
	if (!isSigned(options.portalSecret, body.value, request))
		return sendJson(response, 401, { error: 'bad_signature' });
	const message = parseJson(body.value, PortalMessage);
	if (!message.ok) return sendJson(response, 400, { error: message.error });
	const webhookId = String(request.headers['webhook-id']);
	if (message.value.messageId !== webhookId) return sendJson(response, 400, { error: 'id_mismatch' });
	if (!addressesOf(message.value).every((address) => new URL(address).origin === options.portalOrigin))
		return sendJson(response, 400, { error: 'foreign_address' });

	const received = await store.receive(webhookId, message.value, world);
	if (received.ok) return sendJson(response, 200, { received: true, reference: received.value.reference });
	sendJson(response, received.error === 'other_content' ? 409 : 503, { error: received.error });
}

/** The same for a call over X-Road. */
async function answerCall(
	options: AgencyOptions,
	store: AgencyStore,
	world: { now: number; stepMs: number },
	{ subsystem, service }: { subsystem: string; service: string },
	request: IncomingMessage,
	response: ServerResponse
): Promise<void> {
	const body = await readBody(request);
	const text = body.ok ? body.value : '';
	const answer = (status: number, code: number, result: object[] = []) => {
		const headers = answerHeaders(request, `${subsystem}/${service}`, text);
		for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
		sendJson(response, status, { error_code: code, result });
	};
	if (!body.ok) return answer(413, 413);
	const id = String(request.headers['x-road-id'] ?? '');
	if (!isSigned(options.portalSecret, text, request) || id !== request.headers['webhook-id'])
		return answer(401, 401);
	const idOf = (code: string) => store.all().find(({ message }) => message.dossierCode === code)?.dossierId;
	const read = callToMessage(text, id, service, idOf);
	if (!read.ok) return read.error === 'malformed' ? answer(400, 400) : answer(503, 503);
	const { message, office } = read.value;
	if (!addressesOf(message).every((address) => new URL(address).origin === options.portalOrigin))
		return answer(400, 400);
	const road = { portal: String(request.headers['x-road-client'] ?? ''), agency: subsystem, office };
	const received = await store.receive(id, message, { ...world, road });
	if (!received.ok) return received.error === 'other_content' ? answer(409, 409) : answer(503, 503);
	answer(200, 0, [{ MaHoSo: message.dossierCode, SoBienNhan: received.value.reference }]);
}

/** The library checks the five minutes too, against this machine's clock. */
function isSigned(secret: string, body: string, { headers }: IncomingMessage): boolean {
	const named = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
	try {
		const signed = Object.fromEntries(named.map((name) => [name, String(headers[name] ?? '')]));
		new Webhook(secret).verify(body, signed, { jsonParse: false });
		return true;
	} catch {
		return false;
	}
}

function addressesOf(message: PortalMessage): string[] {
	const attachments = 'attachments' in message ? message.attachments : [];
	const callback = message.type === 'dossier.submitted' ? [message.callbackUrl] : [];
	return [...attachments.map(({ url }) => url), ...callback];
}

function sendResult(store: AgencyStore, name: string, response: ServerResponse): void {
	const pdf = store.find(name.replace(/\.pdf$/, ''))?.resultPdf;
	if (pdf === undefined) return sendJson(response, 404, { error: 'not_found' });
	response.writeHead(200, {
		'content-type': 'application/pdf',
		'content-disposition': 'attachment',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff'
	});
	response.end(Buffer.from(pdf, 'base64'));
}

/** What tests see of a dossier: counts and states, without the citizen's form. */
function toReport(dossier: Dossier) {
	const { dossierId, reference, message, stage, withdrawalAsked, effects } = dossier;
	return {
		dossierId,
		reference,
		dossierCode: message.dossierCode,
		procedureCode: message.procedureCode,
		stage,
		withdrawalAsked,
		effects,
		form: message.form,
		payment: message.payment,
		deliveries: Object.fromEntries(dossier.deliveries.map(({ webhookId, count }) => [webhookId, count])),
		attachments: dossier.files.map(({ attachment, state, tries, fault }) => ({
			attachmentId: attachment.attachmentId,
			component: attachment.component,
			sha256: attachment.sha256,
			state,
			tries,
			fault
		})),
		callbacks: dossier.callbacks.map(({ id, body, state, tries, lastAnswer }) => ({
			id,
			body: JSON.parse(body) as unknown,
			state,
			tries,
			lastAnswer
		}))
	};
}
