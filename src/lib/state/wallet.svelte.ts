/** Her papers at a question that asks for one: what is offered of them, and what is kept from here. */
import type { Fault } from '$domain/faults.ts';
import type { Result } from '$domain/result.ts';
import type { Component } from '$domain/services/definition.ts';
import type { Commands } from '$sync/client/commands.ts';
import type { PhoneAttachment } from '$sync/client/db.ts';
import { offersFor, type WalletPaper } from '$sync/client/papers.ts';
import type { Queries } from '$sync/client/queries.ts';
import { Live } from './live.svelte.ts';

interface Contents {
	readonly sha256: string;
}

export class Wallet {
	readonly #papers: Live<WalletPaper[]>;
	readonly #keepPaper: Commands['keepPaper'];

	/** Create it in a component's script. */
	constructor(queries: Pick<Queries, 'wallet'>, { keepPaper }: Pick<Commands, 'keepPaper'>) {
		this.#papers = new Live(() => queries.wallet());
		this.#keepPaper = keepPaper;
	}

	/** What she has already that answers the question, newest first. @param given what need not be offered: it lies there, or was sent */
	offersFor(component: Pick<Component, 'code' | 'kinds'>, given: readonly Contents[]): WalletPaper[] {
		return offersFor(component, this.#papers.current ?? []).filter(
			({ sha256 }) => !given.some((file) => file.sha256 === sha256)
		);
	}

	/** What is kept is not asked for again. */
	has({ sha256 }: Contents): boolean {
		return (this.#papers.current ?? []).some((paper) => paper.sha256 === sha256);
	}

	keep(file: PhoneAttachment, component: Pick<Component, 'code' | 'name'>): Promise<Result<null, Fault>> {
		return this.#keepPaper(file, component);
	}
}
