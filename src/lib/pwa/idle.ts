/** Waits for the page to be loaded and the phone to have nothing better to do. Safari lacks requestIdleCallback. */
export async function idle(): Promise<void> {
	if (document.readyState !== 'complete')
		await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
	await new Promise<void>((resolve) => {
		if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 3_000 });
		else setTimeout(resolve, 500);
	});
}
