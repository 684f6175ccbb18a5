/**
 * Every service that has a definition, with what lists need at once: its name. The definition itself is a file that is
 * fetched when its form is opened (the service worker keeps all of them), so that nobody pays for the forms of others.
 */
import type { Text } from '../text.ts';
import type { DossierService, Service } from './definition.ts';
import type { Blocks } from './expand.ts';
import { joinVersions, type ServiceFile, versionOn, versionsOf } from './versions.ts';

export interface ServiceSummary {
	readonly id: string;
	readonly procedureCode: string;
	readonly kind: Service['kind'];
	/** As in the newest version. */
	readonly title: Text;
	/** Whether it can be done here from beginning to end; otherwise only its definition exists. */
	readonly isOffered: boolean;
	readonly load: () => Promise<{ readonly default: unknown }>;
}

export const registry: readonly ServiceSummary[] = [
	{
		id: 'doi-gplx',
		procedureCode: '3.000347',
		kind: 'dossier',
		title: { vi: 'Đổi giấy phép lái xe', en: 'Driving-licence exchange' },
		isOffered: true,
		load: () => import('./definitions/doi-gplx.json', { with: { type: 'json' } })
	},
	{
		id: 'cap-lai-the-bhyt',
		procedureCode: '1.002759',
		kind: 'dossier',
		title: { vi: 'Cấp lại thẻ bảo hiểm y tế', en: 'Reissue of a health-insurance card' },
		isOffered: true,
		load: () => import('./definitions/cap-lai-the-bhyt.json', { with: { type: 'json' } })
	},
	{
		id: 'thanh-toan-tien-dien',
		procedureCode: 'TT.DIEN',
		kind: 'transaction',
		title: { vi: 'Thanh toán tiền điện', en: 'Electricity bill payment' },
		isOffered: true,
		load: () => import('./definitions/thanh-toan-tien-dien.json', { with: { type: 'json' } })
	},
	{
		id: 'thong-bao-khuyen-mai',
		procedureCode: '2.000033',
		kind: 'dossier',
		title: { vi: 'Thông báo hoạt động khuyến mại', en: 'Notification of a promotion' },
		isOffered: true,
		load: () => import('./definitions/thong-bao-khuyen-mai.json', { with: { type: 'json' } })
	},
	{
		id: 'dang-ky-khuyen-mai',
		procedureCode: '2.000138',
		kind: 'dossier',
		title: { vi: 'Đăng ký hoạt động khuyến mại', en: 'Registration of a promotion' },
		isOffered: true,
		load: () => import('./definitions/dang-ky-khuyen-mai.json', { with: { type: 'json' } })
	},
	{
		id: 'cung-cap-dien',
		procedureCode: '3.000001',
		kind: 'dossier',
		title: { vi: 'Cung cấp điện', en: 'Electricity supply' },
		isOffered: true,
		load: () => import('./definitions/cung-cap-dien.json', { with: { type: 'json' } })
	},
	{
		id: 'gplx-quoc-te',
		procedureCode: '3.000353',
		kind: 'dossier',
		title: { vi: 'Cấp giấy phép lái xe quốc tế', en: 'International driving permit' },
		isOffered: true,
		load: () => import('./definitions/gplx-quoc-te.json', { with: { type: 'json' } })
	},
	{
		id: 'chung-nhan-xuat-xu',
		procedureCode: '1.000450',
		kind: 'dossier',
		title: { vi: 'Cấp giấy chứng nhận xuất xứ hàng hóa (C/O)', en: 'Certificate of origin (C/O)' },
		isOffered: true,
		load: () => import('./definitions/chung-nhan-xuat-xu.json', { with: { type: 'json' } })
	},
	{
		id: 'le-phi-truoc-ba',
		procedureCode: '1.007700',
		kind: 'dossier',
		title: { vi: 'Khai lệ phí trước bạ ô tô, xe máy', en: 'Registration charge for vehicles' },
		isOffered: true,
		load: () => import('./definitions/le-phi-truoc-ba.json', { with: { type: 'json' } })
	},
	{
		id: 'dang-ky-ho-kinh-doanh',
		procedureCode: '1.001612',
		kind: 'dossier',
		title: { vi: 'Đăng ký thành lập hộ kinh doanh', en: 'Household-business registration' },
		isOffered: true,
		load: () => import('./definitions/dang-ky-ho-kinh-doanh.json', { with: { type: 'json' } })
	},
	{
		id: 'dang-ky-doanh-nghiep',
		procedureCode: '2.001583',
		kind: 'dossier',
		title: {
			vi: 'Đăng ký thành lập công ty TNHH một thành viên',
			en: 'Registration of a one-member company'
		},
		isOffered: true,
		load: () => import('./definitions/dang-ky-doanh-nghiep.json', { with: { type: 'json' } })
	},
	{
		id: 'khai-sinh',
		procedureCode: '1.001193',
		kind: 'dossier',
		title: { vi: 'Đăng ký khai sinh', en: 'Birth registration' },
		isOffered: true,
		load: () => import('./definitions/khai-sinh.json', { with: { type: 'json' } })
	},
	{
		id: 'lien-thong-khai-sinh',
		procedureCode: '2.000986',
		kind: 'dossier',
		title: {
			vi: 'Liên thông đăng ký khai sinh, thường trú, cấp thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi',
			en: 'Linked: birth, residence and health card for children under 6'
		},
		isOffered: true,
		load: () => import('./definitions/lien-thong-khai-sinh.json', { with: { type: 'json' } })
	},
	{
		id: 'xac-nhan-hon-nhan',
		procedureCode: '1.004873',
		kind: 'dossier',
		title: { vi: 'Cấp giấy xác nhận tình trạng hôn nhân', en: 'Marital-status certificate' },
		isOffered: true,
		load: () => import('./definitions/xac-nhan-hon-nhan.json', { with: { type: 'json' } })
	},
	{
		id: 'trich-luc-ho-tich',
		procedureCode: '2.000635',
		kind: 'dossier',
		title: {
			vi: 'Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh',
			en: 'Copies of civil-status extracts'
		},
		isOffered: true,
		load: () => import('./definitions/trich-luc-ho-tich.json', { with: { type: 'json' } })
	},
	{
		id: 'gia-han-bhyt',
		procedureCode: '1.001939',
		kind: 'dossier',
		title: { vi: 'Gia hạn thẻ bảo hiểm y tế hộ gia đình', en: 'Household health-insurance renewal' },
		isOffered: true,
		load: () => import('./definitions/gia-han-bhyt.json', { with: { type: 'json' } })
	},
	{
		id: 'tro-cap-that-nghiep',
		procedureCode: '1.014748',
		kind: 'dossier',
		title: { vi: 'Hưởng trợ cấp thất nghiệp', en: 'Unemployment benefit' },
		isOffered: true,
		load: () => import('./definitions/tro-cap-that-nghiep.json', { with: { type: 'json' } })
	},
	{
		id: 'giay-phep-lao-dong',
		procedureCode: '1.014199',
		kind: 'dossier',
		title: { vi: 'Cấp giấy phép lao động cho người nước ngoài', en: 'Work permit for a foreigner' },
		isOffered: true,
		load: () => import('./definitions/giay-phep-lao-dong.json', { with: { type: 'json' } })
	},
	{
		id: 'an-toan-thuc-pham',
		procedureCode: '1.013855',
		kind: 'dossier',
		title: { vi: 'Cấp giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm', en: 'Food-safety certificate' },
		isOffered: true,
		load: () => import('./definitions/an-toan-thuc-pham.json', { with: { type: 'json' } })
	},
	{
		id: 'ly-lich-tu-phap',
		procedureCode: '3.000333',
		kind: 'dossier',
		title: { vi: 'Cấp phiếu lý lịch tư pháp', en: 'Judicial record' },
		isOffered: true,
		load: () => import('./definitions/ly-lich-tu-phap.json', { with: { type: 'json' } })
	},
	{
		id: 'chung-thuc-ban-sao',
		procedureCode: '2.000815',
		kind: 'dossier',
		title: { vi: 'Chứng thực bản sao từ bản chính', en: 'Certified copies' },
		isOffered: true,
		load: () => import('./definitions/chung-thuc-ban-sao.json', { with: { type: 'json' } })
	},
	{
		id: 'nop-thue-ca-nhan',
		procedureCode: 'TT.THUE-CN',
		kind: 'transaction',
		title: { vi: 'Nộp thuế cá nhân', en: 'Personal tax payment' },
		isOffered: true,
		load: () => import('./definitions/nop-thue-ca-nhan.json', { with: { type: 'json' } })
	},
	{
		id: 'nop-phat-giao-thong',
		procedureCode: 'TT.PHAT',
		kind: 'transaction',
		title: { vi: 'Nộp phạt vi phạm giao thông', en: 'Traffic-fine payment' },
		isOffered: true,
		load: () => import('./definitions/nop-phat-giao-thong.json', { with: { type: 'json' } })
	},
	{
		id: 'nop-thue-doanh-nghiep',
		procedureCode: 'TT.THUE-DN',
		kind: 'transaction',
		title: { vi: 'Nộp thuế điện tử doanh nghiệp', en: 'E-tax payment by enterprises' },
		isOffered: true,
		load: () => import('./definitions/nop-thue-doanh-nghiep.json', { with: { type: 'json' } })
	},
	{
		id: 'nop-le-phi-truoc-ba',
		procedureCode: 'TT.TRUOC-BA',
		kind: 'transaction',
		title: { vi: 'Nộp lệ phí trước bạ xe', en: 'Vehicle registration charge payment' },
		isOffered: true,
		load: () => import('./definitions/nop-le-phi-truoc-ba.json', { with: { type: 'json' } })
	},
	{
		id: 'khai-thue-doanh-nghiep',
		procedureCode: 'TT.THUE-KHAI',
		kind: 'dossier',
		title: { vi: 'Khai thuế doanh nghiệp', en: 'Enterprise tax declaration' },
		isOffered: true,
		load: () => import('./definitions/khai-thue-doanh-nghiep.json', { with: { type: 'json' } })
	},
	{
		id: 'thu-tuc-hai-quan',
		procedureCode: '1.006440',
		kind: 'transaction',
		title: { vi: 'Thủ tục hải quan nhập khẩu', en: 'Customs procedure for imports' },
		isOffered: true,
		load: () => import('./definitions/thu-tuc-hai-quan.json', { with: { type: 'json' } })
	}
];

