/**
 * The server's store with two people, two linked agencies and a clock that moves by hand: what the tests of store,
 * forwarding and contract stand on.
 */
import { createHash, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { vnd } from '../../domain/money.ts';
import type { AttachmentFact, Dossier } from '../../domain/dossier/schema.ts';
import { fold } from '../../domain/dossier/machine.ts';
import type { AgencyCallback } from '../../domain/forwarding/messages.ts';
import {
	AttachmentId,
	DossierId,
	OperationId,
	PaymentId,
	type PersonId,
	RequestId,
	Sha256
} from '../../domain/ids.ts';
import { invariant } from '../../domain/result.ts';
import { insuranceForm, licenceForm, mai as maiOfTheForms } from './forms.ts';
import { type Agencies, type AgencyLink, createAgencies } from '../../server/forwarding/agencies.ts';
import { type CallbackReply, createCallbacks } from '../../server/forwarding/callback.ts';
import { insertAttachment } from '../../server/store/attachments.ts';
import type { Database } from '../../server/store/database.ts';
import { loadDossier } from '../../server/store/dossiers.ts';
import { migrate } from '../../server/store/migrate.ts';
import { createAuthority } from '../../server/store/operations.ts';
import { insertPayment, storeProviderEvent } from '../../server/store/payments.ts';
import { findOrCreatePerson } from '../../server/store/people.ts';
import type { PlaceNames } from '../../server/store/places.ts';
import { signReceipt } from './seals.ts';
import { agencySystems } from './services.ts';
import type { Operation } from '../../sync/protocol.ts';
import type { Authority } from '../../sync/store/authority.ts';

export type Submit = Operation & { kind: 'submit' };
/** An agency's word without what every word has. */
export type Word = AgencyCallback extends infer C
	? C extends AgencyCallback
		? Omit<C, 'dossierId' | 'sequence' | 'at' | 'officer'>
		: never
	: never;

export const outSecret = `whsec_${Buffer.from('portal to agency, for tests').toString('base64')}`;
export const inSecret = `whsec_${Buffer.from('agency to portal, for tests').toString('base64')}`;
/** What the agency is about to change to; both are current. */
export const nextInSecret = `whsec_${Buffer.from('agency to portal, the next').toString('base64')}`;

export interface Office {
	readonly db: Database;
	readonly authority: Authority;
	readonly agencies: Agencies;
	readonly mai: PersonId;
	readonly sung: PersonId;
	readonly clock: () => Date;
	/** Moves the clock on. */
	wait(ms: number): void;
	/** As if uploaded whole. */
	storeFile(person: PersonId, fact: AttachmentFact): Promise<void>;
	/** Mai's dossier with its files, received; answers its id. */
	submitted(operation?: Submit): Promise<DossierId>;
	/** The gateway says that the fee came. */
	pay(dossierId: DossierId, paymentId?: PaymentId): Promise<PaymentId>;
	/** A signed word of the dossier's own agency. */
	say(dossierId: DossierId, sequence: number, word: Word): Promise<CallbackReply>;
	dossier(dossierId: DossierId): Promise<Dossier>;
	status(dossierId: DossierId): Promise<number>;
}

/** A Monday morning. */
const morning = Date.parse('2026-11-23T02:00:00.000Z');

export const places: PlaceNames = {
	version: '2025-07',
	knownCommune: (province, commune) => province === '12' && commune === '03408',
	provinceName: () => ({ vi: 'tỉnh Lai Châu', en: 'Lai Châu' }),
	communeName: () => ({ vi: 'phường Tân Phong', en: 'Tân Phong' })
};

/**
 * @param db empty or not: opening an office again on the same data is a restart
 * @param agencyUrl where both agency systems listen
 * @param change how they are spoken with, when not by webhooks on the clock of the test
 */
export async function openOffice(
	db: Database,
	agencyUrl = 'http://127.0.0.1:9',
	change: Partial<AgencyLink> & { portalOrigin?: string; clock?: () => Date } = {}
): Promise<Office> {
	let time = morning;
	const { portalOrigin = 'http://portal.test', clock = () => new Date(time), ...linkChange } = change;
	await migrate(db, clock);
	const link = {
		baseUrl: agencyUrl,
		protocol: 'webhooks',
		xroad: null,
		ratePerMinute: null,
		outSecrets: [outSecret],
		inSecrets: [inSecret, nextInSecret],
		...linkChange
	} as const;
	const agencies = createAgencies({
		portalOrigin,
		fileSecret: 'secret of the file links',
		links: agencySystems.map((one) => ({ ...link, ...one }))
	});
	const authority = createAuthority({ db, clock, places, agencies, sign: signReceipt });
	const receive = createCallbacks({ db, agencies });
	const person = async (subject: string, name: string, personalId: string) => {
		const claims = {
			issuer: 'https://eid.test',
			subject,
			name,
			personalId,
			birth: '1990',
			phone: '0912345678'
		};
		return (await db.write((tx) => findOrCreatePerson(tx, { ...claims, sex: 'female' }, clock()))).personId;
	};
	const mai = await person('mai', maiOfTheForms.name, maiOfTheForms.personalId);
	const sung = await person('sung', 'Vàng A Sùng', '011085005678');

	const storeFile: Office['storeFile'] = (who, fact) =>
		db.write((tx) => insertAttachment(tx, who, fact, clock()));
	const dossier = async (dossierId: DossierId) => {
		const stored = await loadDossier(db, dossierId);
		invariant(stored, 'the dossier exists');
		return stored.dossier;
	};

	return {
		db,
		authority,
		agencies,
		mai,
		sung,
		clock,
		wait: (ms) => void (time += ms),
		storeFile,
		dossier,
		async submitted(operation = submission()) {
			for (const fact of operation.attachments) await storeFile(mai, fact);
			const outcome = await authority.apply(mai, operation);
			invariant(outcome.type === 'done', `received: ${JSON.stringify(outcome)}`);
			return operation.dossierId;
		},
		async pay(dossierId, paymentId = PaymentId.parse(randomUUID())) {
			await db.write(async (tx) => {
				await insertPayment(tx, {
					paymentId,
					personId: mai,
					subject: { kind: 'dossier', dossierId },
					lines: [
						{ code: 'LP.GPLX', kind: 'charge', label: { vi: 'Lệ phí', en: 'Charge' }, amount: vnd(135_000) }
					],
					beneficiary: 'Phòng CSGT',
					txnRef: paymentId.slice(0, 8),
					payUrl: 'http://gateway.test/pay',
					now: clock()
				});
				await storeProviderEvent(tx, agencies, {
					eventId: `ipn ${paymentId}`,
					paymentId,
					event: { kind: 'settled', at: clock().toISOString(), transactionNo: '14000001', bank: 'NCB' },
					raw: 'vnp_ResponseCode=00',
					now: clock()
				});
			});
			return paymentId;
		},
		async say(dossierId, sequence, said) {
			const { agency } = await dossier(dossierId);
			const body = JSON.stringify(word(dossierId, sequence, said));
			return receive(
				agency.code,
				signed(inSecret, `msg ${dossierId} ${sequence}`, body, clock()),
				body,
				clock()
			);
		},
		status: async (dossierId) => fold((await dossier(dossierId)).events).status
	};
}

/** An application of Mai's for the exchange of her licence, with the two photos that it needs. */
export function submission(change: Partial<Submit> = {}): Submit {
	return {
		kind: 'submit',
		operationId: OperationId.parse(randomUUID()),
		dossierId: DossierId.parse(randomUUID()),
		procedureCode: '3.000347',
		serviceVersion: 1,
		catalogueVersion: '1',
		localReference: 'TẠM SEN-4821',
		claimedAt: '2001-01-01T00:00:00.000Z',
		form: licenceForm(),
		attachments: [file('portrait'), file('oldCard')],
		...change
	};
}

/** An application without a fee and without papers. */
export function freeSubmission(change: Partial<Submit> = {}): Submit {
	return submission({ procedureCode: '1.002759', form: insuranceForm(), attachments: [], ...change });
}

export function file(component: string): AttachmentFact {
	const attachmentId = AttachmentId.parse(randomUUID());
	return {
		attachmentId,
		component,
		name: `${component}.jpg`,
		type: 'image/jpeg',
		size: 60_000,
		sha256: Sha256.parse(createHash('sha256').update(attachmentId).digest('hex'))
	};
}

export const requestId = RequestId.parse('11111111-1111-4111-8111-111111111111');
export const supplementRequested = {
	type: 'supplement_requested',
	requestId,
	items: [{ component: 'portrait', text: 'Ảnh mờ' }],
	until: '2026-12-10'
} satisfies Word;

export function supplement(dossierId: DossierId, change: Partial<Operation & { kind: 'supplement' }> = {}) {
	return {
		kind: 'supplement',
		operationId: OperationId.parse(randomUUID()),
		dossierId,
		requestId,
		note: 'Ảnh mới',
		attachments: [file('portrait')],
		...change
	} satisfies Operation;
}

export function withdrawal(dossierId: DossierId): Operation {
	return {
		kind: 'withdraw',
		operationId: OperationId.parse(randomUUID()),
		dossierId,
		reason: 'Tôi đã đổi ở nơi khác'
	};
}

export function takeResult(dossierId: DossierId): Operation {
	return { kind: 'take_result', operationId: OperationId.parse(randomUUID()), dossierId };
}

export function word(dossierId: DossierId, sequence: number, said: Word): AgencyCallback {
	return {
		dossierId,
		sequence,
		at: '2026-11-23T02:00:00Z',
		officer: { name: 'Lê Văn Hùng', title: 'Cán bộ tiếp nhận', unit: 'Phòng CSGT tỉnh Lai Châu' },
		...said
	};
}

export function signed(secret: string, id: string, body: string, at: Date): Record<string, string> {
	return {
		'webhook-id': id,
		'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
		'webhook-signature': new Webhook(secret).sign(id, at, body)
	};
}
