/**
 * What needs the network at once and has no outbox: who is logged in, starting and watching a payment, looking up
 * bills. Every reply is parsed; whatever goes wrong on the way is a fault, never an exception.
 */
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import * as z from 'zod/mini';
import { Fault } from '$domain/faults.ts';
import { type PaymentId, PersonId } from '$domain/ids.ts';
import { requestTimeoutMs } from '$domain/limits.ts';
import { ChargeAccount } from '$domain/payment/charges.ts';
import { Payment, type PaymentSubject } from '$domain/payment/schema.ts';
import { err, type Result } from '$domain/result.ts';
import type { FormValues } from '$domain/services/values.ts';
import type { Locale } from '$domain/text.ts';
import type { AppRouter } from '$server/router.ts';

const client = createTRPCClient<AppRouter>({
	links: [
		httpLink({
			url: '/trpc',
			// Look-ups too: an address may be logged, and a customer code is somebody's.
			methodOverride: 'POST',
			fetch: (input, init) =>
				fetch(input as RequestInfo, {
					...(init as RequestInit),
					signal: AbortSignal.timeout(requestTimeoutMs)
				})
		})
	]
});

const Me = z.object({
	personId: PersonId,
	name: z.string(),
	personalId: z.string(),
	birth: z.string(),
	sex: z.enum(['male', 'female']),
	phone: z.string()
});
const SessionReply = z.object({ me: z.nullable(Me) });
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
	return await answered(async () => {
		const { me } = SessionReply.parse(await client.session.me.query());
		return { ok: true, value: me };
	});
}

/** Opens an attempt, or finds it again: the same id gives the same attempt for ever. */
export async function startPayment(
	paymentId: PaymentId,
	subject: PaymentSubject,
	locale: Locale
): Promise<Result<Payment, Fault>> {
	return await answered(async () =>
		PaymentReply.parse(await client.payments.start.mutate({ paymentId, subject, locale }))
	);
}

export async function paymentStatus(paymentId: PaymentId): Promise<Result<Payment, Fault>> {
	return await answered(async () => PaymentReply.parse(await client.payments.status.query({ paymentId })));
}

/** What an issuer wants to be paid. @param service id of a transaction service */
export async function findCharges(
	service: string,
	lookup: FormValues
): Promise<Result<ChargeAccount, Fault>> {
	return await answered(async () => ChargesReply.parse(await client.charges.find.query({ service, lookup })));
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
		return { ok: true, value: LogoutReply.parse(await response.json()).redirect };
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
 * The outage of a call as a fault. A reply that does not parse counts as an outage too: behind a hotel's login page
 * or a half-finished update the next try may be right.
 */
async function answered<T>(call: () => Promise<Result<T, Fault>>): Promise<Result<T, Fault>> {
	try {
		return await call();
	} catch (error) {
		const code =
			error instanceof TRPCClientError ? (error as TRPCClientError<AppRouter>).data?.code : undefined;
		if (code === 'UNAUTHORIZED') return err({ type: 'login_required' });
		return err(navigator.onLine ? { type: 'unavailable' } : { type: 'offline' });
	}
}
