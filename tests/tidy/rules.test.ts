/** docs/SPEC.md and the tests speak of the same rules. */
import { describe, expect, it } from 'vitest';
import { isTest, projectFiles, read, testTitles } from './sources.ts';

interface Spec {
	/** Rules in force. */
	readonly rules: readonly string[];
	/** Struck out: their numbers rest. */
	readonly retired: readonly string[];
}

function readSpec(text: string): Spec {
	const lines = [...text.matchAll(/^- (~~)?\*\*([A-Z]\d+)\*\* /gm)];
	const numbers = (struck: boolean) =>
		lines.filter(([, mark]) => Boolean(mark) === struck).map(([, , number = '']) => number);
	return { rules: numbers(false), retired: numbers(true) };
}

/** Numbers that a title carries: `[P2] …`, `[F1, F3] …`. */
function numbersIn(title: string): string[] {
	return [...title.matchAll(/\[([A-Z]\d+(?:, ?[A-Z]\d+)*)\]/g)].flatMap(([, list = '']) => list.split(/, ?/));
}

const spec = readSpec(read('docs/SPEC.md'));
// This file plants wrong numbers and idle tests in strings of its own.
const tests = projectFiles()
	.filter((file) => isTest(file))
	.flatMap((file) => testTitles(read(file)).map((test) => ({ file, ...test })));
const carried = new Set(tests.filter(({ idle }) => !idle).flatMap(({ title }) => numbersIn(title)));

describe('rules', () => {
	it('have numbers of their own', () => {
		expect(spec.rules.length).toBeGreaterThan(50);
		const all = [...spec.rules, ...spec.retired];
		expect(all.filter((number, i) => all.indexOf(number) !== i)).toEqual([]);
	});

	it('are each carried by a test', () => {
		expect(spec.rules.filter((number) => !carried.has(number))).toEqual([]);
	});

	it('are known when a test names them', () => {
		const unknown = tests.flatMap(({ file, title }) =>
			numbersIn(title)
				.filter((number) => !spec.rules.includes(number))
				.map((number) => `${file}: [${number}]`)
		);
		expect(unknown).toEqual([]);
	});

	it('are read from the text as it is written', () => {
		expect(readSpec('- **A1** One.\n- ~~**A2** Two.~~\ntext **A3**')).toEqual({
			rules: ['A1'],
			retired: ['A2']
		});
		expect(numbersIn('[F1, F3] and [P2] but not [p2] or [12]')).toEqual(['F1', 'F3', 'P2']);
	});
});

describe('every test runs', () => {
	it('and none is skipped, focused or expected to fail', () => {
		expect(tests.filter(({ idle }) => idle).map(({ file, title }) => `${file}: ${title}`)).toEqual([]);
	});

	it('which the reader of titles can tell', () => {
		const idle = 'skip';
		expect(
			testTitles(`it.${idle}('a', f); it('b', f); test.describe.${idle}('c', f); it.each([1])('d', f)`)
		).toEqual([
			{ title: 'a', idle: true },
			{ title: 'b', idle: false },
			{ title: 'c', idle: true },
			{ title: 'd', idle: false }
		]);
	});
});
