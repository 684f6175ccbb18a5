/**
 * The composition root: takes the environment, answers HTTP. Everything that the server is made of is put together
 * here and nowhere else. Order of starting: storage, migrations, catalogue, worker.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { progressLookupsPerMinuteMax } from '../domain/limits.ts';
import { invariant } from '../domain/result.ts';
import { offeredServices, allServices } from '../domain/services/all.ts';
import { systemsOf } from '../domain/services/terms.ts';
import type { Workplace } from '../domain/workplace.ts';
import type { Authority } from '../sync/store/authority.ts';
import { createAttempts } from './auth/attempts.ts';
import { createEid } from './auth/oidc.ts';
import { grantRole } from './auth/roles.ts';
import { createAuthRoutes } from './auth/routes.ts';
import { sessionOf } from './auth/speaker.ts';
import { createSessions } from './auth/session.ts';
import { workplacesOf } from './auth/workplaces.ts';
import { readContent, type Content } from './catalogue/content.ts';
import { catalogueQueue, createDesks } from './catalogue/desk/desk.ts';
import { createDeskDoor, type OpenDesk } from './catalogue/desk/door.ts';
import { publishCatalogueHandler } from './catalogue/desk/publish-job.ts';
import { catalogueRoutes } from './catalogue/http.ts';
import { loadCatalogue } from './catalogue/load.ts';
import { createCatalogue, type Catalogue } from './catalogue/reader.ts';
import { libsqlCatalogue } from './catalogue/store.ts';
import { readSigned } from './declarations/seal.ts';
import { trustedCertificates } from './declarations/trusted.ts';
import { deskQueue } from './desk/act.ts';
import { adoptDossiers, placeInCommunes } from './desk/adopt.ts';
import { createOfficerDesks } from './desk/desk.ts';
import { createOfficerDoor, type OpenOfficerDesk } from './desk/door.ts';
import { createOfficerFiles } from './desk/files.ts';
import { grantDuties } from './desk/officers.ts';
import { createOfficerRegister } from './desk/register.ts';
import { stopUnansweredHandler } from './desk/unanswered.ts';
import type { AgencyAccess, Env } from './env.ts';
import { createAgencies, type AgencyLink } from './forwarding/agencies.ts';
import { forwardHandler } from './forwarding/agency.ts';
import { createCallbacks } from './forwarding/callback.ts';
import { createAgencyFiles } from './forwarding/files.ts';
import { createRepairsDoor, type OpenRepairs } from './forwarding/repairs.ts';
import { fetchResultHandler } from './forwarding/results.ts';
import { createXroadCallbacks } from './forwarding/xroad-callback.ts';
import { createWorker, type Worker, type WorkerEvent } from './forwarding/worker.ts';
import { createHttp, type Next } from './http.ts';
import { createNews } from './news.ts';
import { createVnpay } from './payments/providers/vnpay.ts';
import { gatewayQueue, queryPaymentHandler } from './payments/query.ts';
import { createPayments } from './payments/start.ts';
import { createCharges } from './issuers/find.ts';
import { createIssuers } from './issuers/issuer.ts';
import { createJsonIssuer } from './issuers/json.ts';
import { createLookups } from './issuers/lookups.ts';
import { createPower } from './issuers/power.ts';
import { settleBillsHandler, settleChargesHandler } from './issuers/settle.ts';
import { createProgressLookUp, type LookUpProgress } from './lookup/progress.ts';
import { openDatabase, type Database } from './store/database.ts';
import { startFolding } from './store/folding.ts';
import { adoptForms, startAdopting } from './store/forms.ts';
import { migrate } from './store/migrate.ts';
import { createAuthority } from './store/operations.ts';
import { placeNames } from './store/places.ts';
import { createFileVault } from './uploads/files.ts';
import { createReceiptSigner } from './receipts/sign.ts';
import { visitorAddress } from './security.ts';
import { createUploads } from './uploads/tus.ts';

export interface Portal {
	handle(request: IncomingMessage, response: ServerResponse, next: Next): Promise<void>;
	readonly authority: Authority;
	readonly catalogue: Catalogue;
	readonly lookUpProgress: LookUpProgress;
	/** Network address of a visitor, as far as it can be trusted. */
	addressOf(request: IncomingMessage): string;
	readonly openDesk: OpenDesk;
	readonly openRepairs: OpenRepairs;
	readonly openOfficerDesk: OpenOfficerDesk;
	/** Where whoever sends these cookies works. */
	workplaces(cookies: string | undefined): Promise<readonly Workplace[]>;
	/** For tests and tools: the same storage, the same worker. */
	readonly db: Database;
	readonly worker: Worker;
	/** Ends answers that would last until the line breaks; whoever had one comes again, here or elsewhere. */
	endStreams(): void;
	/** Lets running jobs end, then closes storage. Requests must have ended before. */
	close(): Promise<void>;
}

