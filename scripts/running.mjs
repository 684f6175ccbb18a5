/**
 * Runs a system in a terminal until it is asked to stop or one of its parts ends: `npm start` and `npm run dev`.
 * Whatever ends it (Ctrl-C, a signal, npm being killed), no part stays behind.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accounts, customerCodes, password } from './accounts.mjs';
import { isTaken, root } from './part.mjs';
import { createSystem, newSecrets, sandboxNames, usualPorts } from './system.mjs';

/**
 * Starts the sandbox and then the portal on the usual ports (PORT moves the portal), prints where they are, and
 * resolves never: the process ends with them.
 * @param {{ portalCommand?: string[], portalEnv?: Record<string, string> }} [options]
 */
export async function runSystem({ portalCommand, portalEnv } = {}) {
	const dataDir = path.resolve(root, process.env.DATA_DIR ?? 'var');
	const ports = { ...usualPorts, portal: Number(process.env.PORT ?? usualPorts.portal) };
	await refuseTakenPorts(ports);

	const system = createSystem({
		ports,
		dataDir,
		secrets: keptSecrets(dataDir),
		...(portalCommand && { portalCommand }),
		...(process.env.PORTAL_ORIGIN && { portalOrigin: process.env.PORTAL_ORIGIN }),
		env: { portal: portalEnv ?? {} },
		onLine: (name, line) => console.log(`${name.padEnd(7)} │ ${line}`)
	});
	const parts = Object.values(system);

	let stopping = false;
	/** @param {number} code */
	const stop = async (code) => {
		if (stopping) return;
		stopping = true;
		await Promise.race([
			Promise.all(parts.map((part) => part.kill('SIGTERM'))),
			new Promise((resolve) => setTimeout(resolve, 10_000))
		]);
		await Promise.all(parts.map((part) => part.kill('SIGKILL')));
		process.exit(code);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));
	stopWithNpm(() => stop(0));

	try {
		await Promise.all(sandboxNames.map((name) => system[name].start()));
		await system.portal.start();
	} catch (error) {
		if (!stopping) console.error(`✗ ${error instanceof Error ? error.message : error}`);
		return stop(1);
	}
	console.log(welcome(system));
	for (const part of parts)
		part.ended.then((code) => {
			if (stopping) return;
			console.error(`✗ ${part.name} has ended (${code ?? 'killed'}); stopping the others`);
			stop(1);
		});
}

/** @param {import('./system.mjs').Ports} ports */
async function refuseTakenPorts(ports) {
	for (const [name, port] of Object.entries(ports)) {
		if (!(await isTaken(port))) continue;
		console.error(
			`✗ Cổng ${port} (${name}) đang có chương trình khác dùng. Port ${port} (${name}) is in use by another program` +
				(name === 'portal' ? '; PORT=… npm start takes another.' : '.')
		);
		process.exit(1);
	}
}

/**
 * The sandbox's secrets, made at the first start and kept beside its data: sessions at the e-ID and payments under
 * way outlive a restart.
 * @param {string} dataDir
 * @returns {import('./system.mjs').Secrets}
 */
function keptSecrets(dataDir) {
	const file = path.join(dataDir, 'sandbox-env.json');
	if (!existsSync(file)) {
		mkdirSync(dataDir, { recursive: true });
		writeFileSync(file, JSON.stringify(newSecrets(), null, '\t'), { mode: 0o600 });
	}
	return { ...newSecrets(), ...JSON.parse(readFileSync(file, 'utf8')) };
}

/**
 * npm that is killed outright tells nobody; its child then belongs to another parent.
 * @param {() => void} stop
 */
function stopWithNpm(stop) {
	if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
	const parent = process.ppid;
	setInterval(() => process.ppid !== parent && stop(), 1_000).unref();
}

/** @param {Record<import('./system.mjs').Name, import('./part.mjs').Part>} system */
function welcome(system) {
	/** @param {[string, string][]} rows */
	const table = (rows) => rows.map(([left, right]) => `    ${left.padEnd(32)}  ${right}`).join('\n');
	return `
  Một Cửa – đang chạy · running

${table([
	['Cổng dịch vụ · portal', system.portal.url],
	['Định danh điện tử · e-ID', system.eid.url],
	['Cổng thanh toán · gateway', system.gateway.url],
	['Cơ quan xử lý · agency', system.agency.url],
	['Điện lực · electricity', system.power.url]
])}

  Tài khoản thử · sandbox accounts (mật khẩu · password: ${password})
${table(accounts.map(({ name, personalId, place }) => [personalId, `${name}, ${place}`]))}

  Mã khách hàng điện thử · sandbox customer codes
${table(customerCodes.map(({ code, what }) => [code, what]))}

  Ctrl-C: dừng tất cả · stops everything
`;
}
