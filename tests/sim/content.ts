/**
 * Bytes without bytes: a file that knows which part of which whole it is, so that uploads of megabytes cost
 * nothing and a byte out of place is still noticed. Result files carry real text.
 */
import { hash } from 'node:crypto';
import { Sha256 } from '../../domain/ids.ts';

export class Content extends Blob {
	readonly label: string;
	readonly start: number;
	readonly end: number;
	readonly #text: Buffer | null;

	constructor(label: string, start: number, end: number, text: Buffer | null = null) {
		super([]);
		this.label = label;
		this.start = start;
		this.end = end;
		this.#text = text;
	}

	static text(text: string): Content {
		const bytes = Buffer.from(text);
		return new Content(text, 0, bytes.length, bytes);
	}

	override get size(): number {
		return this.end - this.start;
	}

	override slice(from = 0, to = this.size): Content {
		const text = this.#text ? this.#text.subarray(from, to) : null;
		return new Content(this.label, this.start + from, this.start + Math.min(to, this.size), text);
	}

	override async arrayBuffer(): Promise<ArrayBuffer> {
		const source = this.#text ?? Buffer.from(`${this.label} ${this.start} ${this.end}`);
		return new Uint8Array(source).buffer;
	}

	get sha256(): Sha256 {
		return sha256(this.#text ?? `${this.label} ${this.start} ${this.end}`);
	}
}

export function sha256(bytes: string | Uint8Array): Sha256 {
	return Sha256.parse(hash('sha256', bytes));
}
