/**
 * Which expressions somebody outside the release may put into a form. A pattern runs at every key on a cheap phone, and
 * one that can match the same letters in many ways hangs it; so there is a small grammar in which none can:
 * letters, classes and escapes, each repeated a counted number of times; groups only to choose between words.
 */

/** All ways in which the counted repetitions can share letters out, at most. */
const waysMax = 100_000;
const repeatMax = 200;

const literal = /^[^\\^$.*+?()[\]{}|]/u;
const escape = /^\\(?:[dDwWsS]|[pP]\{[A-Za-z=_]{1,40}\}|[\\^$.*+?()[\]{}|/-])/u;
const oneOf = /^\[\^?(?:[^\\\]]|\\(?:[dDwWsS]|[pP]\{[A-Za-z=_]{1,40}\}|[\\^$.*+?()[\]{}|/-]))+\]/u;
const counted = /^\{(\d{1,4})(?:,(\d{1,4}))?\}/;

/** Whether it follows the grammar above; a compilation by the browser comes on top. */
export function isPlainPattern(source: string): boolean {
	let rest = source;
	let depth = 0;
	let ways = 1;
	while (rest !== '') {
		if (/^[|^$]/.test(rest)) {
			rest = rest.slice(1);
			continue;
		}
		if (/^\((?!\?(?!:))/.test(rest)) {
			rest = rest.replace(/^\((?:\?:)?/, '');
			depth++;
			continue;
		}
		if (rest.startsWith(')')) {
			if (--depth < 0) return false;
			rest = rest.slice(1);
			// A group may be left out; repeated it may not be.
			if (rest.startsWith('?')) {
				rest = rest.slice(1);
				ways *= 2;
			}
			if (/^[*+?{]/.test(rest)) return false;
			continue;
		}
		const item = (oneOf.exec(rest) ?? escape.exec(rest) ?? /^\./.exec(rest) ?? literal.exec(rest))?.[0];
		if (item === undefined) return false;
		rest = rest.slice(item.length);
		const count = counted.exec(rest);
		if (count) {
			const least = Number(count[1]);
			const most = Number(count[2] ?? count[1]);
			if (most < least || most > repeatMax) return false;
			ways *= most - least + 1;
			rest = rest.slice(count[0].length);
		} else if (rest.startsWith('?')) {
			ways *= 2;
			rest = rest.slice(1);
		}
		if (/^[*+?{]/.test(rest) || ways > waysMax) return false;
	}
	return depth === 0 && ways <= waysMax;
}
