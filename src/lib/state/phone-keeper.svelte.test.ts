// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest';
import type { WorkHere } from '$sync/client/queries.ts';
import { PhoneKeeper } from './phone-keeper.svelte.ts';
import type { Phone } from './phone.svelte.ts';

beforeEach(() => localStorage.clear());

/** Stands for the phone: counts what is asked of it, and lets the test say what work is on it. */
class PaperPhone {
	static made: PaperPhone[] = [];
	readonly onWork: (work: WorkHere) => void;
	stage = { kind: 'open' };
	started = 0;
	opened = 0;

	constructor(onWork: (work: WorkHere) => void) {
		this.onWork = onWork;
		PaperPhone.made.push(this);
	}

	start() {
		this.started++;
	}

	async open() {
		this.opened++;
	}
}
const Made = PaperPhone as unknown as new (onWork: (work: WorkHere) => void) => Phone;

function window(marks: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null = localStorage) {
	PaperPhone.made = [];
	const load = vi.fn(async () => ({ Phone: Made }));
	return { keeper: new PhoneKeeper({ load, marks }), load };
}

test('nothing is loaded on a phone that never had work', async () => {
	const { keeper, load } = window();
	await keeper.begin();
	expect(load).not.toHaveBeenCalled();
	expect(keeper.waits).toBe(false);
});

test('work that an earlier page left here opens the phone on any page, once', async () => {
	const earlier = window();
	earlier.keeper.phoneOf(Made);
	PaperPhone.made[0]?.onWork('waiting');
	const { keeper, load } = window();
	await Promise.all([keeper.begin(), keeper.begin()]);
	await keeper.begin();
	expect(keeper.waits).toBe(true);
	expect(load).toHaveBeenCalled();
	expect(PaperPhone.made).toHaveLength(1);
	expect(PaperPhone.made[0]?.started).toBe(1);
});

test('the citizen’s layout finds the same phone, however often she comes back to it', async () => {
	localStorage.setItem('motcua-viec', 'begun');
	const { keeper } = window();
	await keeper.begin();
	expect(keeper.waits).toBe(false);
	expect(keeper.phoneOf(Made)).toBe(PaperPhone.made[0]);
	expect(keeper.phoneOf(Made)).toBe(PaperPhone.made[0]);
	expect(PaperPhone.made[0]).toMatchObject({ started: 1, opened: 0 });
});

test('a phone that could not be opened is tried again when a page needs it', () => {
	const { keeper } = window();
	keeper.phoneOf(Made);
	PaperPhone.made[0]!.stage = { kind: 'failed' };
	keeper.phoneOf(Made);
	expect(PaperPhone.made[0]?.opened).toBe(1);
});

test('the mark follows the work and goes when all is done', async () => {
	const { keeper } = window();
	keeper.phoneOf(Made);
	const phone = PaperPhone.made[0]!;
	phone.onWork('waiting');
	expect(keeper.waits).toBe(true);
	phone.onWork('begun');
	expect(keeper.waits).toBe(false);
	expect(localStorage.length).toBe(1);
	phone.onWork('none');
	expect(localStorage.length).toBe(0);
});

test('storage that is denied, or code that cannot come, breaks no page', async () => {
	const denied = () => {
		throw new DOMException('denied', 'SecurityError');
	};
	const { keeper, load } = window({ getItem: denied, setItem: denied, removeItem: denied });
	await keeper.begin();
	expect(load).not.toHaveBeenCalled();
	keeper.phoneOf(Made);
	PaperPhone.made[0]?.onWork('waiting');
	expect(keeper.waits).toBe(true);

	localStorage.setItem('motcua-viec', 'waiting');
	const cut = window();
	cut.load.mockRejectedValueOnce(new TypeError('no network'));
	await cut.keeper.begin();
	expect(PaperPhone.made).toHaveLength(0);
	await cut.keeper.begin();
	expect(PaperPhone.made).toHaveLength(1);
});
