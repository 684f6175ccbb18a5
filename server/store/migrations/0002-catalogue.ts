/** Tables of the published catalogue; their shape belongs to the catalogue. */
export { catalogueSchema as catalogue } from '../../catalogue/store.ts';
