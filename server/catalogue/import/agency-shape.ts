/**
 * A record as the sync service of 2020 (LayThuTuc) hands it to ministries and provinces: capital keys. A list of one
 * comes as the bare object, as XML turned into JSON does.
 */
import { z } from 'zod';
import type { RawChannel, RawRecord } from './raw.ts';

/** Numbers come as numbers and as digits. */
const text = z.union([z.string(), z.number().transform(String)]).nullish();
const number = z
	.union([
		z.number(),
		z
			.string()
			.regex(/^\s*$/)
			.transform(() => null),
		z
			.string()
			.regex(/^\d+(\.\d+)?$/)
			.transform(Number)
	])
	.nullish();
function listOf<T extends z.ZodType>(item: T) {
	return z.union([z.array(item), item.transform((one) => [one])]).nullish();
}

const Shape = z.looseObject({
	MATTHC: z.string(),
	TENTTHC: z.string(),
	MACOQUANCONGBO: text,
	TENCOQUANCONGBO: text,
	QUYETDINHCONGBO: text,
	LINHVUCTHUCHIEN: listOf(z.looseObject({ MALINHVUC: text, TENLINHVUC: text })),
	TRINHTUTHUCHIEN: listOf(
		z.looseObject({ TRUONGHOP: text, TRINHTU: listOf(z.looseObject({ TENTRINHTU: text })) })
	),
	CACHTHUCTHUCHIEN: listOf(
		z.looseObject({
			KENH: z.union([z.string(), z.number().transform(String)]),
			THOIGIAN: listOf(
				z.looseObject({
					THOIGIANGIAIQUYET: number,
					DONVITINH: text,
					MOTA: text,
					PHILEPHI: listOf(z.looseObject({ MAPHILEPHI: text, SOTIEN: number, DONVI: text, MOTA: text }))
				})
			)
		})
	),
	THANHPHANHOSO: listOf(
		z.looseObject({
			TRUONGHOP: text,
			GIAYTO: listOf(
				z.looseObject({
					MAGIAYTO: text,
					TENGIAYTO: text,
					TENMAUDON: text,
					SOBANCHINH: number,
					SOBANSAO: number
				})
			)
		})
	),
	YEUCAU: text,
	MOTADOITUONGTHUCHIEN: text,
	KETQUATHUCHIEN: listOf(z.looseObject({ MAKETQUA: text, TENKETQUA: text })),
	CANCUPHAPLY: listOf(z.looseObject({ SOVANBAN: text, TENVANBAN: text })),
	COQUANTHUCHIEN: listOf(z.looseObject({ MADONVI: text, TENDONVI: text }))
});

export function isAgencyShape(raw: object): boolean {
	return 'MATTHC' in raw;
}

/** @throws z.ZodError for a field of another type */
export function readAgencyShape(raw: object): RawRecord {
	const row = Shape.parse(raw);
	const steps = (row.TRINHTUTHUCHIEN ?? []).flatMap(({ TRUONGHOP, TRINHTU }) => [
		TRUONGHOP ?? '',
		...(TRINHTU ?? []).map(({ TENTRINHTU }) => TENTRINHTU ?? '')
	]);
	return {
		code: row.MATTHC,
		name: row.TENTTHC,
		agency: row.TENCOQUANCONGBO ?? row.MACOQUANCONGBO ?? null,
		sectors: (row.LINHVUCTHUCHIEN ?? []).flatMap((sector) => sector.TENLINHVUC ?? []),
		subjects: row.MOTADOITUONGTHUCHIEN ? row.MOTADOITUONGTHUCHIEN.split(/[;\n]/) : [],
		type: null,
		status: null,
		levels: [],
		areLevelsGuessed: false,
		executing: (row.COQUANTHUCHIEN ?? []).flatMap((agency) => agency.TENDONVI ?? []),
		lifeEvents: [],
		decision: row.QUYETDINHCONGBO ?? null,
		description: null,
		keywords: null,
		authority: null,
		receiving: null,
		coordinating: null,
		steps: steps.filter((step) => step.trim() !== '').join('\n') || null,
		channels:
			row.CACHTHUCTHUCHIEN?.flatMap(({ KENH, THOIGIAN }): RawChannel[] => {
				const times = THOIGIAN ?? [];
				if (times.length === 0) return [{ method: KENH, time: null, fees: null, note: null }];
				return times.map((time) => ({
					method: KENH,
					time: {
						quantity: time.THOIGIANGIAIQUYET ?? null,
						unit: time.DONVITINH ?? 'OTHER',
						text: time.THOIGIANGIAIQUYET == null ? (time.MOTA ?? null) : null
					},
					fees:
						time.PHILEPHI?.map((fee) => ({
							amount: fee.SOTIEN ?? null,
							currency: fee.DONVI ?? 'VND',
							kind: null,
							note: fee.MOTA ?? null
						})) ?? null,
					note: time.THOIGIANGIAIQUYET == null ? null : (time.MOTA ?? null)
				}));
			}) ?? null,
		dossier:
			row.THANHPHANHOSO?.map(({ TRUONGHOP, GIAYTO }) => ({
				name: TRUONGHOP ?? null,
				items: (GIAYTO ?? []).map((paper) => ({
					name: paper.TENGIAYTO ?? null,
					original: paper.SOBANCHINH ?? null,
					copy: paper.SOBANSAO ?? null,
					form: paper.TENMAUDON ?? null
				}))
			})) ?? null,
		results: row.KETQUATHUCHIEN?.flatMap((result) => result.TENKETQUA ?? []) ?? null,
		requirements: row.YEUCAU ?? null,
		legal:
			row.CANCUPHAPLY?.map(({ SOVANBAN, TENVANBAN }) => ({
				code: SOVANBAN ?? null,
				name: TENVANBAN ?? null
			})) ?? null,
		announcedOn: null,
		unknownFields: Object.keys(row).filter((key) => !(key in Shape.shape))
	};
}
