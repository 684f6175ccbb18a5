/**
 * What the phone may call over tRPC: the exchange, and what needs the network anyway. Payments and bills are open to
 * guests, because anybody may pay anybody's electricity bill; what belongs to a person is guarded inside.
 */
import { initTRPC } from '@trpc/server';
import { z } from 'zod';
import type { Fault } from '../domain/faults.ts';
import { PaymentId, type Instant } from '../domain/ids.ts';
import { ChargeAccount } from '../domain/payment/charges.ts';
import { PaymentSubject, type Payment } from '../domain/payment/schema.ts';
import type { Result } from '../domain/result.ts';
import { Locale } from '../domain/text.ts';
import type { Workplace } from '../domain/workplace.ts';
import { faultShape, parsed, syncRouter, type SyncContext } from '../sync/router.ts';
import type { Charges } from './issuers/find.ts';
import type { Payments } from './payments/start.ts';
import type { Person } from './store/people.ts';

export interface Context extends SyncContext {
	readonly person: Person | null;
	readonly sessionEndsAt: Instant | null;
	readonly address: string;
	readonly payments: Payments;
	readonly charges: Charges;
	/** Where the person works. */
	readonly workplaces: () => Promise<readonly Workplace[]>;
}

const t = initTRPC.context<Context>().create({ isDev: false, errorFormatter: faultShape });

const StartInput = z.object({ paymentId: PaymentId, subject: PaymentSubject, locale: Locale });
const StatusInput = z.object({ paymentId: PaymentId });
const FindInput = z.object({ service: ChargeAccount.shape.service, lookup: ChargeAccount.shape.lookup });

export const appRouter = t.router({
	sync: syncRouter,
	session: t.router({
		/** Who is logged in, and until when if they do nothing more. */
		me: t.procedure.query(({ ctx }): { me: Person | null; endsAt: Instant | null } => ({
			me: ctx.person,
			endsAt: ctx.sessionEndsAt
		})),
		/** Which staff pages would open to whoever is logged in; none for a guest. */
		workplaces: t.procedure.query(async ({ ctx }): Promise<{ workplaces: readonly Workplace[] }> => ({
			workplaces: await ctx.workplaces()
		}))
	}),
	payments: t.router({
		start: t.procedure
			.input(parsed(StartInput))
			.mutation(({ ctx, input }): Promise<Result<Payment, Fault>> => ctx.payments.start(ctx, input)),
		status: t.procedure
			.input(parsed(StatusInput))
			.query(({ ctx, input }): Promise<Result<Payment, Fault>> => ctx.payments.status(ctx, input.paymentId))
	}),
	charges: t.router({
		find: t.procedure
			.input(parsed(FindInput))
			.query(({ ctx, input }): Promise<Result<ChargeAccount, Fault>> => ctx.charges.find(ctx, input))
	})
});

export type AppRouter = typeof appRouter;
