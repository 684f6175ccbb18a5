// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { refuseAutofill } from './no-autofill.ts';

let stop = () => {};
afterEach(() => {
	stop();
	document.body.replaceChildren();
});

/** Observers are told when the script that changed something is done. */
const observed = () => new Promise<void>((resolve) => setTimeout(resolve));

test('[K1] fields that are there and fields that come later are not for the browser to remember', async () => {
	document.body.innerHTML = '<form><input id="a" autocomplete="name"></form><textarea id="b"></textarea>';
	stop = refuseAutofill(document);
	document.body.insertAdjacentHTML('beforeend', '<p><select id="c"></select></p>');
	await observed();
	for (const id of ['a', 'b', 'c']) {
		const field = document.getElementById(id) as HTMLInputElement;
		expect(field.getAttribute('autocomplete'), id).toBe('off');
		expect(field.form?.getAttribute('autocomplete'), id).toBe('off');
	}
});

test('[K1] a page that asks the browser to fill a field in again is refused again', async () => {
	document.body.innerHTML = '<form><input id="a"></form>';
	stop = refuseAutofill(document);
	document.getElementById('a')?.setAttribute('autocomplete', 'tel');
	await observed();
	expect(document.getElementById('a')?.getAttribute('autocomplete')).toBe('off');
});
