/** The laws of merging, on devices that write, hear of each other and take things away in any order, from seeds. */
import { canonicalJson } from '../canonical.ts';
import { describe, expect, it } from 'vitest';
import { conflictsOf, settling } from './conflicts.ts';
import { draftPath, type DraftDocument, emptyDocument, merge, write } from './document.ts';
import { changesBetween, isTakenAway, rowsIn, seenIn, taking, valuesOf } from './form.ts';
import { nextStamp } from './clock.ts';
import type { FormValues, Row } from '../services/values.ts';

/** Mulberry32: small and the same everywhere. */
function chance(seed: number) {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
	return {
		int: (below: number) => Math.floor(next() * below),
		one: <T>(of: readonly T[]) => of[Math.floor(next() * of.length)] as T
	};
}

const now = Date.UTC(2026, 10, 23);
const fields = ['fullName', 'phone', 'address', 'note'];

/** Three devices of one person after forty acts. */
function devices(seed: number): DraftDocument[] {
	const { int, one } = chance(seed);
	const documents = [emptyDocument, emptyDocument, emptyDocument];
	let ids = 0;
	for (let act = 0; act < 40; act++) {
		const index = int(3);
		const device = 'abc'[index] as string;
		const document = documents[index] as DraftDocument;
		const before = valuesOf(document);
		const children = (before['children'] ?? []) as Row[];
		const edit = (after: FormValues) => {
			const changes = changesBetween(document, device, { before, after }, () => `${device}${ids++}`);
			documents[index] = write(document, device, nextStamp(document.seen, now + act * 100), changes);
		};
		const open = conflictsOf(document);
		switch (int(8)) {
			case 0:
			case 1:
			case 2:
				edit({ ...before, [one(fields)]: `v${int(6)}` });
				break;
			case 3:
				edit({ ...before, children: [...children, { name: `n${act}`, birth: '2020' }] });
				break;
			case 4:
				if (children.length > 0)
					edit({ ...before, children: children.filter((_, at) => at !== int(children.length)) });
				break;
			case 5: {
				const at = int(children.length + 1);
				edit({
					...before,
					children: children.map((row, i) => (i === at ? { ...row, name: `m${act}` } : row))
				});
				break;
			}
			case 6: {
				const conflict = open[0];
				if (!conflict) break;
				const decision =
					conflict.kind === 'row'
						? ({ path: conflict.path, row: one(['keep', 'remove'] as const) } as const)
						: { path: conflict.path, keep: one(conflict.candidates).value };
				documents[index] = write(document, device, nextStamp(document.seen, now), [
					settling(document, decision)
				]);
				break;
			}
			default:
				documents[index] = merge(document, documents[int(3)] as DraftDocument);
		}
	}
	return documents;
}

const spelled = (document: DraftDocument) => canonicalJson(document);

describe('merging drafts', () => {
	it('[R20] comes to the same whatever came first, twice or late', () => {
		let conflicts = 0;
		let rowConflicts = 0;
		for (let seed = 1; seed <= 100; seed++) {
			const [a, b, c] = devices(seed) as [DraftDocument, DraftDocument, DraftDocument];
			const ab = merge(a, b);
			expect(spelled(ab), `seed ${seed}`).toBe(spelled(merge(b, a)));
			expect(spelled(merge(ab, c)), `seed ${seed}`).toBe(spelled(merge(a, merge(b, c))));
			expect(spelled(merge(ab, b)), `seed ${seed}`).toBe(spelled(ab));
			expect(spelled(merge(a, a)), `seed ${seed}`).toBe(spelled(a));
			const all = merge(ab, c);
			conflicts += conflictsOf(all).filter(({ kind }) => kind === 'answer').length;
			rowConflicts += conflictsOf(all).filter(({ kind }) => kind === 'row').length;
		}
		expect(conflicts).toBeGreaterThan(30);
		expect(rowConflicts).toBeGreaterThan(3);
	});

	it('[R21] drops no value that nobody has replaced, and settles every conflict', () => {
		for (let seed = 1; seed <= 60; seed++) {
			const all = devices(seed);
			const [a, b, c] = all as [DraftDocument, DraftDocument, DraftDocument];
			const merged = merge(merge(a, b), c);
			for (const document of all)
				for (const [path, candidates] of Object.entries(document.fields))
					for (const candidate of candidates) {
						const kept = merged.fields[path]?.some(
							(one) => one.device === candidate.device && one.stamp === candidate.stamp
						);
						// Whoever does not have it any more has seen it: it was replaced there, by somebody who knew.
						const replaced = all.some(
							(other) =>
								(other.seen[candidate.device] ?? 0) >= candidate.stamp &&
								!other.fields[path]?.some(
									(one) => one.stamp === candidate.stamp && one.device === candidate.device
								)
						);
						expect(kept === true || replaced, `seed ${seed} ${path}`).toBe(true);
					}
			let settled = merged;
			for (let round = 0; conflictsOf(settled).length > 0; round++) {
				expect(round, `seed ${seed}`).toBeLessThan(100);
				const [first] = conflictsOf(settled);
				if (!first) break;
				const decision =
					first.kind === 'row'
						? ({ path: first.path, row: 'keep' } as const)
						: { path: first.path, keep: first.candidates[1]?.value ?? null };
				settled = write(settled, 'd', nextStamp(settled.seen, now), [settling(settled, decision)]);
			}
			expect(conflictsOf(merge(settled, merged))).toEqual([]);
		}
	});
});

/** A device that has what the other has, and goes on alone. */
function on(
	document: DraftDocument,
	device: string,
	change: (values: FormValues) => FormValues,
	minute: number
) {
	const before = valuesOf(document);
	let ids = 0;
	const changes = changesBetween(
		document,
		device,
		{ before, after: change(before) },
		() => `${device}${minute}${ids++}`
	);
	return write(document, device, nextStamp(document.seen, now + minute * 60_000), changes);
}

