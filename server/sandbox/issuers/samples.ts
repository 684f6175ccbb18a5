/** Accounts to try: due and late, paid already, paid by somebody else meanwhile, not yet decided, and a troubled issuer. */
import { type Account, dayIn } from './accounts.ts';

const dayMs = 24 * 3_600_000;

/** Made once, at the first start; days are counted from then. @param now ms since 1970 */
export function sampleAccounts(now: number): Account[] {
	const inDays = (days: number) => dayIn(now + days * dayMs);
	const year = dayIn(now).slice(0, 4);
	const account = (
		one: Pick<Account, 'accountId' | 'issuer' | 'service' | 'keys' | 'payee' | 'payer' | 'place'> &
			Partial<Account>
	): Account => ({ note: null, paidElsewhere: false, outages: 0, charges: [], settlements: [], ...one });
	const charge = (
		chargeId: string,
		[vi, en]: readonly [string, string],
		principal: number,
		dueOn: string | null,
		perDay: number,
		facts: Account['charges'][number]['facts'] = []
	): Account['charges'][number] => ({ chargeId, title: { vi, en }, principal, dueOn, perDay, facts });
	const fact = (vi: string, en: string, text: string) => ({ label: { vi, en }, text });

	const fine = (
		decisionNo: string,
		violatorName: string,
		violatorKey: readonly string[],
		more: Partial<Account> & Pick<Account, 'payer'>
	) =>
		account({
			accountId: `fines-${decisionNo.slice(0, 7)}`,
			issuer: 'fines',
			service: 'nop-phat-giao-thong',
			keys: { decisionNo: [decisionNo], violatorName: [violatorName], violatorKey: [...violatorKey] },
			payee: 'Kho bạc Nhà nước – tiền phạt vi phạm hành chính',
			place: 'Phòng Cảnh sát giao thông, Công an tỉnh Lai Châu',
			...more
		});
	const speeding = ['Phạt chạy quá tốc độ 10–20 km/h', 'Fine: 10–20 km/h above the limit'] as const;

	return [
		account({
			accountId: 'tax-012190001234',
			issuer: 'tax',
			service: 'nop-thue-ca-nhan',
			keys: { taxCode: ['012190001234'] },
			payee: 'Thuế tỉnh Lai Châu',
			payer: 'NGUYEN T** M**',
			place: 'xã Sin Suối Hồ, tỉnh Lai Châu',
			charges: [
				charge(
					`PNN${year}0001234`,
					[`Thuế sử dụng đất phi nông nghiệp ${year}`, `Non-agricultural land-use tax ${year}`],
					186_000,
					inDays(-20),
					3,
					[fact('Tiểu mục', 'Sub-item', '1602')]
				),
				charge(
					`HKD${year}0001234`,
					['Thuế hộ kinh doanh, quý này', 'Household-business tax, this quarter'],
					1_350_000,
					inDays(25),
					3,
					[fact('Tiểu mục', 'Sub-item', '1701')]
				)
			]
		}),
		account({
			accountId: 'tax-011085005678',
			issuer: 'tax',
			service: 'nop-thue-ca-nhan',
			keys: { taxCode: ['011085005678'] },
			payee: 'Thuế tỉnh Điện Biên',
			payer: 'VANG A S***',
			place: 'xã Mường Nhé, tỉnh Điện Biên',
			outages: 2,
			charges: [
				charge(
					`PNN${year}0005678`,
					[`Thuế sử dụng đất phi nông nghiệp ${year}`, `Non-agricultural land-use tax ${year}`],
					92_000,
					inDays(40),
					3
				)
			]
		}),
		account({
			accountId: 'tax-079078004321',
			issuer: 'tax',
			service: 'nop-thue-ca-nhan',
			keys: { taxCode: ['079078004321'] },
			payee: 'Thuế TP Hồ Chí Minh',
			payer: 'TRAN V** B***',
			place: 'phường Sài Gòn, TP Hồ Chí Minh'
		}),
		account({
			accountId: 'tax-0100109106',
			issuer: 'tax',
			service: 'nop-thue-doanh-nghiep',
			keys: { taxCode: ['0100109106'] },
			payee: 'Thuế TP Hà Nội',
			payer: 'CÔNG TY TNHH M** H***',
			place: 'phường Hà Đông, TP Hà Nội',
			charges: [
				charge(
					`GTGT${year}109106`,
					['Thuế giá trị gia tăng tháng trước', 'VAT, last month'],
					24_500_000,
					inDays(12),
					3,
					[fact('Chương', 'Chapter', '754'), fact('Tiểu mục', 'Sub-item', '1701')]
				),
				charge(
					`TNDN${year}109106`,
					['Thuế thu nhập doanh nghiệp tạm nộp, quý trước', 'Provisional corporate income tax, last quarter'],
					18_000_000,
					inDays(-6),
					3,
					[fact('Chương', 'Chapter', '754'), fact('Tiểu mục', 'Sub-item', '1052')]
				)
			]
		}),
		fine('0012345/QĐ-XPHC', 'Nguyễn Thị Mai', ['012190001234', '25B112345'], {
			payer: 'NGUYEN T** M**',
			note: {
				vi: 'Đang tạm giữ: giấy phép lái xe. Nộp phạt không làm hết thời hạn bị tước.',
				en: 'Held: the driving licence. Paying does not end a suspension.'
			},
			charges: [
				charge('0012345/QĐ-XPHC', speeding, 900_000, inDays(6), 5, [
					fact('Biển số', 'Plate', '25B1-123.45'),
					fact('Đơn vị', 'Unit', 'Đội CSGT số 2')
				])
			]
		}),
		fine('0098765/QĐ-XPHC', 'Vàng A Sùng', ['011085005678'], {
			payer: 'VANG A S***',
			charges: [charge('0098765/QĐ-XPHC', speeding, 500_000, inDays(-30), 5)]
		}),
		fine('0011111/QĐ-XPHC', 'Trần Văn Bình', ['079078004321'], {
			payer: 'TRAN V** B***',
			paidElsewhere: true,
			charges: [charge('0011111/QĐ-XPHC', speeding, 700_000, inDays(5), 5)]
		}),
		fine('0022222/QĐ-XPHC', 'Phạm Thu Hà', ['001182006789'], {
			payer: 'PHAM T** H*',
			note: {
				vi: 'Đã nộp trực tiếp cho người có thẩm quyền tại chỗ.',
				en: 'Paid on the spot to the authorised officer.'
			}
		}),
		fine('0033333/BB-VPHC', 'Nguyễn Thị Mai', ['012190001234'], {
			payer: 'NGUYEN T** M**',
			note: {
				vi: 'Mới có biên bản, chưa có quyết định xử phạt. Chưa phải trả gì.',
				en: 'There is a record only, no decision yet. Nothing is to be paid.'
			}
		}),
		account({
			accountId: 'registration-TB260000012345',
			issuer: 'registration',
			service: 'nop-le-phi-truoc-ba',
			keys: { noticeNo: ['TB260000012345'], ownerId: ['012190001234'] },
			payee: 'Thuế cơ sở 3 tỉnh Lai Châu',
			payer: 'NGUYEN T** M**',
			place: 'xã Sin Suối Hồ, tỉnh Lai Châu',
			note: {
				vi: 'Trả xong, dữ liệu được chuyển cho công an để đăng ký xe.',
				en: 'Once paid, the data go to the police for the registration.'
			},
			charges: [
				charge(
					'TB260000012345',
					['Lệ phí trước bạ xe máy, lần đầu (2 %)', 'Registration charge, motorbike, first time (2 %)'],
					400_000,
					inDays(30),
					0,
					[fact('Số khung', 'Frame number', 'RLHJF5119NY******')]
				)
			]
		}),
		account({
			accountId: 'customs-105123456789',
			issuer: 'customs',
			service: 'thu-tuc-hai-quan',
			keys: { declarationNo: ['105123456789'], taxCode: ['0100109106'] },
			payee: 'Chi cục Hải quan khu vực I',
			payer: 'CÔNG TY TNHH M** H***',
			place: 'Cửa khẩu Ma Lù Thàng, tỉnh Lai Châu',
			note: { vi: 'Luồng vàng: đang kiểm tra hồ sơ.', en: 'Yellow channel: papers are being checked.' },
			charges: [
				charge(
					'LPHQ105123456789',
					['Lệ phí tờ khai hải quan', 'Customs declaration charge'],
					20_000,
					null,
					0
				),
				charge('TNK105123456789', ['Thuế nhập khẩu', 'Import duty'], 3_150_000, inDays(9), 3)
			]
		})
	];
}
