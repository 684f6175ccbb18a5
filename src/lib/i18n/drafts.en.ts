/** English: drafts that a person has on several devices. */
import type { DraftWords } from './drafts.ts';

export const words: DraftWords = {
	notSynced: 'Not yet on your other devices',
	synced: 'On all your devices',
	conflicts: (count) =>
		count === 1 ? 'Two devices gave different answers' : `Two devices differ in ${count} places`,
	conflictHelp: 'Both answers are kept. Choose one, or change the field above and then choose.',
	conflictSentence: 'Two devices gave different answers. Choose one.',
	here: 'On this device',
	there: (time) => `On the other device (${time})`,
	empty: 'left empty',
	use: 'Use this one',
	useAnswer: (answer) => `Use: ${answer}`,
	takenHere: 'This device took the entry away',
	takenThere: (time) => `The other device took the entry away (${time})`,
	editedHere: 'this device went on writing in it:',
	editedThere: (time) => `the other device went on writing in it (${time}):`,
	keepRow: 'Keep the entry',
	removeRow: 'Take it away',
	discardedElsewhere:
		'This draft was deleted on another device. This one has newer words or photos, so it stays, on all of them.',
	editedElsewhere: 'You deleted this draft, but another device went on writing in it, so it stays.',
	submittedElsewhere:
		'The application was submitted from another device. What was written here and is not in it stays here, as a draft of its own.',
	understood: 'Understood',
	photosStay: 'Photos and files stay on the device that took them; words are on all your devices.',
	deleteEverywhere: 'It will be gone from your other devices too.'
};
