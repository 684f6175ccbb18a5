/** What the payer sees at the sandbox gateway. */
import { dong, html, type Page } from '../page.ts';
import { choices, type ChoiceName, type Transaction } from './transactions.ts';

const gatewayName = 'Cổng thanh toán (bản thử)';

/** The payment and one button per way it can end. */
export function payPage({ request, pageKey }: Transaction): Page {
	const { success, ...others } = choices;
	const button = (name: ChoiceName | 'abandon', label: string, hint: string, look = '') =>
		html`<button class="${look}" name="choice" value="${name}" data-testid="pay-${name}">
			${label}<small>${hint}</small>
		</button>`;
	return {
		service: gatewayName,
		title: `Thanh toán ${dong(Number(request.vnp_Amount) / 100)}`,
		body: html`<section>
				<dl>
					<dt>Số tiền</dt>
					<dd data-testid="pay-amount">${dong(Number(request.vnp_Amount) / 100)}</dd>
					<dt>Nội dung</dt>
					<dd>${request.vnp_OrderInfo}</dd>
					<dt>Mã giao dịch của cổng dịch vụ</dt>
					<dd>${request.vnp_TxnRef}</dd>
				</dl>
			</section>
			<form method="post" action="/paymentv2/choice">
				<input type="hidden" name="txnRef" value="${request.vnp_TxnRef}" />
				<input type="hidden" name="pageKey" value="${pageKey}" />
				${button('success', success.label, success.hint, 'main')}
				<h2>Các tình huống khác</h2>
				${(Object.keys(others) as (keyof typeof others)[]).map((name) => button(name, others[name].label, others[name].hint))}
				${button('abandon', 'Bỏ dở', 'Không trả tiền, không báo, không quay lại')}
			</form>`
	};
}

export type PayRefusal =
	'malformed' | 'unknown_merchant' | 'bad_signature' | 'expired' | 'duplicate_reference';

const refusals: Record<PayRefusal, string> = {
	malformed: 'Yêu cầu thanh toán thiếu hoặc sai thông tin.',
	unknown_merchant: 'Đơn vị chấp nhận thanh toán chưa được đăng ký.',
	bad_signature: 'Chữ ký của yêu cầu thanh toán không đúng.',
	expired: 'Yêu cầu thanh toán đã quá hạn.',
	duplicate_reference: 'Mã giao dịch này đã được dùng.'
};

export function refusalPage(refusal: PayRefusal): Page {
	return {
		service: gatewayName,
		title: 'Không thanh toán được',
		body: html`<p class="fault" role="alert" data-testid="pay-error" data-error="${refusal}">
				${refusals[refusal]}
			</p>
			<p>
				${refusal === 'duplicate_reference' ? 'Lần này không bị trừ tiền. Nếu trước đó đã trả, khoản ấy vẫn được tính.' : 'Chưa có khoản tiền nào bị trừ.'}
				Hãy quay lại cổng dịch vụ.
			</p>`
	};
}

export function paidPage(): Page {
	return {
		service: gatewayName,
		title: 'Giao dịch đã kết thúc',
		body: html`<p data-testid="pay-done">
			Kết quả được báo thẳng cho cổng dịch vụ. Bạn có thể đóng trang này.
		</p>`
	};
}

export function abandonedPage(): Page {
	return {
		service: gatewayName,
		title: 'Giao dịch bị bỏ dở',
		body: html`<p data-testid="pay-done">Chưa có khoản tiền nào bị trừ. Bạn có thể đóng trang này.</p>`
	};
}
