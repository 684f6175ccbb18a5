/**
 * The same agency, spoken with over X-Road in the dossier-sync vocabulary: this file reads the portal's calls as the
 * messages that they are, and words the agency's news as calls. It stands for the security server too, so the answers
 * carry the headers that one would set. Written from the guide (docs/INTEGRATION.md), not from the portal's code.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { err, ok, type Result } from '../../../domain/result.ts';
import type { Dossier } from './dossier.ts';
import type { PortalMessage } from './messages.ts';

const Paper = z.object({
	TepDinhKemId: z.string(),
	TenTepDinhKem: z.string(),
	MaThanhPhanHoSo: z.string(),
	DuongDanTaiTepTin: z.url(),
	LoaiTep: z.string(),
	KichThuoc: z.int(),
	HashTepTin: z.string()
});
const Fee = z.object({ Gia: z.int(), SoBienLai: z.string(), NgayThu: z.string() });
const New = z.object({
	MaHoSo: z.string(),
	MaTTHC: z.string(),
	ChuHoSo: z.string(),
	SoDinhDanh: z.string(),
	SoDienThoai: z.string(),
	NgayNopHoSo: z.string(),
	ThongTinKhac: z.string(),
	UrlDetail: z.url(),
	TaiLieuNop: z.array(Paper),
	DanhSachLePhi: z.array(Fee)
});
const Changed = z.object({
	MaHoSo: z.string(),
	TaiLieuNop: z.array(Paper).default([]),
	DanhSachLePhi: z.array(Fee).default([]),
	DanhSachHoSoBoSung: z.array(z.object({ HoSoBoSungId: z.uuid(), NoiDungBoSung: z.string() })).default([])
});
const Call = z.union([
	z.object({
		service: z.literal('DongBoHoSoMC'),
		madonvi: z.string(),
		isUpdating: z.literal('False'),
		data: z.tuple([New])
	}),
	z.object({
		service: z.literal('DongBoHoSoMC'),
		madonvi: z.string(),
		isUpdating: z.literal('True'),
		data: z.tuple([Changed])
	}),
	z.object({
		service: z.literal('CapNhatTienDoHoSoMC'),
		madonvi: z.string(),
		data: z.tuple([z.object({ MaHoSo: z.string(), TrangThai: z.literal('7'), NoiDungXuLy: z.string() })])
	})
]);
const Other = z.object({
	dossierId: z.uuid(),
	phienBan: z.int(),
	toKhai: z.record(z.string(), z.unknown())
});

/** Who calls whom, kept with the dossier: its news go the other way. */
export const Road = z.object({ portal: z.string(), agency: z.string(), office: z.string() });
export type Road = z.infer<typeof Road>;

/**
 * The portal's call as its message. A change names its dossier by the code alone, so the dossier must be known.
 * @param idOf the id of the dossier with that code
 */
export function callToMessage(
	body: string,
	messageId: string,
	service: string,
	idOf: (dossierCode: string) => string | undefined
): Result<{ message: PortalMessage; office: string }, 'malformed' | 'not_here_yet'> {
	const parsed = Call.safeParse(json(body));
	if (!parsed.success || parsed.data.service !== service) return err('malformed');
	const call = parsed.data;
	const office = call.madonvi;
	const dossierCode = call.data[0].MaHoSo;
	if (call.service === 'DongBoHoSoMC' && call.isUpdating === 'False') {
		const [record] = call.data;
		const other = Other.safeParse(json(record.ThongTinKhac));
		if (!other.success) return err('malformed');
		const [fee] = record.DanhSachLePhi;
		const message: PortalMessage = {
			type: 'dossier.submitted',
			messageId,
			dossierId: other.data.dossierId,
			dossierCode,
			procedureCode: record.MaTTHC,
			serviceVersion: other.data.phienBan,
			submittedAt: toInstant(record.NgayNopHoSo),
			submitter: { name: record.ChuHoSo, personalId: record.SoDinhDanh, phone: record.SoDienThoai },
			form: other.data.toKhai,
			attachments: record.TaiLieuNop.map(toAttachment),
			payment: fee ? toPayment(fee) : null,
			callbackUrl: record.UrlDetail
		};
		return ok({ message, office });
	}
	const dossierId = idOf(dossierCode);
	if (dossierId === undefined) return err('not_here_yet');
	const about = { messageId, dossierId, dossierCode };
	if (call.service === 'CapNhatTienDoHoSoMC') {
		const reason = call.data[0].NoiDungXuLy;
		return ok({ message: { type: 'dossier.withdrawal_requested', ...about, reason }, office });
	}
	const [record] = call.data;
	const [supplement] = record.DanhSachHoSoBoSung;
	const [fee] = record.DanhSachLePhi;
	if (supplement)
		return ok({
			message: {
				type: 'dossier.supplemented',
				...about,
				requestId: supplement.HoSoBoSungId,
				note: supplement.NoiDungBoSung,
				attachments: record.TaiLieuNop.map(toAttachment)
			},
			office
		});
	if (fee) return ok({ message: { type: 'dossier.paid', ...about, payment: toPayment(fee) }, office });
	return err('malformed');
}

