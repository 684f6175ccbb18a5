/**
 * Keeps what is typed on a shared machine out of the browser's own notes: of fields it may fill in it keeps suggestions,
 * and of every form the values, to bring them back with a tab that crashed (docs/decisions/0010). A field says no with
 * `autocomplete="off"`; one without a form of its own is put into an empty one that says no. One watcher for the whole
 * document, because every field that somebody adds later must say no too.
 */

const formId = 'kiosk-fields';
const fields = 'input, textarea, select';

/** @returns to stop it */
export function refuseAutofill(document: Document): () => void {
	const shelter = document.createElement('form');
	shelter.id = formId;
	shelter.autocomplete = 'off';
	shelter.hidden = true;
	document.body.append(shelter);

	const refuse = (element: Element) => {
		if (element.getAttribute('autocomplete') !== 'off') element.setAttribute('autocomplete', 'off');
		if ('form' in element && element.form === null) element.setAttribute('form', formId);
	};
	const refuseBelow = (root: Element) => {
		if (root.matches(`form, ${fields}`)) refuse(root);
		for (const element of root.querySelectorAll(`form, ${fields}`)) refuse(element);
	};
	const watcher = new MutationObserver((changes) => {
		for (const { target, addedNodes } of changes) {
			if (target instanceof Element && target.matches(`form, ${fields}`)) refuse(target);
			for (const node of addedNodes) if (node instanceof Element) refuseBelow(node);
		}
	});
	watcher.observe(document.documentElement, {
		subtree: true,
		childList: true,
		attributes: true,
		attributeFilter: ['autocomplete', 'form']
	});
	refuseBelow(document.documentElement);
	return () => {
		watcher.disconnect();
		shelter.remove();
	};
}
