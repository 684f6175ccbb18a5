/**
 * The lines between everybody: each message may be lost, late, doubled, overtaken; each answer lost after the work
 * was done.
 */
import { requestTimeoutMs } from '../../domain/limits.ts';
import type { Clock } from './clock.ts';
import { Killed, type Weather } from './faults.ts';
import type { Random } from './random.ts';

export interface Network {
	/** Carries a request and brings the answer; null when none came in time, whatever the other side has done. */
	call<T>(serve: () => Promise<T>): Promise<{ readonly answer: T } | null>;
}

export function network(
	clock: Clock,
	random: Random,
	weather: Weather,
	fail: (error: unknown) => void
): Network {
	function delay(): number {
		// Longer than anybody's patience, sometimes: the work is then done after the caller has given up.
		return weather.strikes('slow')
			? random.between(5_000, 2 * requestTimeoutMs)
			: random.between(20, weather.storm ? 1_500 : 200);
	}

	let serial = 0;
	let newest = 0;

	return {
		call: (serve) =>
			new Promise((resolve) => {
				const cancel = clock.after(requestTimeoutMs, () => resolve(null));
				const finish = (answer: Parameters<typeof resolve>[0]) => {
					cancel();
					resolve(answer);
				};
				const sent = ++serial;
				const arrive = async (counts: boolean) => {
					if (sent < newest) weather.saw('overtaken');
					newest = Math.max(newest, sent);
					try {
						const answer = await serve();
						if (!counts) return;
						if (weather.strikes('reply_cut')) clock.after(random.between(20, 500), () => finish(null));
						else if (weather.strikes('reply_lost')) return;
						else clock.after(delay(), () => finish({ answer }));
					} catch (error) {
						if (!(error instanceof Killed)) fail(error);
						if (counts) clock.after(delay(), () => finish(null));
					}
				};
				if (weather.strikes('captive_portal')) return void clock.after(delay(), () => finish(null));
				if (weather.strikes('request_repeated')) clock.after(delay() * 3, () => void arrive(false));
				if (!weather.strikes('request_lost')) clock.after(delay(), () => void arrive(true));
			})
	};
}
