/**
 * The environment, parsed once. No secret has a default here: `npm start` makes random ones for the sandbox, an
 * operator sets real ones. Errors name the variable, never its value.
 */
import path from 'node:path';
import { z } from 'zod';
import { protocols } from './forwarding/adapters/all.ts';
import { Duty } from '../domain/dossier/schema.ts';
import { AgencyCode, CommuneCode } from './desk/officers.ts';

const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);
const baseUrl = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
const secret = z.string().min(8);
/** One secret, or the new and the old one while a key changes (the first signs, all verify). */
const webhookSecret = z.string().regex(/^whsec_[A-Za-z0-9+/=]{16,}$/);
const webhookSecrets = z
	.union([webhookSecret.transform((one) => [one]), z.array(webhookSecret).min(1).max(4)])
	.readonly();

/** X-Road's `instance/class/member/subsystem`. */
const subsystem = z.string().regex(/^[A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+){2,3}$/);

const Agency = z
	.object({
		/** Name of the system in the service definitions (`agency.system`) and in callback addresses. */
		system: z.string().regex(/^[a-z0-9-]{1,40}$/),
		name: z.string().min(1),
		baseUrl: baseUrl.optional(),
		/** How it is spoken with (server/forwarding/adapters). */
		protocol: z.enum(protocols).default('webhooks'),
		/** Messages a minute that it bears, from all servers of the portal together. */
		ratePerMinute: z.int().min(1).max(60_000).nullable().default(null),
		/** Both sides' subsystems, for the protocol `xroad`. */
		xroad: z.object({ client: subsystem, service: subsystem }).nullable().default(null),
		/** Signs what the portal sends. */
		outSecret: webhookSecrets.optional(),
		/** Signs what the agency sends. */
		inSecret: webhookSecrets.optional(),
		/**
		 * Offices that work at the portal's desk (`/mot-cua`) instead: the codes of those that the system does not reach,
		 * or all. Then there is no system: nothing is sent, and nobody can speak for it.
		 */
		desk: z.union([z.literal('all'), z.array(AgencyCode)]).optional()
	})
	.refine(({ protocol, xroad }) => protocol !== 'xroad' || xroad !== null, { path: ['xroad'] })
	.superRefine((agency, context) => {
		if (agency.desk === 'all') return;
		for (const name of ['baseUrl', 'outSecret', 'inSecret'] as const)
			if (!agency[name]) context.addIssue({ code: 'custom', path: [name], message: 'missing' });
	})
	.transform(({ baseUrl = '', outSecret = [], inSecret = [], ...agency }) => ({
		...agency,
		baseUrl,
		outSecret,
		inSecret
	}));

/** Who works at the desk, in JSON; besides those that `npm run roles` knows. */
const Officers = z.string().transform((text, context) => {
	try {
		return z
			.array(
				z.object({
					personalId: z.string().regex(/^\d{12}$/),
					agency: AgencyCode,
					commune: CommuneCode.optional(),
					name: z.string().min(1).max(150),
					title: z.string().max(150),
					unit: z.string().max(200),
					duties: z.array(Duty).min(1)
				})
			)
			.parse(JSON.parse(text));
	} catch (error) {
		const where =
			error instanceof z.ZodError ? error.issues.map(({ path }) => path.join('.')).join(', ') : 'not JSON';
		context.addIssue({ code: 'custom', message: `a JSON list of officers (${where})` });
		return z.NEVER;
	}
});

const Agencies = z.string().transform((text, context) => {
	try {
		return z.array(Agency).parse(JSON.parse(text));
	} catch (error) {
		const where =
			error instanceof z.ZodError ? error.issues.map(({ path }) => path.join('.')).join(', ') : 'not JSON';
		context.addIssue({ code: 'custom', message: `a JSON list of agencies (${where})` });
		return z.NEVER;
	}
});

const Issuer = z.object({
	/** Name in the service definitions (`issuer`), and of its job queue. */
	issuer: z.string().regex(/^[a-z0-9-]{1,40}$/),
	baseUrl,
	/** Bearer key that the portal shows. */
	key: secret
});

