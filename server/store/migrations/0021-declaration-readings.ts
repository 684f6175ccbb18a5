/** What was read in the file of a tax declaration and what its signature is worth, by the hash of its content. */
export const declarationReadings = `
CREATE TABLE declaration_readings (
	sha256 TEXT PRIMARY KEY,
	reading TEXT NOT NULL,
	read_at TEXT NOT NULL
) WITHOUT ROWID;
`;
