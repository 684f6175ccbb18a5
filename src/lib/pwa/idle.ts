/** Waits for the page to be loaded and the phone to have nothing better to do. Safari lacks requestIdleCallback. */
export async function idle(): Promise<void> {
	if (document.readyState !== 'complete')
		await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
	await new Promise<void>((resolve) => {
		if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 3_000 });
		else setTimeout(resolve, 500);
	});
}

/** Resolves once what was drawn by now is on the screen; on a page that nobody sees, soon. */
export function painted(): Promise<void> {
	return new Promise((resolve) => {
		if (document.visibilityState === 'hidden') return void setTimeout(resolve);
		// A task that is begun while a frame is made runs when it has been.
		requestAnimationFrame(() => setTimeout(resolve));
	});
}
