/** Dossiers that one submission made together: the place of each among them, and the id of the first. */
export const parts = `
ALTER TABLE dossiers ADD COLUMN part TEXT;
ALTER TABLE dossiers ADD COLUMN part_of TEXT;
CREATE INDEX dossiers_by_part ON dossiers (part_of) WHERE part_of IS NOT NULL;
`;
