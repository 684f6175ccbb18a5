/** All migrations, in order. Modules instead of .sql files, because Kit bundles the server and files stay behind. */
import { ground } from './0001-ground.ts';
import { catalogue } from './0002-catalogue.ts';
import { loginAttempts } from './0003-login-attempts.ts';
import { nationalDatabase } from './0004-national-database.ts';
import { desk } from './0005-desk.ts';
import { catalogueLayout } from './0006-catalogue-layout.ts';
import { drafts } from './0007-drafts.ts';
import { gates } from './0008-gates.ts';
import { manifests } from './0009-manifests.ts';
import { sharedSessions } from './0010-shared-sessions.ts';
import { charges } from './0011-charges.ts';
import { roles } from './0012-roles.ts';
import { officerDesk } from './0013-officer-desk.ts';
import { parts } from './0014-parts.ts';
import { apologies } from './0015-apologies.ts';
import { draftNotes } from './0016-draft-notes.ts';
import { owners } from './0017-owners.ts';
import { discarded } from './0018-discarded.ts';
import { communes } from './0019-communes.ts';
import { register } from './0020-register.ts';
import { declarationReadings } from './0021-declaration-readings.ts';
import { forms } from './0022-forms.ts';

export interface Migration {
	/** 1, 2, 3 … without gaps. */
	readonly id: number;
	readonly name: string;
	readonly sql: string;
}

export const migrations: readonly Migration[] = [
	{ id: 1, name: 'ground', sql: ground },
	{ id: 2, name: 'catalogue', sql: catalogue },
	{ id: 3, name: 'login-attempts', sql: loginAttempts },
	{ id: 4, name: 'national-database', sql: nationalDatabase },
	{ id: 5, name: 'desk', sql: desk },
	{ id: 6, name: 'catalogue-layout', sql: catalogueLayout },
	{ id: 7, name: 'drafts', sql: drafts },
	{ id: 8, name: 'gates', sql: gates },
	{ id: 9, name: 'manifests', sql: manifests },
	{ id: 10, name: 'shared-sessions', sql: sharedSessions },
	{ id: 11, name: 'charges', sql: charges },
	{ id: 12, name: 'roles', sql: roles },
	{ id: 13, name: 'officer-desk', sql: officerDesk },
	{ id: 14, name: 'parts', sql: parts },
	{ id: 15, name: 'apologies', sql: apologies },
	{ id: 16, name: 'draft-notes', sql: draftNotes },
	{ id: 17, name: 'owners', sql: owners },
	{ id: 18, name: 'discarded', sql: discarded },
	{ id: 19, name: 'communes', sql: communes },
	{ id: 20, name: 'register', sql: register },
	{ id: 21, name: 'declaration-readings', sql: declarationReadings },
	{ id: 22, name: 'forms', sql: forms }
];
