/** Faults in words: what happened, what is safe, what to do. */
import type { FaultWords } from './faults.ts';

const loginFailures = {
	cancelled: 'You stopped the login. Your drafts are still on this phone.',
	expired: 'The login took too long. Please log in again.',
	other_browser: 'The login began in another browser. Please log in again on this phone.',
	provider: 'The identity system did not answer rightly. Try again in a few minutes.',
	assurance: 'Your identity account must be of level 2. The police office of your commune can raise it.'
};

const grouped = (number = '') => new Intl.NumberFormat('en-GB').format(Number(number));

export const words: FaultWords = {
	faults: {
		malformed: () =>
			'The app sent something the server cannot read. Update the app. Your data are still here.',
		too_large: () => 'This is too large to send. Use fewer words or fewer papers.',
		login_required: () => 'Please log in. Everything on this phone is still here.',
		not_found: () => 'Not found.',
		too_many_requests: ({ retryAfterMs }, format) =>
			`Too many questions. Wait ${format.number(Math.ceil(retryAfterMs / 1000))} seconds and try again.`,
		outdated_app: () => 'Update the app first. Your drafts are still here.',
		unavailable: () => 'The server cannot answer now. Try again in a few minutes.',
		offline: () => 'No network. Try again when there is one.',
		unknown_procedure: () => 'This procedure is no longer done here.',
		unknown_service_version: () => 'The form has changed. Update the app and open it again.',
		form_invalid: ({ fields }) => {
			const many = fields.find((field) => field.rule === 'too_many_files');
			if (many) return `At most ${many.params?.['max'] ?? ''} files can be attached.`;
			return fields.length === 1
				? 'One thing in the form must be put right.'
				: `${fields.length} things in the form must be put right.`;
		},
		id_conflict: () => 'This was already used for something else. Please make a new draft.',
		not_now: () => 'This cannot be done any more: the dossier has moved on.',
		file_empty: ({ name }) => `The file ${name} is empty. Take or choose it again.`,
		file_too_large: ({ name, bytesMax }, format) =>
			`The file ${name} is too large. Each may have ${format.bytes(bytesMax)}.`,
		file_kind: ({ name }) =>
			`The file ${name} is of another kind. Use a JPG or PNG photo, or a PDF where allowed.`,
		file_hash: () => 'A file was damaged on its way. Take it again and send again.',
		manifest_refused: () =>
			'What reached the portal is not what this device signed, so it was not received. Everything is still on this device. Look it over and send it again.',
		storage_full: () =>
			'The memory of this phone is full. Delete some photos or videos and try again. Your text is still on the screen.',
		storage_failed: () => 'The phone could not save. Do not close this page, try again.',
		draft_conflict: () =>
			'Two devices have different answers. Open the draft, choose one and submit again. Nothing you wrote is lost.',
		clock_off: () =>
			'The clock of this device is wrong. The app corrects it and sends again; your words are kept.',
		draft_gap: () => 'The server lacks a part of the draft. This device will send all of it again.',
		draft_submitted: () =>
			'This draft was submitted from another device. You find it in the list of applications.',
		too_many_drafts: ({ max }) =>
			`There are ${max} drafts on your devices. Delete some; this one stays on this device.`,
		charges_not_found: () =>
			'Nothing to pay was found under this. Please check every character; a new decision may not be in the system yet, so try again on the next working day.',
		bill_changed: () => 'The bills have just changed. Please look at the amount again.',
		nothing_due: () => 'Nothing is left to pay.',
		payment_open: () => 'A payment is open already. Please finish that one.',
		payment_unavailable: () => 'The payment page cannot be opened. No money was taken. Try again later.',
		catalogue_corrupt: () => 'The procedures that arrived were damaged. The phone fetches them again.',
		login_failed: ({ why }) => loginFailures[why],
		row_damaged: () =>
			'What waited to be sent is damaged on this device and may not have arrived. Your draft is still here. Look it over and submit it again.',
		unknown_fault: () =>
			'The portal answered something that this version of the app does not know. Everything on this device is still here. Update the app and try again.'
	},
	rules: {
		required: ({ asked }) =>
			asked === 'choice'
				? 'Please choose one.'
				: asked === 'place'
					? 'Please choose the province, then the commune.'
					: asked === 'rows'
						? 'Please add at least one.'
						: 'Please fill this in.',
		unknown_field: () => 'The form does not ask for this.',
		wrong_type: () => 'This answer is of the wrong kind. Please fill it in again.',
		too_short: ({ min }) => `Too short: at least ${min} characters.`,
		too_long: ({ max }) => `Too long: at most ${max} characters.`,
		pattern: ({ digits, example }) =>
			digits
				? `Exactly ${digits} digits, no letters. For example: ${example}`
				: example
					? `Not right. For example: ${example}`
					: 'Not right. Please check.',
		not_a_day: ({ asked }) =>
			asked === 'birth'
				? 'Fill in a day, month and year that exist, or the year alone. For example: 5 / 3 / 1990'
				: asked === 'month'
					? 'Fill in a month and year that exist. For example: 3 / 2020'
					: 'Fill in a day, month and year that exist. For example: 5 / 3 / 2026',
		not_a_number: ({ whole }) =>
			whole ? 'A whole number is needed, without a fraction.' : 'Digits only, please. For example: 1500000',
		too_low: ({ min }) => `Too small: at least ${grouped(min)}.`,
		too_high: ({ max }) => `Too large: at most ${grouped(max)}.`,
		check_digit: () => 'One digit is wrong. Please compare each with the tax registration.',
		too_few_rows: ({ min }) => `At least ${min} are needed. Please add.`,
		too_many_rows: ({ max }) => `At most ${max}. Please take some away.`,
		broken_rule: ({ en }) => en ?? 'The answers do not fit each other. Please check.',
		in_future: () => 'This day is yet to come. Please check.',
		in_past: () => 'This day is over. Please check.',
		before_issue: () => 'The last day lies before the day of issue. Please check both.',
		not_an_option: () => 'Please choose one of those offered.',
		unknown_place: () => 'This commune is not in that province. Please choose again.',
		must_agree: () => 'Please tick this to go on.',
		file_missing: () => 'Please attach this paper.',
		declaration: ({ why, said, asked, box }) =>
			declarationWords[why as DeclarationWhy]?.({ said: said ?? '', asked: asked ?? '', box: box ?? '' }) ??
			'The declaration’s file cannot be used. Please check the file and your answers.',
		too_many_files: ({ max }) => `At most ${max} files can be attached.`,
		not_yours: () => 'This number is not that of the person who is logged in.'
	},
	doubts: {
		licence_number_unusual:
			'The number on a plastic card usually has 12 digits. If your paper licence says so, leave it.',
		paper_expired:
			'This day is over. An expired licence may need a new test: ask the office before you apply and pay.',
		id_unlike_sex: 'This differs from the personal number. If your papers say so, leave it.',
		advised: 'Please check. If your papers say so, leave it.',
		id_unlike_birth: 'The year differs from the personal number. If your papers say so, leave it.'
	}
};

