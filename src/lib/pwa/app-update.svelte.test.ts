import { expect, test, vi } from 'vitest';
import { AppUpdate, takeOverMsMax, type UpdateSource } from './app-update.svelte.ts';
import { createUnsaved } from './unsaved.ts';

function setUp(letsGo = true) {
	const unsaved = createUnsaved();
	const done: string[] = [];
	const update = new AppUpdate(unsaved, () => done.push('reload'));
	let waiting = () => {};
	let controlling: (isUpdate: boolean) => void = () => {};
	const source: UpdateSource = {
		onWaiting: (listener) => (waiting = listener),
		onControlling: (listener) => (controlling = listener),
		takeOver: () => {
			done.push('takeOver');
			if (letsGo) controlling(true);
		}
	};
	update.follow(source);
	return {
		unsaved,
		done,
		update,
		waiting: () => waiting(),
		controlling: (isUpdate: boolean) => controlling(isUpdate)
	};
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('a first worker takes over without a word', async () => {
	const { update, done, controlling } = setUp();
	controlling(false);
	await settled();
	expect(update.state).toBe('none');
	expect(done).toEqual([]);
});

test('a new version is offered, and comes when the reader wants it', async () => {
	const { update, done, waiting } = setUp();
	waiting();
	expect(update.isShown).toBe(true);
	expect(done).toEqual([]);
	await update.accept();
	await settled();
	expect(done).toEqual(['takeOver', 'reload']);
});

test('a new version never reloads over unsaved input', async () => {
	const { update, unsaved, done, waiting } = setUp();
	const saved = unsaved.hold('draft');
	waiting();
	void update.accept();
	await settled();
	expect(update.state).toBe('afterSaving');
	expect(done).toEqual([]);

	saved();
	await settled();
	expect(done).toEqual(['takeOver', 'reload']);
});

test('input that begins between taking over and loading again is waited for too', async () => {
	const { update, unsaved, done, controlling } = setUp();
	const saved = unsaved.hold('draft');
	// Another tab has let the new version in.
	controlling(true);
	await settled();
	expect(update.state).toBe('afterSaving');
	expect(done).toEqual([]);
	saved();
	await settled();
	expect(done).toEqual(['reload']);
});

test('an old worker that does not let go is left by loading again, not over unsaved input', async () => {
	vi.useFakeTimers();
	try {
		const { update, unsaved, done, waiting } = setUp(false);
		waiting();
		await update.accept();
		expect(update.state).toBe('changing');
		expect(update.isShown).toBe(true);
		const saved = unsaved.hold('draft');
		await vi.advanceTimersByTimeAsync(takeOverMsMax);
		expect(done).toEqual(['takeOver']);
		saved();
		await vi.advanceTimersByTimeAsync(0);
		expect(done).toEqual(['takeOver', 'reload']);
	} finally {
		vi.useRealTimers();
	}
});

test('later means later', () => {
	const { update, waiting } = setUp();
	waiting();
	update.putOff();
	expect(update.isShown).toBe(false);
	expect(update.state).toBe('offered');
});
