/**
 * Tables of the national database as imported. An announcement is a revision of a record or of a question: never
 * changed but for the day on which the next one replaced it. Staging holds an import until it is applied whole.
 */
export const nationalDatabaseSchema = `
CREATE TABLE imports (
	import_id TEXT PRIMARY KEY,
	begun_at TEXT NOT NULL,
	ended_at TEXT,
	state TEXT NOT NULL CHECK (state IN ('staging', 'applied', 'abandoned')),
	as_of TEXT NOT NULL,
	source TEXT NOT NULL,
	actor TEXT NOT NULL,
	counts TEXT
) STRICT;

CREATE TABLE import_staging (
	import_id TEXT NOT NULL REFERENCES imports (import_id),
	kind TEXT NOT NULL CHECK (kind IN ('procedure', 'faq')),
	key TEXT NOT NULL,
	hash TEXT NOT NULL,
	body TEXT NOT NULL,
	dirt TEXT NOT NULL,
	is_active INTEGER NOT NULL,
	valid_from TEXT NOT NULL,
	PRIMARY KEY (import_id, kind, key)
) STRICT;

CREATE TABLE announcements (
	kind TEXT NOT NULL CHECK (kind IN ('procedure', 'faq')),
	key TEXT NOT NULL,
	revision INTEGER NOT NULL,
	hash TEXT NOT NULL,
	body TEXT NOT NULL,
	dirt TEXT NOT NULL,
	is_active INTEGER NOT NULL,
	valid_from TEXT NOT NULL,
	valid_to TEXT,
	import_id TEXT NOT NULL REFERENCES imports (import_id),
	PRIMARY KEY (kind, key, revision)
) STRICT;
CREATE UNIQUE INDEX announcements_in_force ON announcements (kind, key) WHERE valid_to IS NULL;
`;
