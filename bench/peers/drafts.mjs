/**
 * The same work with Yjs and Automerge: a map of 40 fields on two devices and a server that has what it was told, each
 * library's own sync messages, without the HTTP around them. Reads the work from its input, writes what came of it.
 */
import { readFileSync } from 'node:fs';
import * as Automerge from '@automerge/automerge';
import * as Y from 'yjs';

const { base, a, b } = JSON.parse(readFileSync(0, 'utf8'));

function withYjs() {
	let bytes = 0;
	const count = (message) => {
		bytes += message.length;
		return message;
	};
	const server = new Y.Doc();
	const device = () => {
		const doc = new Y.Doc();
		return {
			doc,
			edit(edits) {
				// One transaction an edit, as an autosave makes them.
				for (const { field, value } of edits) doc.getMap('draft').set(field, value);
			},
			sync() {
				const known = count(Y.encodeStateVector(doc));
				const theirs = count(Y.encodeStateAsUpdate(server, known));
				const ours = count(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)));
				Y.applyUpdate(server, ours);
				Y.applyUpdate(doc, theirs);
			}
		};
	};
	const [first, second] = [device(), device()];
	first.edit(Object.entries(base).map(([field, value]) => ({ field, value })));
	first.sync();
	second.sync();
	bytes = 0;
	first.edit(a);
	second.edit(b);
	for (const one of [first, second, first]) one.sync();
	return { bytes, requests: 3, values: [first, second].map(({ doc }) => doc.getMap('draft').toJSON()) };
}

function withAutomerge() {
	let bytes = 0;
	let messages = 0;
	let server = Automerge.init();
	const device = () => {
		let doc = Automerge.init();
		let [here, there] = [Automerge.initSyncState(), Automerge.initSyncState()];
		return {
			get doc() {
				return doc;
			},
			edit(edits) {
				for (const { field, value } of edits)
					doc = Automerge.change(doc, (draft) => void (draft[field] = value));
			},
			sync() {
				for (;;) {
					let up, down;
					[here, up] = Automerge.generateSyncMessage(doc, here);
					if (up) [server, there] = Automerge.receiveSyncMessage(server, there, up);
					[there, down] = Automerge.generateSyncMessage(server, there);
					if (down) [doc, here] = Automerge.receiveSyncMessage(doc, here, down);
					if (!up && !down) return;
					bytes += (up?.length ?? 0) + (down?.length ?? 0);
					messages++;
				}
			}
		};
	};
	const [first, second] = [device(), device()];
	first.edit(Object.entries(base).map(([field, value]) => ({ field, value })));
	first.sync();
	second.sync();
	[bytes, messages] = [0, 0];
	first.edit(a);
	second.edit(b);
	for (const one of [first, second, first]) one.sync();
	const conflicts = Object.keys(base).filter(
		(field) => Object.keys(Automerge.getConflicts(first.doc, field) ?? {}).length > 1
	).length;
	return { bytes, requests: messages, conflicts };
}

process.stdout.write(JSON.stringify({ yjs: withYjs(), automerge: withAutomerge() }));
