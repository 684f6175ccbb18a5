import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DossierId } from '../../domain/ids.ts';
import { forwardDelaysMs } from '../../domain/limits.ts';
import { fileDatabase } from '../../tests/support/databases.ts';
import { type Heard, type Listener, startListener } from '../../tests/support/listener.ts';
import {
	freeSubmission,
	inSecret,
	type Office,
	openOffice,
	outSecret,
	signed,
	submission,
	supplement,
	withdrawal
} from '../../tests/support/office.ts';
import { forHerSon } from '../../tests/support/examples/example.ts';
import { insuranceForm } from '../../tests/support/forms.ts';
import { startAgency } from '../sandbox/agency/server.ts';
import type { RunningService } from '../sandbox/service.ts';
import { parkedJobs } from '../store/jobs.ts';
import { createFileVault } from '../uploads/files.ts';
import { createAgencyFiles } from './files.ts';
import { forwardHandler } from './agency.ts';
import type { Agencies } from './agencies.ts';
import { fetchResultHandler } from './results.ts';
import { createWorker, type Worker } from './worker.ts';
import { createXroadCallbacks, type ReceiveXroad } from './xroad-callback.ts';

const open = fileDatabase();
const road = { client: 'VN/GOV/000.00.00.G22/mot-cua', service: 'VN/GOV/000.00.00.G24/mot-cua' };
const patience = { timeout: 20_000, interval: 20 };

let office: Office;
let agencies: Agencies;
let receive: ReceiveXroad;
let worker: Worker;

/** An office whose agencies are all spoken with over X-Road, at that address. */
async function openXroadOffice(baseUrl: string, folder: string, clock?: () => Date) {
	office = await openOffice(await open(), baseUrl, { protocol: 'xroad', xroad: road });
	agencies = office.agencies;
	const now = clock ?? office.clock;
	receive = createXroadCallbacks({ db: office.db, agencies });
	const vault = createFileVault(folder);
	worker = createWorker({
		db: office.db,
		clock: now,
		handlers: {
			forward: forwardHandler({ agencies, clock: now }),
			fetch_result: fetchResultHandler({ agencies, vault, clock: now })
		},
		queues: agencies.systems,
		name: 'w',
		random: () => 0,
		report: () => undefined
	});
	return vault;
}

