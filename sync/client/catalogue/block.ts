/**
 * A block at rest: a line for each entry, key, tab, text; one byte a letter, deflated. The browser's own streams do
 * it natively; deflate is what they know.
 */
import type { Entry } from '../../../domain/catalogue/entry.ts';
import { bytesToLetters, lettersToBytes } from '../../../domain/catalogue/letters.ts';

export async function packBlock(entries: readonly Entry[]): Promise<Uint8Array> {
	return await deflateText(entries.map(({ key, text }) => `${key}\t${text}\n`).join(''));
}

export async function unpackBlock(bytes: Uint8Array): Promise<Entry[]> {
	const text = await inflateText(bytes);
	return text
		.split('\n')
		.slice(0, -1)
		.map((line) => {
			const tab = line.indexOf('\t');
			return { key: line.slice(0, tab), text: line.slice(tab + 1) };
		});
}

export async function deflateText(text: string): Promise<Uint8Array> {
	return await through(lettersToBytes(text), new CompressionStream('deflate-raw'));
}

export async function inflateText(bytes: Uint8Array): Promise<string> {
	return bytesToLetters(await through(bytes, new DecompressionStream('deflate-raw')));
}

/** Through its own ends: a Blob as source would go by way of the browser's other process, block for block. */
async function through(
	bytes: Uint8Array,
	{ readable, writable }: CompressionStream | DecompressionStream
): Promise<Uint8Array> {
	const writer = writable.getWriter();
	// What fails here fails the reading, too; it is told there.
	const written = Promise.all([writer.write(bytes as Uint8Array<ArrayBuffer>), writer.close()]).catch(
		() => undefined
	);
	const result = new Uint8Array(await new Response(readable).arrayBuffer());
	await written;
	return result;
}
