import { describe, expect, it } from 'vitest';
import { PublishedRecord } from '../../../domain/catalogue/published.ts';
import type { Dirt } from './dirt.ts';
import { readFaq } from './read-faq.ts';
import { announcementHash, readRecord } from './read-record.ts';

const seen = { asOf: '2026-07-25', source: 'Cơ sở dữ liệu quốc gia về thủ tục hành chính' };

const clean = {
	code: '1.001193',
	name: 'Đăng ký khai sinh',
	agency: 'Bộ Tư pháp',
	fields: ['Hộ tịch'],
	subjects: ['Công dân Việt Nam'],
	type: 'standard',
	status: 'active',
	url: null,
	executing: ['Ủy ban nhân dân cấp xã'],
	levels: ['xa'],
	detail: null
};
const channel = { method: 'direct', time: { qty: 1, unit: 'working_day' } };

function read(raw: unknown): { record: PublishedRecord; dirt: readonly Dirt[] } {
	const result = readRecord(raw, seen);
	if (!result.ok) throw new Error(JSON.stringify(result.error));
	expect(PublishedRecord.parse(result.value.record)).toEqual(result.value.record);
	return result.value;
}
function refused(raw: unknown): readonly Dirt[] {
	const result = readRecord(raw, seen);
	if (result.ok) throw new Error('was taken in');
	return result.error;
}

