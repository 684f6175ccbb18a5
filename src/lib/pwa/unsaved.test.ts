import { expect, test } from 'vitest';
import { createUnsaved } from './unsaved.ts';

test('waits until the last of two forms has saved', async () => {
	const unsaved = createUnsaved();
	const heard: boolean[] = [];
	unsaved.subscribe(() => heard.push(unsaved.isEmpty));
	const releaseName = unsaved.hold('draft');
	const releaseNote = unsaved.hold('draft');
	let isOver = false;
	const over = unsaved.empty().then(() => (isOver = true));

	releaseName();
	releaseName();
	await Promise.resolve();
	expect(isOver).toBe(false);
	expect(unsaved.isEmpty).toBe(false);

	releaseNote();
	await over;
	expect(heard).toEqual([false, true]);
});

test('answers at once when nobody holds anything', async () => {
	const unsaved = createUnsaved();
	await unsaved.empty();
	expect(unsaved.isEmpty).toBe(true);
});
