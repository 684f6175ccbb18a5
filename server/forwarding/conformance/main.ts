/**
 * `npm run conformance -- --url https://agency.example/cong --secret whsec_…`: tries an agency's endpoint and prints
 * what it saw. Ends with 0 when nothing failed, 1 when something did, 2 when it was not told enough.
 *
 *   --in-secret whsec_…      what the agency signs with: its callbacks are judged too
 *   --callback-url https://… where the agency reaches this kit; without it, this machine's own address
 *   --port 0                 where the kit listens for callbacks
 *   --wait 30                seconds to wait for one
 *   --procedure 1.002759     a procedure that the agency decides
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { outgoingTimeoutMs } from '../../../domain/limits.ts';
import { checkAgency, type HeardCallback } from './checks.ts';
import { report } from './report.ts';

const secret = z.string().regex(/^whsec_[A-Za-z0-9+/=]{16,}$/);
const Options = z.object({
	url: z.url({ protocol: /^https?$/ }),
	secret,
	'in-secret': secret.optional(),
	'callback-url': z.url({ protocol: /^https?$/ }).optional(),
	port: z.coerce.number().int().min(0).max(65_535).default(0),
	wait: z.coerce.number().min(0).max(3_600).default(30),
	procedure: z.string().min(1).default('1.002759')
});

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
	const options = readOptions(args);
	if (!options) {
		console.error(
			'npm run conformance -- --url <base address> --secret whsec_… [--in-secret whsec_…] [--callback-url <address>] [--port <n>] [--wait <seconds>] [--procedure <code>]'
		);
		return 2;
	}
	const heard: HeardCallback[] = [];
	const { promise: came, resolve } = Promise.withResolvers<void>();
	const server = createServer(async (request, response) => {
		const parts: Buffer[] = [];
		for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
		heard.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
		response.writeHead(200, { 'content-type': 'application/json' }).end('{"applied":true}');
		resolve();
	}).listen(options.port);
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : options.port;
	const callbackUrl = options['callback-url'] ?? `http://127.0.0.1:${port}/agency/callback/conformance`;
	const waited = new Promise<void>((end) => setTimeout(end, options.wait * 1000).unref());
	try {
		const checks = await checkAgency({
			url: options.url,
			secret: options.secret,
			inSecret: options['in-secret'] ?? null,
			procedureCode: options.procedure,
			callbackUrl,
			heard: () => heard,
			callbackOrEnd: () => Promise.race([came, waited]),
			now: () => new Date(),
			timeoutMs: outgoingTimeoutMs
		});
		console.log(report(options.url, checks));
		return checks.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

function readOptions(args: string[]): z.infer<typeof Options> | null {
	const text = { type: 'string' } as const;
	try {
		const { values } = parseArgs({
			args,
			options: Object.fromEntries(Object.keys(Options.shape).map((name) => [name, text]))
		});
		return Options.parse(values);
	} catch {
		return null;
	}
}
