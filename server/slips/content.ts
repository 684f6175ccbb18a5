/**
 * What stands on the slips of Circular 01/2018/TT-VPCP (forms 01–05), as plain data: words and lines, no layout. The
 * slips are Vietnamese, as the law's forms are. Each names the rule that it follows.
 */
import { calendar, dayOf, minuteOf } from '../../domain/dossier/calendar.ts';
import { readCode } from '../../domain/dossier/code.ts';
import { fold } from '../../domain/dossier/machine.ts';
import type { Actor, AttachmentFact, Dossier, DossierEvent } from '../../domain/dossier/schema.ts';
import { type SlipForm, slipEvents } from '../../domain/dossier/slips.ts';
import type { TimeLimit } from '../../domain/dossier/time-limit.ts';
import { ownerOf } from '../../domain/services/owner.ts';
import { PlaceValue } from '../../domain/services/values.ts';

/** What a slip needs of the service; any version of a definition has it. */
export interface SlipService {
	readonly title: string;
	/** `null` when nothing is known of it. */
	readonly timeLimit: TimeLimit | null;
	readonly components: readonly { readonly id: string; readonly name: string }[];
	/** What a sender can be to the owner, in words. */
	readonly relations?: readonly { readonly value: string; readonly label: string }[];
}

export interface Table {
	readonly title: string;
	readonly head: readonly string[];
	/** Share of the width that each column takes; together 1. */
	readonly widths: readonly number[];
	readonly rows: readonly (readonly string[])[];
}

export interface Slip {
	readonly form: SlipForm;
	readonly title: string;
	readonly agency: string;
	readonly code: string;
	/** When what it tells happened; ISO instant. */
	readonly at: string;
	readonly lead: string;
	readonly lines: readonly Line[];
	readonly table: Table | null;
	readonly notes: readonly string[];
	/** Law that it follows. */
	readonly rule: string;
	readonly signatures: readonly { readonly who: string; readonly name: string }[];
	/** Address behind the QR code. */
	readonly lookUp: string;
}

const titles: Readonly<Record<SlipForm, string>> = {
	1: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
	2: 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ',
	3: 'Phiếu từ chối tiếp nhận giải quyết hồ sơ',
	4: 'Phiếu xin lỗi và hẹn lại ngày trả kết quả',
	5: 'Phiếu kiểm soát quá trình giải quyết hồ sơ'
};

/**
 * The newest slip of that form; `null` while the dossier has none.
 * @param origin of the portal, for the look-up address
 */
export function slipOf(dossier: Dossier, form: SlipForm, service: SlipService, origin: string): Slip | null {
	const told = slipEvents(dossier.events, form);
	const last = told.at(-1);
	if (!last) return null;
	const unit = last.actor.unit ?? dossier.agency.name.vi;
	const about: About = {
		dossier,
		service,
		unit,
		applicant: [
			...applicantOf(dossier.form, service.relations),
			['Thủ tục', `${service.title} (${dossier.procedureCode})`]
		]
	};
	return {
		form,
		title: titles[form],
		agency: dossier.agency.name.vi,
		code: dossier.code,
		at: last.at,
		lookUp: `${origin}/tra-cuu?ma=${encodeURIComponent(dossier.code)}`,
		signatures: [
			{ who: 'Người nộp hồ sơ', name: textOf(dossier.form['fullName']) },
			{ who: last.actor.title || 'Người lập phiếu', name: last.actor.name ?? '' }
		],
		...(form === 5 ? control(told, about) : said(last, about))
	};
}

type Line = readonly [label: string, value: string];
type Said = Pick<Slip, 'lead' | 'lines' | 'table' | 'notes' | 'rule'>;

interface About {
	readonly dossier: Dossier;
	readonly service: SlipService;
	/** Who speaks. */
	readonly unit: string;
	readonly applicant: readonly Line[];
}

function said(event: DossierEvent, about: About): Said {
	switch (event.kind) {
		case 'accepted':
			return reception(event, about);
		case 'supplement_requested':
			return supplement(event, about);
		case 'refused':
			return refusal(event.reason, 'Điều 17: hồ sơ không đủ điều kiện hoặc không thuộc thẩm quyền', about);
		case 'decided':
			return refusal(
				event.note ?? 'Xem văn bản trả kết quả kèm theo',
				'Điều 19 khoản 8: từ chối sau khi thẩm định, trả trong thời hạn giải quyết',
				about
			);
		case 'apologised':
			return apology(event, about);
		default:
			throw new Error(`Broken invariant: no slip tells of ${event.kind}`);
	}
}

