import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonId } from '../../domain/ids.ts';
import { attachmentBytesMax, xmlBytesMax } from '../../domain/limits.ts';
import { fileDatabase } from '../../tests/support/databases.ts';
import { type Office, openOffice, submission } from '../../tests/support/office.ts';
import { photo } from '../../tests/support/photos.ts';
import { taxpayer } from '../../tests/support/tax-files.ts';
import { readSigned } from '../declarations/seal.ts';
import { createAgencyFiles } from '../forwarding/files.ts';
import { findAttachment } from '../store/attachments.ts';
import { StorageOutage } from '../store/database.ts';
import { createFileVault, type FileVault } from './files.ts';
import { createUploads } from './tus.ts';

const open = fileDatabase();
const declarant = taxpayer(new Date('2026-11-23T02:00:00.000Z'));
let office: Office;
let vault: FileVault;
let folder: string;
let server: Server;
let origin: string;
/** Fails the next calls; each entry once. */
let failures: { adopt?: boolean; row?: boolean; reading?: boolean };

beforeEach(async () => {
	office = await openOffice(await open());
	folder = await mkdtemp(path.join(tmpdir(), 'mot-cua-files-'));
	failures = {};
	vault = createFileVault(path.join(folder, 'files'));
	const uploads = createUploads({
		dir: path.join(folder, 'uploads'),
		db: {
			...office.db,
			async write(work) {
				if (failures.row) {
					failures.row = false;
					throw new StorageOutage('killed before the row');
				}
				return office.db.write(work);
			}
		},
		vault: {
			...vault,
			async adopt(file, sha256) {
				if (failures.adopt) {
					failures.adopt = false;
					throw new Error('killed before the file was kept');
				}
				return vault.adopt(file, sha256);
			}
		},
		personOf: async (req) => (req.headers['x-person'] as PersonId | undefined) ?? null,
		clock: office.clock,
		readDeclaration: async (bytes) => {
			if (failures.reading) throw new Error('no certificates at hand');
			return readSigned(bytes, declarant.trusted, office.clock());
		}
	});
	const agencyFiles = createAgencyFiles({ ...office, vault });
	server = createServer((req, res) => {
		void (req.url?.startsWith('/agency') ? agencyFiles(req, res) : uploads(req, res));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (typeof address !== 'object' || !address) throw new Error('no port');
	origin = `http://127.0.0.1:${address.port}`;
});
afterEach(async () => {
	server.closeAllConnections();
	server.close();
	await rm(folder, { recursive: true, force: true });
});

interface Sent {
	readonly id: string;
	readonly bytes: Buffer;
	readonly sha256: string;
	readonly filename: string;
	readonly filetype: string;
}

const jpeg = (change: Partial<Sent> = {}): Sent => {
	const bytes = change.bytes ?? photo(1, 5_000).buffer;
	return {
		id: randomUUID(),
		sha256: createHash('sha256').update(bytes).digest('hex'),
		filename: 'ảnh chân dung.jpg',
		filetype: 'image/jpeg',
		...change,
		bytes
	};
};

function ask(
	method: string,
	address: string,
	headers: Record<string, string> = {},
	body?: Buffer,
	as: PersonId | null = office.mai
) {
	return fetch(origin + address, {
		method,
		headers: { 'tus-resumable': '1.0.0', ...(as ? { 'x-person': as } : {}), ...headers },
		...(body ? { body: new Uint8Array(body) } : {})
	});
}

function create(
	sent: Sent,
	change: { length?: string; metadata?: Record<string, string>; as?: PersonId } = {}
) {
	const { id: attachmentId, sha256, filename, filetype } = sent;
	const metadata = { attachmentId, sha256, filename, filetype, component: 'portrait', ...change.metadata };
	const headers = {
		'upload-length': change.length ?? String(sent.bytes.length),
		'upload-metadata': Object.entries(metadata)
			.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
			.join(',')
	};
	return ask('POST', '/uploads', headers, undefined, change.as ?? office.mai);
}

function append(sent: Sent, offset: number, bytes = sent.bytes.subarray(offset), as = office.mai) {
	const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
	return ask('PATCH', `/uploads/${sent.id}`, headers, bytes, as);
}

async function offset(sent: Sent, as = office.mai): Promise<number | null> {
	const response = await ask('HEAD', `/uploads/${sent.id}`, {}, undefined, as);
	return response.status === 200 ? Number(response.headers.get('upload-offset')) : null;
}

/** Announces the rest of the file, sends `count` bytes of it, and tears the line when `arrived` says so. */
async function cut(sent: Sent, from: number, count: number, arrived: () => Promise<void>): Promise<void> {
	const rest = sent.bytes.subarray(from);
	const req = request(`${origin}/uploads/${sent.id}`, {
		method: 'PATCH',
		headers: {
			'tus-resumable': '1.0.0',
			'x-person': office.mai,
			'upload-offset': from,
			'content-type': 'application/offset+octet-stream',
			'content-length': rest.length
		}
	});
	const torn = new Promise<void>((resolve) => req.once('close', resolve));
	req.on('error', () => undefined);
	await new Promise((resolve) => req.write(rest.subarray(0, count), resolve));
	await arrived();
	req.destroy();
	await torn;
}

/** Bytes in the growing file. */
const bytesHere = async (sent: Sent) => (await stat(path.join(folder, 'uploads', office.mai, sent.id))).size;

const stored = (sent: Sent, as = office.mai) => findAttachment(office.db, as, sent.id);
const read = async (sha256: string) => Buffer.concat(await vault.read(sha256).toArray());
const fault = async (response: Response) => ({
	status: response.status,
	...((await response.json()) as object)
});
async function upload(sent: Sent, as = office.mai): Promise<void> {
	expect((await create(sent, { as })).status).toBe(201);
	expect((await append(sent, 0, sent.bytes, as)).status).toBe(204);
}
const filesKept = async () =>
	(await readdir(path.join(folder, 'files'), { recursive: true })).filter((name) =>
		/[0-9a-f]{64}$/.test(name)
	);

describe('[F1] an upload', () => {
	it('is stored whole before the last answer, under the phone’s own name for it', async () => {
		const sent = jpeg();
		const created = await create(sent);
		expect(created.headers.get('location')).toBe(`/uploads/${sent.id}`);
		expect((await append(sent, 0)).status).toBe(204);
		expect(await stored(sent)).toEqual({
			attachmentId: sent.id,
			name: 'ảnh chân dung.jpg',
			type: 'image/jpeg',
			size: sent.bytes.length,
			sha256: sent.sha256
		});
		expect(await read(sent.sha256)).toEqual(sent.bytes);
		expect(await readdir(path.join(folder, 'uploads', office.mai))).toEqual([]);
	});

	it('goes on from the byte that the server has, wherever it was cut', async () => {
		const sent = jpeg({ bytes: photo(2, 0).buffer });
		const step = 3;
		await create(sent);
		let held = 0;
		for (; held + step < sent.bytes.length; held += step) {
			await cut(sent, held, step, () =>
				expect.poll(() => bytesHere(sent), { interval: 1 }).toBe(held + step)
			);
			expect(await offset(sent)).toBe(held + step);
		}
		expect((await append(sent, held)).status).toBe(204);
		expect(await read(sent.sha256)).toEqual(sent.bytes);
	});

	it('torn at once, again and again, ends with the bytes that were sent', async () => {
		const sent = jpeg({ bytes: photo(3, 300_000).buffer });
		await create(sent);
		for (let n = 0; n < 12; n++) {
			const held = (await offset(sent)) ?? -1;
			expect(held).toBeGreaterThanOrEqual(0);
			await cut(sent, held, 20_000 + n, async () => undefined);
		}
		await append(sent, (await offset(sent)) ?? -1);
		expect(await read(sent.sha256)).toEqual(sent.bytes);
	});

	it('that was begun goes on when it is announced again', async () => {
		const sent = jpeg();
		await create(sent);
		await append(sent, 0, sent.bytes.subarray(0, 1000));
		expect((await create(sent)).status).toBe(201);
		expect(await offset(sent)).toBe(1000);
		await append(sent, 1000);
		expect(await stored(sent)).not.toBeNull();
	});

	it('that is stored may be repeated in every step', async () => {
		const sent = jpeg();
		await upload(sent);
		expect((await create(sent)).status).toBe(201);
		expect(await offset(sent)).toBe(sent.bytes.length);
		expect((await append(sent, 0)).status).toBe(409);
		expect((await append(sent, sent.bytes.length, Buffer.alloc(0))).status).toBe(204);
		expect(await read(sent.sha256)).toEqual(sent.bytes);
	});

	it.each([
		['the file was kept', { adopt: true }, 500],
		['its row was written', { row: true }, 503]
	])(
		'killed after the last byte, before %s, is finished by the next question',
		async (_name, failing, status) => {
			const sent = jpeg();
			await create(sent);
			failures = { ...failing };
			expect((await append(sent, 0)).status).toBe(status);
			expect(await stored(sent)).toBeNull();
			expect(await offset(sent)).toBe(sent.bytes.length);
			expect(await stored(sent)).toMatchObject({ sha256: sent.sha256 });
			expect(await read(sent.sha256)).toEqual(sent.bytes);
		}
	);

	it('of the same photo, by anybody, is kept once', async () => {
		await upload(jpeg());
		await upload(jpeg(), office.sung);
		expect(await filesKept()).toHaveLength(1);
	});
});

describe('[F7] the same photo used twice', () => {
	it('is stored under its second name without a byte being sent', async () => {
		await upload(jpeg());
		const again = jpeg({ filename: 'một tên khác.jpg' });
		expect((await create(again)).status).toBe(201);
		expect(await offset(again)).toBe(again.bytes.length);
		expect(await stored(again)).toMatchObject({ name: 'một tên khác.jpg', sha256: again.sha256 });
		expect((await create(again)).status).toBe(201);
	});

	it('[X1] goes up whole when only somebody else has sent it', async () => {
		await upload(jpeg(), office.sung);
		const hers = jpeg();
		await create(hers);
		expect(await offset(hers)).toBe(0);
		expect(await stored(hers)).toBeNull();
	});

	it('[F3] counts only when size and kind are those that were stored', async () => {
		await upload(jpeg());
		const longer = jpeg();
		await create(longer, { length: String(longer.bytes.length + 1) });
		expect(await offset(longer)).toBe(0);
		const other = jpeg({ filetype: 'application/pdf' });
		await create(other);
		expect(await offset(other)).toBe(0);
	});

	it('killed before it was noted, is noted at the next try', async () => {
		await upload(jpeg());
		const again = jpeg();
		failures = { row: true };
		expect((await create(again)).status).toBe(503);
		expect(await stored(again)).toBeNull();
		expect((await create(again)).status).toBe(201);
		expect(await stored(again)).not.toBeNull();
	});
});

describe('[F3] what differs from what was announced', () => {
	it.each([
		['other bytes', (sent: Sent) => ({ ...sent, bytes: Buffer.from(sent.bytes).fill(7, 100, 101) })],
		['another hash', (sent: Sent) => ({ ...sent, sha256: 'a'.repeat(64) })]
	])('is thrown away: %s', async (_name, spoil) => {
		const right = jpeg();
		const wrong = spoil(right);
		await create(wrong);
		expect(await fault(await append(wrong, 0))).toEqual({
			status: 422,
			fault: { type: 'file_hash', attachmentId: wrong.id }
		});
		expect(await stored(wrong)).toBeNull();
		expect(await offset(wrong)).toBeNull();
		await upload(right);
		expect(await stored(right)).toMatchObject({ sha256: right.sha256 });
	});

	it('is not taken beyond the announced size', async () => {
		const sent = jpeg();
		await create(sent, { length: '1000' });
		expect((await append(sent, 0)).status).toBeGreaterThanOrEqual(400);
		expect(await stored(sent)).toBeNull();
	});

	it('does not replace what is stored under that name', async () => {
		const sent = jpeg();
		await upload(sent);
		const other = jpeg({ id: sent.id, bytes: photo(9).buffer });
		expect(await fault(await create(other))).toEqual({ status: 422, fault: { type: 'id_conflict' } });
		expect(await stored(sent)).toMatchObject({ sha256: sent.sha256 });
	});
});

describe('[F2] what is never accepted', () => {
	it('an empty file, and one over 10 MB', async () => {
		const name = 'ảnh chân dung.jpg';
		expect(await fault(await create(jpeg(), { length: '0' }))).toEqual({
			status: 422,
			fault: { type: 'file_empty', name }
		});
		expect(await fault(await create(jpeg(), { length: String(attachmentBytesMax + 1) }))).toEqual({
			status: 422,
			fault: { type: 'file_too_large', name, bytesMax: attachmentBytesMax }
		});
		expect((await create(jpeg(), { length: String(attachmentBytesMax) })).status).toBe(201);
	});

	it('content of another kind than its type says', async () => {
		for (const [bytes, filetype] of [
			[Buffer.from('<script>alert(1)</script>'), 'image/jpeg'],
			[Buffer.from('MZ this program cannot be run'), 'application/pdf'],
			[photo(4).buffer, 'image/png'],
			[Buffer.from([0xff]), 'image/jpeg']
		] as const) {
			const sent = jpeg({ bytes, filetype });
			await create(sent);
			expect(await fault(await append(sent, 0))).toMatchObject({ status: 422, fault: { type: 'file_kind' } });
			expect(await stored(sent)).toBeNull();
		}
		expect(await offset(jpeg())).toBeNull();
	});

	it('[B1] an announcement that is none', async () => {
		for (const metadata of [
			{ attachmentId: '../../etc/passwd' },
			{ attachmentId: '' },
			{ sha256: 'short' },
			{ filetype: 'text/html' },
			{ filename: 'x'.repeat(300) }
		])
			expect(await fault(await create(jpeg(), { metadata }))).toMatchObject({
				status: 400,
				fault: { type: 'malformed', where: `upload-metadata.${Object.keys(metadata)[0]}` }
			});
		expect((await create(jpeg(), { length: '-1' })).status).toBe(400);
		expect((await create(jpeg(), { length: 'many' })).status).toBe(400);
		expect((await ask('HEAD', '/uploads/%2e%2e%2fsecret')).status).toBe(404);
		for (const method of ['GET', 'DELETE', 'PUT'])
			expect((await ask(method, `/uploads/${randomUUID()}`)).status).toBe(405);
	});

	it('more uploads under way than a person needs', async () => {
		const statuses = [];
		for (let n = 0; n < 61; n++) statuses.push((await create(jpeg())).status);
		expect(statuses.slice(0, 60)).toEqual(Array(60).fill(201));
		expect(statuses[60]).toBe(429);
		expect((await create(jpeg(), { as: office.sung })).status).toBe(201);
		office.wait(15 * 24 * 3_600_000);
		expect((await create(jpeg())).status).toBe(201);
	});
});

describe('[X1] another person', () => {
	it('finds nothing under her name for a file, and cannot take it over', async () => {
		const sent = jpeg();
		await create(sent);
		await append(sent, 0, sent.bytes.subarray(0, 1000));
		expect(await offset(sent, office.sung)).toBeNull();
		expect((await append(sent, 1000, undefined, office.sung)).status).toBe(404);
		const his = jpeg({ id: sent.id, bytes: photo(8).buffer });
		await upload(his, office.sung);
		expect(await offset(sent)).toBe(1000);
		await append(sent, 1000);
		expect(await stored(sent)).toMatchObject({ sha256: sent.sha256 });
		expect(await stored(his, office.sung)).toMatchObject({ sha256: his.sha256 });
	});

	it('[S6] without a session is asked to log in', async () => {
		const response = await ask('HEAD', `/uploads/${randomUUID()}`, {}, undefined, null);
		expect(response.status).toBe(401);
		expect(await fault(await ask('POST', '/uploads', {}, undefined, null))).toEqual({
			status: 401,
			fault: { type: 'login_required' }
		});
	});
});

describe('[F10] the file of a tax declaration', () => {
	const xml = (bytes: Buffer = declarant.file()) =>
		jpeg({ bytes, filename: 'tờ khai.xml', filetype: 'application/xml' });
	const readings = async () =>
		(await office.db.read('SELECT sha256, reading FROM declaration_readings')).map((row) => ({
			sha256: row['sha256'],
			reading: JSON.parse(String(row['reading'])) as unknown
		}));

	it('is read when it is whole, and what was read is kept with it', async () => {
		const sent = xml();
		await create(sent);
		expect((await append(sent, 0)).status).toBe(204);
		expect(await stored(sent)).toMatchObject({ type: 'application/xml', sha256: sent.sha256 });
		expect(await readings()).toMatchObject([
			{ sha256: sent.sha256, reading: { type: 'read', seal: 'good', declaration: { period: 'Q1/2026' } } }
		]);
	});

	it('that asks for files of the machine is stored as unread, and no parser has seen it', async () => {
		const sent = xml(
			Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
		);
		await create(sent);
		expect((await append(sent, 0)).status).toBe(204);
		expect(await readings()).toMatchObject([{ reading: { type: 'unread', why: 'markup_declaration' } }]);
	});

	it('waits while the providers’ certificates cannot be had, and is never stored unread', async () => {
		const sent = xml();
		await create(sent);
		failures.reading = true;
		expect((await append(sent, 0)).status).toBe(500);
		expect(await stored(sent)).toBeNull();
		failures.reading = false;
		expect(await offset(sent)).toBe(sent.bytes.length);
		expect(await stored(sent)).toMatchObject({ sha256: sent.sha256 });
		expect(await readings()).toHaveLength(1);
	});

	it('is small, and what only says that it is one is thrown away', async () => {
		expect(await fault(await create(xml(), { length: String(xmlBytesMax + 1) }))).toMatchObject({
			status: 422,
			fault: { type: 'file_too_large', bytesMax: xmlBytesMax }
		});
		for (const bytes of [photo(4).buffer, Buffer.from('<html><script>alert(1)</script></html>')]) {
			const sent = xml(bytes);
			await create(sent);
			expect(await fault(await append(sent, 0))).toMatchObject({ fault: { type: 'file_kind' } });
		}
	});
});

describe('[F4] a file for an agency', () => {
	it('opens with the signed address, as attachment, and with nothing else', async () => {
		const [portrait, oldCard] = [photo(5, 20_000), photo(6, 20_000)];
		const operation = submission();
		for (const [index, image] of [portrait, oldCard].entries()) {
			const fact = operation.attachments[index];
			if (!fact) throw new Error('two files');
			Object.assign(fact, { sha256: image.sha256, size: image.buffer.length, name: "ảnh 'mới'.jpg" });
			await vault.put(image.buffer);
		}
		const dossierId = await office.submitted(operation);
		const [fact, other] = operation.attachments;
		if (!fact || !other) throw new Error('two files');
		const link = { attachmentId: fact.attachmentId, dossierId, agency: '000.00.12.G01' };
		const get = (url: string) => fetch(url.replace('http://portal.test', origin));
		const url = office.agencies.fileUrl(link, office.clock());

		const response = await get(url);
		expect(Buffer.from(await response.arrayBuffer())).toEqual(portrait.buffer);
		expect(Object.fromEntries(response.headers)).toMatchObject({
			'content-type': 'image/jpeg',
			'content-disposition': "attachment; filename*=UTF-8''%E1%BA%A3nh%20%27m%E1%BB%9Bi%27.jpg",
			'x-content-type-options': 'nosniff',
			'content-security-policy': "sandbox; default-src 'none'",
			'cache-control': 'no-store'
		});

		for (const wrong of [
			url.replace(fact.attachmentId, other.attachmentId),
			url.replace('G01', 'G02'),
			url.replace(/exp=\d/, 'exp=9'),
			url.replace(/sig=.*/, 'sig='),
			url.replace(/sig=./, (first) => (first === 'sig=A' ? 'sig=B' : 'sig=A')),
			url.replace(dossierId, randomUUID()),
			// Signed by us, but the dossier lies with another office.
			office.agencies.fileUrl({ ...link, agency: '000.00.11.G01' }, office.clock())
		])
			expect((await get(wrong)).status, wrong).toBe(404);
		office.wait(91 * 24 * 3_600_000);
		expect((await get(url)).status).toBe(404);
	});
});
