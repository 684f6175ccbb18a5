/**
 * What needs the network at once and has no outbox: who is logged in, starting and watching a payment, looking up
 * bills. Every reply is parsed; whatever goes wrong on the way is a fault, never an exception.
 */
import type { inferRouterInputs } from '@trpc/server';
import * as z from 'zod/mini';
import { Fault } from '$domain/faults.ts';
import { type PaymentId, PersonId } from '$domain/ids.ts';
import { requestTimeoutMs } from '$domain/limits.ts';
import { ChargeAccount } from '$domain/payment/charges.ts';
import { Payment, type PaymentSubject } from '$domain/payment/schema.ts';
import { err, ok, type Result } from '$domain/result.ts';
import type { FormValues } from '$domain/services/values.ts';
import type { Locale } from '$domain/text.ts';
import { Workplace } from '$domain/workplace.ts';
import type { AppRouter } from '$server/router.ts';
import { callRouter } from '$sync/client/router-call.ts';

type Inputs = inferRouterInputs<AppRouter>;
type Room = keyof Inputs & string;
type Path = { [R in Room]: `${R}.${keyof Inputs[R] & string}` }[Room];
type InputOf<P extends Path> = P extends `${infer R extends Room}.${infer Name}`
	? Name extends keyof Inputs[R]
		? Inputs[R][Name]
		: never
	: never;

const Me = z.object({
	personId: PersonId,
	name: z.string(),
	personalId: z.string(),
	birth: z.string(),
	sex: z.enum(['male', 'female']),
	phone: z.string()
});
const SessionReply = z.object({ me: z.nullable(Me) });
const WorkplacesReply = z.object({ workplaces: z.array(Workplace) });
const LogoutReply = z.object({ redirect: z.string() });

function resultOf<Value extends z.ZodMiniType>(value: Value) {
	return z.discriminatedUnion('ok', [
		z.object({ ok: z.literal(true), value }),
		z.object({ ok: z.literal(false), error: Fault })
	]);
}
const PaymentReply = resultOf(Payment);
const ChargesReply = resultOf(ChargeAccount);

/** Who the server says is logged in; null for nobody. */
export async function sessionMe(): Promise<Result<z.infer<typeof Me> | null, Fault>> {
	const answer = await ask('session.me', undefined, SessionReply);
	return answer.ok ? ok(answer.value.me) : answer;
}

/** Which staff pages would open to whoever is logged in. */
export async function workplaces(): Promise<Result<readonly Workplace[], Fault>> {
	const answer = await ask('session.workplaces', undefined, WorkplacesReply);
	return answer.ok ? ok(answer.value.workplaces) : answer;
}

/** Opens an attempt, or finds it again: the same id gives the same attempt for ever. */
export async function startPayment(
	paymentId: PaymentId,
	subject: PaymentSubject,
	locale: Locale
): Promise<Result<Payment, Fault>> {
	return flat(await ask('payments.start', { paymentId, subject, locale }, PaymentReply));
}

export async function paymentStatus(paymentId: PaymentId): Promise<Result<Payment, Fault>> {
	return flat(await ask('payments.status', { paymentId }, PaymentReply));
}

/** What an issuer wants to be paid. @param service id of a transaction service */
export async function findCharges(
	service: string,
	lookup: FormValues
): Promise<Result<ChargeAccount, Fault>> {
	return flat(await ask('charges.find', { service, lookup }, ChargesReply));
}

/** Ends the session on the server. The answer is where the identity provider ends its own. */
export async function logout(): Promise<Result<string, Fault>> {
	return await answered(async () => {
		const response = await fetch('/auth/logout', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{}',
			signal: AbortSignal.timeout(requestTimeoutMs)
		});
		if (!response.ok) return err({ type: 'unavailable' });
		return ok(LogoutReply.parse(await response.json()).redirect);
	});
}

const FaultReply = z.object({ fault: Fault });

/** Her declaration as it would be printed; the server draws it and keeps nothing of it. @param components of her files */
export async function previewDeclaration(asked: {
	readonly procedureCode: string;
	readonly serviceVersion: number;
	readonly form: FormValues;
	readonly components: readonly string[];
}): Promise<Result<Blob, Fault>> {
	return await answered(async () => {
		const response = await fetch('/to-khai/xem-truoc.pdf', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(asked),
			signal: AbortSignal.timeout(requestTimeoutMs)
		});
		if (!response.ok) return err(FaultReply.parse(await response.json()).fault);
		return { ok: true, value: await response.blob() };
	});
}

/**
 * Calls a procedure. A reply that does not parse counts as an outage too: behind a hotel's login page or a
 * half-finished update the next try may be right.
 */
async function ask<P extends Path, T>(
	path: P,
	input: InputOf<P>,
	reply: z.ZodMiniType<T>
): Promise<Result<T, Fault>> {
	const signal = AbortSignal.timeout(requestTimeoutMs);
	const answer = await callRouter((url, init) => fetch(url, init), { path, input, signal });
	if (!answer.ok) return err(answer.error?.type === 'login_required' ? answer.error : outage());
	const read = reply.safeParse(answer.value);
	return read.success ? ok(read.data) : err(outage());
}

function flat<T>(result: Result<Result<T, Fault>, Fault>): Result<T, Fault> {
	return result.ok ? result.value : result;
}

/** What goes past the router, by the same rule. */
async function answered<T>(call: () => Promise<Result<T, Fault>>): Promise<Result<T, Fault>> {
	try {
		return await call();
	} catch {
		return err(outage());
	}
}

function outage(): Fault {
	return navigator.onLine ? { type: 'unavailable' } : { type: 'offline' };
}