export interface PortalDeps {
	readonly now?: () => Date;
	/** 0 to 1. */
	readonly random?: () => number;
	/** Off: jobs run only when `worker.tick` is called. */
	readonly runsWorker?: boolean;
	/** Says what an operator must see. */
	readonly log?: (message: string, error: unknown) => void;
}

export async function createPortal(env: Env, deps: PortalDeps = {}): Promise<Portal> {
	const now = deps.now ?? (() => new Date());
	const log = deps.log ?? logError;
	const portalOrigin = env.PORTAL_ORIGIN;

	const db = await openDatabase({ url: env.DATABASE_URL, authToken: env.DATABASE_AUTH_TOKEN });
	try {
		await migrate(db, now);
		await grantEditors(db, env, now);
		await nameOfficers(db, env, now, log);
		await adoptForms(db);
		const catalogue = createCatalogue(libsqlCatalogue(db.client), () => now().getTime());
		await publishCatalogue(db, catalogue, now, log);

		const agencies = createAgencies({
			portalOrigin,
			fileSecret: env.FILE_LINK_SECRET,
			links: env.AGENCIES.map(toLink)
		});
		for (const service of offeredServices())
			invariant(
				service.kind !== 'dossier' ||
					systemsOf(service).every(({ system }) => agencies.systems.includes(system)),
				`AGENCIES names every system that a service is decided in (${service.id})`
			);
		await adoptDossiers(db, agencies, now);
		await placeInCommunes(db);
		const places = placeNames(await catalogue.places());
		const authority = createAuthority({
			db,
			clock: now,
			places,
			agencies,
			sign: createReceiptSigner()
		});
		const vault = createFileVault(path.join(env.DATA_DIR, 'files'));
		const trusted = trustedCertificates(env.SIGNATURE_CAS);
		const sessions = createSessions(db, now);
		const eid = createEid({
			issuer: env.EID_ISSUER,
			clientId: env.EID_CLIENT_ID,
			clientSecret: env.EID_CLIENT_SECRET,
			acr: env.EID_ACR,
			portalOrigin,
			attempts: createAttempts(db, now),
			log
		});
		const provider = createVnpay({
			gateway: env.GATEWAY_URL,
			tmnCode: env.VNPAY_TMN_CODE,
			hashSecret: env.VNPAY_HASH_SECRET,
			returnUrl: `${portalOrigin}/payments/vnpay/return`
		});
		const news = createNews({ db, log });
		const issuers = createIssuers({
			...Object.fromEntries(env.ISSUERS.map((access) => [access.issuer, createJsonIssuer(access)])),
			power: createPower({ baseUrl: env.POWER_URL, key: env.POWER_KEY })
		});
		const charges = createCharges({ db, issuers, lookups: createLookups(), now, log });

		const worker = createWorker({
			db,
			clock: now,
			name: randomUUID(),
			random: deps.random ?? Math.random,
			queues: [...agencies.systems, gatewayQueue, ...issuers.names, catalogueQueue, deskQueue],
			handlers: {
				forward: forwardHandler({ agencies, clock: now }),
				fetch_result: fetchResultHandler({ agencies, vault, clock: now }),
				query_payment: queryPaymentHandler({ db, agencies, provider, clock: now }),
				settle_charges: settleChargesHandler({ issuers, clock: now }),
				settle_bills: settleBillsHandler({ issuers, clock: now }),
				publish_catalogue: publishCatalogueHandler({ db, clock: now }),
				stop_unanswered: stopUnansweredHandler({ agencies, clock: now })
			},
			rateOf: (queue) => (agencies.systems.includes(queue) ? agencies.link(queue).ratePerMinute : null),
			report: (event) => log(jobLine(event), null)
		});
		const runsWorker = deps.runsWorker ?? true;
		if (runsWorker) worker.start();
		const folding = runsWorker ? startFolding(db, now, log) : null;
		const adopting = startAdopting(db, log);

		return {
			handle: createHttp({
				security: { portalOrigin, trustProxy: env.TRUST_PROXY },
				db,
				now,
				authority,
				agencies,
				sessions,
				auth: createAuthRoutes({ db, eid, sessions, portalOrigin, now }),
				payments: createPayments({ db, provider, charges, issuers, now }),
				provider,
				charges,
				places,
				vault,
				uploads: createUploads({
					dir: path.join(env.DATA_DIR, 'uploads'),
					db,
					vault,
					personOf: async (request) => (await sessionOf(sessions, request))?.person.personId ?? null,
					clock: now,
					readDeclaration: async (bytes) => readSigned(bytes, await trusted(), now())
				}),
				catalogueRoutes: catalogueRoutes(catalogue),
				agencyFiles: createAgencyFiles({ db, agencies, vault, clock: now }),
				officerFiles: createOfficerFiles({ db, sessions, vault, now, portalOrigin }),
				officerRegister: createOfficerRegister({ db, sessions, now }),
				receiveCallback: createCallbacks({ db, agencies }),
				receiveXroad: createXroadCallbacks({ db, agencies }),
				news,
				wakeWorker: worker.wake,
				log
			}),
			authority,
			catalogue,
			lookUpProgress: createProgressLookUp({
				db,
				lookups: createLookups(progressLookupsPerMinuteMax),
				now
			}),
			addressOf: (request) => visitorAddress(request, { portalOrigin, trustProxy: env.TRUST_PROXY }),
			openRepairs: createRepairsDoor({
				db,
				sessions,
				security: { portalOrigin, trustProxy: env.TRUST_PROXY },
				now,
				wake: worker.wake
			}),
			openDesk: createDeskDoor({
				db,
				sessions,
				desks: createDesks({ db, now, wake: worker.wake, shipped: shippedContent() }),
				security: { portalOrigin, trustProxy: env.TRUST_PROXY }
			}),
			openOfficerDesk: createOfficerDoor({
				db,
				sessions,
				desks: createOfficerDesks({ db, agencies, vault, places, now, wake: worker.wake }),
				security: { portalOrigin, trustProxy: env.TRUST_PROXY }
			}),
			workplaces: async (cookies) => workplacesOf(db, (await sessions.read(cookies))?.person ?? null),
			db,
			worker,
			endStreams: () => news.close(),
			async close() {
				news.close();
				await worker.stop();
				await folding?.stop();
				await adopting.stop();
				db.close();
			}
		};
	} catch (error) {
		db.close();
		throw error;
	}
}

