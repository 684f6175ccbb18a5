/** Officers, their duties and the queue of the desk; their shape belongs to the desk. */
export { officerDeskSchema as officerDesk } from '../../desk/tables.ts';
