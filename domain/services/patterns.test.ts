import { expect, it } from 'vitest';
import { isPlainPattern } from './patterns.ts';

it.each([
	String.raw`^[0-9]{12}$`,
	String.raw`^(?:HS|DN|TE)[1-9]\d{2}\d{10}$`,
	String.raw`^\d{10}(-\d{3})?$`,
	String.raw`^[\p{L} .'-]{2,60}$`,
	'^(đỏ|xanh)$',
	String.raw`^\d{1,3}\.\d{1,3}$`,
	'a?b?c'
])('%s is plain', (source) => {
	expect(isPlainPattern(source)).toBe(true);
	expect(() => new RegExp(source, 'u')).not.toThrow();
});

it.each([
	['nested repetition', String.raw`^(\d{1,9}){1,9}$`],
	['repetition without an end', String.raw`^\d+$`],
	['repetition without an end', 'a*'],
	['a repeated choice', '(a|aa){2}'],
	['a repeated group that may be left out', '(?:a)??'],
	['too many ways to share letters out', 'a{0,60}a{0,60}a{0,60}b'],
	['a choice of choices beyond the bound', '(a?)?'.repeat(9)],
	['a look ahead', '(?=a)b'],
	['a name', '(?<n>a)'],
	['what was met before', String.raw`(a)\1`],
	['a count beyond what a form holds', '[a-z]{0,5000}'],
	['a count that ends before it begins', 'a{5,2}'],
	['an open group', '(a'],
	['a group that was never opened', 'a)'],
	['an open class', '[a'],
	['a lone brace', 'a{'],
	['an escape that we do not know', String.raw`\b`]
])('%s is refused: %s', (_, source) => {
	expect(isPlainPattern(source)).toBe(false);
});
