/** The one HTML shell of the sandbox's pages: calm, readable at 360 px, and honest about not being the real thing. */
import type { ServerResponse } from 'node:http';

/** Text that is already safe to stand in a page. Only `html` makes it. */
export interface Html {
	readonly safe: string;
}

type Part = Html | string | number | null | undefined | readonly Html[];

/** Builds HTML; whatever is put in is escaped, unless it came from `html` itself. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
	let safe = texts[0] ?? '';
	parts.forEach((part, at) => {
		safe += partToText(part) + (texts[at + 1] ?? '');
	});
	return { safe };
}

function partToText(part: Part): string {
	if (part === null || part === undefined) return '';
	if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
	return 'safe' in part ? part.safe : part.map((one) => one.safe).join('');
}

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

function escape(text: string): string {
	return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** An amount in đồng as people write it: 135.000 đ. */
export function dong(amount: number): string {
	return `${new Intl.NumberFormat('vi-VN').format(amount)} đ`;
}

/** A moment in Vietnamese time. */
export function moment(iso: string): string {
	return new Intl.DateTimeFormat('vi-VN', {
		timeZone: 'Asia/Ho_Chi_Minh',
		dateStyle: 'short',
		timeStyle: 'medium'
	}).format(new Date(iso));
}

/** Who speaks on the page, what it is about, and the content. */
export interface Page {
	readonly service: string;
	readonly title: string;
	readonly body: Html;
}

export function pageToText({ service, title, body }: Page): string {
	return html`<!doctype html>
		<html lang="vi">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="robots" content="noindex" />
				<link rel="icon" href="data:," />
				<title>${title} – ${service}</title>
				<style>
					${{ safe: style }}
				</style>
			</head>
			<body>
				<p class="banner" role="note">MÔI TRƯỜNG THỬ – không phải hệ thống thật</p>
				<header>${service}</header>
				<main>
					<h1>${title}</h1>
					${body}
				</main>
			</body>
		</html>`.safe;
}

/** Sends a page. No script runs on it, nothing may frame it, nothing is kept of it. */
export function sendPage(response: ServerResponse, status: number, page: Page): void {
	response.writeHead(status, {
		'content-type': 'text/html; charset=utf-8',
		'cache-control': 'no-store',
		// No form-action: browsers apply it to the redirect after a form too, and that leads back to the portal.
		'content-security-policy':
			"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
		'referrer-policy': 'no-referrer',
		'x-content-type-options': 'nosniff'
	});
	response.end(pageToText(page));
}

const style = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5a6676; --ground: #f6f5f1; --sheet: #fff; --line: #d8d5cc; --act: #1d5c63; --on-act: #fff; }
@media (prefers-color-scheme: dark) {
	:root { --ink: #e9e7e1; --soft: #a9b0b8; --ground: #15191d; --sheet: #1e2429; --line: #39424a; --act: #7fc4c8; --on-act: #0e2326; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
.banner { margin: 0; padding: .6rem 1rem; background: #7a3e00; color: #fff; font-weight: 600; text-align: center; }
header { padding: .75rem 1rem 0; max-width: 40rem; margin: auto; color: var(--soft); font-weight: 600; }
main { padding: 0 1rem 3rem; max-width: 40rem; margin: auto; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: .4rem 0 1rem; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
section, article { background: var(--sheet); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 0 0 1rem; }
section h2, article h2 { margin-top: 0; }
dl { margin: 0; } dt { color: var(--soft); font-size: .9rem; } dd { margin: 0 0 .6rem; }
label { display: block; margin: 0 0 .9rem; font-weight: 600; }
input, select, textarea { display: block; width: 100%; min-height: 2.9rem; margin-top: .25rem; padding: .5rem .7rem; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--soft); border-radius: .4rem; }
button { display: block; width: 100%; min-height: 3rem; margin: 0 0 .6rem; padding: .6rem 1rem; font: inherit; font-weight: 600; text-align: left; color: var(--act); background: transparent; border: 2px solid var(--act); border-radius: .5rem; cursor: pointer; }
button.main { color: var(--on-act); background: var(--act); }
button small { display: block; font-weight: 400; }
:focus-visible { outline: 3px solid #c9791b; outline-offset: 2px; }
.fault { border-left: .4rem solid #b3261e; padding: .6rem .8rem; background: var(--sheet); }
.soft { color: var(--soft); }
a { color: var(--act); }
`;
