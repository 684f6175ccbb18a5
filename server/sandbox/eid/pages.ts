/** What a person sees at the sandbox e-ID. */
import { people, sandboxPassword, type Person } from './people.ts';
import { html, type Page } from '../page.ts';

export const eidName = 'Định danh điện tử quốc gia (bản thử)';

/** Both ways in: one press per sandbox person, or the form that a real e-ID has. */
export function loginPage(uid: string, { wrong = false } = {}): Page {
	const action = `/interaction/${uid}/login`;
	return {
		service: eidName,
		title: 'Đăng nhập',
		body: html`<p><strong>Cổng dịch vụ công Một Cửa</strong> cần biết bạn là ai.</p>
			${wrong ? html`<p class="fault" role="alert">Số định danh hoặc mật khẩu không đúng.</p>` : null}
			<section>
				<h2>Chọn một người dùng thử</h2>
				${people.map(
					(person) =>
						html`<form method="post" action="${action}">
							<button
								name="account"
								value="${person.personalId}"
								data-testid="eid-account-${person.personalId}"
							>
								${person.name}<small>${person.personalId}</small>
							</button>
						</form>`
				)}
			</section>
			<section>
				<h2>Hoặc nhập tài khoản</h2>
				<form method="post" action="${action}">
					<label
						>Số định danh cá nhân<input
							name="personalId"
							inputmode="numeric"
							autocomplete="username"
							required
					/></label>
					<label
						>Mật khẩu<input name="password" type="password" autocomplete="current-password" required
					/></label>
					<button class="main" data-testid="eid-login">Đăng nhập</button>
				</form>
				<p class="soft">Mật khẩu của mọi tài khoản thử: ${sandboxPassword}</p>
			</section>
			${cancelForm(uid)}`
	};
}

/** The list of what leaves the e-ID, before it leaves. */
export function consentPage(uid: string, person: Person): Page {
	const shared: readonly (readonly [string, string])[] = [
		['Họ và tên', person.name],
		['Số định danh cá nhân', person.personalId],
		['Ngày sinh', person.birthdate.split('-').reverse().join('/')],
		['Giới tính', person.gender === 'female' ? 'Nữ' : 'Nam'],
		['Số điện thoại', person.phone],
		['Địa chỉ', person.address]
	];
	return {
		service: eidName,
		title: 'Đồng ý chia sẻ thông tin',
		body: html`<p><strong>Cổng dịch vụ công Một Cửa</strong> đề nghị nhận các thông tin sau của bạn:</p>
			<section>
				<dl>
					${shared.map(
						([label, value]) =>
							html`<dt>${label}</dt>
								<dd>${value}</dd>`
					)}
				</dl>
			</section>
			<form method="post" action="/interaction/${uid}/consent">
				<button class="main" data-testid="eid-consent">Đồng ý và tiếp tục</button>
			</form>
			${cancelForm(uid)}`
	};
}

export function lostInteractionPage(): Page {
	return {
		service: eidName,
		title: 'Lần đăng nhập này không còn hiệu lực',
		body: html`<p>Không có gì bị mất. Hãy quay lại cổng dịch vụ và bấm đăng nhập lần nữa.</p>`
	};
}

export function welcomePage(): Page {
	return {
		service: eidName,
		title: 'Tài khoản thử',
		body: html`<p>Đăng nhập bắt đầu từ cổng dịch vụ. Mật khẩu của mọi tài khoản: ${sandboxPassword}</p>
			<section>
				<dl>
					${people.map(
						(person) =>
							html`<dt>${person.name}</dt>
								<dd>${person.personalId}</dd>`
					)}
				</dl>
			</section>`
	};
}

function cancelForm(uid: string) {
	return html`<form method="post" action="/interaction/${uid}/cancel">
		<button data-testid="eid-cancel">Không đồng ý, quay lại cổng</button>
	</form>`;
}
