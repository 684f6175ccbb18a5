/** Versions of forms that were published after a release. Never changed, never deleted: dossiers refer to them. */
export const forms = `
CREATE TABLE form_versions (
	procedure_code TEXT NOT NULL,
	version INTEGER NOT NULL CHECK (version > 0),
	valid_from TEXT NOT NULL,
	language INTEGER NOT NULL,
	text TEXT NOT NULL,
	definition TEXT NOT NULL,
	reason TEXT NOT NULL,
	editor TEXT NOT NULL REFERENCES people (person_id),
	published_at TEXT NOT NULL,
	PRIMARY KEY (procedure_code, version)
) STRICT;
`;
