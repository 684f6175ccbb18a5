/** English: the help page. */
import type { HelpWords } from './help.ts';

export const words: HelpWords = {
	title: 'Help',
	lead: 'How Một Cửa works with and without a network.',
	offlineTitle: 'What can I do without a network?',
	offline:
		'Search and read every procedure, fill in forms, photograph papers, press send, and look at the dossiers already here. You need not wait for a signal to begin.',
	needsTitle: 'What needs a network?',
	needs:
		'Logging in, paying, and the journey of a dossier to the agency. With a network the dossier leaves by itself; just open the app.',
	savedTitle: 'How do “saved on this device” and “received” differ?',
	saved:
		'“Saved on this device” means that the dossier is safe in this phone and has not reached the agency. “Received”, with a dossier code, means that the server keeps it. Time limits count from when the server received it, not from when you pressed send without a network.',
	lostTitle: 'Do I lose my words when the battery dies?',
	lost: 'No. Each time you pause, the phone saves. Open it again and you are where you were, photos included.',
	twiceTitle: 'Does pressing send or pay twice count twice?',
	twice:
		'No. Every dossier and every payment has a number of its own on the phone; however often it is sent, it is one.',
	sharedTitle: 'A family with one phone?',
	shared:
		'Once logged in, each person’s papers lie in a drawer of their own. Signing out can wipe your drawer from the phone; it asks first if something has not been sent.',
	moneyTitle: 'Does it cost anything?',
	money:
		'Using Một Cửa is free. You only pay the fees shown on a procedure’s page, always with an electronic receipt.',
	safeTitle: 'Protect yourself from fraud',
	safe: 'We never call or write to ask for a password or an OTP code, or to make you install an app from a link. Whoever does is a fraud.',
	personTitle: 'When you need a person',
	person: 'Call 18001096, free of charge. Or go to the one-stop desk of your commune; they do it with you.'
};