describe('two devices of one person', () => {
	const begun = on(
		emptyDocument,
		'a',
		() => ({
			fullName: 'Mai',
			phone: '0912',
			children: [
				{ name: 'An', birth: '2015' },
				{ name: 'Bình', birth: '2018' }
			]
		}),
		0
	);

	it('[R20] merge field by field, and a list by its rows', () => {
		const a = on(
			begun,
			'a',
			(v) => ({ ...v, fullName: 'Nguyễn Thị Mai', children: [...(v['children'] as Row[]), { name: 'Chi' }] }),
			1
		);
		const b = on(
			begun,
			'b',
			(v) => ({
				...v,
				phone: '0987',
				children: [{ name: 'An', birth: '2016' }, ...(v['children'] as Row[]).slice(1)]
			}),
			2
		);
		const both = merge(a, b);
		expect(conflictsOf(both)).toEqual([]);
		expect(valuesOf(both)).toEqual({
			fullName: 'Nguyễn Thị Mai',
			phone: '0987',
			children: [{ name: 'An', birth: '2016' }, { name: 'Bình', birth: '2018' }, { name: 'Chi' }]
		});
	});

	it('[R21] keep both answers to one question, until she chooses', () => {
		const a = on(begun, 'a', (v) => ({ ...v, phone: '0911' }), 1);
		const b = on(begun, 'b', (v) => ({ ...v, phone: '0922' }), 2);
		const both = merge(a, b);
		expect(conflictsOf(both)).toMatchObject([
			{
				path: 'phone',
				candidates: [
					{ value: '0922', device: 'b' },
					{ value: '0911', device: 'a' }
				]
			}
		]);
		// Typing does not decide: the other answer was perhaps never looked at.
		const typed = on(both, 'a', (v) => ({ ...v, phone: '0933' }), 3);
		expect(conflictsOf(typed)).toMatchObject([{ candidates: [{ value: '0933' }, { value: '0922' }] }]);
		const chosen = write(typed, 'a', nextStamp(typed.seen, now), [
			settling(typed, { path: 'phone', keep: '0922' })
		]);
		expect(conflictsOf(merge(b, chosen))).toEqual([]);
		expect(valuesOf(merge(b, chosen))['phone']).toBe('0922');
	});

	it('agree when both wrote the same', () => {
		const a = on(begun, 'a', (v) => ({ ...v, phone: '0911' }), 1);
		const b = on(begun, 'b', (v) => ({ ...v, phone: '0911' }), 2);
		expect(conflictsOf(merge(a, b))).toEqual([]);
	});

	it('[R21] ask when one took a row away and the other wrote in it; every cell is still there', () => {
		const a = on(begun, 'a', (v) => ({ ...v, children: (v['children'] as Row[]).slice(1) }), 1);
		const b = on(
			begun,
			'b',
			(v) => ({ ...v, children: [{ name: 'An', birth: '2016' }, ...(v['children'] as Row[]).slice(1)] }),
			2
		);
		const both = merge(a, b);
		const [conflict] = conflictsOf(both);
		expect(conflict).toMatchObject({
			kind: 'row',
			row: { name: 'An', birth: '2016' },
			taken: { device: 'a' },
			edited: { device: 'b' }
		});
		const path = conflict?.path ?? '';
		const kept = write(both, 'a', nextStamp(both.seen, now), [settling(both, { path, row: 'keep' })]);
		expect(rowsIn(kept, 'children').map(({ row }) => row['name'])).toEqual(['An', 'Bình']);
		const removed = write(both, 'a', nextStamp(both.seen, now), [settling(both, { path, row: 'remove' })]);
		expect(valuesOf(merge(b, removed))['children']).toEqual([{ name: 'Bình', birth: '2018' }]);
		expect(conflictsOf(merge(b, removed))).toEqual([]);
	});

	it('[R20] show every kind of answer as it was given', () => {
		const place = {
			province: '12',
			commune: '03408',
			text: 'phường Tân Phong',
			detail: 'Bản 1',
			codeSet: '2025'
		};
		const given: FormValues = {
			phone: '0912',
			truthPledge: true,
			licenceClass: ['B', 'C1'],
			residence: place,
			children: [{ name: 'An', shots: ['first', 'second'], bornAt: place }]
		};
		expect(valuesOf(on(emptyDocument, 'a', () => given, 1))).toEqual(given);
	});

	it('[R22] let a draft that was thrown away live when the other has written in it', () => {
		const thrown = write(begun, 'a', nextStamp(begun.seen, now), [
			taking(begun, draftPath, seenIn(begun, draftPath))
		]);
		expect(isTakenAway(merge(begun, thrown), draftPath)).toBe(true);
		const b = on(begun, 'b', (v) => ({ ...v, phone: '0987' }), 1);
		expect(isTakenAway(merge(b, thrown), draftPath)).toBe(false);
		expect(valuesOf(merge(b, thrown))['phone']).toBe('0987');
	});

	it('[R21] keep what came while the screen showed something else', () => {
		const there = on(begun, 'b', (v) => ({ ...v, phone: '0922' }), 1);
		const here = merge(begun, there);
		const stale = valuesOf(begun);
		const changes = changesBetween(
			here,
			'a',
			{ before: stale, after: { ...stale, phone: '0911' } },
			() => 'x'
		);
		const saved = write(here, 'a', nextStamp(here.seen, now), changes);
		expect(conflictsOf(saved)).toMatchObject([
			{ path: 'phone', candidates: [{ value: '0911' }, { value: '0922' }] }
		]);
	});
});
