/** English: shared machines. */
import type { KioskWords } from './kiosk.ts';

export const words: KioskWords = {
	bar: 'Shared machine',
	barHelp: 'Nothing of yours is kept. Press end when you are done.',
	end: 'End and delete everything',
	ending: 'Ending…',
	unsentTitle: 'Some of it is not sent',
	unsent: (drafts, waiting, notes) =>
		[
			drafts > 0 ? `${drafts} ${drafts === 1 ? 'draft' : 'drafts'}` : '',
			waiting > 0 ? `${waiting} waiting to be sent` : '',
			notes > 0 ? `${notes} ${notes === 1 ? 'note' : 'notes'} being written` : ''
		]
			.filter(Boolean)
			.join(', '),
	unsentHelp: 'This machine keeps nothing. If you end now, these are gone for good.',
	stay: 'Stay and send',
	export: 'Save to a file to take along',
	drop: 'Delete everything and end',
	idleTitle: 'Are you still there?',
	idleLeft: (seconds) => `This machine ends and deletes everything in ${seconds} seconds.`,
	idleUnsent: 'What is not sent will be lost.',
	idleStay: 'I am still here',
	coveredTitle: 'Time is up',
	covered: 'What you submitted is still being sent. When it is sent, this machine deletes everything.',
	endNow: 'End now, without sending',
	title: 'Shared machine',
	lead: 'For the staff who put a machine in the office for people to use.',
	what: 'When on, this machine keeps nothing of those who use it: drafts, photos and dossiers lie in the memory of the page alone, and go when it is closed or loaded again. Every login is confirmed anew; untouched for 3 minutes, the machine ends the session by itself.',
	isOn: 'This is a shared machine.',
	isOff: 'This is a private device: unfinished work is kept on it, locked.',
	keeps:
		'This machine keeps work or dossiers of somebody who used it before. Turning this on deletes them for good, also what is not sent.',
	turnOn: 'Make it a shared machine',
	wipeAndTurnOn: 'Delete them and turn on',
	turnOff: 'Make it a private device again',
	working: 'Changing…',
	failed:
		'Not changed: the device does not let us write or delete. Close other tabs of the portal and try again.',
	advice:
		'Open the browser as a guest or in kiosk mode: the history of addresses and downloaded files belong to the browser, the portal cannot delete them.',
	done: 'You are logged in. You can close this window and go back to the one before.'
};