describe('over X-Road', () => {
	let agency: Listener;
	let folder: string;
	let answer: (heard: Heard, res: ServerResponse) => void;
	const yes = (
		heard: Heard,
		res: ServerResponse,
		change: { id?: string; code?: number; MaHoSo?: string } = {}
	) => {
		const [{ MaHoSo }] = JSON.parse(heard.body).data;
		res.writeHead(200, { 'x-road-id': change.id ?? String(heard.headers['x-road-id']) }).end(
			JSON.stringify({
				error_code: change.code ?? 0,
				result: [{ MaHoSo: change.MaHoSo ?? MaHoSo, SoBienNhan: 'BHXH-9' }]
			})
		);
	};
	beforeEach(async () => {
		answer = (heard, res) => yes(heard, res);
		agency = await startListener((heard, res) => answer(heard, res));
		folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-vault-'));
		await openXroadOffice(agency.url, folder);
	});
	afterEach(async () => {
		await agency.stop();
		await rm(folder, { recursive: true, force: true });
	});
	const kinds = async (id: DossierId) => (await office.dossier(id)).events.map(({ kind }) => kind);

	it('[A13] a dossier goes in the vocabulary’s words, in X-Road’s envelope, signed from end to end', async () => {
		const dossierId = await office.submitted(freeSubmission());
		await worker.tick();
		const [heard] = agency.heard;
		if (!heard) throw new Error('a call came');
		const { code } = await office.dossier(dossierId);
		expect(heard.path).toBe(`/r1/${road.service}/DongBoHoSoMC`);
		expect(heard.headers).toMatchObject({ 'x-road-client': road.client, 'x-road-issue': code });
		expect(heard.headers['x-road-id']).toBe(heard.headers['webhook-id']);
		const resigned = signed(outSecret, String(heard.headers['x-road-id']), heard.body, office.clock());
		expect(heard.headers['webhook-signature']).toBe(resigned['webhook-signature']);
		expect(JSON.parse(heard.body)).toMatchObject({
			service: 'DongBoHoSoMC',
			madonvi: '000.00.12.G24',
			isUpdating: 'False',
			data: [
				{
					MaHoSo: code,
					MaTTHC: '1.002759',
					KenhThucHien: '2',
					ChuHoSo: 'Nguyễn Thị Mai',
					SoDinhDanh: '012190001234',
					NgayNopHoSo: '20261123090000',
					TrangThaiHoSo: '1',
					UrlDetail: 'http://portal.test/agency/xroad/000.00.12.G24'
				}
			]
		});
		expect((await office.dossier(dossierId)).events.at(-1)).toMatchObject({
			kind: 'forwarded',
			reference: 'BHXH-9'
		});
	});

	it('[B9] the owner of a dossier is who the vocabulary calls so, and the sender stands beside', async () => {
		const form = { ...insuranceForm(), ...forHerSon };
		await office.submitted(freeSubmission({ serviceVersion: 2, form }));
		await worker.tick();
		const body = JSON.parse(agency.heard[0]?.body ?? '{}') as { data: { ThongTinKhac: string }[] };
		expect(body.data[0]).toMatchObject({ ChuHoSo: 'Nguyễn Văn Nam', SoDinhDanh: '012216004321' });
		expect(JSON.parse(body.data[0]?.ThongTinKhac ?? '{}')).toMatchObject({
			nguoiNop: { name: 'Nguyễn Thị Mai', personalId: '012190001234', quanHe: 'parent' }
		});
	});

	it('[A13] a withdrawal goes as a progress line, after the dossier', async () => {
		const dossierId = await office.submitted(freeSubmission());
		await office.authority.apply(office.mai, withdrawal(dossierId));
		await worker.tick();
		expect(agency.heard.map((heard) => heard.path.split('/').at(-1))).toEqual([
			'DongBoHoSoMC',
			'CapNhatTienDoHoSoMC'
		]);
		expect(JSON.parse(agency.heard[1]?.body ?? '')).toMatchObject({
			data: [{ TrangThai: '7', NguoiXuLy: 'Nguyễn Thị Mai', NoiDungXuLy: 'Tôi đã đổi ở nơi khác' }]
		});
	});

	it('[A2] takes rubbish for no answer, and sends the same again', async () => {
		const rubbish: [string, (heard: Heard, res: ServerResponse) => void][] = [
			['another message’s answer', (heard, res) => yes(heard, res, { id: 'other' })],
			['an answer about another dossier', (heard, res) => yes(heard, res, { MaHoSo: 'H01-1' })],
			['an error of its own', (heard, res) => yes(heard, res, { code: -1 })],
			['an answer without an envelope', (_heard, res) => void res.writeHead(200).end('{"error_code":0}')],
			[
				'an error of a security server',
				(_heard, res) =>
					void res.writeHead(400, { 'x-road-error': 'Server.ServerProxy.AccessDenied' }).end('{}')
			],
			[
				'a firewall’s page',
				(heard, res) =>
					void res
						.writeHead(200, { 'x-road-id': String(heard.headers['x-road-id']) })
						.end('<html>blocked</html>')
			]
		];
		for (const [name, reply] of rubbish) {
			answer = reply;
			agency.heard.length = 0;
			const dossierId = await office.submitted(freeSubmission());
			await worker.tick();
			expect(await kinds(dossierId), name).toEqual(['submitted']);
			answer = (heard, res) => yes(heard, res);
			office.wait(forwardDelaysMs[0] ?? 0);
			await worker.tick();
			expect(await kinds(dossierId), name).toEqual(['submitted', 'forwarded']);
			expect(new Set(agency.heard.map(({ headers, body }) => `${headers['x-road-id']} ${body}`)).size).toBe(
				1
			);
			expect(agency.heard).toHaveLength(2);
		}
		expect(await parkedJobs(office.db)).toEqual([]);
	});

	it('[A3] parks what is refused by error_code', async () => {
		answer = (heard, res) => yes(heard, res, { code: 422 });
		await office.submitted(freeSubmission());
		await worker.tick();
		expect(await parkedJobs(office.db)).toMatchObject([{ why: 'refused with error_code 422' }]);
	});

	describe('an agency’s call', () => {
		let MaHoSo: string;
		let dossierId: DossierId;
		const at = { office: '000.00.12.G24', service: 'CapNhatTienDoHoSoMC' };
		beforeEach(async () => {
			dossierId = await office.submitted(freeSubmission());
			MaHoSo = (await office.dossier(dossierId)).code;
		});
		const line = (change: object = {}) => ({
			MaHoSo,
			ThuTu: 1,
			NguoiXuLy: 'Lê Văn Hùng',
			ChucDanh: 'Cán bộ tiếp nhận',
			PhongBanXuLy: 'BHXH tỉnh Lai Châu',
			ThoiDiemXuLy: '20261123090000',
			NoiDungXuLy: '',
			TrangThai: 2,
			...change
		});
		const call = (
			data: object,
			change: { headers?: object; body?: object; address?: Partial<typeof at>; secret?: string } = {}
		) => {
			const body = JSON.stringify({ service: at.service, madonvi: at.office, data: [data], ...change.body });
			const headers = {
				'x-road-client': road.service,
				'x-road-id': 'm1',
				...signed(change.secret ?? inSecret, 'm1', body, office.clock()),
				...change.headers
			};
			return receive({ ...at, ...change.address }, headers, body, office.clock());
		};

		it('[A13] takes effect once, in its turn, and is answered under its id', async () => {
			expect(await call(line())).toEqual({
				status: 200,
				headers: { 'x-road-id': 'm1' },
				body: { error_code: 0, result: [{ MaHoSo, ApDung: true }] }
			});
			expect(await call(line())).toMatchObject({
				body: { error_code: 0, result: [{ ApDung: false, LyDo: 'repeated' }] }
			});
			expect(await office.status(dossierId)).toBe(2);
		});

		it('[A5] that does not fit is refused and changes nothing', async () => {
			const wrong: [string, number, () => ReturnType<typeof call>][] = [
				['another client', 401, () => call(line(), { headers: { 'x-road-client': road.client } })],
				['another’s signature', 401, () => call(line(), { secret: outSecret })],
				['an envelope with another id', 400, () => call(line(), { headers: { 'x-road-id': 'm2' } })],
				[
					'another service than its address',
					400,
					() => call(line(), { address: { service: 'DongBoHoSoMC' } })
				],
				['another office in its body', 400, () => call(line(), { body: { madonvi: '000.00.01.G24' } })],
				['a dossier of another office', 404, () => call(line({ MaHoSo: '000.00.01.G01-261123-0001' }))],
				['no turn', 400, () => call(line({ ThuTu: 0 }))],
				['a status that is none', 400, () => call(line({ TrangThai: 11 }))],
				['a day that is none', 400, () => call(line({ NgayKetThucTheoQuyDinh: '20261340000000' }))],
				['two lines at once', 400, () => call(line(), { body: { data: [line(), line({ ThuTu: 2 })] } })]
			];
			for (const [name, status, act] of wrong)
				expect(await act(), name).toMatchObject({ status, body: { error_code: status } });
			expect(await office.status(dossierId)).toBe(1);
			expect(await office.db.read('SELECT * FROM agency_messages')).toEqual([]);
		});
	});
});

