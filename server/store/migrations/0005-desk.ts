/** The publishing desk and who may use it; its shape belongs to the desk. */
export { deskSchema as desk } from '../../catalogue/desk/tables.ts';
