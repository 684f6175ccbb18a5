import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Fault } from '$domain/faults.ts';
import { err, ok, type Result } from '$domain/result.ts';
import { mergeValues } from '$domain/services/merge.ts';
import type { FileFact } from '$domain/services/validate.ts';
import type { FormValues } from '$domain/services/values.ts';
import { doiGplx, dossier } from '../../../tests/support/services.ts';
import { DraftEditor } from './draft-editor.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A disk whose writings finish when the test says so. */
function disk() {
	type Saved = Result<{ values: FormValues }, Fault>;
	const waiting: { values: FormValues; group: number; answer: (saved: Saved) => void }[] = [];
	return {
		waiting,
		save: (values: FormValues, group: number) =>
			new Promise<Saved>((answer) => waiting.push({ values, group, answer })),
		/** @param saved absent: it is on the disk as it was given */
		async finish(saved?: Saved) {
			const writing = waiting.shift();
			writing?.answer(saved ?? ok({ values: writing.values }));
			await vi.advanceTimersByTimeAsync(0);
		}
	};
}

function editorOn(
	save: ReturnType<typeof disk>['save'],
	files: readonly FileFact[] = [],
	values: FormValues = {}
) {
	return new DraftEditor(
		doiGplx,
		{ values, group: 0 },
		{ save, read: async () => undefined, today: () => '2026-11-22', files: () => files }
	);
}

test('answers are written once a pause in typing is long enough, and only then', async () => {
	const phone = disk();
	const editor = editorOn(phone.save);
	for (const text of ['7', '79', '790']) {
		editor.set('licenceNumber', text);
		await vi.advanceTimersByTimeAsync(399);
		expect(phone.waiting).toHaveLength(0);
	}
	await vi.advanceTimersByTimeAsync(1);
	expect(phone.waiting.map((writing) => writing.values)).toEqual([{ licenceNumber: '790' }]);
});

test('a finished answer is written soon, however fast the next ones are typed', async () => {
	const phone = disk();
	const editor = editorOn(phone.save);
	editor.set('licenceNumber', '790');
	editor.leave('licenceNumber');
	for (const text of ['S', 'Sở', 'Sở G']) {
		await vi.advanceTimersByTimeAsync(40);
		editor.set('issuedBy', text);
	}
	expect(phone.waiting[0]?.values['licenceNumber']).toBe('790');
});

test('saved is told only after the writing of the newest answers', async () => {
	const phone = disk();
	const editor = editorOn(phone.save);
	editor.set('licenceNumber', '790');
	expect(editor.saving.kind).toBe('saving');
	void editor.flush();
	editor.set('licenceNumber', '7901');
	await phone.finish();
	expect(editor.saving.kind).toBe('saving');
	expect(phone.waiting[0]?.values).toEqual({ licenceNumber: '7901' });
	await phone.finish();
	expect(editor.saving.kind).toBe('saved');
});

test('two writings are never under way at once', async () => {
	const phone = disk();
	const editor = editorOn(phone.save);
	editor.set('issuedBy', 'A');
	void editor.flush();
	editor.set('issuedBy', 'B');
	void editor.flush();
	await vi.advanceTimersByTimeAsync(1000);
	expect(phone.waiting).toHaveLength(1);
});

test('a failed writing keeps the answers, says why, and is tried again', async () => {
	const phone = disk();
	const editor = editorOn(phone.save);
	editor.set('issuedBy', 'Sở GTVT Lai Châu');
	void editor.flush();
	await phone.finish(err({ type: 'storage_full' }));
	expect(editor.saving).toEqual({ kind: 'failed', fault: { type: 'storage_full' } });
	expect(editor.values['issuedBy']).toBe('Sở GTVT Lai Châu');
	void editor.flush();
	await phone.finish();
	expect(editor.saving.kind).toBe('saved');
});

test('a writing that throws counts as failed storage', async () => {
	const editor = editorOn(() => Promise.reject(new Error('gone')));
	editor.set('issuedBy', 'A');
	await editor.flush();
	expect(editor.saving).toEqual({ kind: 'failed', fault: { type: 'storage_failed' } });
});

