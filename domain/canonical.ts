/**
 * One spelling for equal content, so that equal content has one hash on the phone, on the server and in ten years:
 * object keys sorted by UTF-16 code unit, nothing undefined, no spaces; text as it is, not normalised.
 */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_key, part: unknown) =>
		part !== null && typeof part === 'object' && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
			: part
	);
}