/** The service of a procedure that can be done here; null for any other. */
export function offeredService(procedureCode: string): ServiceSummary | null {
	return registry.find((one) => one.isOffered && one.procedureCode === procedureCode) ?? null;
}

/** What a service is called; null when there is none for the procedure. */
export function serviceTitle(procedureCode: string): Text | null {
	return registry.find((one) => one.procedureCode === procedureCode)?.title ?? null;
}

/** Versions that were published after this release, oldest first; empty where none is known. */
export type LaterVersions = (procedureCode: string) => Promise<readonly DossierService[]>;

let laterVersions: LaterVersions = () => Promise.resolve([]);

/** Says where they are found: on a phone in its catalogue. Until then there are those of the release. */
export function findLaterVersions(find: LaterVersions): void {
	laterVersions = find;
}

/** All versions, oldest first; empty when there is no such service. Rejects when the file cannot be had now. */
export async function loadVersions(procedureCode: string): Promise<readonly Service[]> {
	const [released, later] = await Promise.all([loadReleased(procedureCode), laterVersions(procedureCode)]);
	return joinVersions(released, later);
}

/** Those of this release alone. */
export async function loadReleased(procedureCode: string): Promise<readonly Service[]> {
	const summary = registry.find((one) => one.procedureCode === procedureCode);
	if (!summary) return [];
	const [file, blocks] = await Promise.all([
		summary.load(),
		import('./definitions/blocks.json', { with: { type: 'json' } })
	]);
	return versionsOf(file.default as ServiceFile, blocks.default as unknown as Blocks);
}

/** A dossier service in one given version; null when it is not known here. Rejects like `loadVersions`. */
export async function loadDossierService(
	procedureCode: string,
	version: number
): Promise<DossierService | null> {
	const found = (await loadVersions(procedureCode)).find((service) => service.version === version);
	return found?.kind === 'dossier' ? found : null;
}

/** The version under which a draft is begun on that day; null when it is no dossier. Rejects like `loadVersions`. */
export async function loadNewestService(procedureCode: string, day: string): Promise<DossierService | null> {
	const found = versionOn(await loadVersions(procedureCode), day);
	return found?.kind === 'dossier' ? found : null;
}