function toAttachment(paper: z.infer<typeof Paper>) {
	return {
		attachmentId: paper.TepDinhKemId,
		component: paper.MaThanhPhanHoSo,
		name: paper.TenTepDinhKem,
		type: paper.LoaiTep,
		size: paper.KichThuoc,
		sha256: paper.HashTepTin,
		url: paper.DuongDanTaiTepTin
	};
}

function toPayment(fee: z.infer<typeof Fee>) {
	return { receiptNumber: fee.SoBienLai, amount: fee.Gia, paidAt: toInstant(fee.NgayThu) };
}

/** What a provider's security server adds to an answer. */
export function answerHeaders(request: IncomingMessage, road: string, body: string): Record<string, string> {
	const sha512 = (data: string | Buffer) => createHash('sha512').update(data).digest();
	const named = ['x-road-client', 'x-road-id'].map(
		(name) => `${name}:${String(request.headers[name] ?? '')}`
	);
	const hash = sha512(Buffer.concat([sha512(named.join('\n')), sha512(body)])).toString('base64');
	return {
		'x-road-client': String(request.headers['x-road-client'] ?? ''),
		'x-road-service': road,
		'x-road-id': String(request.headers['x-road-id'] ?? ''),
		'x-road-request-id': randomUUID(),
		'x-road-request-hash': hash
	};
}

const News = z.object({
	type: z.string(),
	sequence: z.int(),
	at: z.iso.datetime(),
	officer: z.object({ name: z.string(), title: z.string(), unit: z.string() }),
	appointmentOn: z.string().optional(),
	reason: z.string().optional(),
	note: z.string().optional(),
	outcome: z.string().optional(),
	requestId: z.string().optional(),
	items: z.array(z.object({ component: z.string().nullable(), text: z.string() })).optional(),
	until: z.string().optional(),
	result: z
		.object({ name: z.string(), type: z.string(), size: z.int(), sha256: z.string(), url: z.string() })
		.nullish()
});

const statuses: Readonly<Record<string, string>> = {
	accepted: '2',
	refused: '3',
	processing: '4',
	supplement_requested: '5',
	stopped: '8',
	withdrawal_confirmed: '8',
	decided: '9',
	returned: '10',
	withdrawal_rejected: '4'
};
const marks: Readonly<Record<string, string>> = {
	withdrawal_confirmed: 'DongYRut',
	withdrawal_rejected: 'KhongChoRut'
};

/** One of the agency's news as a call: the same bytes for every try. */
export function newsToCall(dossier: Dossier, news: string, road: Road): { service: string; body: string } {
	const said = News.parse(json(news));
	const status = statuses[said.type] ?? '';
	const step = {
		MaHoSo: dossier.message.dossierCode,
		ThuTu: said.sequence,
		NguoiXuLy: said.officer.name,
		ChucDanh: said.officer.title,
		PhongBanXuLy: said.officer.unit,
		ThoiDiemXuLy: toMoment(said.at),
		NoiDungXuLy: said.reason ?? said.note ?? '',
		...(marks[said.type] ? { LoaiXuLy: marks[said.type] } : {})
	};
	if (said.type !== 'supplement_requested' && said.type !== 'decided') {
		const day = said.appointmentOn?.replaceAll('-', '');
		const line = { ...step, TrangThai: status, ...(day ? { NgayKetThucTheoQuyDinh: `${day}170000` } : {}) };
		const body = { service: 'CapNhatTienDoHoSoMC', madonvi: road.office, data: [line] };
		return { service: body.service, body: JSON.stringify(body) };
	}
	const record = {
		...step,
		TrangThaiHoSo: status,
		...(said.outcome === 'refused' ? { NgayTuChoi: step.ThoiDiemXuLy } : {}),
		...(said.items
			? {
					DanhSachHoSoBoSung: [
						{
							HoSoBoSungId: said.requestId,
							HanBoSung: said.until?.replaceAll('-', ''),
							DanhSachGiayToBoSung: said.items.map((item) => ({
								MaThanhPhanHoSo: item.component,
								TenGiayTo: item.text
							}))
						}
					]
				}
			: {}),
		...(said.result
			? {
					DanhSachGiayToKetQua: [
						{
							TenGiayTo: said.result.name,
							DuongDanTepTinKetQua: said.result.url,
							LoaiTep: said.result.type,
							KichThuoc: said.result.size,
							HashTepTin: said.result.sha256
						}
					]
				}
			: {})
	};
	const body = { service: 'DongBoHoSoMC', madonvi: road.office, isUpdating: 'True', data: [record] };
	return { service: body.service, body: JSON.stringify(body) };
}

/** `yyyyMMddHHmmss`, seven hours ahead of UTC. */
function toMoment(instant: string): string {
	const there = new Date(Date.parse(instant) + 7 * 3_600_000).toISOString();
	return there.slice(0, 19).replaceAll(/[-:T]/g, '');
}

function toInstant(moment: string): string {
	const [, year, month, day, hour, minute, second] =
		/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(moment) ?? [];
	return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+07:00`).toISOString();
}

function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
