/**
 * Writes down what today's app sends and can read, for the day when it is an older one: `node tests/golden/record.ts`,
 * on the last commit of a version of the protocol.
 */
import { writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import type { AttachmentFact } from '../../domain/dossier/schema.ts';
import { Fault } from '../../domain/faults.ts';
import { AttachmentId, DossierId, OperationId, Sha256 } from '../../domain/ids.ts';
import { ExchangeReply, type Operation, protocolVersion } from '../../sync/protocol.ts';
import { freeSubmission, submission, supplement, takeResult, withdrawal } from '../support/office.ts';
import { sealed } from '../support/seals.ts';

const id = (n: number) => `00000000-0000-4000-8000-0000000${protocolVersion}${String(n).padStart(4, '0')}`;
const named = <O extends Operation>(n: number, operation: O): O =>
	sealed({ ...operation, operationId: OperationId.parse(id(n)) });
const files = (first: number, facts: readonly AttachmentFact[]) =>
	facts.map((fact, index) => ({
		...fact,
		attachmentId: AttachmentId.parse(id(first + index)),
		sha256: Sha256.parse(String(first + index).padStart(64, '0'))
	}));

const licence = submission({ dossierId: DossierId.parse(id(11)) });
const free = freeSubmission({ dossierId: DossierId.parse(id(12)) });
const added = supplement(licence.dossierId);
const Reply = z.discriminatedUnion('ok', [
	z.object({ ok: z.literal(true), value: ExchangeReply }),
	z.object({ ok: z.literal(false), error: Fault })
]);
const recorded = {
	protocol: protocolVersion,
	operations: {
		licence: named(1, { ...licence, attachments: files(21, licence.attachments) }),
		free: named(2, free),
		supplement: named(3, { ...added, attachments: files(31, added.attachments) }),
		withdraw: named(4, withdrawal(free.dossierId)),
		take: named(5, takeResult(licence.dossierId))
	},
	// As it is read: what is not named there does no harm.
	reply: z.toJSONSchema(Reply, { io: 'input', unrepresentable: 'any', reused: 'ref' })
};
const file = new URL(`protocol-${protocolVersion}.json`, import.meta.url);
writeFileSync(file, `${JSON.stringify(recorded, null, '\t')}\n`);
