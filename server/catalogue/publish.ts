/**
 * Cuts content into packs. Promises: the same content gives the same packs, byte for byte before compression; a
 * changed record changes its own pack and, if the list shows it, the list, and no other.
 */
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Faq } from '../../domain/catalogue/faq.ts';
import { faqToListQuestion, procedureToListItem, type List } from '../../domain/catalogue/list.ts';
import { packBytesMax, packRawBytesMax, type PackKind } from '../../domain/catalogue/manifest.ts';
import type { PackBody } from '../../domain/catalogue/pack.ts';
import type { Procedure } from '../../domain/catalogue/record.ts';
import { Sha256 } from '../../domain/ids.ts';
import { invariant } from '../../domain/result.ts';
import type { Content } from './content.ts';

/** A pack with its bytes as they travel. */
export interface Pack {
	readonly id: string;
	readonly kind: PackKind;
	readonly sha256: Sha256;
	readonly brotli: Uint8Array;
	readonly rawBytes: number;
	readonly count: number;
}

/**
 * Cuts everything, in the order in which a phone should fetch it: list, what can be done here, the rest, places.
 * @param kept compressed bytes of packs that were published before, by hash: compressing is the slowest part of a
 * server's start, and mostly for nothing
 */
export function buildPacks(content: Content, kept: ReadonlyMap<string, Uint8Array> = new Map()): Pack[] {
	return cutContent(content).map((bare) => pack(bare, kept.get(bare.sha256) ?? compressed(bare)));
}

/** A pack before it is compressed. */
interface BarePack extends Omit<Pack, 'brotli' | 'rawBytes'> {
	readonly raw: Uint8Array;
}

function cutContent(content: Content): BarePack[] {
	const procedures = [...content.procedures].sort((a, b) => compare(a.code, b.code));
	const list: List = {
		items: procedures
			.map(procedureToListItem)
			.sort((a, b) => b.popularity - a.popularity || compare(a.code, b.code)),
		questions: [...content.faqs].sort((a, b) => compare(a.id, b.id)).map(faqToListQuestion)
	};
	const hereFirst = [
		...cut(
			procedures.filter((procedure) => procedure.service !== null),
			(procedure) => procedure.code
		),
		...cut(
			procedures.filter((procedure) => procedure.service === null),
			(procedure) => procedure.code
		)
	];
	const faqs = [...content.faqs].sort((a, b) => compare(a.sector.code, b.sector.code) || compare(a.id, b.id));
	return [
		barePack('list', { kind: 'list', list }, list.items.length + list.questions.length),
		...hereFirst.map(procedurePack),
		...cut(faqs, (faq) => faq.id).map(faqPack),
		barePack('agencies', { kind: 'agencies', agencies: content.agencies }, content.agencies.length),
		barePack(
			'places',
			{ kind: 'places', places: content.places },
			content.places.provinces.length + content.places.communes.length
		)
	];
}

function procedurePack(procedures: readonly Procedure[]): BarePack {
	return barePack(`procedures-${procedures[0]?.code}`, { kind: 'procedures', procedures }, procedures.length);
}

function faqPack(faqs: readonly Faq[]): BarePack {
	return barePack(`faqs-${faqs[0]?.id}`, { kind: 'faqs', faqs }, faqs.length);
}

function barePack(id: string, body: PackBody, count: number): BarePack {
	const raw = Buffer.from(JSON.stringify(body));
	const sha256 = Sha256.parse(createHash('sha256').update(raw).digest('hex'));
	return { id, kind: body.kind, sha256, raw, count };
}

function compressed({ raw }: BarePack): Uint8Array {
	return brotliCompressSync(raw, {
		params: {
			[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
			[constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
			[constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
			[constants.BROTLI_PARAM_SIZE_HINT]: raw.length
		}
	});
}

function pack({ id, kind, sha256, raw, count }: BarePack, brotli: Uint8Array): Pack {
	invariant(brotli.length <= packBytesMax, `pack ${id} is ${brotli.length} bytes, over ${packBytesMax}`);
	invariant(
		raw.length <= packRawBytesMax,
		`pack ${id} is ${raw.length} bytes unpacked, over ${packRawBytesMax}`
	);
	return { id, kind, sha256, brotli, rawBytes: raw.length, count };
}

/**
 * A pack ends where its row's name says so (one in eight), or when it is full: a new row moves the borders next to it
 * and no others. Not before the minimum, because every pack costs a phone a round trip.
 */
const rowsPerPack = 8;
const cutRawBytesMin = 16 * 1024;
const cutRawBytesMax = 128 * 1024;

function cut<T>(rows: readonly T[], name: (row: T) => string): T[][] {
	const packs: T[][] = [];
	let open: T[] = [];
	let size = 0;
	for (const row of rows) {
		const bytes = Buffer.byteLength(JSON.stringify(row));
		if (open.length > 0 && size + bytes > cutRawBytesMax) {
			packs.push(open);
			[open, size] = [[], 0];
		}
		open.push(row);
		size += bytes;
		const [first = 0] = createHash('sha256').update(name(row)).digest();
		if (size >= cutRawBytesMin && first % rowsPerPack === 0) {
			packs.push(open);
			[open, size] = [[], 0];
		}
	}
	return open.length > 0 ? [...packs, open] : packs;
}

/** By code point, the same on every machine and locale. */
function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
