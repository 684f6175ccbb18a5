/**
 * Questions and answers between a page and its worker, over anything that posts messages.
 *   page → worker   { id, method, args }          worker → page   { id, value } | { id, error }
 *                   { cancel: id }                                { told: event }
 * A question that is cancelled before its turn is dropped; its answer is `cancelled`.
 */

export interface Wire {
	postMessage(message: unknown): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

type Method = (...args: never[]) => Promise<unknown>;
type Message =
	| { readonly id: number; readonly method: string; readonly args: readonly unknown[] }
	| { readonly cancel: number };
type Reply =
	| { readonly id: number; readonly value: unknown }
	| { readonly id: number; readonly error: string }
	| { readonly told: unknown };

export class Cancelled extends Error {
	override readonly name = 'Cancelled';
}

/**
 * Answers what comes over the wire. `isHurried` names methods that people wait for while they type: of several that
 * wait, the newest is answered first. Returns what tells the other side of events.
 */
export function serve<Event>(
	wire: Wire,
	methods: Readonly<Record<string, Method>>,
	isHurried: (method: string, args: readonly unknown[]) => boolean = () => false
): (event: Event) => void {
	const waiting: { id: number; run: () => Promise<void> }[] = [];

	async function run(id: number, name: string, args: readonly unknown[]): Promise<void> {
		try {
			const method = methods[name];
			if (!method) throw new Error(`no method ${name}`);
			wire.postMessage({ id, value: await method(...(args as never[])) } satisfies Reply);
		} catch (error) {
			wire.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Reply);
		}
	}

	wire.addEventListener('message', ({ data }) => {
		const message = data as Message;
		if ('cancel' in message) {
			const at = waiting.findIndex(({ id }) => id === message.cancel);
			if (at < 0) return;
			waiting.splice(at, 1);
			wire.postMessage({ id: message.cancel, error: 'cancelled' } satisfies Reply);
			return;
		}
		const { id, method, args } = message;
		if (!isHurried(method, args)) return void run(id, method, args);
		waiting.push({ id, run: () => run(id, method, args) });
		// After the messages that have come already: a newer question or a cancellation may be among them.
		setTimeout(() => void waiting.pop()?.run());
	});
	return (event) => wire.postMessage({ told: event } satisfies Reply);
}

/** The asking side. `signal` cancels a question. */
export interface Asker<Methods> {
	ask<Name extends keyof Methods & string>(
		method: Name,
		args: Methods[Name] extends (...args: infer Args) => unknown ? Args : never,
		signal?: AbortSignal
	): Methods[Name] extends (...args: never[]) => infer Answer ? Answer : never;
	/** Everything that was asked and not answered fails with this: the worker is gone. */
	fail(error: Error): void;
}

export function connect<Methods, Event>(wire: Wire, onTold: (event: Event) => void): Asker<Methods> {
	const open = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>();
	let last = 0;
	wire.addEventListener('message', ({ data }) => {
		const reply = data as Reply;
		if ('told' in reply) return onTold(reply.told as Event);
		const asked = open.get(reply.id);
		open.delete(reply.id);
		if ('error' in reply)
			asked?.failed(reply.error === 'cancelled' ? new Cancelled() : new Error(reply.error));
		else asked?.done(reply.value);
	});
	const ask = (method: string, args: readonly unknown[], signal?: AbortSignal) =>
		new Promise<unknown>((done, failed) => {
			if (signal?.aborted) return failed(new Cancelled());
			const id = ++last;
			open.set(id, { done, failed });
			wire.postMessage({ id, method, args } satisfies Message);
			signal?.addEventListener('abort', () => wire.postMessage({ cancel: id } satisfies Message), {
				once: true
			});
		});
	return {
		ask: ask as unknown as Asker<Methods>['ask'],
		fail(error) {
			for (const { failed } of open.values()) failed(error);
			open.clear();
		}
	};
}
