/**
 * The file in which somebody takes unsent work along, to another device or away from a shared machine. Pure: bytes in,
 * bytes out; which work goes in and comes out is hand-over.ts's. The layout is told in docs/HAND-OVER-FILE.md.
 *
 *   "MOTCUA-GOI\n" │ version │ SHA-256 of what follows │ iterations │ salt │ IV │ AES-256-GCM( JSON length │ JSON │ bytes of files )
 *
 * Promises: who has the file and not the passphrase reads nothing, not even how much of what; a file that was cut or
 * changed is told apart from a wrong passphrase, and both from a file of a newer app; nothing is taken out by half.
 */
import * as z from 'zod/mini';
import { AttachmentFact } from '../../domain/dossier/schema.ts';
import { Fault } from '../../domain/faults.ts';
import { AttachmentId, DossierId, DraftId, OperationId, PersonId, RequestId } from '../../domain/ids.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { FormValues } from '../../domain/services/values.ts';
import { Operation } from '../protocol.ts';
import type { Draft, OutboxEntry, Records } from './db.ts';

/** What may be wrong with a file; sentences in src/lib/i18n/hand-over.*.ts. */
export type ParcelFault = {
	readonly type:
		'parcel_broken' | 'parcel_newer' | 'parcel_passphrase' | 'parcel_of_another' | 'parcel_needs_login';
};

export interface Parcel {
	/** ISO instant by the phone that made it. */
	readonly madeAt: string;
	/** Whose work it is. */
	readonly owner: PersonId | 'guest';
	readonly drafts: readonly Draft[];
	/** Without what only that phone knew: how far each was sent, and where its bytes lay. */
	readonly files: readonly ParcelFile[];
	/** In the order of queueing. */
	readonly outbox: readonly Omit<OutboxEntry, 'position'>[];
	/** What she was writing to agencies, by `wordsKey`. */
	readonly words: readonly { readonly key: string; readonly text: string }[];
	readonly contents: ReadonlyMap<AttachmentId, Uint8Array<ArrayBuffer>>;
}
export type ParcelFile = Omit<Records['files'], 'uploadedBytes' | 'stored' | 'contentId'> & {
	/** Under which of the contents its bytes are. */
	readonly contentId: AttachmentId;
};

/** As slow as for a PIN, for the file may lie anywhere for years. */
const iterations = 600_000;
/** Of a file that asks for more, the maker wants to keep this phone busy. */
const iterationsMax = 10_000_000;
export const passphraseLengthMin = 8;

const magic = new TextEncoder().encode('MOTCUA-GOI\n');
const version = 1;
const hashBytes = 32;
const saltBytes = 16;
const ivBytes = 12;
/** What the checksum covers begins here. */
const bodyAt = magic.length + 1 + hashBytes;
const saltAt = bodyAt + 4;
const ivAt = saltAt + saltBytes;
const sealedAt = ivAt + ivBytes;

