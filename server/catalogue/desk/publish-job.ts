/** Makes a new edition of the catalogue when a publication's day has come (`publish_catalogue` jobs). */
import type { Handler } from '../../forwarding/worker.ts';
import type { Database } from '../../store/database.ts';
import { loadCatalogue } from '../load.ts';

/** Running twice makes one edition: equal content publishes nothing. */
export function publishCatalogueHandler({
	db,
	clock
}: {
	readonly db: Database;
	readonly clock: () => Date;
}): Handler {
	return async () => {
		const loaded = await db.exclusive((client) => loadCatalogue(client, { now: clock }));
		// The release itself is faulty: only another release helps, and the edition before stays.
		return loaded.ok ? { type: 'done' } : { type: 'park', why: 'content_faulty' };
	};
}
