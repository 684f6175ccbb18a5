/**
 * The sandbox's environment, parsed once. Every default suits a developer's machine; the secrets among them protect
 * nothing and must be the portal's too. Times in ms.
 *
 *   SANDBOX_DATA=var/sandbox           folder for keys and state; delete it to begin anew
 *   SANDBOX_HOST=127.0.0.1             address to listen on
 *   PORTAL_ORIGIN=http://localhost:3000
 *   EID_PORT=3001      EID_ISSUER=     EID_CLIENT_SECRET
 *   GATEWAY_PORT=3002  GATEWAY_URL=    VNPAY_TMN_CODE  VNPAY_HASH_SECRET  PORTAL_IPN_URL=<portal>/payments/vnpay/ipn
 *                                      IPN_RETRY_MS=1000,2000,5000,…  IPN_LATE_MS=15000
 *   AGENCY_PORT=3003   AGENCY_URL=     AGENCY_OUT_SECRET (portal signs)  AGENCY_IN_SECRET (agency signs)
 *                                      AGENCY_MODE=auto|manual  AGENCY_STEP_MS=4000  AGENCY_RETRY_MS=1000,2000,…
 *   POWER_PORT=3004    POWER_URL=      POWER_KEY
 *   ISSUERS_PORT=3005  ISSUERS_URL=  ISSUERS_KEY
 *   SANDBOX=1                          needed to run with NODE_ENV=production
 *
 * Port 0 takes a free one. The …_ISSUER and …_URL are public addresses, when they are not http://localhost:<port>.
 */
import { z } from 'zod';
import type { AgencyOptions } from './agency/server.ts';
import type { EidOptions } from './eid/server.ts';
import type { GatewayOptions } from './gateway/server.ts';
import type { IssuersOptions } from './issuers/server.ts';
import type { PowerOptions } from './power.ts';

/** An empty variable counts as none: shells and env files write it so. */
const given = <T extends z.ZodType>(schema: T) =>
	z.preprocess((value) => (value === '' ? undefined : value), schema);
const port = (usual: number) => given(z.coerce.number().int().min(0).max(65_535).default(usual));
const address = given(z.url({ protocol: /^https?$/ }).optional());
const text = (usual: string) => given(z.string().min(1).default(usual));
const milliseconds = (usual: number) => given(z.coerce.number().int().min(0).default(usual));
const delays = (usual: string) =>
	text(usual).transform((list) => z.array(z.coerce.number().int().min(0)).min(1).parse(list.split(',')));
const webhookSecret = (usual: string) =>
	given(
		z
			.string()
			.regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/)
			.default(usual)
	);

const SandboxEnv = z.object({
	NODE_ENV: z.string().optional(),
	SANDBOX: z.string().optional(),
	SANDBOX_DATA: text('var/sandbox'),
	SANDBOX_HOST: text('127.0.0.1'),
	PORTAL_ORIGIN: text('http://localhost:3000').transform((origin) => new URL(origin).origin),
	EID_PORT: port(3001),
	EID_ISSUER: address,
	EID_CLIENT_SECRET: text('sandbox-only-eid-client-secret'),
	GATEWAY_PORT: port(3002),
	GATEWAY_URL: address,
	VNPAY_TMN_CODE: text('MOTCUA01'),
	VNPAY_HASH_SECRET: text('SANDBOXONLYVNPAYHASHSECRET000001'),
	PORTAL_IPN_URL: address,
	IPN_RETRY_MS: delays('1000,2000,5000,10000,15000,20000,30000,45000,60000'),
	IPN_LATE_MS: milliseconds(15_000),
	AGENCY_PORT: port(3003),
	AGENCY_URL: address,
	AGENCY_OUT_SECRET: webhookSecret('whsec_c2FuZGJveCBvbmx5OiBwb3J0YWwgdG8gYWdlbmN5'),
	AGENCY_IN_SECRET: webhookSecret('whsec_c2FuZGJveCBvbmx5OiBhZ2VuY3kgdG8gcG9ydGFs'),
	AGENCY_MODE: given(z.enum(['auto', 'manual']).default('auto')),
	AGENCY_STEP_MS: milliseconds(4_000),
	AGENCY_RETRY_MS: delays('1000,2000,5000,10000,30000,60000'),
	POWER_PORT: port(3004),
	POWER_URL: address,
	POWER_KEY: text('sandbox-only-power-key'),
	ISSUERS_PORT: port(3005),
	ISSUERS_URL: address,
	ISSUERS_KEY: text('sandbox-only-issuers-key')
});

export interface SandboxOptions {
	readonly eid: EidOptions;
	readonly gateway: GatewayOptions;
	readonly agency: AgencyOptions;
	readonly power: PowerOptions;
	readonly issuers: IssuersOptions;
}

/** Throws on a value that is not what it should be, and where a production machine did not ask for a sandbox. */
export function readSandboxEnv(variables: NodeJS.ProcessEnv): SandboxOptions {
	const env = SandboxEnv.parse(variables);
	if (env.NODE_ENV === 'production' && env.SANDBOX !== '1')
		throw new Error(
			'The sandbox has known passwords: with NODE_ENV=production it runs only when SANDBOX=1 is set.'
		);
	const shared = { data: env.SANDBOX_DATA, host: env.SANDBOX_HOST };
	return {
		eid: {
			...shared,
			port: env.EID_PORT,
			publicUrl: env.EID_ISSUER,
			clientSecret: env.EID_CLIENT_SECRET,
			portalOrigin: env.PORTAL_ORIGIN
		},
		gateway: {
			...shared,
			port: env.GATEWAY_PORT,
			publicUrl: env.GATEWAY_URL,
			tmnCode: env.VNPAY_TMN_CODE,
			hashSecret: env.VNPAY_HASH_SECRET,
			ipnUrl: env.PORTAL_IPN_URL ?? `${env.PORTAL_ORIGIN}/payments/vnpay/ipn`,
			ipnDelays: env.IPN_RETRY_MS,
			lateIpnMs: env.IPN_LATE_MS
		},
		agency: {
			...shared,
			port: env.AGENCY_PORT,
			publicUrl: env.AGENCY_URL,
			portalSecret: env.AGENCY_OUT_SECRET,
			agencySecret: env.AGENCY_IN_SECRET,
			portalOrigin: env.PORTAL_ORIGIN,
			mode: env.AGENCY_MODE,
			stepMs: env.AGENCY_STEP_MS,
			retryDelays: env.AGENCY_RETRY_MS
		},
		power: { ...shared, port: env.POWER_PORT, publicUrl: env.POWER_URL, key: env.POWER_KEY },
		issuers: { ...shared, port: env.ISSUERS_PORT, publicUrl: env.ISSUERS_URL, key: env.ISSUERS_KEY }
	};
}
