/** Logins under way; their shape belongs to the login. */
export { loginAttemptsSchema as loginAttempts } from '../../auth/attempts.ts';