type DeclarationWhy = keyof typeof declarationWords;
/** Why a file of a tax declaration is not taken; keys as in domain/tax. */
const declarationWords = {
	file_too_large: () => 'The XML file is too large. Split its annexes as the tax program says.',
	encoding: () => 'The XML file must be written in UTF-8. Export it again from the tax program.',
	markup_declaration: () =>
		'The file holds a DOCTYPE, which is not allowed. Export it again from the tax program.',
	too_deep: () => 'The file does not follow the tax schema. Export it again from the tax program.',
	not_xml: () => 'The XML file is damaged and cannot be read. Export it again from the tax program.',
	other_schema: () =>
		'This is no tax declaration (HSoThueDTu). Choose the file that the tax program exported.',
	head_missing: () =>
		'The file lacks the tax code, form, period, kind or version. Export it again from the tax program.',
	other_form: ({ said, asked }) =>
		`The file is another form (${said}), but ${asked} was chosen. Change the form or the file.`,
	old_schema: ({ said, asked }) =>
		`The file is of the old version ${said}; ${asked} or newer is needed. Update the tax program and export it again.`,
	other_tax_code: ({ said, asked }) =>
		`The file is of tax code ${said}, not ${asked}. Check the code or the file.`,
	other_period: ({ said, asked }) =>
		`The file is for ${said}, but ${asked} was filled in. Change the period or the file.`,
	other_turn: ({ said }) =>
		said === 'first'
			? 'The file is a first declaration, but additional was chosen. Change the kind or the file.'
			: 'The file is an additional declaration, but first was chosen. Change the kind or the file.',
	negative: ({ box, said }) =>
		`Box ${box} cannot be negative, and the file says ${said}. Mend it in the tax program.`,
	total: ({ box, said, asked }) =>
		`Box ${box} says ${said}, but it adds up to ${asked}. Mend it in the tax program.`,
	unsigned: () => 'The file is not signed. Sign it with the enterprise’s certificate and choose it again.',
	seal_unusual: () =>
		'This kind of signature is not taken: one RSA signature with SHA-256 over the whole declaration is needed. Sign again.',
	seal_broken: () =>
		'The signature does not fit: the file was changed after signing. Export and sign it again.',
	seal_untrusted: () => 'The certificate is by no recognised provider. Sign with another certificate.',
	seal_expired: () => 'The certificate was not valid on the day of signing. Renew it and sign again.',
	seal_other: () => 'The certificate does not name this tax code. Sign with the taxpayer’s own certificate.',
	twice: ({ said }) =>
		`The first declaration of this period was sent in dossier ${said}. To correct it, send an additional one.`
} satisfies Record<string, (words: Record<'said' | 'asked' | 'box', string>) => string>;
