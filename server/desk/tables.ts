/**
 * Tables of the officers' desk. The queue holds one row for each dossier that an office without a system of its own
 * has; it repeats what events tell, in the shape in which the desk asks, and is written with them. Its indexes answer
 * every combination of filters (status, service, who has it, day) in order, so that a page costs the same however
 * many dossiers there are.
 */
export const officerDeskSchema = `
CREATE TABLE officers (
	officer_id TEXT PRIMARY KEY,
	personal_id TEXT NOT NULL UNIQUE,
	agency_code TEXT NOT NULL,
	name TEXT NOT NULL,
	title TEXT NOT NULL,
	unit TEXT NOT NULL,
	granted_at TEXT NOT NULL,
	granted_by TEXT NOT NULL
) STRICT;
CREATE INDEX officers_of_agency ON officers (agency_code);

CREATE TABLE officer_duties (
	officer_id TEXT NOT NULL REFERENCES officers (officer_id),
	duty TEXT NOT NULL,
	PRIMARY KEY (officer_id, duty)
) STRICT;

CREATE TABLE desk_queue (
	dossier_id TEXT PRIMARY KEY REFERENCES dossiers (dossier_id),
	agency_code TEXT NOT NULL,
	code TEXT NOT NULL,
	procedure_code TEXT NOT NULL,
	service_version INTEGER NOT NULL,
	applicant TEXT NOT NULL,
	status INTEGER NOT NULL,
	day TEXT NOT NULL,
	appointment_on TEXT,
	arrived_at TEXT NOT NULL,
	officer_id TEXT REFERENCES officers (officer_id)
) STRICT;
CREATE INDEX queue_by_day ON desk_queue (agency_code, status, day, code);
CREATE INDEX queue_by_service ON desk_queue (agency_code, procedure_code, status, day, code);
CREATE INDEX queue_by_officer ON desk_queue (agency_code, officer_id, status, day, code);
CREATE INDEX queue_by_both ON desk_queue (agency_code, officer_id, procedure_code, status, day, code);

CREATE TABLE desk_acts (
	act_id TEXT PRIMARY KEY,
	dossier_id TEXT NOT NULL REFERENCES dossiers (dossier_id),
	officer_id TEXT NOT NULL REFERENCES officers (officer_id),
	act TEXT NOT NULL,
	at TEXT NOT NULL
) STRICT;

CREATE TABLE desk_results (
	dossier_id TEXT PRIMARY KEY REFERENCES dossiers (dossier_id),
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	size INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	officer_id TEXT NOT NULL REFERENCES officers (officer_id),
	stored_at TEXT NOT NULL
) STRICT;

CREATE INDEX people_by_number ON people (personal_id);
`;
