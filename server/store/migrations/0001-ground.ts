/** People, dossiers, operations, files, jobs, agency messages, payments, audit. Never edited after a release. */
export const ground = `
CREATE TABLE people (
	person_id TEXT PRIMARY KEY,
	issuer TEXT NOT NULL,
	subject TEXT NOT NULL,
	name TEXT NOT NULL,
	personal_id TEXT NOT NULL,
	birth TEXT NOT NULL,
	sex TEXT NOT NULL,
	phone TEXT NOT NULL,
	created_at TEXT NOT NULL,
	seen_at TEXT NOT NULL,
	UNIQUE (issuer, subject)
) STRICT;

CREATE TABLE sessions (
	id_hash TEXT PRIMARY KEY,
	person_id TEXT NOT NULL REFERENCES people (person_id),
	created_at TEXT NOT NULL,
	seen_at TEXT NOT NULL,
	expires_at TEXT NOT NULL,
	id_token TEXT
) STRICT;
CREATE INDEX sessions_of_person ON sessions (person_id);

CREATE TABLE dossiers (
	dossier_id TEXT PRIMARY KEY,
	person_id TEXT NOT NULL REFERENCES people (person_id),
	code TEXT NOT NULL UNIQUE,
	procedure_code TEXT NOT NULL,
	service_version INTEGER NOT NULL,
	catalogue_version TEXT NOT NULL,
	local_reference TEXT NOT NULL,
	claimed_at TEXT NOT NULL,
	agency_system TEXT NOT NULL,
	agency_code TEXT NOT NULL,
	agency_name TEXT NOT NULL,
	form TEXT NOT NULL,
	attachments TEXT NOT NULL,
	submitted_at TEXT NOT NULL,
	callback_sequence INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX dossiers_of_person ON dossiers (person_id);

CREATE TABLE dossier_events (
	dossier_id TEXT NOT NULL REFERENCES dossiers (dossier_id),
	sequence INTEGER NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (dossier_id, sequence)
) STRICT;

CREATE TABLE operations (
	person_id TEXT NOT NULL REFERENCES people (person_id),
	operation_id TEXT NOT NULL,
	content_hash TEXT NOT NULL,
	outcome TEXT NOT NULL,
	decided_at TEXT NOT NULL,
	PRIMARY KEY (person_id, operation_id)
) STRICT;

CREATE TABLE attachments (
	person_id TEXT NOT NULL REFERENCES people (person_id),
	attachment_id TEXT NOT NULL,
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	size INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	stored_at TEXT NOT NULL,
	PRIMARY KEY (person_id, attachment_id)
) STRICT;

CREATE TABLE results (
	dossier_id TEXT PRIMARY KEY REFERENCES dossiers (dossier_id),
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	size INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	stored_at TEXT NOT NULL
) STRICT;

CREATE TABLE serials (
	series TEXT NOT NULL,
	day TEXT NOT NULL,
	last INTEGER NOT NULL,
	PRIMARY KEY (series, day)
) STRICT;

CREATE TABLE changes (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	person_id TEXT NOT NULL REFERENCES people (person_id),
	kind TEXT NOT NULL,
	key TEXT NOT NULL,
	UNIQUE (person_id, kind, key)
) STRICT;
CREATE INDEX changes_of_person ON changes (person_id, seq);

CREATE TABLE jobs (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	job_id TEXT NOT NULL UNIQUE,
	kind TEXT NOT NULL,
	key TEXT NOT NULL,
	queue TEXT NOT NULL,
	stream TEXT,
	body TEXT NOT NULL,
	due_at INTEGER NOT NULL,
	attempts INTEGER NOT NULL DEFAULT 0,
	lease_until INTEGER,
	lease_by TEXT,
	state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'done', 'parked')),
	last_error TEXT,
	created_at TEXT NOT NULL,
	UNIQUE (kind, key)
) STRICT;
CREATE INDEX jobs_due ON jobs (queue, due_at) WHERE state = 'due';
CREATE INDEX jobs_of_stream ON jobs (stream, seq) WHERE state <> 'done';

CREATE TABLE agency_messages (
	agency TEXT NOT NULL,
	message_id TEXT NOT NULL,
	dossier_id TEXT NOT NULL REFERENCES dossiers (dossier_id),
	sequence INTEGER NOT NULL,
	body TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('applied', 'late', 'waiting')),
	received_at TEXT NOT NULL,
	PRIMARY KEY (agency, message_id),
	UNIQUE (dossier_id, sequence)
) STRICT;

CREATE TABLE payments (
	payment_id TEXT PRIMARY KEY,
	person_id TEXT REFERENCES people (person_id),
	subject TEXT NOT NULL,
	subject_key TEXT NOT NULL,
	dossier_id TEXT REFERENCES dossiers (dossier_id),
	lines TEXT NOT NULL,
	amount INTEGER NOT NULL,
	beneficiary TEXT NOT NULL,
	txn_ref TEXT NOT NULL UNIQUE,
	state TEXT NOT NULL,
	failure_code TEXT,
	surplus INTEGER NOT NULL DEFAULT 0,
	created_at TEXT NOT NULL,
	expires_at TEXT NOT NULL,
	pay_url TEXT,
	settled INTEGER,
	receipt TEXT
) STRICT;
CREATE INDEX payments_of_subject ON payments (subject_key);

CREATE TABLE payment_events (
	seq INTEGER PRIMARY KEY AUTOINCREMENT,
	event_id TEXT NOT NULL UNIQUE,
	payment_id TEXT NOT NULL REFERENCES payments (payment_id),
	kind TEXT NOT NULL,
	body TEXT NOT NULL,
	raw TEXT NOT NULL,
	received_at TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_payment ON payment_events (payment_id, seq);

CREATE TABLE audit (
	seq INTEGER PRIMARY KEY,
	at TEXT NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail TEXT NOT NULL,
	prev_hash TEXT NOT NULL,
	hash TEXT NOT NULL
) STRICT;
`;