describe('a crawled line', () => {
	it('becomes a published record, with nothing said that it does not say', () => {
		const { record, dirt } = read(clean);
		expect(dirt).toEqual([]);
		expect(record).toEqual({
			code: '1.001193',
			name: 'Đăng ký khai sinh',
			agency: 'Bộ Tư pháp',
			sectors: ['Hộ tịch'],
			subjects: ['Công dân Việt Nam'],
			type: 'standard',
			status: 'active',
			levels: ['commune'],
			executing: ['Ủy ban nhân dân cấp xã'],
			lifeEvents: [],
			validFrom: '2026-07-25',
			validTo: null,
			source: { title: seen.source, asOf: '2026-07-25' }
		});
	});

	it('[N4] keeps what was announced and names every doubt', () => {
		const fee = (amount: number | null, note?: string) => ({
			...clean,
			channels: [{ ...channel, fees: [{ amount, currency: 'VND', ...(note && { note }) }] }]
		});
		const cases: [raw: object, dirt: Dirt][] = [
			[
				fee(0, 'Lệ phí: 135.000 đồng/lần'),
				{ kind: 'free_but_amount', where: 'channels.0.fees.0', amounts: [135_000] }
			],
			[fee(100), { kind: 'amount_in_thousands', where: 'channels.0.fees.0', amount: 100 }],
			[fee(2016), { kind: 'amount_is_year', where: 'channels.0.fees.0', amount: 2016 }],
			[fee(-1), { kind: 'amount_impossible', where: 'channels.0.fees.0', amount: -1 }],
			[
				{ ...clean, channels: [{ method: 'direct', time: { qty: 5, unit: 'unspecified' } }] },
				{ kind: 'unit_missing', where: 'channels.0.time', quantity: 5 }
			],
			[
				{ ...clean, channels: [{ method: 'direct', time: { qty: 5, unit: 'fortnight' } }] },
				{ kind: 'unknown_unit', where: 'channels.0.time.unit', value: 'fortnight' }
			],
			[
				{ ...clean, channels: [{ method: 'pigeon' }] },
				{ kind: 'unknown_method', where: 'channels.0.method', value: 'pigeon' }
			],
			[
				{ ...clean, dossier: [{ items: [{ name: 'Lưu ý: người nộp ký vào từng trang' }] }] },
				{ kind: 'note_as_paper', where: 'dossier.0.items.0' }
			],
			[
				{ ...clean, dossier: [{ items: [{ name: 'Tờ khai', original: 20_261 }] }] },
				{ kind: 'count_impossible', where: 'dossier.0.items.0.original', count: 20_261 }
			],
			[
				{ ...clean, dossier: [{ items: [{ name: '  ' }] }] },
				{ kind: 'paper_unnamed', where: 'dossier.0.items.0' }
			],
			[
				{ ...clean, steps: 'Nộp tại Ủy ban nhân dân huyện hoặc quận Ba Đình.' },
				{ kind: 'abolished_place', where: 'steps', names: ['quận Ba Đình', 'Ủy ban nhân dân huyện'] }
			],
			[
				{ ...clean, code: ' 1.001193 ' },
				{ kind: 'code_blanks', code: ' 1.001193 ' }
			],
			[
				{ ...clean, code: '1.0133611' },
				{ kind: 'code_unusual', code: '1.0133611' }
			],
			[{ ...clean, agency: null }, { kind: 'agency_missing' }],
			[{ ...clean, levels_guessed: true }, { kind: 'level_guessed' }],
			[{ ...clean, levels: [] }, { kind: 'level_missing' }],
			[
				{ ...clean, levels: ['huyen'] },
				{ kind: 'level_abolished', value: 'huyen' }
			],
			[
				{ ...clean, levels: ['thon'] },
				{ kind: 'unknown_level', value: 'thon' }
			],
			[
				{ ...clean, life_events: ['bay_len_trang'] },
				{ kind: 'unknown_life_event', value: 'bay_len_trang' }
			],
			[
				{ ...clean, type: 'odd' },
				{ kind: 'unknown_type', value: 'odd' }
			],
			[
				{ ...clean, status: 'asleep' },
				{ kind: 'unknown_status', value: 'asleep' }
			],
			[
				{ ...clean, steps: 'Nộp <b>đơn</b>' },
				{ kind: 'markup', where: 'steps' }
			],
			[
				{ ...clean, steps: 'Nộp\u200e đơn' },
				{ kind: 'invisible_characters', where: 'steps' }
			],
			[
				{ ...clean, steps: 'Nộp đơn'.normalize('NFD') },
				{ kind: 'decomposed_letters', where: 'steps' }
			],
			[
				{ ...clean, colour: 'red' },
				{ kind: 'unknown_field', where: 'colour' }
			]
		];
		for (const [raw, dirt] of cases) expect(read(raw).dirt, dirt.kind).toContainEqual(dirt);
	});

	it('shows nothing of what was taken out, and the amounts as announced', () => {
		expect(read({ ...clean, steps: 'Nộp\u200e đơn' }).record.steps).toBe('Nộp đơn');
		const { record } = read({
			...clean,
			channels: [
				{ ...channel, fees: [{ amount: 0, currency: 'VND', note: '135.000 đồng' }] },
				{ ...channel, fees: [{ amount: 30, currency: 'EUR', note: 'mỗi lần' }] }
			],
			dossier: [{ items: [{ name: 'Tờ khai', original: 20_261, copy: 1 }] }]
		});
		expect(record.channels?.[0]?.fees).toEqual([{ amount: 0, currency: 'VND', note: '135.000 đồng' }]);
		expect(record.channels?.[1]?.fees).toEqual([{ amount: null, currency: 'VND', note: '30 EUR mỗi lần' }]);
		expect(record.dossier?.[0]?.items).toEqual([{ name: 'Tờ khai', copy: 1 }]);
	});

	it('[N4] is refused when it has no usable code or name, or fields of another type', () => {
		expect(refused({ ...clean, code: 'x' })).toEqual([{ kind: 'code_malformed', code: 'x' }]);
		expect(refused({ ...clean, code: 'TT.DIEN' })[0]?.kind).toBe('code_malformed');
		expect(refused({ ...clean, code: '1.003001-Xoa' })[0]?.kind).toBe('code_deleted');
		expect(refused({ ...clean, name: ' ' })).toEqual([{ kind: 'missing', where: 'name' }]);
		expect(refused({ ...clean, name: 5 })).toEqual([{ kind: 'wrong_type', where: 'name' }]);
		expect(refused({ ...clean, channels: [{ method: 'online', time: 3 }] })).toEqual([
			{ kind: 'wrong_type', where: 'channels.0.time' }
		]);
		for (const raw of [null, 5, [], 'text', {}, { code: '1.001193' }])
			expect(refused(raw)).toEqual([{ kind: 'unknown_shape' }]);
	});

	it('has a hash that only its announcement changes', () => {
		const hash = (raw: object, asOf: string) => {
			const result = readRecord(raw, { ...seen, asOf });
			return result.ok && announcementHash(result.value.record);
		};
		expect(hash(clean, '2026-07-25')).toBe(hash({ ...clean }, '2026-09-01'));
		expect(hash({ ...clean, name: 'Khác' }, '2026-07-25')).not.toBe(hash(clean, '2026-07-25'));
	});

	it('knows every life event by its name, its number and the name without marks', () => {
		const { record, dirt } = read({
			...clean,
			life_events: ['co_con_nho', '751', 'Việc làm', 'dien_luc_nha_o_dat_dai', 'dau-thau']
		});
		expect(dirt).toEqual([]);
		expect(record.lifeEvents).toEqual(['con-nho', 'hoc-tap', 'viec-lam', 'nha-dat', 'dau-thau']);
	});
});