describe('a dossier and the sandbox agency', () => {
	let folder: string;
	let portal: Server;
	let agency: RunningService;

	beforeEach(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-xroad-'));
	});
	afterEach(async () => {
		await agency.close();
		portal.closeAllConnections();
		portal.close();
		await rm(folder, { recursive: true, force: true });
	});

	it('[A13] walk by X-Road from submission over supplement to the result', async () => {
		portal = createServer().listen(0, '127.0.0.1');
		await once(portal, 'listening');
		const address = portal.address();
		if (typeof address !== 'object' || !address) throw new Error('no port');
		const origin = `http://127.0.0.1:${address.port}`;
		agency = await startAgency({
			data: path.join(folder, 'agency'),
			port: 0,
			portalSecret: outSecret,
			agencySecret: inSecret,
			portalOrigin: origin,
			mode: 'auto',
			stepMs: 1,
			retryDelays: [5]
		});
		// Signatures are of the machine's time on the agency's side: the portal goes by it too.
		const clock = () => new Date();
		const vault = await openXroadOffice(agency.url, path.join(folder, 'vault'), clock);
		office = await openOffice(office.db, agency.url, {
			protocol: 'xroad',
			xroad: road,
			portalOrigin: origin,
			clock
		});
		const { db } = office;
		agencies = office.agencies;
		receive = createXroadCallbacks({ db, agencies });
		worker = createWorker({
			db,
			clock,
			name: 'w',
			queues: agencies.systems,
			random: () => 0,
			report: () => undefined,
			pauseMs: 10,
			handlers: {
				forward: forwardHandler({ agencies, clock }),
				fetch_result: fetchResultHandler({ agencies, vault, clock })
			}
		});
		const files = createAgencyFiles({ db, agencies, vault, clock });
		portal.on('request', async (req, res) => {
			if (req.method === 'GET') return files(req, res);
			const parts: Buffer[] = [];
			for await (const part of req as AsyncIterable<Buffer>) parts.push(part);
			const [, , , code = '', service = ''] = (req.url ?? '').split('/');
			const body = Buffer.concat(parts).toString('utf8');
			const reply = await receive({ office: code, service }, req.headers, body, clock());
			res.writeHead(reply.status, reply.headers).end(JSON.stringify(reply.body));
		});
		worker.start();

		const operation = withRealFiles(submission());
		for (const { bytes } of operation.files) await vault.put(bytes);
		const dossierId = await office.submitted(operation.submit);
		await office.pay(dossierId);
		await expect.poll(() => office.status(dossierId), patience).toBe(5);
		const asked = (await office.dossier(dossierId)).events.find(
			({ kind }) => kind === 'supplement_requested'
		);
		if (asked?.kind !== 'supplement_requested') throw new Error('a supplement is asked for');
		const photo = Buffer.from('a better photo');
		await vault.put(photo);
		const fact = {
			...supplement(dossierId).attachments[0],
			size: photo.length,
			sha256: hash(photo)
		} as never;
		await office.storeFile(office.mai, fact);
		await office.authority.apply(
			office.mai,
			supplement(dossierId, { requestId: asked.requestId, attachments: [fact] })
		);
		await expect
			.poll(async () => (await office.dossier(dossierId)).events.map(({ kind }) => kind), patience)
			.toContain('result_stored');
		await worker.stop();
		expect((await office.dossier(dossierId)).events.map(({ kind }) => kind)).toEqual([
			'submitted',
			'fee_requested',
			'fee_paid',
			'forwarded',
			'accepted',
			'supplement_requested',
			'supplement_sent',
			'processing',
			'decided',
			'result_stored'
		]);
		const there = (await (await fetch(`${agency.url}/_sandbox/dossiers`)).json()) as { effects: number }[];
		expect(there.map(({ effects }) => effects)).toEqual([2]);
	});
});

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The submission, its photos replaced by bytes that really exist. */
function withRealFiles(submit: ReturnType<typeof submission>) {
	const files = submit.attachments.map((fact) => {
		const bytes = Buffer.from(`photo ${fact.component}`);
		return { fact: { ...fact, size: bytes.length, sha256: hash(bytes) as typeof fact.sha256 }, bytes };
	});
	return { submit: { ...submit, attachments: files.map(({ fact }) => fact) }, files };
}
