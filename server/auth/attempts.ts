/**
 * Logins that were begun and not finished. Promises: an attempt is taken once, in the browser that began it, within
 * `loginOpenMs`; what the database holds is of no use without the browser's cookie and the address of the callback.
 */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { loginOpenMs } from '../../domain/limits.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Database } from '../store/database.ts';

/** Migration: logins under way. Statements end with `;` at the end of a line. */
export const loginAttemptsSchema = `
CREATE TABLE login_attempts (
	state_hash TEXT PRIMARY KEY,
	browser_hash TEXT NOT NULL,
	code_verifier TEXT NOT NULL,
	nonce TEXT NOT NULL,
	return_to TEXT NOT NULL,
	begun_at TEXT NOT NULL
) STRICT;
`;

export interface Attempt {
	readonly state: string;
	readonly codeVerifier: string;
	readonly nonce: string;
	/** Path of this portal. */
	readonly returnTo: string;
}

const cookieName = '__Host-login';
const cookiePattern = new RegExp(`(?:^|;\\s*)${cookieName}=([A-Za-z0-9_-]{43})(?:;|$)`);

export interface Attempts {
	/** Keeps an attempt. Answers the `set-cookie` that binds it to this browser; other tabs' attempts stay good. */
	begin(attempt: Attempt, cookies: string | undefined): Promise<string>;
	/** Takes an attempt out, so that it never works again. One of another browser stays where it is. */
	take(state: string, cookies: string | undefined): Promise<Result<Attempt, 'expired' | 'other_browser'>>;
}

export function createAttempts(db: Database, now: () => Date = () => new Date()): Attempts {
	return {
		async begin(attempt, cookies) {
			const browser = browserOf(cookies) ?? randomBytes(32).toString('base64url');
			const at = now();
			await db.write(async (tx) => {
				await tx.run('DELETE FROM login_attempts WHERE begun_at < ?', [openSince(at)]);
				await tx.run('INSERT INTO login_attempts VALUES (?, ?, ?, ?, ?, ?)', [
					hashOf(attempt.state),
					hashOf(browser),
					attempt.codeVerifier,
					attempt.nonce,
					attempt.returnTo,
					at.toISOString()
				]);
			});
			return `${cookieName}=${browser}; Path=/; Max-Age=${loginOpenMs / 1000}; HttpOnly; Secure; SameSite=Lax`;
		},

		async take(state, cookies) {
			return db.write(async (tx) => {
				const [found] = await tx.read('SELECT * FROM login_attempts WHERE state_hash = ?', [hashOf(state)]);
				if (!found) return err('expired');
				const row = AttemptRow.parse(found);
				if (row.begun_at < openSince(now())) return err('expired');
				const browser = browserOf(cookies);
				if (!browser || hashOf(browser) !== row.browser_hash) return err('other_browser');
				await tx.run('DELETE FROM login_attempts WHERE state_hash = ?', [hashOf(state)]);
				return ok({
					state,
					codeVerifier: row.code_verifier,
					nonce: row.nonce,
					returnTo: row.return_to
				});
			});
		}
	};
}

const AttemptRow = z.object({
	browser_hash: z.string(),
	code_verifier: z.string(),
	nonce: z.string(),
	return_to: z.string(),
	begun_at: z.string()
});

function openSince(now: Date): string {
	return new Date(now.getTime() - loginOpenMs).toISOString();
}

function browserOf(cookies: string | undefined): string | null {
	return cookiePattern.exec(cookies ?? '')?.[1] ?? null;
}

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
