/** The definition of a service, fetched when somebody looks at a form: until it is there, and if it cannot be had, null. */
import type { DossierService } from '$domain/services/definition.ts';
import { loadDossierService } from '$domain/services/registry.ts';

export class LoadedService {
	#current: DossierService | null = $state.raw(null);

	/** Create it in a component's script. @param which may read runes */
	constructor(which: () => { readonly procedureCode: string; readonly serviceVersion: number }) {
		$effect(() => {
			const { procedureCode, serviceVersion } = which();
			let isWanted = true;
			this.#current = null;
			loadDossierService(procedureCode, serviceVersion).then(
				(service) => {
					if (isWanted) this.#current = service;
				},
				// The page says what it knows without it; the file comes with the next visit.
				() => {}
			);
			return () => (isWanted = false);
		});
	}

	get current(): DossierService | null {
		return this.#current;
	}
}
