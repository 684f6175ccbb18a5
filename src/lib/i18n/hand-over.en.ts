/** English: taking unsent work to another device by file. */
import type { HandOverWords } from './hand-over.ts';

export const words: HandOverWords = {
	safe: 'These are saved on this device, also when it is switched off.',
	safeKiosk: 'Shared machine: these are here only as long as this page stays open.',
	exportTitle: 'Take it to another device',
	exportHelp:
		'Saves everything that is not sent, photos and drafts included, in one locked file. Open it on another device and send from there; sent from both, it counts once.',
	passphrase: 'Passphrase of the file',
	passphraseHelp: (min) => `At least ${min} characters. If you forget it, nobody can open the file.`,
	passphraseShort: (min) => `The passphrase needs at least ${min} characters.`,
	export: 'Save to a file',
	exporting: 'Locking the file…',
	exported: (size) =>
		`The file is made (${size}). See that it is in your downloads or on your card before you delete anything here.`,
	exportNothing: 'Nothing is waiting that could be taken along.',
	importTitle: 'Take in from a file',
	importHelp: 'A file from another device; its name ends in .motcua.',
	file: 'File',
	fileMissing: 'Choose a file first.',
	import: 'Open the file and take it in',
	importing: 'Opening the file…',
	imported: (drafts, waiting, files) =>
		drafts + waiting + files === 0
			? 'Everything in the file is on this device already. Nothing has changed.'
			: `Taken in and saved: drafts ${drafts}, waiting to be sent ${waiting}, attached files ${files}.`,
	kept: (count) =>
		`Drafts on this device that were changed later than those in the file, and stay as they are: ${count}.`,
	fault: {
		parcel_broken:
			'The file is damaged, or not one of ours. Nothing was taken in; the work on this device is intact. Copy the file again from the other device.',
		parcel_newer:
			'This file was made by a newer version. Nothing was taken in. Update this page and open it again.',
		parcel_passphrase: 'The passphrase is wrong. The file is intact: type it again.',
		parcel_of_another:
			'This file is another person’s. Nothing was taken in. That person must log in to take it in.',
		parcel_needs_login:
			'This file belongs to somebody who had logged in. Log in as that person and take it in again.'
	}
};
