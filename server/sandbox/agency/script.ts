/** What the agency does by itself in automatic mode: the way of an ordinary dossier, one step at a time. Pure. */
import type { Action, Dossier } from './dossier.ts';

/** Services whose scripted dossier is sent back once, and what for. */
const supplementsByProcedure: Readonly<Record<string, { component: string; text: string }>> = {
	// Driving-licence exchange: a portrait below the standard is the commonest reason.
	'3.000347': {
		component: 'portrait',
		text: 'Ảnh chân dung chưa rõ nét. Đề nghị gửi ảnh khác: nền trơn, đủ sáng, nhìn thẳng, không đội mũ.'
	}
};

/** The next step, or `undefined` while the agency waits: for files, for the citizen, or because it is done. */
export function scriptedAction(dossier: Dossier): Action | undefined {
	if (dossier.withdrawalAsked) {
		const tooLate =
			dossier.stage === 'decided' || dossier.stage === 'returned' || dossier.stage === 'refused';
		return tooLate
			? { type: 'reject-withdrawal', reason: 'Hồ sơ đã có kết quả giải quyết.' }
			: { type: 'confirm-withdrawal' };
	}
	if (dossier.files.some(({ state }) => state === 'waiting')) return undefined;
	switch (dossier.stage) {
		case 'received':
			return { type: 'accept' };
		case 'accepted': {
			const item = supplementsByProcedure[dossier.message.procedureCode];
			if (item && dossier.supplementRequestId === undefined)
				return { type: 'request-supplement', items: [item] };
			return { type: 'process' };
		}
		case 'processing':
			return { type: 'decide', outcome: 'granted' };
		case 'supplementing':
		case 'decided':
		case 'returned':
		case 'refused':
		case 'stopped':
		case 'withdrawn':
			return undefined;
	}
}
