/**
 * The portal's dossier-sync vocabulary (DongBoHoSoMC, CapNhatTienDoHoSoMC), as agencies that hang on the national
 * axis speak it: messages of ours put into its words, and its words read as callbacks. Pure. Times in it are
 * `yyyyMMddHHmmss` in Việt Nam. What the vocabulary has no field for stands in fields of ours, listed in
 * docs/INTEGRATION.md: ThuTu, LoaiXuLy, HashTepTin, KichThuoc, LoaiTep, SoBienLai, NgayThu, HanBoSung and the officer
 * on a record.
 */
import * as z from 'zod/mini';
import type { Dossier } from '../dossier/schema.ts';
import { err, ok, type Result } from '../result.ts';
import { AgencyCallback, type AgencyMessage, type ForwardedFile } from './messages.ts';

/** Services that carry a change. `DongBoHoSoMC` makes or changes records, `CapNhatTienDoHoSoMC` adds a progress line. */
export const SyncService = z.enum(['DongBoHoSoMC', 'CapNhatTienDoHoSoMC']);
export type SyncService = z.infer<typeof SyncService>;

/** Values of codes come as text or as numbers, as senders please. */
const code = z.pipe(
	z.union([z.string(), z.number()]),
	z.transform((value) => String(value))
);
const text = z.string();
const maybe = z.optional(z.nullable(text));

const Fee = z.object({
	TenPhiLePhi: text,
	MaPhiLePhi: text,
	/** 1 phí, 2 lệ phí, 3 giá. */
	LoaiPhiLePhi: code,
	Gia: z.union([z.number(), z.pipe(text.check(z.regex(/^\d{1,13}$/)), z.transform(Number))])
});

const RequestedPaper = z.object({ MaThanhPhanHoSo: maybe, TenGiayTo: text });
const SupplementRequest = z.object({
	HoSoBoSungId: text,
	DanhSachGiayToBoSung: z.array(RequestedPaper),
	/** `yyyyMMdd…`, the day until which the papers are waited for. */
	HanBoSung: text
});
const ResultPaper = z.object({
	TenGiayTo: text,
	DuongDanTepTinKetQua: text,
	LoaiTep: text,
	KichThuoc: z.int(),
	HashTepTin: text
});

/** What a line and a record of an agency have in common, and all that is read of either. */
const Step = z.object({
	MaHoSo: text.check(z.minLength(1), z.maxLength(60)),
	/** 1, 2, 3 … for each dossier: the order that counts. */
	ThuTu: z.int(),
	NguoiXuLy: text,
	ChucDanh: text,
	PhongBanXuLy: text,
	ThoiDiemXuLy: text,
	NoiDungXuLy: maybe,
	/** Where the status alone does not say what happened. */
	LoaiXuLy: z.optional(z.enum(['XinLoi', 'ChuyenXuLy', 'DongYRut', 'KhongChoRut'])),
	NguoiNhan: maybe,
	ChucDanhNguoiNhan: maybe,
	PhongBanNguoiNhan: maybe
});
const Line = z.extend(Step, { TrangThai: code, NgayKetThucTheoQuyDinh: maybe });
const Record = z.extend(Step, {
	TrangThaiHoSo: code,
	NgayHenTra: maybe,
	NgayTuChoi: maybe,
	DanhSachLePhi: z.optional(z.array(Fee)),
	DanhSachHoSoBoSung: z.optional(z.array(SupplementRequest)),
	DanhSachGiayToKetQua: z.optional(z.array(ResultPaper))
});

const call = { madonvi: text.check(z.maxLength(40)) };
/** One call of an agency: exactly one dossier, so that its answer is about that one. */
export const SyncCall = z.discriminatedUnion('service', [
	z.object({
		...call,
		service: z.literal('DongBoHoSoMC'),
		isUpdating: z.enum(['True', 'False']),
		data: z.tuple([Record])
	}),
	z.object({ ...call, service: z.literal('CapNhatTienDoHoSoMC'), data: z.tuple([Line]) })
]);
export type SyncCall = z.infer<typeof SyncCall>;

/** The answer to a call, in both directions; `error_code` 0 is a yes. */
export const SyncAnswer = z.object({
	error_code: code,
	result: z.optional(
		z.nullable(
			z.array(z.object({ MaHoSo: maybe, SoBienNhan: z.optional(z.nullable(z.union([text, z.number()]))) }))
		)
	)
});

