/**
 * Known mistakes, to be switched on: a simulator that does not find them finds nothing. Those that are not made here
 * are made where they would be: in portal.ts, tab.ts, shelf.ts.
 */
import type { Fault } from '../../domain/faults.ts';
import { DossierId, OperationId } from '../../domain/ids.ts';
import type { Exchange, ExchangeReply } from '../../sync/protocol.ts';
import type { Disk } from '../../sync/store/disk.ts';
import { MemoryPhone, type PhoneState } from '../../sync/store/memory-phone.ts';
import type { Random } from './random.ts';

export const bugs = [
	/** The server answers before its disk has it. */
	'ack_before_commit',
	/** The phone names the same wish anew on every attempt. */
	'new_id_on_retry',
	/** The server forgets which operations it has answered. */
	'lost_dedup',
	/** The phone remembers how far it has read before it keeps what it read. */
	'cursor_before_rows',
	/** The phone throws away what was refused. */
	'drop_on_refusal',
	/** The phone says "saved" although the write failed. */
	'told_before_saved',
	/** The server keeps what it must still do outside in memory only. */
	'jobs_in_memory',
	/** The server adds a chunk wherever it stands, without looking at the offset. */
	'offset_unchecked',
	/** The newer app clears a row of the older one before it has its own. */
	'upgrade_in_halves',
	/** The server says "heard" to a word of the agency that came before its turn, and forgets it. */
	'early_word_lost',
	/** Of two answers that did not know of each other the phone keeps the later. */
	'skipped_conflict',
	/** A draft that she throws away goes from the phone, and the server is not told. */
	'discard_untold',
	/** The server signs for something else than it has received. */
	'receipt_of_other'
] as const;
export type Bug = (typeof bugs)[number];

export function phoneStore(disk: Disk, bug: Bug | null, state: PhoneState): MemoryPhone {
	if (bug === 'cursor_before_rows') return new CursorFirst(disk, state);
	if (bug === 'drop_on_refusal') return new DropsRefused(disk, state);
	if (bug === 'skipped_conflict') return new LatestWins(disk, state);
	return new MemoryPhone(disk, state);
}

class CursorFirst extends MemoryPhone {
	override async settle(reply: ExchangeReply): Promise<void> {
		await this.disk.commit('cursor', () => this.applyCursor(reply.cursor));
		await super.settle(reply);
	}
}

class DropsRefused extends MemoryPhone {
	protected override aside(operationId: OperationId, _fault: Fault): void {
		this.state.outbox.delete(operationId);
	}
}

class LatestWins extends MemoryPhone {
	protected override applyDrafts(reply: ExchangeReply): void {
		super.applyDrafts(reply);
		const { copies } = this.state.drafts;
		const decided = copies.map((copy) => ({
			...copy,
			document: {
				...copy.document,
				fields: Object.fromEntries(
					Object.entries(copy.document.fields).map(([path, candidates]) => [path, candidates.slice(0, 1)])
				)
			}
		}));
		this.state.drafts = { ...this.state.drafts, copies: decided };
	}
}

/** What a phone sends when it mints ids while sending; and the way back for the outcomes. */
export function withNewIds(
	exchange: Exchange,
	random: Random
): { exchange: Exchange; back: (reply: ExchangeReply) => ExchangeReply } {
	const minted = new Map<OperationId, OperationId>();
	const operations = exchange.operations.map((operation) => {
		const operationId = OperationId.parse(random.uuid());
		minted.set(operationId, operation.operationId);
		// Signed while it is sent, too.
		return operation.kind === 'submit'
			? { ...operation, operationId, dossierId: DossierId.parse(random.uuid()), seal: undefined }
			: { ...operation, operationId };
	});
	return {
		exchange: { ...exchange, operations },
		back: (reply) => ({
			...reply,
			outcomes: reply.outcomes.map((outcome) => ({
				...outcome,
				operationId: minted.get(outcome.operationId) ?? outcome.operationId
			}))
		})
	};
}
