/** Which faults there are, how likely each is in a storm, and how often each was met. */
import type { Random } from './random.ts';

/** Probability at each occasion, in a storm. */
export const faults = {
	request_lost: 0.06,
	reply_lost: 0.08,
	request_repeated: 0.06,
	slow: 0.06,
	captive_portal: 0.03,
	upload_cut: 0.15,
	result_cut: 0.3,
	shed: 0.03,
	server_killed_before: 0.015,
	server_killed_after: 0.015,
	phone_killed_before: 0.015,
	phone_killed_after: 0.015,
	storage_full: 0.02,
	login_expired: 0.08,
	clock_jump: 0.08,
	agency_down: 0.2,
	word_repeated: 0.2,
	word_overtaken: 0.2,
	notification_repeated: 0.3,
	notification_never: 0.2,
	refused_by_rules: 0.12
} as const;
export type FaultName = keyof typeof faults;

export class Weather {
	storm = true;
	readonly met: Record<FaultName, number>;
	readonly #random: Random;

	constructor(random: Random) {
		this.#random = random;
		this.met = Object.fromEntries(Object.keys(faults).map((name) => [name, 0])) as Record<FaultName, number>;
	}

	/** Whether the fault strikes now; counted when it does. In the calm nothing strikes. */
	strikes(name: FaultName): boolean {
		if (!this.storm || !this.#random.chance(faults[name])) return false;
		this.met[name]++;
		return true;
	}
}

/** The machine died at this instruction. */
export class Killed extends Error {}
/** The disk of the phone has no room. */
export class DiskFull extends Error {}
