/** Which faults there are, how likely each is in a storm, and how often each was met. */
import type { Random } from './random.ts';

/** Probability at each occasion, in a storm. */
export const drawn = {
	request_lost: 0.06,
	reply_lost: 0.06,
	reply_cut: 0.05,
	request_repeated: 0.06,
	slow: 0.06,
	captive_portal: 0.03,
	upload_cut: 0.15,
	result_cut: 0.3,
	shed: 0.03,
	server_killed_before: 0.015,
	server_killed_after: 0.015,
	phone_killed_before: 0.01,
	phone_killed_after: 0.01,
	tab_killed_before: 0.02,
	tab_killed_after: 0.02,
	tab_killed: 0.015,
	tab_closed: 0.015,
	no_locks: 0.1,
	storage_full: 0.02,
	photo_over_quota: 0.15,
	write_failed: 0.015,
	transaction_aborted: 0.02,
	read_failed: 0.005,
	upgrade_killed: 0.1,
	login_expired: 0.08,
	clock_jump: 0.08,
	agency_down: 0.2,
	word_repeated: 0.2,
	word_overtaken: 0.2,
	notification_repeated: 0.7,
	notification_never: 0.45,
	refused_by_rules: 0.12
} as const;

/** What comes about by itself, of the faults before and of what people do; counted where it is seen. */
const seen = [
	/** A message arrived before one that its sender had sent earlier. */
	'overtaken',
	/** Something was written in a tab that does not lead. */
	'written_beside_leader',
	/** The leading tab ended and another took over. */
	'leader_changed',
	/** The server came back as a newer release. */
	'server_upgraded',
	/** The phone's database was brought to its newer layout. */
	'phone_upgraded',
	/** … while a tab of the older release was open. */
	'upgraded_under_old_tab',
	/** The server told an app that it is too old, or too new. */
	'app_refused'
] as const;

export type Drawn = keyof typeof drawn;
export type FaultName = Drawn | (typeof seen)[number];
export const faultNames: readonly FaultName[] = [...(Object.keys(drawn) as Drawn[]), ...seen];

/** A storm without lightning proves nothing: fewer than once in so many runs is hardly met. */
export const runsPerFaultMax = 20;

/** The faults that these runs have hardly met. */
export function hardlyMet(met: Readonly<Record<string, number>>, runs: number): FaultName[] {
	return faultNames.filter((name) => (met[name] ?? 0) < runs / runsPerFaultMax);
}

export class Weather {
	storm = true;
	readonly met: Record<FaultName, number>;
	readonly #random: Random;

	constructor(random: Random) {
		this.#random = random;
		this.met = Object.fromEntries(faultNames.map((name) => [name, 0])) as Record<FaultName, number>;
	}

	/** Whether the fault strikes now; counted when it does. In the calm nothing strikes. */
	strikes(name: Drawn): boolean {
		if (!this.storm || !this.#random.chance(drawn[name])) return false;
		this.met[name]++;
		return true;
	}

	saw(name: (typeof seen)[number]): void {
		this.met[name]++;
	}
}

/** The machine died at this instruction. */
export class Killed extends Error {}

/** The phone's storage did not do what it was asked for; nothing of it happened. */
export class StorageError extends Error {
	readonly type: 'storage_full' | 'storage_failed';

	constructor(type: 'storage_full' | 'storage_failed') {
		super(type);
		this.type = type;
	}
}

/** What a dead tab waits for. */
export function never<T>(): Promise<T> {
	return new Promise(() => {});
}
