/** Roles without a list of them in the table: which there are is said once, in server/auth/roles.ts. */
export const roles = `
CREATE TABLE roles_new (
	grant_id TEXT PRIMARY KEY,
	personal_id TEXT NOT NULL,
	role TEXT NOT NULL,
	granted_at TEXT NOT NULL,
	granted_by TEXT NOT NULL,
	UNIQUE (personal_id, role)
) STRICT;
INSERT INTO roles_new SELECT grant_id, personal_id, role, granted_at, granted_by FROM roles;
DROP TABLE roles;
ALTER TABLE roles_new RENAME TO roles;
`;