/** Our message in the vocabulary's words. `madonvi` names the office. */
export function toSync(
	message: AgencyMessage,
	{ dossier, now }: { readonly dossier: Dossier; readonly now: Date }
): { readonly service: SyncService; readonly body: unknown } {
	const madonvi = dossier.agency.code;
	const MaHoSo = message.dossierCode;
	const record = (isUpdating: 'True' | 'False', data: object) => ({
		service: 'DongBoHoSoMC' as const,
		body: { service: 'DongBoHoSoMC', madonvi, isUpdating, data: [{ MaHoSo, ...data }] }
	});
	switch (message.type) {
		case 'dossier.submitted':
			return record('False', {
				MaTTHC: message.procedureCode,
				KenhThucHien: '2',
				// The owner, who need not be who sent it: the vocabulary has no field for the sender.
				ChuHoSo: (message.owner ?? message.submitter).name,
				LoaiDoiTuong: '1',
				LoaiDinhDanh: '1',
				SoDinhDanh: (message.owner ?? message.submitter).personalId,
				SoDienThoai: message.submitter.phone,
				NgayNopHoSo: toMoment(message.submittedAt),
				TrangThaiHoSo: '1',
				DonViXuLy: dossier.agency.name.vi,
				HoSoCoThanhPhanSoHoa: message.attachments.length > 0 ? '1' : '0',
				TaiKhoanDuocXacThucVoiVNeID: '1',
				DuocThanhToanTrucTuyen: message.payment ? '1' : '0',
				TaiLieuNop: message.attachments.map(toPaper),
				DanhSachLePhi: message.payment ? [toPaidFee(message.payment)] : [],
				// The vocabulary has no declaration; its field for "other information" carries ours as JSON.
				ThongTinKhac: JSON.stringify({
					dossierId: message.dossierId,
					phienBan: message.serviceVersion,
					toKhai: message.form,
					...(message.owner ? { nguoiNop: { ...message.submitter, quanHe: message.owner.relation } } : {}),
					...(message.part ? { hoSoLienThong: message.part } : {})
				}),
				UrlDetail: message.callbackUrl
			});
		case 'dossier.supplemented':
			return record('True', {
				TaiLieuNop: message.attachments.map(toPaper),
				DanhSachHoSoBoSung: [
					{
						HoSoBoSungId: message.requestId,
						NoiDungBoSung: message.note,
						NgayBoSung: toMoment(now.toISOString()),
						TrangThaiBoSung: '1'
					}
				]
			});
		case 'dossier.paid':
			return record('True', { DuocThanhToanTrucTuyen: '1', DanhSachLePhi: [toPaidFee(message.payment)] });
		case 'dossier.withdrawal_requested': {
			const name = dossier.form['fullName'];
			const line = {
				MaHoSo,
				NguoiXuLy: typeof name === 'string' ? name : '',
				ChucDanh: 'Người nộp',
				PhongBanXuLy: '',
				ThoiDiemXuLy: toMoment(now.toISOString()),
				NoiDungXuLy: message.reason,
				TrangThai: '7'
			};
			return {
				service: 'CapNhatTienDoHoSoMC',
				body: { service: 'CapNhatTienDoHoSoMC', madonvi, data: [line] }
			};
		}
	}
}

function toPaper(file: ForwardedFile) {
	return {
		TepDinhKemId: file.attachmentId,
		TenTepDinhKem: file.name,
		MaThanhPhanHoSo: file.component,
		DuongDanTaiTepTin: file.url,
		DuocSoHoa: '1',
		IsDeleted: 'False',
		LoaiTep: file.type,
		KichThuoc: file.size,
		HashTepTin: file.sha256
	};
}

function toPaidFee(payment: { receiptNumber: string; amount: number; paidAt: string }) {
	return {
		TenPhiLePhi: 'Lệ phí giải quyết thủ tục hành chính',
		MaPhiLePhi: '',
		HinhThucThu: '1',
		Gia: payment.amount,
		LoaiPhiLePhi: '2',
		SoBienLai: payment.receiptNumber,
		NgayThu: toMoment(payment.paidAt)
	};
}

/**
 * What an agency's call says, as the callback that it is.
 * @param dossierId of the dossier with that `MaHoSo`
 * @returns the first field that does not fit, when one does not
 */
export function fromSync(call: SyncCall, dossierId: string): Result<AgencyCallback, string> {
	const [step] = call.data;
	const candidate = {
		dossierId,
		sequence: step.ThuTu,
		at: step.ThoiDiemXuLy,
		officer: { name: step.NguoiXuLy, title: step.ChucDanh, unit: step.PhongBanXuLy },
		...(call.service === 'DongBoHoSoMC' ? saidByRecord(call.data[0]) : saidByLine(call.data[0]))
	};
	const callback = AgencyCallback.safeParse(candidate);
	if (callback.success) return ok(callback.data);
	return err(callback.error.issues[0]?.path.join('.') || 'TrangThai');
}

