/** Small lawful things for tests of phone stores: every call with the same number gives the same. */
import type { AttachmentFact, Dossier, DossierEvent, EventKind } from '../../domain/dossier/schema.ts';
import { AttachmentId, DossierId, OperationId, Sha256 } from '../../domain/ids.ts';
import type { Operation } from '../../sync/protocol.ts';

export function sampleId(n: number): string {
	return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export function photo(n: number): { fact: AttachmentFact; bytes: Blob } {
	const text = `photo ${n}`;
	return {
		fact: {
			attachmentId: AttachmentId.parse(sampleId(1000 + n)),
			component: 'portrait',
			name: `anh-${n}.jpg`,
			type: 'image/jpeg',
			size: text.length,
			sha256: Sha256.parse(String(n).padStart(64, '0'))
		},
		bytes: new Blob([text])
	};
}

/** A submission with photo `n`. */
export function submission(n: number): Operation & { kind: 'submit' } {
	return {
		kind: 'submit',
		operationId: OperationId.parse(sampleId(2000 + n)),
		dossierId: DossierId.parse(sampleId(3000 + n)),
		procedureCode: '3.000347',
		serviceVersion: 1,
		catalogueVersion: 'test',
		localReference: `TẠM SEN-${n}`,
		claimedAt: '2026-11-22T00:00:00.000Z',
		form: { fullName: 'Nguyễn Thị Mai' },
		attachments: [photo(n).fact]
	};
}

export function withdrawal(n: number): Operation & { kind: 'withdraw' } {
	return {
		kind: 'withdraw',
		operationId: OperationId.parse(sampleId(4000 + n)),
		dossierId: DossierId.parse(sampleId(3000 + n)),
		reason: 'Nộp nhầm'
	};
}

type Told = 'submitted' | 'accepted' | 'processing' | 'refused' | 'decided' | 'result_stored';

/** The dossier of `submission(n)` after these events. */
export function dossierWith(n: number, kinds: readonly (Told & EventKind)[]): Dossier {
	const result = { name: 'gplx.pdf', type: 'application/pdf', size: 3, sha256: Sha256.parse('a'.repeat(64)) };
	const data: Record<Told, object> = {
		submitted: {},
		accepted: { receivedOn: '2026-11-23', appointmentOn: '2026-11-30' },
		processing: { note: null },
		refused: { reason: 'Ảnh mờ' },
		decided: { outcome: 'granted', note: null, result },
		result_stored: { result }
	};
	const at = '2026-11-23T02:00:00.000Z';
	const { dossierId, procedureCode, serviceVersion, localReference, form, attachments } = submission(n);
	return {
		dossierId,
		code: `000.00.12.G01-261123-${String(n).padStart(4, '0')}`,
		procedureCode,
		serviceVersion,
		localReference,
		agency: { code: '000.00.12.G01', name: { vi: 'Phòng CSGT', en: 'Traffic Police' } },
		form,
		attachments,
		submittedAt: at,
		events: kinds.map(
			(kind, index) =>
				({ kind, sequence: index + 1, at, actor: { role: 'agency' }, ...data[kind] }) as DossierEvent
		)
	};
}
