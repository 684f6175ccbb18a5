/**
 * The tRPC side of the exchange, over any Authority. Owns how a fault travels as a tRPC error and who may call.
 *
 * What the domain refuses is a return value (`Result`); a tRPC error means that the call itself could not be made:
 * 400 `malformed`, 401 `login_required`, 413, or 500 `unavailable`. Each carries its typed fault in `data.fault`.
 */
import { initTRPC, TRPCError, type TRPCDefaultErrorShape } from '@trpc/server';
import * as z from 'zod/mini';
import { DraftDelta, type DraftOutcome } from '../domain/drafts/delta.ts';
import { DeviceName } from '../domain/drafts/document.ts';
import type { DraftsArrived } from '../domain/drafts/exchange.ts';
import type { Seal } from '../domain/dossier/manifest.ts';
import type { Fault } from '../domain/faults.ts';
import { DraftId, OperationId, type PersonId } from '../domain/ids.ts';
import { draftsPerExchangeMax, operationsPerExchangeMax } from '../domain/limits.ts';
import { err, invariant, ok, type Result } from '../domain/result.ts';
import {
	Operation,
	protocolOldest,
	protocolSealed,
	protocolVersion,
	type ExchangeReply,
	type Outcome
} from './protocol.ts';
import { replyFor } from './protocol/older.ts';
import type { Authority } from './store/authority.ts';

/** What every call knows. `person` is who the session says, never who the message says. */
export interface SyncContext {
	readonly person: { readonly personId: PersonId } | null;
	readonly authority: Authority;
	readonly now: () => Date;
	/** What is wrong with the seal of an operation that has one; null when it is as the phone signed it. */
	readonly sealFault: (of: SealedOperation, seal: Seal) => Promise<'content' | 'signature' | null>;
}

type SealedOperation = Operation & { kind: 'submit' | 'supplement' };

/** A fault on its way out as a tRPC error. */
export class FaultError extends TRPCError {
	readonly fault: Fault;
	constructor(fault: Fault) {
		super({ code: errorCodes[fault.type as keyof typeof errorCodes] ?? 'BAD_REQUEST', message: fault.type });
		this.fault = fault;
	}
}

const errorCodes = {
	malformed: 'BAD_REQUEST',
	login_required: 'UNAUTHORIZED',
	too_large: 'PAYLOAD_TOO_LARGE',
	unavailable: 'INTERNAL_SERVER_ERROR'
} as const;

/** Adds the fault, and takes away whatever an exception said: messages of libraries may quote what people wrote. */
export function faultShape({ error, shape }: { error: TRPCError; shape: TRPCDefaultErrorShape }) {
	// What an input parser throws, tRPC wraps.
	const thrown = [error, error.cause].find((one) => one instanceof FaultError);
	const fault = thrown ? thrown.fault : codeToFault(error.code);
	return {
		code: shape.code,
		message: fault.type,
		data: { code: shape.data.code, httpStatus: shape.data.httpStatus, fault }
	};
}

function codeToFault(code: TRPCError['code']): Fault {
	switch (code) {
		case 'UNAUTHORIZED':
			return { type: 'login_required' };
		case 'NOT_FOUND':
			return { type: 'not_found' };
		case 'PAYLOAD_TOO_LARGE':
			return { type: 'too_large' };
		case 'INTERNAL_SERVER_ERROR':
			return { type: 'unavailable' };
		default:
			return { type: 'malformed' };
	}
}

/** Parses an input, or ends the call with `malformed` and the first wrong place. The content is never repeated. */
export function parsed<T>(schema: { safeParse(value: unknown): z.core.util.SafeParseResult<T> }) {
	return (value: unknown): T => {
		const result = schema.safeParse(value);
		if (result.success) return result.data;
		throw new FaultError({ type: 'malformed', where: placeOf(result.error) });
	};
}

function placeOf(error: z.core.$ZodError): string {
	// Keys of records are what people (or attackers) typed: only names of our own shapes and indexes are told.
	const path = error.issues[0]?.path ?? [];
	return path
		.map(String)
		.filter((part) => /^[A-Za-z0-9]{1,40}$/.test(part))
		.slice(0, 5)
		.join('.');
}

const t = initTRPC.context<SyncContext>().create({ isDev: false, errorFormatter: faultShape });

/** Default deny: what does not say otherwise needs a login. */
const authed = t.procedure.use(({ ctx, next }) => {
	if (!ctx.person) throw new FaultError({ type: 'login_required' });
	return next({ ctx: { ...ctx, person: ctx.person } });
});

const Envelope = z.object({
	protocol: z.int(),
	cursor: z.int().check(z.nonnegative()),
	operations: z.array(z.unknown()).check(z.maxLength(operationsPerExchangeMax)),
	drafts: z.optional(
		z.object({
			device: DeviceName,
			cursor: z.int().check(z.nonnegative()),
			deltas: z.array(z.unknown()).check(z.maxLength(draftsPerExchangeMax))
		})
	)
});
const NamedDelta = z.object({
	draft: z.optional(z.int()),
	head: z.optional(z.object({ draftId: DraftId }))
});
const AnyProtocol = z.object({ protocol: z.int() });
const Named = z.object({ operationId: OperationId });