type StepOf<T extends SyncCall['service']> = (SyncCall & { service: T })['data'][0];

function saidByLine(line: StepOf<'CapNhatTienDoHoSoMC'>): object {
	return said(line, line.TrangThai, { appointment: line.NgayKetThucTheoQuyDinh });
}

function saidByRecord(record: StepOf<'DongBoHoSoMC'>): object {
	const { TrangThaiHoSo, NgayHenTra, NgayTuChoi, DanhSachLePhi, DanhSachHoSoBoSung, DanhSachGiayToKetQua } =
		record;
	const [request] = DanhSachHoSoBoSung ?? [];
	const [paper] = DanhSachGiayToKetQua ?? [];
	return said(record, TrangThaiHoSo, {
		appointment: NgayHenTra,
		isRefused: Boolean(NgayTuChoi),
		lines: (DanhSachLePhi ?? []).map((fee) => ({
			code: fee.MaPhiLePhi,
			kind: fee.LoaiPhiLePhi === '1' ? 'fee' : fee.LoaiPhiLePhi === '3' ? 'price' : 'charge',
			// Agencies name what they charge for in Vietnamese alone.
			label: { vi: fee.TenPhiLePhi, en: fee.TenPhiLePhi },
			amount: fee.Gia
		})),
		supplement: request && {
			requestId: request.HoSoBoSungId,
			items: request.DanhSachGiayToBoSung.map((one) => ({
				component: one.MaThanhPhanHoSo || null,
				text: one.TenGiayTo
			})),
			until: toDay(request.HanBoSung)
		},
		result: paper && {
			name: paper.TenGiayTo,
			type: paper.LoaiTep,
			size: paper.KichThuoc,
			sha256: paper.HashTepTin,
			url: paper.DuongDanTepTinKetQua
		}
	});
}

interface Details {
	readonly appointment?: string | null | undefined;
	readonly isRefused?: boolean;
	readonly lines?: readonly object[];
	readonly supplement?: object | undefined;
	readonly result?: object | undefined;
}

/** The kind of callback and its own fields. A status without what it needs gives a callback that does not parse. */
function said(step: z.infer<typeof Step>, status: string, details: Details): object {
	const words = step.NoiDungXuLy || undefined;
	const note = words === undefined ? {} : { note: words };
	const day = details.appointment ? toDay(details.appointment) : undefined;
	switch (step.LoaiXuLy) {
		case 'XinLoi':
			return { type: 'apologised', reason: words, appointmentOn: day };
		case 'ChuyenXuLy': {
			const to = {
				name: step.NguoiNhan ?? '',
				title: step.ChucDanhNguoiNhan ?? '',
				unit: step.PhongBanNguoiNhan ?? ''
			};
			return { type: 'handed_over', to, ...note };
		}
		case 'DongYRut':
			return { type: 'withdrawal_confirmed' };
		case 'KhongChoRut':
			return { type: 'withdrawal_rejected', reason: words };
		case undefined:
			break;
	}
	switch (status) {
		case '2':
			return { type: 'accepted', ...(day ? { appointmentOn: day } : {}) };
		case '3':
			return { type: 'refused', reason: words };
		case '4':
			return { type: 'processing', ...note };
		case '5':
			return { type: 'supplement_requested', ...details.supplement };
		case '6':
			return { type: 'fee_requested', lines: details.lines };
		case '8':
			return { type: 'stopped', reason: words };
		case '9': {
			const outcome = details.isRefused ? 'refused' : 'granted';
			return { type: 'decided', outcome, ...note, result: details.result ?? null };
		}
		case '10':
			return { type: 'returned' };
		default:
			return {};
	}
}

/** `yyyyMMddHHmmss` in Việt Nam of an ISO instant. */
export function toMoment(instant: string): string {
	const there = new Date(Date.parse(instant) + vietnamAheadMs).toISOString();
	return there.slice(0, 19).replaceAll(/[-:T]/g, '');
}

/** `YYYY-MM-DD` of `yyyyMMdd` or `yyyyMMddHHmmss`; what is neither stays as it is, and is refused as a day. */
function toDay(moment: string): string {
	return moment.replace(/^(\d{4})(\d{2})(\d{2})(\d{6})?$/, '$1-$2-$3');
}

const vietnamAheadMs = 7 * 3_600_000;