/** Who sent it, for whom, and how they are reached; what is not known has an empty value. */
export function applicantOf(
	form: Dossier['form'],
	relations: SlipService['relations'] = []
): readonly Line[] {
	const place = PlaceValue.safeParse(form['residence']);
	const owner = ownerOf(form);
	return [
		['Người nộp', textOf(form['fullName'])],
		...(owner
			? ([
					['Chủ hồ sơ', owner.name],
					['Quan hệ với chủ hồ sơ', relations.find(({ value }) => value === owner.relation)?.label ?? '']
				] as const)
			: []),
		['Địa chỉ', place.success ? [place.data.detail, place.data.text].filter(Boolean).join(', ') : ''],
		['Điện thoại', textOf(form['phone'])],
		['Thư điện tử', textOf(form['email'])]
	];
}

function reception(
	event: DossierEvent & { kind: 'accepted' },
	{ dossier, service, unit, applicant }: About
): Said {
	const { earlierAppointments, appointmentOn: now } = fold(dossier.events);
	const promised = now ?? event.appointmentOn;
	const hour = promised === event.appointmentOn && event.appointmentTime ? `${event.appointmentTime}, ` : '';
	const code = readCode(dossier.code);
	const notes = [
		dayOf(new Date(event.at)) !== event.receivedOn &&
			`Hồ sơ đến ngoài giờ làm việc hoặc vào ngày nghỉ nên được tính là nhận ngày ${dayText(event.receivedOn)}, ngày làm việc tiếp theo.`,
		earlierAppointments.length > 0 && `Ngày hẹn trước đây: ${earlierAppointments.map(dayText).join(', ')}.`,
		!calendar.isSettled(event.receivedOn, promised) &&
			'Lịch nghỉ chính thức của năm hẹn trả chưa được công bố; ngày hẹn có thể thay đổi theo lịch đó.'
	];
	return {
		lead: `${unit} đã tiếp nhận hồ sơ của:`,
		lines: withValue([
			...applicant,
			['Số bộ hồ sơ', '01 bộ'],
			['Thời hạn giải quyết', service.timeLimit ? limitText(service.timeLimit) : ''],
			['Nhận hồ sơ lúc', timeText(event.at)],
			['Tính thời hạn từ ngày nhận', dayText(event.receivedOn)],
			['Hẹn trả kết quả', hour + dayText(promised)],
			['Nơi trả kết quả', placeOfResult(dossier)],
			['Vào sổ theo dõi', code?.kind === 'national' ? `Số ${code.serial}, ngày ${dayText(code.day)}` : '']
		]),
		table: papers(event, dossier.attachments, service),
		notes: notes.filter((note) => note !== false),
		rule: `${circular(1)}. Thời hạn tính từ ngày làm việc liền sau ngày nhận: Bộ luật Dân sự 2015, Điều 147 và 148; Nghị định 61/2018/NĐ-CP, Điều 17 và 19.`
	};
}

function supplement(
	event: DossierEvent & { kind: 'supplement_requested' },
	{ service, unit, applicant }: About
): Said {
	const { title, name, unit: room } = event.actor;
	return {
		lead: `${unit} đề nghị bổ sung, hoàn thiện hồ sơ của:`,
		lines: withValue(applicant),
		table: {
			title: 'Giấy tờ, nội dung cần bổ sung, hoàn thiện',
			head: ['STT', 'Giấy tờ', 'Nội dung và lý do'],
			widths: [0.1, 0.38, 0.52],
			rows: event.items.map(({ component, text }, index) => [
				String(index + 1),
				service.components.find(({ id }) => id === component)?.name ?? 'Nội dung khác',
				text
			])
		},
		notes: [
			`Bổ sung chậm nhất ngày ${dayText(event.until)}. Cơ quan chỉ yêu cầu bổ sung một lần, nêu đủ mọi nội dung.`,
			`Cần hỏi thêm, liên hệ: ${[title, name, room ?? unit].filter(Boolean).join(', ')}.`,
			'Khi cơ quan nhận đủ, thời hạn giải quyết được tính lại từ đầu.'
		],
		rule: `${circular(2)}. Nghị định 61/2018/NĐ-CP, Điều 19.`
	};
}

function refusal(reason: string, article: string, { unit, applicant }: About): Said {
	return {
		lead: `${unit} từ chối tiếp nhận, giải quyết hồ sơ của:`,
		lines: withValue([...applicant, ['Lý do từ chối', reason]]),
		table: null,
		notes: ['Nếu không đồng ý, người nộp có quyền khiếu nại theo Luật Khiếu nại.'],
		rule: `${circular(3)}. Nghị định 61/2018/NĐ-CP, ${article}.`
	};
}

function apology(event: DossierEvent & { kind: 'apologised' }, { dossier, unit, applicant }: About): Said {
	const before = fold(dossier.events.filter(({ sequence }) => sequence < event.sequence)).appointmentOn;
	return {
		lead: `${unit} xin lỗi vì chưa trả được kết quả đúng hẹn cho hồ sơ của:`,
		lines: withValue([
			...applicant,
			['Ngày hẹn trước', before ? dayText(before) : ''],
			['Lý do chậm', event.reason],
			['Ngày hẹn mới', dayText(event.appointmentOn)]
		]),
		table: null,
		notes: ['Ngày hẹn chỉ được đổi một lần.'],
		rule: `${circular(4)}. Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9: báo trước khi hết hạn ít nhất một ngày.`
	};
}

