/**
 * Pages to compare with, served as our own are: compressed, over one keep-alive HTTP/1.1 server. What a citizen could get
 * instead: the plainest page that can be written with the same words, and one built with GOV.UK Frontend.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';

export interface Peer {
	readonly port: number;
	close(): Promise<void>;
}

interface Answer {
	readonly type: string;
	readonly body: Buffer;
	/** Absent for what is compressed already. */
	readonly encoding?: 'br';
}

const govuk = path.resolve(import.meta.dirname, '../node_modules/govuk-frontend/dist/govuk');

/** @param landing HTML of our landing page: the static page says the same, without style sheet and script of ours */
export function startStaticPage(landing: string): Promise<Peer> {
	const body = /<body[^>]*>([\s\S]*)<\/body>/.exec(landing)?.[1] ?? '';
	const words = body
		.replace(/<(script|style|svg)\b[\s\S]*?<\/\1>/g, '')
		.replace(/ (class|style|data-[\w-]+)="[^"]*"/g, '');
	return serve(
		new Map([
			[
				'/',
				packed(
					'text/html; charset=utf-8',
					`<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Một Cửa</title><link rel="icon" href="data:,"><style>body{font:1rem/1.5 system-ui;margin:1rem;max-width:40rem}</style><body>${words}</body></html>`
				)
			]
		])
	);
}

/** A start page as its design system shows it: header, heading, search, a list of links; its script initialises all. */
export async function startGovukPage(): Promise<Peer> {
	const links = Array.from(
		{ length: 12 },
		(_, i) => `<li><a class="govuk-link" href="/service-${i}">Example service number ${i}</a></li>`
	).join('');
	const page = `<!DOCTYPE html><html lang="en" class="govuk-template"><head><meta charset="utf-8"><title>Services</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/govuk-frontend.min.css"></head><body class="govuk-template__body">
<script>document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');</script>
<a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link">Skip to main content</a>
<div class="govuk-width-container"><main class="govuk-main-wrapper" id="main-content">
<h1 class="govuk-heading-xl">Find a service</h1>
<p class="govuk-body-l">Apply for licences and certificates, pay bills and follow what happens to your application.</p>
<form action="/search"><div class="govuk-form-group"><label class="govuk-label" for="q">What do you need?</label>
<input class="govuk-input" id="q" name="q" type="search"></div>
<button class="govuk-button" data-module="govuk-button" type="submit">Search</button></form>
<ul class="govuk-list">${links}</ul></main></div>
<script type="module" src="/govuk-frontend.min.js"></script>
<script type="module">import { initAll } from '/govuk-frontend.min.js'; initAll();</script></body></html>`;
	const text = (name: string) => readFile(path.join(govuk, name), 'utf8');
	const font = async (name: string): Promise<[string, Answer]> => [
		`/assets/fonts/${name}`,
		{ type: 'font/woff2', body: await readFile(path.join(govuk, 'assets/fonts', name)) }
	];
	return serve(
		new Map([
			['/', packed('text/html; charset=utf-8', page)],
			['/govuk-frontend.min.css', packed('text/css', await text('govuk-frontend.min.css'))],
			['/govuk-frontend.min.js', packed('text/javascript', await text('govuk-frontend.min.js'))],
			await font('bold-b542beb274-v2.woff2'),
			await font('light-94a07e06a1-v2.woff2')
		])
	);
}

function packed(type: string, text: string): Answer {
	return { type, body: brotliCompressSync(text), encoding: 'br' };
}

async function serve(answers: ReadonlyMap<string, Answer>): Promise<Peer> {
	const server = createServer((request, response) => {
		const answer = answers.get((request.url ?? '/').replace(/\?.*$/, ''));
		if (!answer) return void response.writeHead(404, { 'content-length': 0 }).end();
		response.writeHead(200, {
			'content-type': answer.type,
			'content-length': answer.body.length,
			...(answer.encoding && { 'content-encoding': answer.encoding })
		});
		response.end(answer.body);
	});
	server.keepAliveTimeout = 60_000;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		}
	};
}
