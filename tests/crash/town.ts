/**
 * A world whose every door can be watched: one proxy before the portal, for phone, gateway and agency alike, and one
 * before the agency. Tests look behind the counters through its records.
 */
import { createClient, type Client } from '@libsql/client';
import path from 'node:path';
import { z } from 'zod';
import { newSecrets } from '../../scripts/system.mjs';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { agencySystems } from '../support/services.ts';
import { startWorld, type World } from '../support/world.ts';

export interface Town {
	readonly world: World;
	/** Before the portal: what people, gateway and agency call. */
	readonly door: Proxy;
	/** Before the agency: where the portal's messages go. */
	readonly agencyDoor: Proxy;
	readonly origin: string;
	/** Another process on the portal's database. */
	readonly records: Client;
	/** What the portal's database writes first when it commits. */
	readonly journal: string;
	/** Dossiers as the agency has them. */
	atAgency(): Promise<AgencyDossier[]>;
	/** Payments as the gateway has them. */
	atGateway(): Promise<GatewayTransaction[]>;
	/** Tests act and turn knobs at the agency; the answer is its own. */
	tellAgency(path: string, body?: Record<string, unknown>): Promise<unknown>;
	/** As if the time had passed after which failed or orphaned jobs are tried again. */
	passTheWait(): Promise<void>;
	close(): Promise<void>;
}

const AgencyDossier = z.object({
	dossierId: z.string(),
	dossierCode: z.string(),
	stage: z.string(),
	effects: z.number(),
	payment: z.object({ receiptNumber: z.string(), amount: z.number(), paidAt: z.string() }).nullable(),
	/** webhook-id → how often it came. */
	deliveries: z.record(z.string(), z.number()),
	attachments: z.array(z.object({ state: z.string() })),
	callbacks: z.array(z.object({ id: z.string(), state: z.string(), tries: z.number() }))
});
export type AgencyDossier = z.infer<typeof AgencyDossier>;

const GatewayTransaction = z.object({
	request: z.object({ vnp_TxnRef: z.string(), vnp_Amount: z.coerce.number() }),
	outcome: z.object({ status: z.string(), transactionNo: z.string() }).optional(),
	notice: z.object({ state: z.string(), tries: z.number(), answers: z.array(z.string()) }).optional()
});
export type GatewayTransaction = z.infer<typeof GatewayTransaction>;

export async function openTown(options: { readonly agency: 'up' | 'down' }): Promise<Town> {
	const [door, agencyDoor] = await Promise.all([startProxy(0), startProxy(0)]);
	const origin = `http://localhost:${door.port}`;
	const agencyUrl = `http://localhost:${agencyDoor.port}`;
	const { agencyOutSecret: outSecret, agencyInSecret: inSecret } = newSecrets();
	const systems = agencySystems.map(({ system }) => ({
		system,
		name: system,
		baseUrl: agencyUrl,
		outSecret,
		inSecret
	}));
	// Again and again without growing pauses: a portal that is killed often must not use the tries up.
	const everyMs = Array.from({ length: 200 }, () => '200').join(',');
	const world = await startWorld({
		frontPortal: async (port) => {
			door.setTarget(port);
			return origin;
		},
		env: {
			portal: { AGENCIES: JSON.stringify(systems) },
			gateway: { PORTAL_IPN_URL: `${origin}/payments/vnpay/ipn`, IPN_RETRY_MS: everyMs },
			agency: {
				AGENCY_URL: agencyUrl,
				AGENCY_OUT_SECRET: outSecret,
				AGENCY_IN_SECRET: inSecret,
				AGENCY_MODE: 'manual',
				AGENCY_RETRY_MS: everyMs
			}
		},
		...(options.agency === 'down' && { down: ['agency'] })
	});
	agencyDoor.setTarget(world.ports.agency);
	const file = path.join(world.dataDir, 'mot-cua.db');
	const records = createClient({ url: `file:${file}`, timeout: 5_000 });
	const look = async (address: string) => (await fetch(address)).json();

	return {
		world,
		door,
		agencyDoor,
		origin,
		records,
		journal: `${file}-wal`,
		atAgency: async () => z.array(AgencyDossier).parse(await look(`${world.agency.url}/_sandbox/dossiers`)),
		atGateway: async () =>
			z.array(GatewayTransaction).parse(await look(`${world.gateway.url}/_sandbox/transactions`)),
		async tellAgency(address, body = {}) {
			const response = await fetch(`${world.agency.url}/_sandbox/${address}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body)
			});
			if (!response.ok) throw new Error(`the agency answers ${response.status} ${await response.text()}`);
			return response.json();
		},
		async passTheWait() {
			await records.execute(`UPDATE jobs SET due_at = 0, lease_until = NULL WHERE state = 'due'`);
			await records.execute(`DELETE FROM gates`);
		},
		async close() {
			records.close();
			await world.stop();
			await Promise.all([door.close(), agencyDoor.close()]);
		}
	};
}

/** How many rows a table has. */
export async function count(records: Client, table: string, where = '1'): Promise<number> {
	const { rows } = await records.execute(`SELECT count(*) AS n FROM ${table} WHERE ${where}`);
	return Number(rows[0]?.['n']);
}

/** Everything that the portal has written, table by table, as one comparable text. */
export async function picture(records: Client): Promise<string> {
	const { rows } = await records.execute(
		`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'catalogue%' ORDER BY name`
	);
	const tables = await Promise.all(
		rows.map(async (row) => {
			const name = String(row['name']);
			const all = await records.execute(`SELECT * FROM "${name}" ORDER BY 1, 2`);
			return `${name}\n${all.rows.map((one) => JSON.stringify(Object.values(one))).join('\n')}`;
		})
	);
	return tables.join('\n\n');
}
