/** For tests: a visitor with a browser's cookies and redirects, and without its screen. Keeps one origin's cookies. */
export interface Visit {
	readonly url: URL;
	readonly status: number;
	readonly text: string;
	/** Where the answer sends the visitor, when that lies outside the service. */
	readonly leavesTo?: URL;
}

export class Visitor {
	readonly #home: string;
	readonly #cookies = new Map<string, { value: string; path: string }>();

	/** @param home the service's origin; a redirect to anywhere else ends the visit. */
	constructor(home: string) {
		this.#home = new URL(home).origin;
	}

	async visit(address: string | URL, form?: Record<string, string>): Promise<Visit> {
		let url = new URL(address, this.#home);
		let body = form && new URLSearchParams(form);
		for (let hops = 0; hops < 10; hops += 1) {
			const response = await fetch(url, {
				method: body ? 'POST' : 'GET',
				...(body ? { body } : {}),
				headers: { cookie: this.#cookiesFor(url) },
				redirect: 'manual'
			});
			for (const line of response.headers.getSetCookie()) this.#keep(line);
			const text = await response.text();
			const location = response.headers.get('location');
			if (!location || response.status < 300 || response.status > 399)
				return { url, status: response.status, text };
			const next = new URL(location, url);
			if (next.origin !== this.#home) return { url, status: response.status, text, leavesTo: next };
			url = next;
			body = undefined;
		}
		throw new Error('too many redirects');
	}

	#keep(line: string): void {
		const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
		const at = pair.indexOf('=');
		const name = pair.slice(0, at);
		const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/';
		const expires = attributes.find((one) => /^expires=/i.test(one))?.slice(8);
		const gone = expires !== undefined && Date.parse(expires) <= Date.now();
		if (gone) this.#cookies.delete(`${name} ${path}`);
		else this.#cookies.set(`${name} ${path}`, { value: pair.slice(at + 1), path });
	}

	#cookiesFor(url: URL): string {
		return [...this.#cookies]
			.filter(([, { path }]) => url.pathname.startsWith(path))
			.map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
			.join('; ');
	}
}