it('[N3] the portal’s own JSON is read: flags, agencies by role, channels, fees, cases', () => {
	const { record, dirt } = read({
		data: {
			id: '019d2bfb-cfb3-75d8-9160-fa2bd2ac950a',
			code: '1.004194',
			name: 'Đăng ký tạm trú',
			state: 'ACTIVE',
			type: 'STANDARD',
			formalityType: 'ASSIGNED_REGULATION',
			procedureProposal: {
				proposalNumber: '5548/QĐ-BCA',
				publicationDate: '2025-07-01T00:00:00Z',
				issuingAgency: { name: 'Bộ Công an' }
			},
			isWard: true,
			isMinistry: false,
			categoriesDetails: [{ id: 'x', code: 'G01-CA05', name: 'Cư trú' }],
			subjectTypesDetails: [{ code: 'ĐT1', name: 'Công dân Việt Nam' }],
			unitGroupsExecuting: [{ code: 'CAX', name: 'Công an cấp xã' }],
			departmentsCompetent: [{ code: 'BCA', name: 'Bộ Công an' }],
			departmentsCoordinating: [{ code: 'UB', name: 'Ủy ban nhân dân cấp xã' }],
			executionSteps: [{ name: 'Bước 1', description: 'Chuẩn bị hồ sơ' }],
			executionMethods: [
				{
					submissionMethod: 'ONLINE',
					processingTime: 3,
					processingTimeUnit: 'WORKING_DAY',
					description: null,
					fees: [{ type: 'SERVICE_FEE', value: '7000', currencyId: 'VND', description: 'mỗi lần' }]
				},
				{ submissionMethod: 'POSTAL', processingTime: 3, processingTimeUnit: 'OTHER', fees: [] }
			],
			executionCases: [
				{
					name: '',
					profileComponents: [
						{
							code: '000.00.00.G01-KQ1',
							name: 'Tờ khai',
							originalQty: 1,
							copyQty: 0,
							required: false,
							attachments: [{ fileName: 'CT01.docx', bucketName: 'b', filePath: 'p' }]
						}
					]
				}
			],
			resultsDetails: [{ code: 'KQ.G01.1', name: 'Thông báo' }],
			legalBasisesDetails: [{ code: '68/2020/QH14', name: 'Luật Cư trú' }],
			requirementsAndConditions: ''
		}
	});
	expect(dirt).toEqual([{ kind: 'unit_missing', where: 'channels.1.time', quantity: 3 }]);
	expect(record).toMatchObject({
		code: '1.004194',
		agency: 'Bộ Công an',
		decision: '5548/QĐ-BCA',
		validFrom: '2025-07-01',
		type: 'standard',
		levels: ['commune'],
		sectors: ['Cư trú'],
		executing: ['Công an cấp xã'],
		authority: 'Bộ Công an',
		coordinating: 'Ủy ban nhân dân cấp xã',
		steps: 'Bước 1\nChuẩn bị hồ sơ',
		channels: [
			{
				method: 'online',
				time: { quantity: 3, unit: 'working_day' },
				fees: [{ amount: 7000, currency: 'VND', kind: 'charge', note: 'mỗi lần' }]
			},
			{ method: 'post', time: { quantity: 3, unit: 'unspecified' } }
		],
		dossier: [{ items: [{ name: 'Tờ khai', original: 1, copy: 0, form: 'CT01.docx' }] }],
		results: ['Thông báo'],
		legal: [{ code: '68/2020/QH14', name: 'Luật Cư trú' }]
	});
	expect(record).not.toHaveProperty('requirements');
});

