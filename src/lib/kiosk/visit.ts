/**
 * A visit on a shared machine: from the first touch to "end and delete everything". The server's session lives in a
 * cookie that no script can delete, so a visit that was left without an end must not become the next person's:
 *
 *   a page loads ─► does a visit go on? (this tab's mark, or another living tab) ──no──► the server is told to end it
 *   an end that the server was not told of is owed, and until it is told nobody is logged in here
 *
 * What is kept for that are two marks without a word about anybody.
 */
import type { Me } from '$sync/client/db.ts';
import { logout, sessionMe } from '$lib/api.ts';
import { openShelf } from '$lib/state/shelf.ts';

/** In the tab: it outlives the way to the e-ID or the bank, not the tab. */
const visitMark = 'motcua-luot';
/** On the device: it outlives a browser that was closed before the server could be told. */
const owedMark = 'motcua-no-dang-xuat';
/** Held by every living tab. */
const lockName = 'motcua-luot';
const channelName = 'motcua-luot';

let begun: Promise<void> | null = null;

/** Whether somebody has gone to log in from this tab, and not ended since. */
export function isVisiting(): boolean {
	return sessionStorage.getItem(visitMark) !== null;
}

/** Resolves when nobody from before is logged in here any more, as far as the server could be told. */
export function visitBegun(): Promise<void> {
	begun ??= begin();
	return begun;
}

async function begin(): Promise<void> {
	const held = (await navigator.locks?.query())?.held ?? [];
	const goesOn = isVisiting() || held.some(({ name }) => name === lockName);
	if (!goesOn || isOwed()) await tellServer();
	// Never given back: the browser takes it when the tab is gone.
	void navigator.locks?.request(lockName, { mode: 'shared' }, () => new Promise(() => {}));
}

/** Who is logged in, by the server's word; undefined when it cannot be asked. */
export async function whoIsHere(): Promise<Me | null | undefined> {
	await visitBegun();
	if (isOwed() && !(await tellServer()).ok) return null;
	const answer = await sessionMe();
	return answer.ok ? answer.value : undefined;
}

/** She goes to the e-ID: who comes back in this tab is she. The login ends whatever session there was. */
export function goToLogin(): void {
	sessionStorage.setItem(visitMark, '1');
	localStorage.removeItem(owedMark);
}

/**
 * Ends the visit in every tab: the session on the server, and every mark that it left here. What lay in memory goes when
 * the caller leaves the page. Answers where to go: over the e-ID, which forgets her too, or home when nobody can be told.
 */
export async function endVisit(): Promise<string> {
	const told = await tellServer();
	openShelf().clear();
	sessionStorage.clear();
	document.cookie = 'lang=; path=/; max-age=0';
	new BroadcastChannel(channelName).postMessage('end');
	return told.ok ? told.value : '/';
}

/** @param call when another tab has ended the visit. The answer stops listening. */
export function hearEnd(call: () => void): () => void {
	const channel = new BroadcastChannel(channelName);
	channel.onmessage = ({ data }: MessageEvent<unknown>) => {
		if (data === 'end') call();
	};
	return () => channel.close();
}

async function tellServer() {
	const told = await logout();
	if (told.ok) localStorage.removeItem(owedMark);
	else localStorage.setItem(owedMark, '1');
	return told;
}

function isOwed(): boolean {
	return localStorage.getItem(owedMark) !== null;
}
