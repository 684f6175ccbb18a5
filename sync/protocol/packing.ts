/**
 * Small texts made smaller than any browser's compression does: an exchange of drafts is a few hundred bytes, most of
 * which a general method spends on learning what every exchange looks like. This one has read one before: a model of
 * the last bytes predicts the next bit, and an arithmetic coder writes down only by how much it was surprised.
 *
 *   text ─► bytes ─► bits ─► predicted from what came before, mixed ─► surprise in bits
 *
 * Whole numbers only, so that phone and server compute the same to the last bit. Both must have the same primer: its
 * bytes are part of the format, and another primer is another media type (packed.ts).
 */
import { packedCharactersMax } from './packed.ts';
import { primer } from './primer.ts';

const orders = 8;
const slots = 1 << 16;
const learningMax = 24;

/** What the model has learnt. */
interface Memory {
	/** Of each context and bit position how likely a 1 is, of 65,536. */
	readonly chances: Uint16Array;
	/** How often it was seen: the first impressions move it most. */
	readonly counts: Uint8Array;
	/** How much each order is trusted, by how far into the byte. */
	readonly weights: Int32Array;
}

/** Logistic function of x/256, of 4,096; by interpolation, because `Math.exp` may differ between machines. */
const squashPoints = [
	1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785,
	3901, 3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094
];
function squash(x: number): number {
	if (x > 2047) return 4095;
	if (x < -2047) return 1;
	const at = (x >> 7) + 16;
	const part = x & 127;
	return ((squashPoints[at] as number) * (128 - part) + (squashPoints[at + 1] as number) * part + 64) >> 7;
}
/** Its inverse. */
const stretched = new Int16Array(4096);
for (let x = -2047, from = 0; x <= 2047; x++) {
	const to = squash(x);
	for (let p = from; p <= to; p++) stretched[p] = x;
	from = to + 1;
	if (x === 2047) stretched.fill(2047, from);
}
/** One step of learning after n others: 65,536 / (n + 1.6). */
const steps = Int32Array.from({ length: learningMax + 1 }, (_, n) => Math.floor(65_536 / (n + 1.6)));

class Model {
	readonly #memory: Memory;
	readonly #bases = new Int32Array(orders);
	readonly #places = new Int32Array(orders);
	readonly #inputs = new Int32Array(orders);
	/** The bits of this byte so far, with a 1 before them. */
	#partial = 1;
	#last = 0;
	#word = 0;
	/** Of the last five bytes only whether digit, letter, capital or which sign. */
	#shape = 0;
	/** Bytes since the last `,`, `[` or `"`. */
	#depth = 0;
	#chance = 2048;

	constructor(memory: Memory) {
		this.#memory = memory;
		this.#enter();
	}

	/** How likely the next bit is a 1, of 4,096. */
	get chance(): number {
		return this.#chance;
	}

