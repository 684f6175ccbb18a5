/** Since when a job is tried, why an operator set one aside, and the state of each queue's gate. */
export const gates = `
ALTER TABLE jobs ADD COLUMN tried_since INTEGER;
ALTER TABLE jobs ADD COLUMN set_aside TEXT;
CREATE INDEX jobs_parked ON jobs (seq) WHERE state = 'parked';

CREATE TABLE gates (
	queue TEXT PRIMARY KEY,
	failures INTEGER NOT NULL,
	closed_until INTEGER NOT NULL,
	next_at INTEGER NOT NULL
) STRICT;
`;
