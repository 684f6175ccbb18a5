/**
 * Publishes what there is: the content that ships with the source, what was imported, what editors decided, forms. Safe to
 * run at every start: equal content publishes nothing.
 */
import type { Client } from '@libsql/client';
import type { Manifest } from '../../domain/catalogue/manifest.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { dayOf } from '../../domain/dossier/calendar.ts';
import type { Reader } from '../store/database.ts';
import { readContent, type ContentFault } from './content.ts';
import { composeContent, type Composed } from './desk/compose.ts';
import { withForms } from './with-forms.ts';
import { publishContent } from './publish.ts';
import { libsqlCatalogue } from './store.ts';

export interface LoadOptions {
	/** Time of publication. */
	readonly now?: () => Date;
	/** Another content folder than the one beside this file. */
	readonly folder?: string;
}

export interface Loaded {
	readonly manifest: Manifest;
	readonly isNew: boolean;
	/** Edits that no longer fit the record below them. */
	readonly leftOut: Composed['leftOut'];
}

/**
 * Reads, checks, composes, cuts and stores. Needs a migrated database.
 * Faults: every mistake of the content, with file and place; then nothing is published and the old version stays.
 */
export async function loadCatalogue(
	client: Client,
	{ now = () => new Date(), folder }: LoadOptions = {}
): Promise<Result<Loaded, readonly ContentFault[]>> {
	const shipped = await readContent(folder);
	if (!shipped.ok) return err(shipped.error);
	const reader = overClient(client);
	const { content, leftOut } = await composeContent(reader, shipped.value, dayOf(now()));
	const whole = await withForms(reader, content);
	return ok({ ...(await publishContent(libsqlCatalogue(client), whole, now)), leftOut });
}

function overClient(client: Client): Reader {
	return {
		async read(sql, args = []) {
			const { columns, rows } = await client.execute({ sql, args: [...args] });
			return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
		}
	};
}
