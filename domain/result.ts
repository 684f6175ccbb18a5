/**
 * Expected failures are values; broken invariants throw. Owns the two shapes of an answer and the two ways to stop.
 */

/** Either the value or the expected failure; both plain data. */
export type Result<T, F> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: F };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
	return { ok: true, value };
}

export function err<F>(error: F): { readonly ok: false; readonly error: F } {
	return { ok: false, error };
}

/** Stops the program when something that must be true is not: going on wrong would lose or double work. */
export function invariant(condition: unknown, message: string): asserts condition {
	if (!condition) throw new Error(`Broken invariant: ${message}`);
}

/** Marks the branch that the type checker has proved empty. */
export function unreachable(value: never): never {
	throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
