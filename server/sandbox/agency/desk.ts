/** The officer's desk: every dossier with what may be done to it now. For people trying the sandbox by hand. */
import { dong, html, moment, type Page } from '../page.ts';
import { permittedActions, type Action, type ActionType, type Dossier, type Stage } from './dossier.ts';

export type Mode = 'auto' | 'manual';

const stageWords: Record<Stage, string> = {
	received: 'Mới đến',
	accepted: 'Đã tiếp nhận',
	supplementing: 'Chờ công dân bổ sung',
	processing: 'Đang xử lý',
	decided: 'Đã có kết quả',
	returned: 'Đã trả kết quả',
	refused: 'Từ chối tiếp nhận',
	stopped: 'Dừng xử lý',
	withdrawn: 'Đã rút'
};

/** The buttons of a step; deciding has two. `value` says which in the desk's form. */
const buttons: Record<ActionType, readonly { value: string; label: string }[]> = {
	accept: [{ value: 'accept', label: 'Tiếp nhận' }],
	'request-supplement': [{ value: 'request-supplement', label: 'Yêu cầu bổ sung' }],
	refuse: [{ value: 'refuse', label: 'Từ chối' }],
	process: [{ value: 'process', label: 'Đang xử lý' }],
	decide: [
		{ value: 'grant', label: 'Quyết định: cấp' },
		{ value: 'deny', label: 'Quyết định: không cấp' }
	],
	return: [{ value: 'return', label: 'Trả kết quả' }],
	stop: [{ value: 'stop', label: 'Dừng xử lý' }],
	'confirm-withdrawal': [{ value: 'confirm-withdrawal', label: 'Đồng ý cho rút' }],
	'reject-withdrawal': [{ value: 'reject-withdrawal', label: 'Không cho rút' }]
};

/** The step that a button of the desk means, with the officer's words or, where the law wants some, a usual reason. */
export function formToAction(form: Readonly<Record<string, string>>): Action | undefined {
	const words = form.words?.trim() || undefined;
	const reason = words ?? 'Hồ sơ không đủ điều kiện theo quy định.';
	const note = words === undefined ? {} : { note: words };
	switch (form.button) {
		case 'accept':
		case 'return':
		case 'confirm-withdrawal':
			return { type: form.button };
		case 'request-supplement': {
			const text = words ?? 'Đề nghị bổ sung giấy tờ còn thiếu.';
			return { type: 'request-supplement', items: [{ component: form.component || null, text }] };
		}
		case 'refuse':
		case 'stop':
		case 'reject-withdrawal':
			return { type: form.button, reason };
		case 'process':
			return { type: 'process', ...note };
		case 'grant':
			return { type: 'decide', outcome: 'granted', ...note };
		case 'deny':
			return { type: 'decide', outcome: 'refused', ...note };
		default:
			return undefined;
	}
}

export function deskPage(dossiers: readonly Dossier[], mode: Mode): Page {
	const newestFirst = dossiers.toSorted((a, b) => b.reference.localeCompare(a.reference));
	return {
		service: 'Hệ thống một cửa của cơ quan (bản thử)',
		title: 'Bàn làm việc',
		body: html`<form method="post" action="/desk/mode">
				<p>${mode === 'auto' ? 'Hồ sơ đang được xử lý tự động.' : 'Hồ sơ chờ cán bộ xử lý bằng tay.'}</p>
				<button name="mode" value="${mode === 'auto' ? 'manual' : 'auto'}" data-testid="desk-mode">
					${mode === 'auto' ? 'Chuyển sang xử lý bằng tay' : 'Chuyển sang tự động'}
				</button>
			</form>
			${newestFirst.length === 0 ? html`<p>Chưa có hồ sơ nào.</p>` : null} ${newestFirst.map(dossierArticle)}`
	};
}

function dossierArticle(dossier: Dossier) {
	const { message, files, callbacks } = dossier;
	const told = callbacks.filter(({ state }) => state === 'settled').length;
	const permitted = permittedActions(dossier);
	return html`<article data-testid="desk-dossier-${dossier.dossierId}">
		<h2>${message.dossierCode}</h2>
		<dl>
			<dt>Trạng thái</dt>
			<dd data-testid="desk-stage">
				${stageWords[dossier.stage]}${dossier.withdrawalAsked ? ' – công dân xin rút' : ''}
			</dd>
			<dt>Số của cơ quan</dt>
			<dd>${dossier.reference}</dd>
			<dt>Thủ tục</dt>
			<dd>${message.procedureCode}</dd>
			<dt>Người nộp</dt>
			<dd>${message.submitter.name} – ${message.submitter.personalId}</dd>
			<dt>Nộp lúc</dt>
			<dd>${moment(message.submittedAt)}</dd>
			<dt>Lệ phí</dt>
			<dd>
				${message.payment ? `${dong(message.payment.amount)}, biên lai ${message.payment.receiptNumber}` : 'Không có'}
			</dd>
			<dt>Tệp</dt>
			<dd>${files.length === 0 ? 'Không có' : files.map(fileLine)}</dd>
			<dt>Đã báo cho cổng</dt>
			<dd>${told} / ${callbacks.length}</dd>
		</dl>
		${
			permitted.length === 0
				? null
				: html`<form method="post" action="/desk/${dossier.dossierId}">
						<label>Lý do hoặc ghi chú<textarea name="words" rows="2"></textarea></label>
						${permitted.includes('request-supplement') ? componentChoice(dossier) : null}
						${permitted.flatMap((type) => buttons[type]).map(({ value, label }) => html`<button name="button" value="${value}" data-testid="desk-${value}">${label}</button>`)}
					</form>`
		}
	</article>`;
}

function fileLine({ attachment, state, fault }: Dossier['files'][number]) {
	const words = state === 'verified' ? 'nguyên vẹn' : fault ? `chưa lấy được (${fault})` : 'đang lấy';
	return html`${attachment.name} – ${words}<br />`;
}

function componentChoice({ files }: Dossier) {
	const components = [...new Set(files.map(({ attachment }) => attachment.component))];
	return html`<label
		>Giấy tờ cần bổ sung<select name="component">
			<option value="">Khác</option>
			${components.map((component) => html`<option>${component}</option>`)}
		</select></label
	>`;
}
