/** The imported national database; its shape belongs to the import. */
export { nationalDatabaseSchema as nationalDatabase } from '../../catalogue/import/tables.ts';
