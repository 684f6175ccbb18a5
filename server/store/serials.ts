/** Numbers that count 1, 2, 3 … within a series and a day, without gaps, because they are taken in the transaction that uses them. */
import { z } from 'zod';
import type { WriteTx } from './database.ts';

const SerialRow = z.object({ last: z.number() });

export async function nextSerial(tx: WriteTx, series: string, day: string): Promise<number> {
	await tx.run(
		'INSERT INTO serials (series, day, last) VALUES (?, ?, 1) ON CONFLICT (series, day) DO UPDATE SET last = last + 1',
		[series, day]
	);
	const [row] = await tx.read('SELECT last FROM serials WHERE series = ? AND day = ?', [series, day]);
	return SerialRow.parse(row).last;
}
