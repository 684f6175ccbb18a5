/**
 * `npm test`: checks, then unit, simulation and server tests (vitest), then the browser tests (Playwright). Every stage
 * runs, also after one failed. The last line is `N passed, N failed` over all tests; a check that is not clean, a stage
 * that breaks and a stage without a single test each count as a failure.
 *
 *   npm test -- check vitest playwright     only the stages named
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

const results = 'test-results';

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** @type {{ name: string, command: string[], count: () => Count }[]} */
const stages = [
	{
		name: 'check',
		command: ['node', 'scripts/check.mjs'],
		count: () => ({ passed: 0, failed: 0, skipped: 0 })
	},
	{
		name: 'vitest',
		command: [
			'vitest',
			'run',
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${results}/vitest.json`
		],
		count() {
			const report = readReport('vitest');
			return {
				passed: report.numPassedTests,
				failed: report.numFailedTests,
				skipped: report.numPendingTests + report.numTodoTests
			};
		}
	},
	{
		name: 'playwright',
		command: ['playwright', 'test'],
		count() {
			const { stats } = readReport('playwright');
			return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
		}
	}
];

const wanted = process.argv.slice(2);
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const total = { passed: 0, failed: 0 };
const lines = stages
	.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
	.map(({ name, command: [command = '', ...args], count }) => {
		console.log(`\n━━ ${name}\n`);
		const started = Date.now();
		const { status } = spawnSync(command, args, {
			stdio: ['ignore', 'inherit', 'inherit'],
			shell: process.platform === 'win32'
		});
		const { passed, failed, skipped, why } = judge(name, status, count);
		total.passed += passed;
		total.failed += failed;
		const seconds = ((Date.now() - started) / 1000).toFixed(0);
		const tests =
			name === 'check' ? '' : `${passed} passed, ${failed} failed${skipped ? `, ${skipped} SKIPPED` : ''}`;
		return `${failed === 0 ? '✓' : '✗'} ${[name.padEnd(11), tests, why, `${seconds} s`].filter(Boolean).join(' · ')}`;
	});

if (lines.length === 0) total.failed++;
console.log(`\n━━ summary\n\n${lines.join('\n')}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`${total.passed} passed, ${total.failed} failed`);

/**
 * What a stage came to. A stage that says it failed has at least one failure, whatever its report says.
 * @param {string} name
 * @param {number | null} status
 * @param {() => Count} count
 * @returns {Count & { why?: string }}
 */
function judge(name, status, count) {
	/** @type {Count} */
	let counted;
	try {
		counted = count();
	} catch {
		return { passed: 0, failed: 1, skipped: 0, why: 'no report' };
	}
	if (counted.failed > 0) return counted;
	if (status !== 0) return { ...counted, failed: 1, why: 'not clean' };
	if (name !== 'check' && counted.passed === 0) return { ...counted, failed: 1, why: 'no tests ran' };
	return counted;
}

/** @param {string} stage */
function readReport(stage) {
	return JSON.parse(readFileSync(`${results}/${stage}.json`, 'utf8'));
}
