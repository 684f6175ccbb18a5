/** Bytes on the wire: ours as they are published, beside what packs the same rows otherwise. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzipSync, zstdCompress } from 'node:zlib';
import { entriesOf } from '../../domain/catalogue/entry.ts';
import { baseBytes, type Manifest } from '../../domain/catalogue/manifest.ts';
import type { Content } from '../../server/catalogue/content.ts';
import { kilobytes, table } from '../report.ts';

const brotli = promisify(brotliCompress);
const zstd = promisify(zstdCompress);
const peersFolder = path.resolve(import.meta.dirname, '../peers');

/** Brotli 11 with its largest window over one JSON of everything. */
export async function brotliOfAll(content: Content): Promise<number> {
	const raw = Buffer.from(JSON.stringify(content));
	const packed = await brotli(raw, {
		params: {
			[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
			[constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
			[constants.BROTLI_PARAM_SIZE_HINT]: raw.length
		}
	});
	return packed.length;
}

/** `zstd --patch-from` where the program is there, else its nearest: the old text as dictionary, which packs worse. */
export async function zstdPatch(before: Content, after: Content): Promise<{ name: string; bytes: number }> {
	const [old, next] = [before, after].map((content) =>
		Buffer.from(
			entriesOf(content)
				.map(({ text }) => text)
				.join('\n')
		)
	) as [Buffer, Buffer];
	const folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-patch-'));
	try {
		const [oldFile, nextFile, patchFile] = ['old', 'next', 'patch'].map((name) =>
			path.join(folder, name)
		) as [string, string, string];
		await writeFile(oldFile, old);
		await writeFile(nextFile, next);
		const options = ['-q', '-19', '--long=27', `--patch-from=${oldFile}`, nextFile, '-o', patchFile];
		if (spawnSync('zstd', options).status === 0)
			return { name: 'zstd -19 --long=27 --patch-from', bytes: (await stat(patchFile)).size };
	} finally {
		await rm(folder, { recursive: true });
	}
	const patch = await zstd(next, {
		pledgedSrcSize: next.length,
		dictionary: old,
		params: { [constants.ZSTD_c_compressionLevel]: 19, [constants.ZSTD_c_windowLog]: 27 }
	});
	return { name: 'zstd 19, the old text as dictionary', bytes: patch.length };
}

/** The Community Health Toolkit's way: hundred documents an answer, in CouchDB's shape, gzipped. */
export function communityHealthToolkit(content: Content): { bytes: number; requests: number } {
	const rows = [...content.procedures, ...content.published, ...content.faqs].map((row) => {
		const id = 'id' in row ? row.id : row.code;
		return { id, key: id, docs: [{ ok: { _id: id, _rev: '1-967a00dff5e02add41819138abb3284d', ...row } }] };
	});
	let bytes = gzipSync(
		JSON.stringify(rows.map(({ id }) => ({ id, rev: '1-967a00dff5e02add41819138abb3284d' })))
	).length;
	let requests = 1;
	for (let at = 0; at < rows.length; at += 100, requests++)
		bytes += gzipSync(JSON.stringify({ results: rows.slice(at, at + 100) })).length;
	return { bytes, requests };
}

/** PouchDB itself, with packages that only this measurement installs. Null where they cannot be had. */
export async function pouchdb(content: Content): Promise<{ bytes: number; requests: number } | null> {
	if (!existsSync(path.join(peersFolder, 'node_modules'))) {
		const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
		const installed = spawnSync('npm', options, { cwd: peersFolder, stdio: 'inherit' });
		if (installed.status !== 0) return null;
	}
	const folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-pouchdb-'));
	try {
		const file = path.join(folder, 'rows.jsonl');
		const rows = [
			...content.procedures.map((row) => ({ ...row, code: `c:${row.code}` })),
			...content.published,
			...content.faqs.map((row) => ({ ...row, code: `q:${row.id}` }))
		];
		await writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'));
		const child = spawn(process.execPath, ['--max-old-space-size=3000', 'pouchdb.mjs', file], {
			cwd: peersFolder,
			stdio: ['ignore', 'pipe', 'inherit']
		});
		let text = '';
		for await (const part of child.stdout) text += String(part);
		return text ? (JSON.parse(text) as { bytes: number; requests: number }) : null;
	} finally {
		await rm(folder, { recursive: true });
	}
}

export async function bytesTables(
	content: Content,
	manifest: Manifest,
	after: { content: Content; manifest: Manifest }
): Promise<string> {
	const whole = await brotliOfAll(content);
	const ours = baseBytes(manifest);
	const cht = communityHealthToolkit(content);
	const pouch = await pouchdb(content);
	const patch = await zstdPatch(content, after.content);
	const update = after.manifest.deltas.at(-1)?.bytes ?? Number.NaN;
	const signed = await brotli(JSON.stringify(after.manifest) + ' '.repeat(90));
	const largest = Math.max(...manifest.base.pieces.map(({ bytes }) => bytes));
	const times = (bytes: number, of: number) => `${(bytes / of).toFixed(3)}×`;
	return [
		table(
			['whole catalogue', 'requests', 'bytes', '× brotli', 'goal'],
			[
				['brotli 11 over one JSON', '1', kilobytes(whole), '1.000×', ''],
				[
					`Một Cửa, pieces of at most ${(largest / 1024).toFixed(0)} KiB`,
					String(manifest.base.pieces.length + 2),
					kilobytes(ours),
					times(ours, whole),
					'≤ 1.0×'
				],
				[
					'of these the list, usable alone',
					'1',
					kilobytes(manifest.base.list.bytes),
					times(manifest.base.list.bytes, whole),
					'≤ 0.08×'
				],
				['CHT’s way', String(cht.requests), kilobytes(cht.bytes), times(cht.bytes, whole), ''],
				...(pouch
					? [
							[
								'PouchDB, gzipped',
								String(pouch.requests),
								kilobytes(pouch.bytes),
								times(pouch.bytes, whole),
								''
							],
							['Một Cửa against PouchDB', '', '', times(ours, pouch.bytes), '≤ 0.4×']
						]
					: [['PouchDB: its packages could not be installed', '', '', '', '≤ 0.4×']])
			]
		),
		table(
			['update of 1 %', 'bytes', '× zstd', 'goal'],
			[
				[patch.name, kilobytes(patch.bytes), '1.00×', ''],
				['Một Cửa, one delta', kilobytes(update), `${(update / patch.bytes).toFixed(2)}×`, '≤ 2.5×'],
				['and the signed manifest (brotli)', kilobytes(signed.length), '', '']
			]
		)
	].join('\n\n');
}
