/** The checks as people read them. */
import type { Check } from './checks.ts';

const marks = { passed: '✓', failed: '✗', not_seen: '–' } as const;

export function report(url: string, checks: readonly Check[]): string {
	const count = (outcome: Check['outcome']) => checks.filter((check) => check.outcome === outcome).length;
	const lines = checks.map(
		({ id, what, outcome, saw }) =>
			`${marks[outcome]} ${id.padEnd(16)} ${what}${saw ? `\n  ${' '.repeat(16)} → ${saw}` : ''}`
	);
	const sum = `${count('passed')} passed, ${count('failed')} failed, ${count('not_seen')} not seen`;
	return [`Conformance of ${url}`, '', ...lines, '', sum].join('\n');
}
