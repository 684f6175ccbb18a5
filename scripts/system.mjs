/**
 * A whole system as processes: the portal and the sandbox services, each knowing the others' addresses and the
 * secrets that they share. `npm start` runs one on the usual ports, each test one of its own on free ports.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { deskOffice, editors, officers } from './accounts.mjs';
import { createPart } from './part.mjs';

/** @typedef {'eid' | 'gateway' | 'agency' | 'power' | 'issuers'} SandboxName */
/** @typedef {SandboxName | 'portal'} Name */
/** @typedef {Record<Name, number>} Ports */

/**
 * @typedef {object} Secrets
 * @property {string} eidClientSecret
 * @property {string} vnpayHashSecret
 * @property {string} agencyOutSecret signs what the portal sends
 * @property {string} agencyInSecret signs what the agency sends
 * @property {string} powerKey
 * @property {string} issuersKey
 * @property {string} fileLinkSecret
 */

/**
 * @typedef {object} SystemPlan
 * @property {Ports} ports
 * @property {Secrets} secrets
 * @property {string} dataDir the portal keeps its database and files here, the sandbox in `sandbox/` below
 * @property {string[]} [portalCommand] script and arguments; the production entry unless told otherwise
 * @property {string} [portalOrigin] what people type, when it is not http://localhost:<port>
 * @property {Partial<Record<Name, Record<string, string>>>} [env] more for single parts
 * @property {(name: Name, line: string) => void} [onLine]
 */

/** @type {readonly SandboxName[]} */
export const sandboxNames = ['eid', 'gateway', 'agency', 'power', 'issuers'];
/** @type {Ports} */
export const usualPorts = {
	portal: 3000,
	eid: 3001,
	gateway: 3002,
	agency: 3003,
	power: 3004,
	issuers: 3005
};

/** Issuers of charges that the services name. In the sandbox one process plays them all, each at its own path. */
export const issuerNames = ['tax', 'fines', 'registration', 'customs'];

/** Systems of the agencies that the services name (domain/services). In the sandbox one process plays them all. */
export const agencySystems = [
	{ system: 'csgt', name: 'Công an: giấy phép lái xe, lý lịch tư pháp' },
	{ system: 'bhxh', name: 'Bảo hiểm xã hội Việt Nam' },
	{ system: 'congthuong', name: 'Ngành công thương' },
	{ system: 'dien', name: 'Tập đoàn Điện lực Việt Nam' },
	{ system: 'taichinh', name: 'Ngành tài chính: thuế, đăng ký kinh doanh' },
	{ system: 'tuphap', name: 'Tư pháp xã, phường: hộ tịch, chứng thực' },
	{ system: 'noivu', name: 'Ngành nội vụ: việc làm, lao động' },
	{ system: 'yte', name: 'Ngành y tế: an toàn thực phẩm' }
];

/**
 * Random secrets for a sandbox. Real ones come from an operator, never from here.
 * @returns {Secrets}
 */
export function newSecrets() {
	const word = () => randomBytes(24).toString('base64url');
	const webhook = () => `whsec_${randomBytes(24).toString('base64')}`;
	return {
		eidClientSecret: word(),
		vnpayHashSecret: randomBytes(16).toString('hex').toUpperCase(),
		agencyOutSecret: webhook(),
		agencyInSecret: webhook(),
		powerKey: word(),
		issuersKey: word(),
		fileLinkSecret: word() + word()
	};
}

/**
 * Every part of the system, none of them started.
 * @param {SystemPlan} plan
 * @returns {Record<Name, import('./part.mjs').Part>}
 */
export function createSystem(plan) {
	const { ports, secrets } = plan;
	/** @param {Name} name */
	const url = (name) => `http://localhost:${ports[name]}`;
	const portalOrigin = plan.portalOrigin ?? url('portal');

	/** @type {Record<string, string>} */
	const sandboxEnv = {
		SANDBOX: '1',
		SANDBOX_DATA: path.join(plan.dataDir, 'sandbox'),
		PORTAL_ORIGIN: portalOrigin,
		EID_PORT: String(ports.eid),
		EID_CLIENT_SECRET: secrets.eidClientSecret,
		GATEWAY_PORT: String(ports.gateway),
		VNPAY_TMN_CODE: 'MOTCUA01',
		VNPAY_HASH_SECRET: secrets.vnpayHashSecret,
		// From process to process on this machine, whatever the way that people come by.
		PORTAL_IPN_URL: `${url('portal')}/payments/vnpay/ipn`,
		AGENCY_PORT: String(ports.agency),
		AGENCY_OUT_SECRET: secrets.agencyOutSecret,
		AGENCY_IN_SECRET: secrets.agencyInSecret,
		POWER_PORT: String(ports.power),
		POWER_KEY: secrets.powerKey,
		ISSUERS_PORT: String(ports.issuers),
		ISSUERS_KEY: secrets.issuersKey
	};
	const portalEnv = portalEnvironment(plan);

	/**
	 * @param {Name} name
	 * @param {string[]} command
	 * @param {Record<string, string>} env
	 */
	const part = (name, command, env) =>
		createPart({
			name,
			command,
			env: { ...env, ...plan.env?.[name] },
			url: url(name),
			onLine: (line) => plan.onLine?.(name, line)
		});
	/** @param {SandboxName} name */
	const sandbox = (name) => part(name, ['server/sandbox/main.ts', name], sandboxEnv);
	return {
		eid: sandbox('eid'),
		gateway: sandbox('gateway'),
		agency: sandbox('agency'),
		power: sandbox('power'),
		issuers: sandbox('issuers'),
		portal: part('portal', plan.portalCommand ?? ['scripts/serve.mjs'], portalEnv)
	};
}

/**
 * What the portal needs to know to work with this sandbox.
 * @param {SystemPlan} plan
 * @returns {Record<string, string>}
 */
export function portalEnvironment({ ports, secrets, dataDir, portalOrigin }) {
	/** @param {Name} name */
	const url = (name) => `http://localhost:${ports[name]}`;
	const agencies = agencySystems.map((agency) => ({
		...agency,
		baseUrl: url('agency'),
		outSecret: secrets.agencyOutSecret,
		inSecret: secrets.agencyInSecret,
		...(agency.system === deskOffice.system && { desk: [deskOffice.agency] })
	}));
	return {
		NODE_ENV: 'production',
		PORT: String(ports.portal),
		PORTAL_ORIGIN: portalOrigin ?? url('portal'),
		DATA_DIR: dataDir,
		EID_ISSUER: url('eid'),
		EID_CLIENT_ID: 'mot-cua',
		EID_CLIENT_SECRET: secrets.eidClientSecret,
		GATEWAY_URL: url('gateway'),
		VNPAY_TMN_CODE: 'MOTCUA01',
		VNPAY_HASH_SECRET: secrets.vnpayHashSecret,
		AGENCIES: JSON.stringify(agencies),
		POWER_URL: url('power'),
		POWER_KEY: secrets.powerKey,
		ISSUERS: JSON.stringify(
			issuerNames.map((issuer) => ({
				issuer,
				baseUrl: `${url('issuers')}/${issuer}`,
				key: secrets.issuersKey
			}))
		),
		SIGNATURE_CAS: path.join(dataDir, 'sandbox', 'signing', 'ca.pem'),
		FILE_LINK_SECRET: secrets.fileLinkSecret,
		EDITORS: editors.join(','),
		OFFICERS: JSON.stringify(officers)
	};
}
