/**
 * Runs stand-ins for the world outside: `node server/sandbox/main.ts [eid] [gateway] [agency] [power] [issuers]`, all of them when
 * none is named. Prints `<name> ready <address>` as each begins to listen; SIGTERM or SIGINT ends them in order.
 */
import { startAgency } from './agency/server.ts';
import { startEid } from './eid/server.ts';
import { readSandboxEnv, type SandboxOptions } from './env.ts';
import { startGateway } from './gateway/server.ts';
import { startIssuers } from './issuers/server.ts';
import { startPower } from './power.ts';
import type { RunningService } from './service.ts';
import { openProvider } from './signing/signer.ts';

const starters: Record<keyof SandboxOptions, (options: SandboxOptions) => Promise<RunningService>> = {
	eid: ({ eid }) => startEid(eid),
	gateway: ({ gateway }) => startGateway(gateway),
	agency: async ({ agency }) => {
		// The portal trusts its certificate, which must lie there before the first file comes.
		await openProvider(agency.data, new Date());
		return startAgency(agency);
	},
	power: ({ power }) => startPower(power),
	issuers: ({ issuers }) => startIssuers(issuers)
};

const names = process.argv.slice(2);
const isName = (name: string): name is keyof SandboxOptions => Object.hasOwn(starters, name);
const known = names.filter(isName);
if (known.length < names.length) {
	console.error(`usage: node server/sandbox/main.ts [${Object.keys(starters).join('] [')}]`);
	process.exit(2);
}

const options = readOptions();
const running: RunningService[] = [];
const stop = async () => {
	await Promise.all(running.map((service) => service.close()));
	process.exit(0);
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

for (const name of known.length > 0 ? known : (Object.keys(starters) as (keyof SandboxOptions)[])) {
	const service = await starters[name](options);
	running.push(service);
	console.log(`${name} ready ${service.url}`);
}

function readOptions(): SandboxOptions {
	try {
		return readSandboxEnv(process.env);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exit(2);
	}
}
