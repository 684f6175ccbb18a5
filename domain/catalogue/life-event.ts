/** The 22 groups by which people look for a service: eleven of a citizen's life, eleven of an enterprise's. */
import * as z from 'zod/mini';
import type { Text } from '../text.ts';

type Entry = { readonly group: 'citizen' | 'enterprise'; readonly name: Text };
const citizen = (vi: string, en: string): Entry => ({ group: 'citizen', name: { vi, en } });
const enterprise = (vi: string, en: string): Entry => ({ group: 'enterprise', name: { vi, en } });

const entries = {
	'con-nho': citizen('Có con nhỏ', 'Having a small child'),
	'hoc-tap': citizen('Học tập', 'Education'),
	'viec-lam': citizen('Việc làm', 'Work'),
	'cu-tru': citizen('Cư trú và giấy tờ tùy thân', 'Residence and identity papers'),
	'hon-nhan': citizen('Hôn nhân và gia đình', 'Marriage and family'),
	'nha-dat': citizen('Điện lực, nhà ở, đất đai', 'Power, housing, land'),
	'suc-khoe': citizen('Sức khỏe và y tế', 'Health'),
	'phuong-tien': citizen('Phương tiện và người lái', 'Vehicles and drivers'),
	'huu-tri': citizen('Hưu trí', 'Retirement'),
	'qua-doi': citizen('Người thân qua đời', 'Death of a relative'),
	'khieu-kien': citizen('Giải quyết khiếu kiện', 'Complaints and lawsuits'),
	'khoi-su': enterprise('Khởi sự kinh doanh', 'Starting a business'),
	'lao-dong': enterprise('Lao động và bảo hiểm xã hội', 'Labour and social insurance'),
	'tai-chinh': enterprise('Tài chính doanh nghiệp', 'Business finance, tax and customs'),
	'dien-xay-dung': enterprise('Điện lực, đất đai, xây dựng', 'Power, land, building'),
	'thuong-mai': enterprise('Thương mại, quảng cáo', 'Trade and advertising'),
	'so-huu': enterprise('Sở hữu trí tuệ, đăng ký tài sản', 'Intellectual property, registered assets'),
	'chi-nhanh': enterprise('Thành lập chi nhánh, văn phòng đại diện', 'Branches and representative offices'),
	'dau-thau': enterprise('Đấu thầu, mua sắm công', 'Tenders and public procurement'),
	'tai-co-cau': enterprise('Tái cấu trúc doanh nghiệp', 'Restructuring'),
	'tranh-chap': enterprise('Giải quyết tranh chấp hợp đồng', 'Contract disputes'),
	'cham-dut': enterprise('Tạm dừng, chấm dứt hoạt động', 'Suspending or closing')
} as const satisfies Record<string, Entry>;

const ids = Object.keys(entries) as [LifeEventId, ...LifeEventId[]];

// Marked pure so that search, which only needs the names, does not bring zod along.
export const LifeEventId = /* @__PURE__ */ z.enum(ids);
export type LifeEventId = keyof typeof entries;

export type LifeEvent = { readonly id: LifeEventId } & Entry;

/** All groups in the order of the national portal: citizens first. */
export const lifeEvents: readonly LifeEvent[] = ids.map((id) => ({ id, ...entries[id] }));

export function lifeEvent(id: LifeEventId): LifeEvent {
	return { id, ...entries[id] };
}
