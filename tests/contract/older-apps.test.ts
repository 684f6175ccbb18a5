/** What the apps of every protocol that is still spoken have sent, sent again to today's server. */
import { describe, expect, it } from 'vitest';
import { sealFault } from '../../domain/dossier/manifest.ts';
import type { DossierId } from '../../domain/ids.ts';
import { type Operation, type Outcome, protocolOldest, protocolVersion } from '../../sync/protocol.ts';
import { syncRouter } from '../../sync/router.ts';
import { fold as foldAs1 } from '../golden/machine-1.ts';
import { olderApp } from '../golden/older-app.ts';
import { forEachDatabase } from '../support/databases.ts';
import { supplementRequested } from '../support/office.ts';
import { type AuthoritySide, serverSide } from './sides.ts';

const older = Array.from({ length: protocolVersion - protocolOldest }, (_, index) => protocolOldest + index);

describe.each(older)('an app of protocol %i', (protocol) =>
	forEachDatabase((open) => {
		const app = olderApp(protocol);

		/** Sends as that app did, and reads the reply as it does. */
		async function send(side: AuthoritySide, operations: readonly Operation[]): Promise<Outcome[]> {
			const now = () => new Date('2026-11-23T02:00:00.000Z');
			const person = { personId: side.mai };
			const caller = syncRouter.createCaller({ person, authority: side.authority, now, sealFault });
			const message: unknown = { protocol, cursor: 0, operations };
			const reply = await caller.exchange(message as never);
			expect(app.stumblesOver(JSON.parse(JSON.stringify(reply)))).toBeNull();
			if (!reply.ok) throw new Error(reply.error.type);
			for (const change of reply.value.changes)
				if (change.kind === 'dossier' && protocol === 1) foldAs1(change.dossier.events);
			return reply.value.outcomes;
		}

		async function sent(side: AuthoritySide, operation: Operation): Promise<void> {
			if ('attachments' in operation)
				for (const fact of operation.attachments) await side.storeFile(side.mai, fact);
			expect(await send(side, [operation])).toEqual([{ type: 'done', operationId: operation.operationId }]);
		}

		it('[S14] still submits, supplements, withdraws and takes its result, and reads every reply', async () => {
			const side = await serverSide(open);
			const { licence, free, supplement, withdraw, take } = app.operations;
			expect(await send(side, [licence])).toMatchObject([{ type: 'files_missing' }]);
			await sent(side, licence);
			await sent(side, licence);
			await sent(side, free);
			await sent(side, withdraw);
			const dossierId: DossierId = licence.dossierId;
			await side.pay(dossierId);
			await side.say(dossierId, 1, { type: 'accepted' });
			await side.say(dossierId, 2, supplementRequested);
			await sent(side, supplement);
			await side.say(dossierId, 3, { type: 'processing' });
			const result = {
				name: 'gplx.pdf',
				type: 'application/pdf',
				size: 3,
				sha256: 'a'.repeat(64),
				url: 'http://127.0.0.1:9/gplx.pdf'
			};
			await side.say(dossierId, 4, {
				type: 'apologised',
				reason: 'Mất điện',
				appointmentOn: '2026-12-24'
			});
			await side.say(dossierId, 5, { type: 'decided', outcome: 'granted', result } as never);
			await side.resultArrives(dossierId);
			await sent(side, take);
		});

		it('[S14] is refused in words that it knows', async () => {
			const side = await serverSide(open);
			const { free, take } = app.operations;
			if (free.kind !== 'submit') throw new Error('a submission');
			const wrong = { ...free, form: { ...free.form, socialInsuranceNo: 'x', phone: '' } };
			expect(await send(side, [wrong, take])).toMatchObject([
				{ type: 'refused', fault: { type: 'form_invalid' } },
				{ type: 'refused', fault: { type: 'not_found' } }
			]);
		});
	})
);

describe('what is kept of an older app', () => {
	it('[S14] would notice a reply that it cannot read', () => {
		for (const protocol of older) {
			const app = olderApp(protocol);
			expect(app.protocol).toBe(protocol);
			expect(app.stumblesOver({ ok: false, error: { type: 'manifest_refused', why: 'key' } })).toContain('✖');
			expect(app.stumblesOver({ ok: false, error: { type: 'not_found', later: 1 } })).toBeNull();
		}
	});
});
