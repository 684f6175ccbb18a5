/**
 * What an officer copies from paper into the form of a service: reads the boxes of the counter's page by the kind of
 * each question. Whether an answer is a right one is the service's own question (domain/services/validate.ts).
 */
import { boxOf, detailOf, paperBoxes } from '../../domain/dossier/counter.ts';
import { fileKind } from '../../domain/files.ts';
import { attachmentBytesMax } from '../../domain/limits.ts';
import type { Fault, FieldFault } from '../../domain/faults.ts';
import type { PaperCount } from '../../domain/dossier/schema.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Column, Component, DossierService } from '../../domain/services/definition.ts';
import type { Answer, FormValues } from '../../domain/services/values.ts';
import type { PlaceNames } from '../store/places.ts';
import { type Fields, readBirth, type Upload } from './forms.ts';

/** A scan and the paper that it is of. */
export interface Scan extends Upload {
	readonly component: string;
}

/** Whether the question can be copied at the counter; lists of things and pledges stay on the paper. */
export function isCopied(field: DossierService['groups'][number]['fields'][number]): field is Column {
	switch (field.type) {
		case 'rows':
		case 'computed':
		case 'provinces':
			return false;
		case 'yes':
			return !field.mustAgree;
		default:
			return true;
	}
}

/** What was typed, by question; what was left empty is not there. */
export function readAnswers(fields: readonly Column[], sent: Fields, places: PlaceNames): FormValues {
	return Object.fromEntries(
		fields.flatMap((field) => {
			const answer = readAnswer(field, sent, places);
			return answer === null ? [] : [[field.id, answer]];
		})
	);
}

function readAnswer(field: Column, sent: Fields, places: PlaceNames): Answer | null {
	const given = (sent[field.id] ?? '').trim();
	switch (field.type) {
		case 'birth':
			return given === '' ? null : readBirth(given);
		case 'yes':
			return given === '' ? null : true;
		case 'choices': {
			const chosen = field.options.map(({ value }) => value).filter((one) => sent[boxOf(field.id, one)]);
			return chosen.length > 0 ? chosen : null;
		}
		case 'place': {
			const [, province, commune] = /^(\d{2})\/(\d{5})$/.exec(given) ?? [];
			if (province === undefined || commune === undefined) return null;
			const text = `${places.communeName(commune).vi}, ${places.provinceName(province).vi}`;
			const detail = (sent[detailOf(field.id)] ?? '').trim().slice(0, 300);
			return { province, commune, text, detail, codeSet: places.version };
		}
		default:
			return given === '' ? null : given;
	}
}

const noCount = { vi: 'Chỉ ghi số bản, ví dụ 1.', en: 'A number of sheets only, for example 1.' };

/** How many of each paper were handed in, those of which there is one at least. */
export function readPaperCounts(
	components: readonly Component[],
	sent: Fields
): Result<readonly PaperCount[], readonly FieldFault[]> {
	const faults: FieldFault[] = [];
	const count = (box: string): number => {
		const typed = (sent[box] ?? '').trim();
		if (typed !== '' && !/^\d{1,2}$/.test(typed))
			faults.push({ field: box, rule: 'broken_rule', params: noCount });
		return Number(typed) || 0;
	};
	const counts = components.map(({ id }) => {
		const boxes = paperBoxes(id);
		return { component: id, originals: count(boxes.originals), copies: count(boxes.copies) };
	});
	return faults.length > 0 ? err(faults) : ok(counts.filter((one) => one.originals + one.copies > 0));
}

/** What is wrong with the scans; null when the service takes them all. */
export function scanFault(components: readonly Component[], scans: readonly Scan[]): Fault | null {
	for (const { component, name, bytes } of scans) {
		const { kinds = [] } = components.find(({ id }) => id === component) ?? {};
		const kind = fileKind(bytes);
		if (kind === null || !kinds.some((one) => one === kind)) return { type: 'file_kind', name };
		if (bytes.length > attachmentBytesMax)
			return { type: 'file_too_large', name, bytesMax: attachmentBytesMax };
	}
	const crowded = components.find(
		({ id, filesMax }) => scans.filter(({ component }) => component === id).length > filesMax
	);
	if (!crowded) return null;
	const fault: FieldFault = {
		field: paperBoxes(crowded.id).scans,
		rule: 'too_many_files',
		params: { max: String(crowded.filesMax) }
	};
	return { type: 'form_invalid', fields: [fault] };
}