	learn(bit: number): void {
		const { chances, counts, weights } = this.#memory;
		const error = ((bit << 12) - this.#chance) * 32;
		const from = this.#partial * orders;
		for (let order = 0; order < orders; order++) {
			weights[from + order] =
				(weights[from + order] as number) + (((this.#inputs[order] as number) * error + 0x8000) >> 16);
			const place = this.#places[order] as number;
			const count = counts[place] as number;
			const chance = chances[place] as number;
			chances[place] = (chance + (((bit ? 65_535 : 0) - chance) * (steps[count] as number)) / 65_536) | 0;
			if (count < learningMax) counts[place] = count + 1;
		}
		this.#partial = (this.#partial << 1) | bit;
		if (this.#partial > 255) this.#endByte(this.#partial & 255);
		this.#predict();
	}

	#endByte(byte: number): void {
		this.#last = (this.#last << 8) | byte | 0;
		const kind = kindOf(byte);
		this.#word = kind < 4 ? Math.imul(this.#word + byte + 1, 0x2c1b3c6d) : 0;
		this.#shape = ((this.#shape << 6) ^ kind) | 0;
		this.#depth = byte === 44 || byte === 91 || byte === 34 ? 0 : this.#depth + 1;
		this.#partial = 1;
		this.#enter();
	}

	/** At the beginning of a byte: by what it may be predicted. */
	#enter(): void {
		const last = this.#last;
		[0, last & 0xff, last & 0xffff, last & 0xffffff, last].forEach(
			(known, order) => (this.#bases[order] = hash(known, order))
		);
		this.#bases[5] = hash(this.#word, 9);
		this.#bases[6] = hash(this.#shape, 10);
		this.#bases[7] = hash(this.#depth * 256 + (this.#shape & 255), 11);
		this.#predict();
	}

	#predict(): void {
		const { chances, weights } = this.#memory;
		const from = this.#partial * orders;
		let sum = 0;
		for (let order = 0; order < orders; order++) {
			const place = (hash((this.#bases[order] as number) + this.#partial, order) >>> 16) & (slots - 1);
			this.#places[order] = place;
			const input = stretched[(chances[place] as number) >>> 4] as number;
			this.#inputs[order] = input;
			sum += input * (weights[from + order] as number);
		}
		this.#chance = Math.min(4095, Math.max(1, squash(Math.floor(sum / 65_536))));
	}
}

/** 1 a digit, 2 a letter or a part of one, 3 a capital, else which sign. */
function kindOf(byte: number): number {
	if (byte > 47 && byte < 58) return 1;
	if (byte > 127 || (byte > 96 && byte < 123)) return 2;
	if (byte > 64 && byte < 91) return 3;
	return byte & 63;
}

function hash(value: number, order: number): number {
	let mixed = Math.imul(value ^ Math.imul(order + 1, 0x9e3779b1), 0x85ebca6b);
	mixed ^= mixed >>> 13;
	mixed = Math.imul(mixed, 0xc2b2ae35);
	return mixed ^ (mixed >>> 15);
}

function blank(): Memory {
	return {
		chances: new Uint16Array(slots).fill(32_768),
		counts: new Uint8Array(slots),
		weights: new Int32Array(256 * orders).fill(14_000)
	};
}

let primed: Memory | null = null;
/** What the model knows before the first byte: read once, then copied. */
function afterPrimer(): Memory {
	if (!primed) {
		const memory = blank();
		const model = new Model(memory);
		for (const byte of new TextEncoder().encode(primer))
			for (let bit = 7; bit >= 0; bit--) model.learn((byte >> bit) & 1);
		primed = memory;
	}
	const { chances, counts, weights } = primed;
	return { chances: chances.slice(), counts: counts.slice(), weights: weights.slice() };
}

/** Of what a line may have cut off: without its end a packed text is another text, not a broken one. */
function checksum(bytes: Uint8Array): number {
	let sum = 0x811c9dc5;
	for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
	return ((sum >>> 16) ^ sum) & 0xffff;
}

/** @param text of at most `packedCharactersMax` characters */
export function packText(text: string): Uint8Array<ArrayBuffer> {
	const bytes = new TextEncoder().encode(text);
	const model = new Model(afterPrimer());
	const sum = checksum(bytes);
	const packed = [sum >>> 8, sum & 255];
	for (let rest = bytes.length; ; rest >>>= 7) {
		packed.push(rest > 127 ? (rest & 127) | 128 : rest);
		if (rest <= 127) break;
	}
	let [low, high] = [0, 0xffffffff];
	for (const byte of bytes)
		for (let at = 7; at >= 0; at--) {
			const bit = (byte >> at) & 1;
			const middle = low + Math.floor((high - low) / 4096) * model.chance;
			if (bit) high = middle;
			else low = middle + 1;
			model.learn(bit);
			while (low >>> 24 === high >>> 24) {
				packed.push(high >>> 24);
				low = (low << 8) >>> 0;
				high = ((high << 8) | 255) >>> 0;
			}
		}
	// As few bytes as tell a number between the two: what is not there is read as zeros.
	for (let length = 1; length <= 4; length++) {
		const shift = 32 - 8 * length;
		const value = Math.ceil(low / 2 ** shift) * 2 ** shift;
		if (value > high) continue;
		for (let at = 0; at < length; at++) packed.push(Math.floor(value / 2 ** (24 - 8 * at)) % 256);
		break;
	}
	while (packed.length > 3 && packed.at(-1) === 0) packed.pop();
	return Uint8Array.from(packed);
}

/** Null for what is too long, was cut or changed on its way, or is no text. */
export function unpackText(packed: Uint8Array): string | null {
	const sum = ((packed[0] ?? 0) << 8) | (packed[1] ?? 0);
	let [length, at] = [0, 2];
	for (let shift = 0; ; shift += 7) {
		const byte = packed[at++];
		if (byte === undefined || shift > 21) return null;
		length += (byte & 127) << shift;
		if (byte < 128) break;
	}
	if (length > packedCharactersMax * 4) return null;
	const bytes = new Uint8Array(length);
	const model = new Model(afterPrimer());
	const next = () => packed[at++] ?? 0;
	let [low, high, value] = [0, 0xffffffff, 0];
	for (let count = 0; count < 4; count++) value = ((value << 8) | next()) >>> 0;
	for (let index = 0; index < length; index++) {
		// Far behind the end there are only zeros: a length that lies must not keep us busy.
		if (at > packed.length + 64) return null;
		let byte = 0;
		for (let count = 0; count < 8; count++) {
			const middle = low + Math.floor((high - low) / 4096) * model.chance;
			const bit = value <= middle ? 1 : 0;
			if (bit) high = middle;
			else low = middle + 1;
			model.learn(bit);
			byte = (byte << 1) | bit;
			while (low >>> 24 === high >>> 24) {
				low = (low << 8) >>> 0;
				high = ((high << 8) | 255) >>> 0;
				value = ((value << 8) | next()) >>> 0;
			}
		}
		bytes[index] = byte;
	}
	if (checksum(bytes) !== sum) return null;
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}
