/**
 * A server process that does nothing but submit, several applications at a time, and says each outcome once it has
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

/** Applications that are under way at once: they share commits. */
export const together = 3;

const [url, first] = process.argv.slice(2);
if (import.meta.main && url) {
	const { authority, mai } = await openOffice(await openDatabase({ url }));
	const submit = async (n: number) => {
		const outcome = await authority.apply(mai, nthSubmission(n));
		process.stdout.write(`${n} ${outcome.type}\n`);
	};
	for (let n = Number(first); ; n += together)
		await Promise.all(Array.from({ length: together }, (_, i) => submit(n + i)));
}
