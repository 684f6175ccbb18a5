/** What was written in drafts since their rows were; begins empty. */
export { draftNotesSchema as draftNotes } from '../drafts.ts';
