/** What phones signed, with which keys, and what the portal signed in return. Never edited after a release. */
export const manifests = `
CREATE TABLE device_keys (
	public_key TEXT PRIMARY KEY,
	person_id TEXT NOT NULL REFERENCES people (person_id),
	first_seen_at TEXT NOT NULL
) STRICT;

CREATE TABLE manifests (
	dossier_id TEXT NOT NULL REFERENCES dossiers (dossier_id),
	hash TEXT NOT NULL,
	body TEXT NOT NULL,
	device_key TEXT REFERENCES device_keys (public_key),
	signature TEXT,
	received_at TEXT NOT NULL,
	PRIMARY KEY (dossier_id, hash)
) STRICT;

ALTER TABLE dossiers ADD COLUMN receipts TEXT NOT NULL DEFAULT '[]';
`;