test('pages without a question are left out, and their places stay', () => {
	const editor = editorOn(disk().save);
	expect(editor.steps.map((step) => step.index)).toEqual([0, 2, 3, 4, 5]);
	editor.set('licenceClass', ['B']);
	flushSync();
	expect(editor.steps.map((step) => step.index)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a draft left on a page that is hidden now opens on the page before it', () => {
	const editor = editorOn(disk().save);
	editor.visit(1);
	expect(editor.step.index).toBe(0);
});

test('an empty field is not blamed before the page is passed', () => {
	const editor = editorOn(disk().save);
	editor.leave('licenceNumber');
	expect(editor.faultOf('licenceNumber')).toBeUndefined();
	expect(editor.pass(editor.step)).toBe(false);
	expect(editor.faultOf('licenceNumber')?.rule).toBe('required');
	editor.set('licenceNumber', '790123456789');
	expect(editor.faultOf('licenceNumber')).toBeUndefined();
});

test('a wrong answer is told when its field is left; a doubtful one warns and passes', () => {
	const editor = editorOn(disk().save);
	editor.set('issueDate', '2031-01-01');
	expect(editor.faultOf('issueDate')).toBeUndefined();
	editor.leave('issueDate');
	expect(editor.faultOf('issueDate')?.rule).toBe('in_future');
	editor.set('licenceNumber', 'AK123456');
	editor.leave('licenceNumber');
	expect(editor.faultOf('licenceNumber')).toBeUndefined();
	expect(editor.warningOf('licenceNumber')?.doubt).toBe('licence_number_unusual');
});

test('a missing paper stops the papers page, and every fault knows its page', () => {
	const editor = editorOn(disk().save, [{ component: 'portrait' }]);
	const papers = editor.steps.find((step) => step.kind === 'papers')!;
	expect(editor.pass(papers)).toBe(false);
	expect(editor.shownFaults(papers)).toEqual([{ field: 'oldCard', rule: 'file_missing' }]);
	expect(editor.passAll()).toBe(false);
	for (const fault of editor.faults) expect(editor.stepOf(fault.field)).toBeDefined();
	expect(editor.stepOf('truthPledge')?.kind).toBe('review');
});

test('the page is saved with the answers', async () => {
	const phone = disk();
	const editor = editorOn(phone.save);
	editor.visit(3);
	void editor.flush();
	expect(phone.waiting[0]?.group).toBe(3);
	await phone.finish();
});

test('what the server refused shows at its field until it is changed, and does not stop another try', () => {
	const fault: Fault = { type: 'form_invalid', fields: [{ field: 'personalId', rule: 'not_yours' }] };
	const editor = new DraftEditor(
		doiGplx,
		{ values: { personalId: '012190001234' }, group: 2, fault },
		{ save: disk().save, read: async () => undefined, today: () => '2026-11-22', files: () => [] }
	);
	expect(editor.faultOf('personalId')?.rule).toBe('not_yours');
	expect(editor.faults.some(({ rule }) => rule === 'not_yours')).toBe(false);
	editor.set('personalId', '011085005678');
	expect(editor.faultOf('personalId')).toBeUndefined();
});

test('[B15] a file that the server refused is told at its paper, also before the files are read, until another takes its place', () => {
	const service = dossier('TT.THUE-KHAI', 1);
	const field = 'declarationFile';
	const params = { why: 'seal_broken', file: 'a' };
	const fault: Fault = { type: 'form_invalid', fields: [{ field, rule: 'declaration', params }] };
	const declaration = {
		taxCode: '0100109106',
		formCode: '842',
		formName: '01/GTGT',
		schemaVersion: '2.8.3',
		turn: 'first',
		period: 'Q1/2026',
		signedOn: null,
		boxes: {}
	} as const;
	const declared = { type: 'read', declaration, seal: 'unchecked' } as const;
	let files: { component: string; attachmentId: string; declared: typeof declared }[] = [];
	const values = { form: '01/GTGT', period: 'Q2/2026', turn: 'first', taxCode: '0100109106' };
	const deps = {
		save: disk().save,
		read: async () => undefined,
		today: () => '2026-11-22',
		files: () => files
	};
	const opened = (draftFault: { fault?: Fault }) =>
		new DraftEditor(service, { values, group: 0, ...draftFault }, deps);
	const editor = opened({ fault });
	expect(editor.faultOf(field)?.params).toEqual(params);
	files = [{ component: field, attachmentId: 'a', declared }];
	expect(editor.faultOf(field)?.params).toEqual(params);
	files = [{ component: field, attachmentId: 'b', declared }];
	expect(editor.faultOf(field)).toBeUndefined();
	// The new one differs from the answers, which is told as soon as it is there.
	const fresh = opened({});
	expect(fresh.faultOf(field)).toBeUndefined();
	fresh.added(field);
	expect(fresh.faultOf(field)?.params).toMatchObject({ why: 'other_period', file: 'b' });
	fresh.set('period', 'Q1/2026');
	expect(fresh.faultOf(field)).toBeUndefined();
});

/** A draft on a disk that two tabs share. */
function twoTabs(values: FormValues) {
	const shared = { values };
	const tab = () =>
		new DraftEditor(
			doiGplx,
			{ values: shared.values, group: 0 },
			{
				save: async (ours, _group, since) => {
					shared.values = structuredClone(mergeValues(since, ours, shared.values));
					return ok({ values: shared.values });
				},
				read: async () => structuredClone(shared),
				today: () => '2026-11-22',
				files: () => []
			}
		);
	return { shared, here: tab(), there: tab() };
}

test('what another tab saved shows here when nothing was touched', async () => {
	const { here, there } = twoTabs({ fullName: 'Mai' });
	there.set('fullName', 'Nguyễn Thị Mai');
	there.set('licenceClass', ['A1']);
	await there.flush();
	await here.refresh();
	expect(here.values).toEqual({ fullName: 'Nguyễn Thị Mai', licenceClass: ['A1'] });
	expect(here.saving.kind).toBe('saved');
});

test('a field that was touched here keeps our answer, the others take theirs, on the screen and on the disk', async () => {
	const { shared, here, there } = twoTabs({ fullName: 'Mai', phone: '0912', issuedBy: 'Sở' });
	here.set('fullName', 'Nguyễn Thị Mai');
	there.set('fullName', 'Mai N.');
	there.set('phone', '0987654321');
	await there.flush();
	await here.refresh();
	expect(here.values['fullName']).toBe('Nguyễn Thị Mai');
	await here.flush();
	const both = { fullName: 'Nguyễn Thị Mai', phone: '0987654321', issuedBy: 'Sở' };
	expect(here.values).toEqual(both);
	expect(shared.values).toEqual(both);
	await there.refresh();
	expect(there.values).toEqual(both);
});

test('what is typed while the disk writes and answers is not taken back', async () => {
	const phone = disk();
	const editor = editorOn(phone.save, [], { phone: '0912' });
	editor.set('fullName', 'Mai');
	void editor.flush();
	editor.set('fullName', '');
	await phone.finish(ok({ values: { fullName: 'Mai', phone: '0987654321' } }));
	expect(editor.values).toEqual({ fullName: '', phone: '0987654321' });
	expect(phone.waiting[0]?.values).toEqual({ fullName: '', phone: '0987654321' });
});

test('what is typed while the disk is read is not taken back', async () => {
	const { here, there } = twoTabs({ fullName: 'Mai' });
	there.set('fullName', 'Mai N.');
	await there.flush();
	const refreshed = here.refresh();
	await Promise.resolve();
	here.set('fullName', 'Nguyễn Thị Mai');
	await refreshed;
	expect(here.values['fullName']).toBe('Nguyễn Thị Mai');
});

test('words that could not be saved stay ours when the other tab saves', async () => {
	const phone = disk();
	const shared = { values: { fullName: 'Mai', phone: '0912' } };
	const editor = new DraftEditor(
		doiGplx,
		{ values: shared.values, group: 0 },
		{ save: phone.save, read: async () => shared, today: () => '2026-11-22', files: () => [] }
	);
	editor.set('fullName', 'Nguyễn Thị Mai');
	void editor.flush();
	await phone.finish(err({ type: 'storage_full' }));
	shared.values = { fullName: 'Mai', phone: '0987654321' };
	await editor.refresh();
	expect(editor.values).toEqual({ fullName: 'Nguyễn Thị Mai', phone: '0987654321' });
	expect(editor.saving.kind).toBe('failed');
});

test('a list is blamed cell by cell once it is left, and as a whole once the page is passed', () => {
	const service = dossier('1.001939', 1);
	const editor = new DraftEditor(
		service,
		{ values: {}, group: 0 },
		{ save: disk().save, read: async () => undefined, today: () => '2026-11-22', files: () => [] }
	);
	editor.set('members', [{ fullName: 'Mai', personalId: '12' }]);
	expect(editor.shownFaults(editor.step)).toEqual([]);
	editor.leave('members-0-personalId');
	expect(editor.shownFaults(editor.step).map(({ field }) => field)).toEqual(['members-0-personalId']);
	expect(editor.pass(editor.step)).toBe(false);
	const shown = editor.shownFaults(editor.step).map(({ field }) => field);
	expect(shown).toContain('members-0-birth');
	expect(shown.every((field) => editor.stepOf(field)?.index === 0)).toBe(true);
	expect(editor.isRequired({ id: 'members-0-birth' })).toBe(true);
});

test('what it costs follows what is typed', () => {
	const editor = new DraftEditor(
		dossier('2.000635', 1),
		{ values: { copies: '3' }, group: 0 },
		{ save: disk().save, read: async () => undefined, today: () => '2026-11-22', files: () => [] }
	);
	expect(editor.charges.map(({ amount }) => amount)).toEqual([24_000]);
	editor.set('copies', '5');
	expect(editor.charges.map(({ amount }) => amount)).toEqual([40_000]);
});