/**
 * An exchange as it arrives. Operations are parsed one by one, so that one from a mistaken app is set aside
 * and does not hold up the rest.
 */
type Arrived =
	| { readonly understood: false; readonly fault: Fault }
	| {
			readonly understood: true;
			readonly protocol: number;
			readonly cursor: number;
			readonly operations: readonly Result<Operation, Outcome>[];
			readonly drafts: DraftsArrived | undefined;
	  };

function parseExchange(value: unknown): Arrived {
	// Another version may have another shape: its number is all that is read of it.
	const { protocol } = parsed(AnyProtocol)(value);
	if (protocol < protocolOldest) return { understood: false, fault: { type: 'outdated_app' } };
	// A release was taken back: an app that is newer than the server waits for it.
	if (protocol > protocolVersion) return { understood: false, fault: { type: 'unavailable' } };
	const { cursor, operations, drafts } = parsed(Envelope)(value);
	return {
		understood: true,
		protocol,
		cursor,
		operations: operations.map(parseOperation),
		drafts: drafts && { ...drafts, deltas: drafts.deltas.map(parseDelta) }
	};
}

function parseDelta(value: unknown): Result<DraftDelta, DraftOutcome> {
	const delta = DraftDelta.safeParse(value);
	if (delta.success) return ok(delta.data);
	const { draft, head } = parsed(NamedDelta)(value);
	return err({
		...(draft === undefined ? {} : { draft }),
		...(head ? { draftId: head.draftId } : {}),
		stamp: 0,
		fault: { type: 'malformed', where: placeOf(delta.error) }
	});
}

function parseOperation(value: unknown): Result<Operation, Outcome> {
	const operation = Operation.safeParse(value);
	if (operation.success) return ok(operation.data);
	const { operationId } = parsed(Named)(value);
	return err({
		type: 'refused',
		operationId,
		fault: { type: 'malformed', where: placeOf(operation.error) }
	});
}

export const syncRouter = t.router({
	exchange: authed
		.input(parseExchange)
		.mutation(({ ctx, input }): Promise<Result<ExchangeReply, Fault>> =>
			answer(ctx.person.personId, ctx, input)
		)
});

/**
 * What the procedure does, for a handler that leaves out tRPC's way to it, which costs more than the rest.
 * @throws FaultError as the procedure ends with it
 */
export async function exchange(ctx: SyncContext, input: unknown): Promise<Result<ExchangeReply, Fault>> {
	if (!ctx.person) throw new FaultError({ type: 'login_required' });
	return await answer(ctx.person.personId, ctx, parseExchange(input));
}

/**
 * One round trip: operations up, outcomes and changes down, in the words of the app's own version. Faults as value:
 * `outdated_app`, and `unavailable` to an app that is newer than the server.
 * When storage fails in the middle the whole call is an error; what was applied before stays applied, and the
 * same exchange sent again gets the same outcomes.
 */
async function answer(
	personId: PersonId,
	ctx: SyncContext,
	input: Arrived
): Promise<Result<ExchangeReply, Fault>> {
	if (!input.understood) return err(input.fault);
	const { protocol } = input;
	const operations = await Promise.all(
		input.operations.map((operation) => (operation.ok ? sound(operation.value, protocol, ctx) : operation))
	);
	// Before the operations: an application is judged by what all her devices have written.
	const drafts = input.drafts && (await ctx.authority.exchangeDrafts(personId, input.drafts));
	const judged = await ctx.authority.applyAll(
		personId,
		operations.flatMap((operation) => (operation.ok ? [operation.value] : []))
	);
	const rest = judged.values();
	const outcomes = operations.map((operation) => {
		const outcome = operation.ok ? rest.next().value : operation.error;
		invariant(outcome, 'each operation has its outcome');
		return outcome;
	});
	const { changes, cursor, more } = await ctx.authority.changesSince(personId, input.cursor);
	const serverTime = ctx.now().getTime();
	const reply = { outcomes, changes, cursor, more, serverTime, ...(drafts ? { drafts } : {}) };
	return ok(replyFor(protocol, reply));
}

/** Nothing that is not as its phone signed it reaches the store. Not kept: the same id, well sealed, is judged anew. */
async function sound(
	operation: Operation,
	protocol: number,
	{ sealFault }: Pick<SyncContext, 'sealFault'>
): Promise<Result<Operation, Outcome>> {
	if (operation.kind !== 'submit' && operation.kind !== 'supplement') return ok(operation);
	const { operationId, seal } = operation;
	const why = seal ? await sealFault(operation, seal) : protocol >= protocolSealed ? 'unsigned' : null;
	return why
		? err({ type: 'refused', operationId, fault: { type: 'manifest_refused', why } })
		: ok(operation);
}
