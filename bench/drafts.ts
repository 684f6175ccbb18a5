/**
 * Bytes of replicating a draft between two devices: 40 answers that both have, 30 edits on each while offline, three
 * fields on both; then the first syncs, the second, and the first again. Ours over HTTP with everything that the bodies
 * carry; beside it the floor (nothing but the answers that must travel, each way by itself through deflate) and the
 * sync messages of Yjs and Automerge. Medians over seeds; bytes do not wander.
 */
import { spawnSync } from 'node:child_process';
import { deflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { measureOurs } from './drafts/ours.ts';
import { lastValues, type Work, workOf } from './drafts/work.ts';
import { installPeers, peersFolder } from './install-peers.ts';
import type { BenchOptions } from './main.ts';
import { median, table } from './report.ts';

const Peer = z.object({ bytes: z.number(), requests: z.number(), conflicts: z.number().default(0) });
const Peers = z.object({ yjs: Peer, automerge: Peer });

export async function drafts({ rounds }: BenchOptions): Promise<string> {
	const hasPeers = installPeers();
	const seeds = Array.from({ length: rounds * 5 }, (_, index) => index + 1);
	const floors: number[] = [];
	const ours = [];
	const peers = [];
	for (const seed of seeds) {
		const work = workOf(seed);
		floors.push(floorOf(work));
		ours.push(await measureOurs(work));
		if (hasPeers) peers.push(withPeers(work));
	}
	const floor = median(floors);
	const yjs = median(peers.map((peer) => peer.yjs.bytes));
	const row = (name: string, of: readonly { bytes: number; requests: number; conflicts: number }[]) => {
		const bytes = median(of.map((one) => one.bytes));
		const perYjs = hasPeers ? `${(bytes / yjs).toFixed(2)}×` : '–';
		const conflicts = Math.min(...of.map((one) => one.conflicts));
		const requests = Math.max(...of.map((one) => one.requests));
		return [name, `${bytes} B`, `${(bytes / floor).toFixed(2)}×`, perYjs, `${requests}`, `${conflicts} of 3`];
	};
	const lost = ours.reduce((sum, one) => sum + one.lost, 0);
	return [
		table(
			['', 'both ways, both devices', 'of the floor', 'of Yjs', 'round trips', 'conflicts kept'],
			[
				['floor', `${floor} B`, '1.00×', hasPeers ? `${(floor / yjs).toFixed(2)}×` : '–', '–', '–'],
				row('ours', ours),
				...(hasPeers
					? [
							row(
								'Yjs',
								peers.map((peer) => peer.yjs)
							),
							row(
								'Automerge',
								peers.map((peer) => peer.automerge)
							)
						]
					: [])
			]
		),
		'',
		`Edits lost: ${lost} of ${60 * seeds.length} (${seeds.length} seeds). Goals: ≤ 0.5× Yjs, ≤ 1.35× floor, 3 requests, 0 lost, 3 of 3 kept.`,
		...(hasPeers ? [] : ['Yjs and Automerge could not be installed: floor and ours only.'])
	].join('\n');
}

/** The answers themselves: what each device sends, and what each is told of the other's. */
function floorOf({ a, b }: Work): number {
	const size = (values: ReadonlyMap<string, string>) =>
		deflateRawSync([...values.values()].join('\n'), { level: 9 }).length;
	return 2 * size(lastValues(a)) + 2 * size(lastValues(b));
}

function withPeers(work: Work): z.infer<typeof Peers> {
	const run = spawnSync(process.execPath, ['drafts.mjs'], {
		cwd: peersFolder,
		input: JSON.stringify(work),
		encoding: 'utf8'
	});
	if (run.status !== 0) throw new Error(run.stderr);
	return Peers.parse(JSON.parse(run.stdout));
}
