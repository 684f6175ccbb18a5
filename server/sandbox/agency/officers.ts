/** Who signs for a step: invented people of the two agencies that the services go to. */
import type { ActionType, Dossier } from './dossier.ts';

export interface Officer {
	readonly name: string;
	readonly title: string;
	readonly unit: string;
}

const unitsByProcedure: Readonly<Record<string, string>> = {
	'3.000347': 'Phòng Cảnh sát giao thông tỉnh',
	'1.002759': 'Bảo hiểm xã hội tỉnh'
};

export function officerFor(dossier: Dossier, type: ActionType): Officer {
	const unit = unitsByProcedure[dossier.message.procedureCode] ?? 'Trung tâm phục vụ hành chính công tỉnh';
	switch (type) {
		case 'process':
			return { name: 'Đỗ Minh Tuấn', title: 'Chuyên viên', unit };
		case 'decide':
		case 'stop':
			return { name: 'Hoàng Thị Lan', title: 'Lãnh đạo phê duyệt', unit };
		case 'accept':
		case 'request-supplement':
		case 'refuse':
		case 'return':
		case 'confirm-withdrawal':
		case 'reject-withdrawal':
			return { name: 'Lê Văn Hùng', title: 'Cán bộ tiếp nhận', unit };
	}
}