/** Publishes the content that comes with this release. When it is faulty the version before stays, if there is one. */
async function publishCatalogue(
	db: Database,
	catalogue: Catalogue,
	now: () => Date,
	log: (message: string, error: unknown) => void
): Promise<void> {
	const loaded = await db.exclusive((client) => loadCatalogue(client, { now }));
	if (loaded.ok) return;
	const faults = JSON.stringify(loaded.error.slice(0, 5));
	if (!(await catalogue.manifest())) throw new Error(`The catalogue's content is not right: ${faults}`);
	log(`the catalogue's content is not right, the version before stays: ${faults}`, null);
}

/** Those whom the environment names. Taking a number out there takes nothing away: `npm run roles` does. */
async function grantEditors(db: Database, { EDITORS }: Env, now: () => Date): Promise<void> {
	for (const personalId of EDITORS ?? [])
		await db.write((tx) =>
			grantRole(tx, { personalId, role: 'editor', by: 'environment', at: now(), grantId: randomUUID() })
		);
}

/** Officers whom the environment names, likewise. One who works for another office by now stays there. */
async function nameOfficers(
	db: Database,
	{ OFFICERS }: Env,
	now: () => Date,
	log: (message: string, error: unknown) => void
): Promise<void> {
	for (const officer of OFFICERS ?? []) {
		const given = await db.write((tx) =>
			grantDuties(tx, officer, { by: 'environment', at: now(), newId: randomUUID() })
		);
		if (!given.ok) log(`an officer in OFFICERS works for ${given.error.worksAt} already`, null);
	}
}

/** The release's content, read once: files do not change while it runs. */
function shippedContent(): () => Promise<Content> {
	let reading: Promise<Content> | null = null;
	return () =>
		(reading ??= readContent().then((content) => {
			invariant(content.ok, 'a release carries content without faults');
			return content.value;
		}));
}

/** A system's link: what the operator says of it, and the office code that the services give it. */
function toLink(access: AgencyAccess): AgencyLink {
	const { system, baseUrl, protocol, xroad, ratePerMinute, outSecret, inSecret, desk } = access;
	const route = allServices()
		.flatMap((service) => (service.kind === 'dossier' ? systemsOf(service) : []))
		.find((one) => one.system === system);
	invariant(route, `AGENCIES names a system that some service is decided in: ${system}`);
	const { code } = route;
	return {
		system,
		code,
		baseUrl,
		protocol,
		xroad,
		ratePerMinute,
		outSecrets: outSecret,
		inSecrets: inSecret,
		desk
	};
}

/** `job 7b… in queue csgt retried (3): timeout`: the id is the one under which the agency knows the message. */
function jobLine({ kind, queue, error, jobId, attempt }: WorkerEvent): string {
	const what = jobId ? `job ${jobId} in queue ${queue}` : `queue ${queue}`;
	return `${what} ${kind}${attempt ? ` (${attempt})` : ''}: ${error}`;
}

/** One line for the operator. Only names and codes of errors: their messages may quote what a person wrote. */
function logError(message: string, error: unknown): void {
	const parts: string[] = [];
	for (let one = error; one instanceof Error; one = one.cause)
		parts.push('code' in one ? `${one.name} ${String(one.code)}` : one.name);
	console.error(new Date().toISOString(), message, ...(parts.length > 0 ? [`(${parts.join(' < ')})`] : []));
}
