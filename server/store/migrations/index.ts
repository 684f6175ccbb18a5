/** All migrations, in order. Modules instead of .sql files, because Kit bundles the server and files stay behind. */
import { ground } from './0001-ground.ts';
import { catalogue } from './0002-catalogue.ts';
import { loginAttempts } from './0003-login-attempts.ts';

export interface Migration {
	/** 1, 2, 3 … without gaps. */
	readonly id: number;
	readonly name: string;
	readonly sql: string;
}

export const migrations: readonly Migration[] = [
	{ id: 1, name: 'ground', sql: ground },
	{ id: 2, name: 'catalogue', sql: catalogue },
	{ id: 3, name: 'login-attempts', sql: loginAttempts }
];
