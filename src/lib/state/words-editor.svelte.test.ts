import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { err, ok } from '$domain/result.ts';
import { WordsEditor } from './words-editor.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A disk with one note on it. */
function disk(kept = '') {
	const phone = {
		kept,
		writings: 0,
		full: false,
		read: async () => phone.kept,
		save: async (text: string) => {
			phone.writings++;
			if (phone.full) return err({ type: 'storage_full' } as const);
			phone.kept = text;
			return ok(null);
		}
	};
	return phone;
}

test('opens with what was written before', async () => {
	const editor = new WordsEditor(disk('Ảnh mới chụp'));
	await vi.advanceTimersByTimeAsync(0);
	expect(editor.text).toBe('Ảnh mới chụp');
	expect(editor.saving.kind).toBe('saved');
});

test('what is typed before the reading is done is not overwritten by it', async () => {
	const phone = disk('cũ');
	const editor = new WordsEditor(phone);
	editor.text = 'mới';
	await vi.advanceTimersByTimeAsync(0);
	expect(editor.text).toBe('mới');
});

test('[R1] is written after a pause, and called saved only then', async () => {
	const phone = disk();
	const editor = new WordsEditor(phone);
	editor.text = 'Ả';
	await vi.advanceTimersByTimeAsync(399);
	editor.text = 'Ảnh';
	await vi.advanceTimersByTimeAsync(399);
	expect(phone.writings).toBe(0);
	expect(editor.saving.kind).toBe('saving');
	await vi.advanceTimersByTimeAsync(1);
	expect(phone.kept).toBe('Ảnh');
	expect(editor.saving.kind).toBe('saved');
});

test('[R4] a full disk is told, and the words stay and are tried again', async () => {
	const phone = disk();
	const editor = new WordsEditor(phone);
	phone.full = true;
	editor.text = 'Ảnh';
	await editor.flush();
	expect(editor.saving).toEqual({ kind: 'failed', fault: { type: 'storage_full' } });
	expect(editor.text).toBe('Ảnh');
	phone.full = false;
	await editor.flush();
	expect(phone.kept).toBe('Ảnh');
	expect(editor.saving.kind).toBe('saved');
});

test('what was sent is not written again by a pause that ends later', async () => {
	const phone = disk();
	const editor = new WordsEditor(phone);
	editor.text = 'Ảnh';
	editor.sent();
	await vi.advanceTimersByTimeAsync(1000);
	await editor.flush();
	expect(phone.writings).toBe(0);
	expect(editor.text).toBe('');
});
