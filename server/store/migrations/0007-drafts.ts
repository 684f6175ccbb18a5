/** Drafts that a person has on several devices; their shape belongs to their store. */
export { draftsSchema as drafts } from '../drafts.ts';