it('[N3] the sync service’s record is read, lists of one as bare objects too', () => {
	const { record, dirt } = read({
		MATTHC: '1.012753.H19',
		TENTTHC: 'Giao đất',
		MACOQUANCONGBO: 'H19',
		LINHVUCTHUCHIEN: { MALINHVUC: 'G13-TN02', TENLINHVUC: 'Đất đai' },
		TRINHTUTHUCHIEN: [
			{ TRUONGHOP: '', TRINHTU: [{ TENTRINHTU: 'Nộp hồ sơ' }, { TENTRINHTU: 'Nhận kết quả' }] }
		],
		CACHTHUCTHUCHIEN: {
			KENH: '1',
			THOIGIAN: {
				THOIGIANGIAIQUYET: '20',
				DONVITINH: 'Ngày làm việc',
				MOTA: 'không kể ngày lễ',
				PHILEPHI: { MAPHILEPHI: 'P1', SOTIEN: 100_000, DONVI: 'Đồng', MOTA: '' }
			}
		},
		THANHPHANHOSO: {
			TRUONGHOP: 'Tổ chức',
			GIAYTO: { MAGIAYTO: 'G1', TENGIAYTO: 'Đơn', TENMAUDON: 'M1', URL: '' }
		},
		KETQUATHUCHIEN: { MAKETQUA: 'K', TENKETQUA: 'Quyết định giao đất' },
		CANCUPHAPLY: { SOVANBAN: '31/2024/QH15', TENVANBAN: 'Luật Đất đai' },
		COQUANTHUCHIEN: { MADONVI: 'X', TENDONVI: 'Ủy ban nhân dân cấp tỉnh' }
	});
	expect(dirt).toEqual([{ kind: 'level_missing' }]);
	expect(record).toMatchObject({
		code: '1.012753.H19',
		sectors: ['Đất đai'],
		steps: 'Nộp hồ sơ\nNhận kết quả',
		channels: [
			{
				method: 'direct',
				time: { quantity: 20, unit: 'working_day' },
				fees: [{ amount: 100_000, currency: 'VND' }],
				note: 'không kể ngày lễ'
			}
		],
		dossier: [{ case: 'Tổ chức', items: [{ name: 'Đơn', form: 'M1' }] }]
	});
});

describe('a question', () => {
	it('[N5] is taken with its procedures and without whoever asked', () => {
		const result = readFaq(
			{
				HOIDAPID: 17_381,
				NOIDUNG: 'Tôi mất thẻ thì làm gì?',
				NOIDUNGTRALOI: 'Đề nghị cấp lại.',
				HOVATEN: 'Nguyễn Văn A',
				SODIENTHOAI: '0900000000',
				MATTHCDP: '1.002759'
			},
			seen
		);
		expect(result).toEqual({
			ok: true,
			value: {
				faq: {
					id: 'dvcqg-17381',
					question: 'Tôi mất thẻ thì làm gì?',
					answer: 'Đề nghị cấp lại.',
					procedureCodes: ['1.002759'],
					lifeEvents: [],
					answeredOn: null,
					source: 'Cổng Dịch vụ công quốc gia, câu hỏi số 17381'
				},
				dirt: [
					{ kind: 'personal_data', where: 'HOVATEN' },
					{ kind: 'personal_data', where: 'SODIENTHOAI' },
					{ kind: 'answer_undated' }
				]
			}
		});
	});

	it('of a crawl keeps topics; one without answer is refused', () => {
		const raw = { id: 'x-1', q: 'Hỏi?', a: 'Đáp.', topic: 'huu_tri+viec_lam', related: ['1.000001', 'nope'] };
		const result = readFaq(raw, seen);
		expect(result.ok && result.value.faq.lifeEvents).toEqual(['huu-tri', 'viec-lam']);
		expect(result.ok && result.value.dirt).toContainEqual({ kind: 'unknown_procedure', code: 'nope' });
		expect(readFaq({ ...raw, a: ' ' }, seen)).toEqual({
			ok: false,
			error: [{ kind: 'missing', where: 'answer' }]
		});
	});
});
