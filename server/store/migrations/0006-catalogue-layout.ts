/** Tables of the published catalogue's second layout; their shape belongs to the catalogue. */
export { catalogueLayoutSchema as catalogueLayout } from '../../catalogue/store.ts';