export interface ParcelRandom {
	/** Fills and answers it. */
	fill(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
}
const browserRandom: ParcelRandom = { fill: (bytes) => crypto.getRandomValues(bytes) };

/** @param passphrase chosen by her; nobody can bring it back */
export async function packParcel(
	parcel: Parcel,
	passphrase: string,
	random: ParcelRandom = browserRandom
): Promise<Uint8Array<ArrayBuffer>> {
	const { contents, ...rest } = parcel;
	const list = [...contents].map(([contentId, bytes]) => ({ contentId, size: bytes.byteLength }));
	const json = utf8.encode(JSON.stringify({ ...rest, contents: list }));
	const length = new Uint8Array(4);
	new DataView(length.buffer).setUint32(0, json.byteLength);
	const plain = joined([length, json, ...contents.values()]);

	const head = new Uint8Array(sealedAt);
	head.set(magic);
	head[magic.length] = version;
	new DataView(head.buffer).setUint32(bodyAt, iterations);
	const salt = random.fill(new Uint8Array(saltBytes));
	const iv = random.fill(new Uint8Array(ivBytes));
	head.set(salt, saltAt);
	head.set(iv, ivAt);
	const key = await keyOf(passphrase, salt, iterations);
	const sealed = await crypto.subtle.encrypt(cipher(iv, head), key, plain);
	const file = joined([head, new Uint8Array(sealed)]);
	file.set(await hashOf(file.subarray(bodyAt)), magic.length + 1);
	return file;
}

export async function unpackParcel(
	file: Uint8Array<ArrayBuffer>,
	passphrase: string
): Promise<Result<Parcel, ParcelFault>> {
	if (file.length <= magic.length || !same(file.subarray(0, magic.length), magic))
		return err({ type: 'parcel_broken' });
	if ((file[magic.length] ?? 0) > version) return err({ type: 'parcel_newer' });
	const checksum = file.subarray(magic.length + 1, bodyAt);
	if (file.length <= sealedAt || !same(checksum, await hashOf(file.subarray(bodyAt))))
		return err({ type: 'parcel_broken' });
	const rounds = new DataView(file.buffer, file.byteOffset).getUint32(bodyAt);
	if (rounds < 1 || rounds > iterationsMax) return err({ type: 'parcel_broken' });
	const head = file.slice(0, sealedAt);
	const key = await keyOf(passphrase, file.slice(saltAt, ivAt), rounds);
	const plain = await crypto.subtle
		.decrypt(cipher(file.slice(ivAt, sealedAt), head), key, file.subarray(sealedAt))
		// The checksum held, so the file is whole: it is the passphrase.
		.catch(() => null);
	return plain ? await read(new Uint8Array(plain)) : err({ type: 'parcel_passphrase' });
}

async function read(plain: Uint8Array<ArrayBuffer>): Promise<Result<Parcel, ParcelFault>> {
	const broken = err<ParcelFault>({ type: 'parcel_broken' });
	if (plain.length < 4) return broken;
	const jsonEnd = 4 + new DataView(plain.buffer).getUint32(0);
	if (jsonEnd > plain.length) return broken;
	const parsed = ParcelText.safeParse(jsonOf(plain.subarray(4, jsonEnd)));
	if (!parsed.success) return broken;
	const { contents: list, ...rest } = parsed.data;
	const contents = new Map<AttachmentId, Uint8Array<ArrayBuffer>>();
	let at = jsonEnd;
	for (const { contentId, size } of list) {
		contents.set(contentId, plain.slice(at, at + size));
		at += size;
	}
	if (at !== plain.length) return broken;
	for (const { contentId, sha256, size } of rest.files) {
		const bytes = contents.get(contentId);
		if (bytes?.length !== size || hex(await hashOf(bytes)) !== sha256) return broken;
	}
	// Parsed field by field; only "absent" and "undefined" are one to the schema and two to the types.
	return ok({ ...rest, contents } as Parcel);
}

const text = (max: number) => z.string().check(z.maxLength(max));
const moment = z.number().check(z.nonnegative());

const ParcelText = z.object({
	madeAt: text(40),
	owner: z.union([PersonId, z.literal('guest')]),
	drafts: z
		.array(
			z.object({
				draftId: DraftId,
				dossierId: DossierId,
				operationId: OperationId,
				procedureCode: text(40),
				serviceVersion: z.int(),
				values: FormValues,
				group: z.int().check(z.nonnegative()),
				createdAt: moment,
				updatedAt: moment,
				state: z.enum(['editing', 'queued', 'refused']),
				fault: z.optional(Fault),
				localReference: text(40)
			})
		)
		.check(z.maxLength(1_000)),
	files: z
		.array(
			z.extend(AttachmentFact, {
				dossierId: DossierId,
				purpose: z.enum(['draft', 'supplement']),
				requestId: z.optional(RequestId),
				addedAt: moment,
				contentId: AttachmentId
			})
		)
		.check(z.maxLength(10_000)),
	outbox: z
		.array(
			z.object({
				operationId: OperationId,
				dossierId: DossierId,
				operation: Operation,
				queuedAt: moment,
				state: z.enum(['queued', 'set_aside']),
				fault: z.optional(Fault)
			})
		)
		.check(z.maxLength(10_000)),
	words: z
		.array(
			z.object({
				key: z.string().check(z.regex(/^words:(supplement|withdraw):[0-9a-f-]{36}$/)),
				text: text(10_000)
			})
		)
		.check(z.maxLength(1_000)),
	contents: z
		.array(z.object({ contentId: AttachmentId, size: z.int().check(z.nonnegative()) }))
		.check(z.maxLength(10_000))
});

const utf8 = new TextEncoder();

/** Composed: the same word typed on another keyboard opens it. */
async function keyOf(passphrase: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
	const typed = await crypto.subtle.importKey(
		'raw',
		utf8.encode(passphrase.normalize('NFC')),
		'PBKDF2',
		false,
		['deriveKey']
	);
	return await crypto.subtle.deriveKey(
		{ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
		typed,
		{ name: 'AES-GCM', length: 256 },
		false,
		['encrypt', 'decrypt']
	);
}

/** The head is authenticated too, but for the checksum, which is made after it. */
function cipher(iv: Uint8Array<ArrayBuffer>, head: Uint8Array<ArrayBuffer>): AesGcmParams {
	const bound = head.slice();
	bound.fill(0, magic.length + 1, bodyAt);
	return { name: 'AES-GCM', iv, additionalData: bound };
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

function hex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function same(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

function jsonOf(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		return null;
	}
}
