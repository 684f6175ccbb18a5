import { describe, expect, it, vi } from 'vitest';
import { Press } from './press.ts';

describe('[U9] what leaving a field brings about', () => {
	it('waits for the end of the press, and for the click that follows in the same task', async () => {
		vi.useFakeTimers();
		const press = new Press();
		const done: string[] = [];
		press.begin();
		press.after(() => done.push('fault'));
		await vi.runAllTimersAsync();
		expect(done).toEqual([]);
		press.end();
		done.push('click');
		await vi.runAllTimersAsync();
		expect(done).toEqual(['click', 'fault']);
		vi.useRealTimers();
	});

	it('comes at once by keyboard, after what is under way', async () => {
		const press = new Press();
		const done: string[] = [];
		const over = new Promise<void>((resolve) => press.after(() => resolve(void done.push('fault'))));
		done.push('key');
		await over;
		expect(done).toEqual(['key', 'fault']);
	});
});
