import { execSync } from 'node:child_process';
import adapter from '@sveltejs/adapter-node';

/** The app version names the build: the commit where there is one, so that the same code gives the same name. */
function version() {
	try {
		return execSync('git rev-parse --short=12 HEAD', { stdio: ['ignore', 'pipe', 'ignore'] })
			.toString()
			.trim();
	} catch {
		return 'unversioned';
	}
}

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: {
		runes: ({ filename }) => (filename.split(/[/\\]/).includes('node_modules') ? undefined : true)
	},
	kit: {
		adapter: adapter({ precompress: true }),
		alias: { $domain: 'domain', $sync: 'sync', $server: 'server' },
		paths: { relative: false },
		csp: {
			// Hashes, not nonces: a page that says the same has the same bytes, so that its ETag saves the next download.
			mode: 'hash',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self'],
				// app.html and Svelte set single properties on elements; no rule can be smuggled in that way.
				'style-src-attr': ['unsafe-inline'],
				// Photos that were chosen and not yet sent are shown from memory.
				'img-src': ['self', 'data:', 'blob:'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		},
		serviceWorker: { register: false },
		// On 2G a request costs more than these bytes: the styles of a page come inside it.
		inlineStyleThreshold: 24 * 1024,
		version: { name: process.env.APP_VERSION ?? version() }
	}
};
