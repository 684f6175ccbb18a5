/** English: the page of progress. */
import type { LookUpWords } from './look-up.ts';

export const words: LookUpWords = {
	title: 'How far is a dossier?',
	lead: 'Whoever has a dossier’s code can see which step it has reached. No login needed.',
	label: 'Dossier code',
	hint: 'Printed on the receipt, such as 000.00.12.G01-261123-0007. Small letters and spaces are fine.',
	button: 'Show progress',
	received: 'Received by the portal',
	accepted: 'Accepted by the office',
	processing: 'In process',
	finished: 'Finished',
	here: '(now here)',
	more: 'Is it yours? What it says, its promised day and its result are in',
	mine: 'my dossiers.',
	notFound: 'No dossier has this code',
	notFoundHelp:
		'Compare each digit with the receipt. What was submitted to another system is looked up there. A provisional reference (it begins with TẠM) is not a code yet.',
	busy: (seconds) => `Looked up too often. Try again in ${seconds} seconds.`,
	unreachable: 'Looking up needs a network. Your own dossiers can still be read on this device.'
};