function control(told: readonly DossierEvent[], { dossier, applicant }: About): Said {
	const { receivedOn, appointmentOn, decidedOn } = fold(dossier.events);
	return {
		lead: 'Hồ sơ đã qua những người sau:',
		lines: withValue([
			...applicant.filter(([label]) => label === 'Thủ tục'),
			['Ngày nhận', receivedOn ? dayText(receivedOn) : ''],
			['Ngày hẹn trả', appointmentOn ? dayText(appointmentOn) : '']
		]),
		table: {
			title: 'Quá trình giao nhận',
			head: ['Thời gian', 'Người giao', 'Người nhận', 'Kết quả'],
			widths: [0.2, 0.31, 0.31, 0.18],
			rows: told.map((event) => [
				timeText(event.at),
				person(event.actor),
				receiver(event),
				inTime(event, appointmentOn, decidedOn)
			])
		},
		notes: [],
		rule: `${circular(5)}. Mỗi lần giao nhận ghi một dòng.`
	};
}

function receiver(event: DossierEvent): string {
	if (event.kind === 'handed_over')
		return [event.to.title, event.to.name, event.to.unit].filter(Boolean).join(', ');
	return event.kind === 'returned' ? 'Người nộp hồ sơ' : 'Bộ phận giải quyết';
}

/** Early, in time or late, as the form asks for each hand-over. */
function inTime(event: DossierEvent, appointmentOn: string | null, decidedOn: string | null): string {
	if (appointmentOn === null) return '';
	const day = event.kind === 'returned' && decidedOn ? decidedOn : dayOf(new Date(event.at));
	return day < appointmentOn ? 'Trước hạn' : day === appointmentOn ? 'Đúng hạn' : 'Quá hạn';
}

/** What came as files, and what was handed in at a counter. */
function papers(
	{ papers: handedIn = [] }: DossierEvent & { kind: 'accepted' },
	attachments: readonly AttachmentFact[],
	{ components }: SlipService
): Table | null {
	const rows = components.flatMap(({ id, name }) => {
		const files = attachments.filter(({ component }) => component === id).length;
		const { originals = 0, copies = 0 } = handedIn.find(({ component }) => component === id) ?? {};
		const kinds = [
			[originals, 'bản', 'Bản chính'],
			[copies, 'bản', 'Bản sao'],
			[files, 'tệp', 'Bản điện tử']
		] as const;
		return kinds.flatMap(([count, unit, kind]) => (count > 0 ? [[name, `${count} ${unit}`, kind]] : []));
	});
	if (rows.length === 0) return null;
	return {
		title: 'Thành phần hồ sơ đã nhận',
		head: ['STT', 'Tên giấy tờ', 'Số lượng', 'Loại'],
		widths: [0.1, 0.54, 0.18, 0.18],
		rows: rows.map((row, index) => [String(index + 1), ...row])
	};
}

const circular = (form: SlipForm) => `Mẫu số 0${form} kèm theo Thông tư 01/2018/TT-VPCP`;

function person({ title, name, unit, role }: Actor): string {
	return (
		[title, name, unit].filter(Boolean).join(', ') ||
		(role === 'citizen' ? 'Người nộp hồ sơ' : 'Cổng Một Cửa')
	);
}

function placeOfResult({ form, agency }: Dossier): string {
	switch (form['delivery']) {
		case 'post':
			return 'Qua bưu điện, đến địa chỉ người nhận';
		case 'online':
			return 'Trên Cổng Một Cửa, mục Hồ sơ của tôi';
		default:
			return agency.name.vi;
	}
}

function limitText({ quantity, unit }: TimeLimit): string {
	switch (unit) {
		case 'working_day':
			return `${quantity} ngày làm việc`;
		case 'day':
			return `${quantity} ngày`;
		case 'working_hour':
			return `${quantity} giờ làm việc`;
		case 'month':
			return `${quantity} tháng`;
		case 'same_day':
			return 'Trong ngày; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo';
	}
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** A line without a value says nothing. */
function withValue(lines: readonly Line[]): readonly Line[] {
	return lines.filter(([, value]) => value !== '');
}

/** `25/11/2026`. */
export function dayText(day: string): string {
	return `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** `09:05, 25/11/2026` in Việt Nam. */
export function timeText(instant: string): string {
	const at = new Date(instant);
	const minute = minuteOf(at);
	const two = (number: number) => String(number).padStart(2, '0');
	return `${two(Math.floor(minute / 60))}:${two(minute % 60)}, ${dayText(dayOf(at))}`;
}
