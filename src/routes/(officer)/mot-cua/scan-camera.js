// Reads a code with the camera into the desk's search box, where the browser can (BarcodeDetector); else nothing shows.
// @ts-check
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-scan]'));
const button = /** @type {HTMLButtonElement | null} */ (form?.querySelector('[data-scan-camera]') ?? null);
const view = /** @type {HTMLVideoElement | null} */ (form?.querySelector('[data-scan-view]') ?? null);
const said = form?.querySelector('[data-scan-said]');
const box = /** @type {HTMLInputElement | null} */ (form?.querySelector('input') ?? null);

/** @typedef {{ detect(view: HTMLVideoElement): Promise<{ rawValue: string }[]> }} Reading */
/** @type {(new (options: { formats: string[] }) => Reading) | undefined} */
const Detector = /** @type {any} */ (window).BarcodeDetector;

if (Detector && navigator.mediaDevices && form && button && view && said && box) {
	const start = button.textContent;
	/** @type {MediaStream | null} */
	let stream = null;

	const stop = () => {
		for (const track of stream?.getTracks() ?? []) track.stop();
		stream = null;
		view.hidden = true;
		button.textContent = start;
	};

	const look = async () => {
		const detector = new Detector({ formats: ['qr_code', 'code_128'] });
		while (stream) {
			const [code] = await detector.detect(view).catch(() => []);
			if (code) {
				box.value = code.rawValue;
				stop();
				form.requestSubmit();
				return;
			}
			await new Promise((resolve) => requestAnimationFrame(resolve));
		}
	};

	button.hidden = false;
	button.addEventListener('click', async () => {
		if (stream) return stop();
		try {
			stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
			view.srcObject = stream;
			view.hidden = false;
			await view.play();
			said.textContent = '';
			button.textContent = button.dataset.stop ?? '';
			void look();
		} catch {
			stop();
			said.textContent = button.dataset.failed ?? '';
		}
	});
}
