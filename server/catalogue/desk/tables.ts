/**
 * Tables of the publishing desk. A revision is what an editor saved, a publication is the decision to show one from
 * a day on; neither is ever changed, but for a publication that is called off before its day.
 */
export const deskSchema = `
CREATE TABLE roles (
	grant_id TEXT PRIMARY KEY,
	personal_id TEXT NOT NULL,
	role TEXT NOT NULL CHECK (role IN ('editor')),
	granted_at TEXT NOT NULL,
	granted_by TEXT NOT NULL,
	UNIQUE (personal_id, role)
) STRICT;

CREATE TABLE desk_revisions (
	kind TEXT NOT NULL CHECK (kind IN ('procedure', 'faq')),
	key TEXT NOT NULL,
	revision INTEGER NOT NULL CHECK (revision > 0),
	body TEXT NOT NULL,
	author TEXT NOT NULL REFERENCES people (person_id),
	saved_at TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (kind, key, revision)
) STRICT;

CREATE TABLE desk_publications (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	kind TEXT NOT NULL CHECK (kind IN ('procedure', 'faq')),
	key TEXT NOT NULL,
	revision INTEGER NOT NULL CHECK (revision >= 0),
	valid_from TEXT NOT NULL,
	reason TEXT NOT NULL,
	editor TEXT NOT NULL REFERENCES people (person_id),
	decided_at TEXT NOT NULL,
	called_off_at TEXT,
	called_off_by TEXT
) STRICT;
CREATE INDEX publications_of ON desk_publications (kind, key, seq);
`;
