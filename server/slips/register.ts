/**
 * The register of an office (Sổ theo dõi hồ sơ, form 06 of Circular 01/2018/TT-VPCP): one line for each dossier that
 * came on some days. Content only; pdf.ts draws it on A4 across.
 */
import { dayOf } from '../../domain/dossier/calendar.ts';
import { lateness } from '../../domain/dossier/lateness.ts';
import { type DossierState, fold } from '../../domain/dossier/machine.ts';
import type { Dossier } from '../../domain/dossier/schema.ts';
import { dossierService } from '../../domain/services/all.ts';
import { applicantOf, dayText, timeText } from './content.ts';
import type { Sheet } from './pdf.ts';

/** @param to last day, in Việt Nam; both days count */
export function registerOf(
	dossiers: readonly Dossier[],
	of: {
		readonly office: string;
		readonly from: string;
		readonly to: string;
		readonly keeper: string;
		readonly now: Date;
	}
): Sheet {
	const days =
		of.from === of.to ? `ngày ${dayText(of.from)}` : `từ ${dayText(of.from)} đến ${dayText(of.to)}`;
	return {
		title: 'Sổ theo dõi hồ sơ',
		agency: of.office,
		code: null,
		lookUp: null,
		at: of.now.toISOString(),
		lead: `Hồ sơ đến ${days}: ${dossiers.length}`,
		lines: [],
		table: {
			title: '',
			head: [
				'STT',
				'Mã hồ sơ',
				'Thủ tục hành chính',
				'Số bộ',
				'Người nộp, chủ hồ sơ, địa chỉ, điện thoại',
				'Nhận hồ sơ',
				'Hẹn trả',
				'Ngày trả',
				'Nơi trả',
				'Ghi chú'
			],
			widths: [0.04, 0.17, 0.14, 0.04, 0.2, 0.08, 0.08, 0.08, 0.07, 0.1],
			rows: dossiers.map((dossier, index) => lineOf(dossier, index + 1, dayOf(of.now)))
		},
		notes: [],
		rule: 'Mẫu số 06 kèm theo Thông tư 01/2018/TT-VPCP. Mỗi hồ sơ một dòng, theo thứ tự đến.',
		signatures: [
			{ who: '', name: '' },
			{ who: 'Người lập sổ', name: of.keeper }
		]
	};
}

function lineOf(dossier: Dossier, number: number, today: string): string[] {
	const state = fold(dossier.events);
	const returned = dossier.events.findLast(({ kind }) => kind === 'returned');
	const { title } = dossierService(dossier.procedureCode, dossier.serviceVersion) ?? {};
	return [
		String(number),
		dossier.code,
		title ? `${title.vi} (${dossier.procedureCode})` : dossier.procedureCode,
		'01',
		applicantOf(dossier.form)
			.filter(([label, value]) => value !== '' && label !== 'Thư điện tử')
			.map(([label, value]) => (label === 'Người nộp' ? value : `${label}: ${value}`))
			.join('\n'),
		state.receivedOn ? dayText(state.receivedOn) : timeText(dossier.submittedAt),
		state.appointmentOn ? dayText(state.appointmentOn) : '',
		returned ? dayText(dayOf(new Date(returned.at))) : '',
		ways[String(dossier.form['delivery'])] ?? 'Tại quầy',
		noteOf(state, today)
	];
}

const ways: Readonly<Record<string, string>> = { post: 'Bưu điện', online: 'Trên Cổng' };

function noteOf(state: DossierState, today: string): string {
	const inTime = { late: 'Quá hạn', due_soon: '', on_time: '', paused: '' } as const;
	const late = lateness(state, today);
	return [standing[state.status], late && inTime[late]].filter(Boolean).join('. ');
}

const standing: Readonly<Record<DossierState['status'], string>> = {
	1: 'Chờ tiếp nhận',
	2: 'Đã tiếp nhận',
	3: 'Từ chối tiếp nhận',
	4: 'Đang giải quyết',
	5: 'Chờ bổ sung',
	6: 'Chờ nộp tiền',
	7: 'Xin rút',
	8: 'Dừng giải quyết',
	9: 'Chờ trả kết quả',
	10: 'Đã trả kết quả'
};
