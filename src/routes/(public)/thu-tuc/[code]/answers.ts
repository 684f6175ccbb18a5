/** The short answers at the head of a procedure's page, where the record says the same thing several times. */
import type { Channel, Component, Fee, Method, Procedure, TimeLimit } from '$domain/catalogue/record.ts';

/** What one of the ways to apply says, or all of them when `methods` is null. */
export interface Answer<T> {
	readonly methods: readonly Method[] | null;
	readonly value: T;
}

/** Each different time limit once, with the ways for which it holds. */
export function timeAnswers({ channels }: Procedure): Answer<TimeLimit>[] {
	return once(channels, (channel) => (channel.timeLimit ? [channel.timeLimit] : []));
}

/** Each different fee once, with the ways for which it holds. */
export function feeAnswers({ channels }: Procedure): Answer<Fee>[] {
	return once(channels, (channel) => channel.fees);
}

/** What everybody brings: the papers of the first case, which is the usual one. Further cases stand further down. */
export function usualPapers({ cases }: Procedure): readonly Component[] {
	return cases[0]?.components ?? [];
}

function once<T extends { text: { vi: string } }>(
	channels: readonly Channel[],
	read: (channel: Channel) => readonly T[]
): Answer<T>[] {
	const found = new Map<string, { value: T; methods: Method[] }>();
	for (const channel of channels)
		for (const value of read(channel)) {
			const known = found.get(value.text.vi) ?? { value, methods: [] };
			known.methods.push(channel.method);
			found.set(value.text.vi, known);
		}
	return [...found.values()].map(({ value, methods }) => ({
		value,
		methods: methods.length === channels.length ? null : methods
	}));
}
