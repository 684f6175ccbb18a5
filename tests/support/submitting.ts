/**
 * A server process that does nothing but submit, one application after another, and says each outcome once it has
 * it: for tests that kill it. `node tests/support/submitting.ts <database url> <first number>`
 */
import { OperationId, DossierId } from '../../domain/ids.ts';
import { openDatabase } from '../../server/store/database.ts';
import { freeSubmission, openOffice } from './office.ts';

/** The n-th application, the same whenever it is made. */
export function nthSubmission(n: number) {
	const tail = String(n).padStart(12, '0');
	return freeSubmission({
		operationId: OperationId.parse(`aaaaaaaa-aaaa-4aaa-8aaa-${tail}`),
		dossierId: DossierId.parse(`dddddddd-dddd-4ddd-8ddd-${tail}`)
	});
}

const [url, first] = process.argv.slice(2);
if (import.meta.main && url) {
	const { authority, mai } = await openOffice(await openDatabase({ url }));
	for (let n = Number(first); ; n++) {
		const outcome = await authority.apply(mai, nthSubmission(n));
		process.stdout.write(`${n} ${outcome.type}\n`);
	}
}