const Issuers = z.string().transform((text, context) => {
	try {
		return z.array(Issuer).parse(JSON.parse(text));
	} catch (error) {
		const where =
			error instanceof z.ZodError ? error.issues.map(({ path }) => path.join('.')).join(', ') : 'not JSON';
		context.addIssue({ code: 'custom', message: `a JSON list of issuers (${where})` });
		return z.NEVER;
	}
});

const flag = z
	.enum(['0', '1'])
	.default('0')
	.transform((text) => text === '1');

const Environment = z
	.object({
		PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
		/** The address that people type; links, redirect addresses and the same-origin rule are built on it. */
		PORTAL_ORIGIN: origin,
		DATA_DIR: z.string().min(1).default('var'),
		/** `file:` for the embedded database, `libsql:` or `http(s):` for a server. */
		DATABASE_URL: z.string().min(1).optional(),
		DATABASE_AUTH_TOKEN: z.string().optional(),

		EID_ISSUER: baseUrl,
		EID_CLIENT_ID: z.string().min(1),
		EID_CLIENT_SECRET: secret,
		/** Lowest assurance that may act here; services that give papers need level 2 (Decree 69/2024). */
		EID_ACR: z.string().min(1).default('loa2'),

		GATEWAY_URL: baseUrl,
		VNPAY_TMN_CODE: z.string().regex(/^[A-Z0-9]{1,8}$/),
		VNPAY_HASH_SECRET: secret,

		AGENCIES: Agencies,

		/** Issuers of charges that speak docs/ISSUERS.md; the power companies have their own protocol. */
		ISSUERS: Issuers,
		POWER_URL: baseUrl,
		POWER_KEY: secret,

		/** PEM file with the certificates of the providers whose signatures on tax declarations are trusted. */
		SIGNATURE_CAS: z.string().min(1),

		/** Personal numbers of those who may edit and publish the catalogue, besides those that `npm run roles` knows. */
		EDITORS: z
			.string()
			.regex(/^\d{12}(,\d{12})*$/)
			.transform((text) => text.split(','))
			.optional(),

		OFFICERS: Officers.optional(),

		/** Signs the links by which agencies fetch attachments. */
		FILE_LINK_SECRET: z.string().min(32),
		/** 1 behind a TLS proxy that sets x-forwarded-proto and x-forwarded-for itself. */
		TRUST_PROXY: flag
	})
	.transform((env) => ({
		...env,
		DATABASE_URL: env.DATABASE_URL ?? `file:${path.join(env.DATA_DIR, 'mot-cua.db')}`
	}));

export type Env = z.infer<typeof Environment>;
export type AgencyAccess = Env['AGENCIES'][number];

const DatabaseEnvironment = z
	.object({
		DATA_DIR: z.string().min(1).default('var'),
		DATABASE_URL: z.string().min(1).optional(),
		DATABASE_AUTH_TOKEN: z.string().optional()
	})
	.transform((env) => ({
		url: env.DATABASE_URL ?? `file:${path.join(env.DATA_DIR, 'mot-cua.db')}`,
		authToken: env.DATABASE_AUTH_TOKEN
	}));

/** Where the database is, for commands that need nothing else. The same variables and defaults as the portal's. */
export function readDatabaseEnv(source: Record<string, string | undefined>): {
	readonly url: string;
	readonly authToken: string | undefined;
} {
	return DatabaseEnvironment.parse(
		Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
	);
}

/** Reads the environment. Throws one error that names everything missing or wrong. */
export function readEnv(source: Record<string, string | undefined>): Env {
	// An empty variable is an unset one, as in most shells' habits.
	const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
	const read = Environment.safeParse(set);
	if (read.success) return read.data;
	const wrong = read.error.issues.map(
		({ path: [name], code, message }) =>
			`  ${String(name)}: ${set[String(name)] === undefined ? 'missing' : code === 'custom' ? message : 'not valid'}`
	);
	throw new Error(`The environment is not complete (see README, "Configuration"):\n${wrong.join('\n')}`);
}
