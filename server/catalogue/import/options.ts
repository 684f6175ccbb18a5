/** What the command line of the import says. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Day } from '../../../domain/ids.ts';
import { err, ok, type Result } from '../../../domain/result.ts';

export const usage = `npm run import -- FILE… [OPTION…]

Takes records of the national procedure database and its questions into the catalogue and publishes it.
FILE: JSON lines, a JSON document, or a folder of both.

  --full              FILE is everything there is: what is missing was withdrawn
  --allow-withdrawals a full import may withdraw more than a fifth of what is in force
  --strict            one record that cannot be read stops everything
  --dry-run           read and report; change nothing
  --report FILE       write every doubt, a line each (.jsonl: as data)
  --as-of YYYY-MM-DD  day on which the source was read; today unless told
  --source TITLE      title of the source, as readers will see it
  --language vi|en    of the report

Reads DATABASE_URL, DATABASE_AUTH_TOKEN and DATA_DIR as the portal does. The portal may be running.`;

const Options = z.object({
	full: z.boolean().default(false),
	'allow-withdrawals': z.boolean().default(false),
	strict: z.boolean().default(false),
	'dry-run': z.boolean().default(false),
	report: z.string().min(1).optional(),
	'as-of': z.optional(Day),
	source: z.string().min(3).max(200).optional(),
	language: z.enum(['vi', 'en']).default('en')
});

export interface CommandLine extends z.infer<typeof Options> {
	readonly files: readonly string[];
}

/** @returns what was asked for, or what is wrong with it, for a person */
export function readCommandLine(args: readonly string[]): Result<CommandLine, string> {
	try {
		const { values, positionals } = parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				full: { type: 'boolean' },
				'allow-withdrawals': { type: 'boolean' },
				strict: { type: 'boolean' },
				'dry-run': { type: 'boolean' },
				report: { type: 'string' },
				'as-of': { type: 'string' },
				source: { type: 'string' },
				language: { type: 'string' }
			}
		});
		const options = Options.safeParse(values);
		if (!options.success)
			return err(options.error.issues.map(({ path }) => `--${path.join('.')} is not right`).join('\n'));
		if (positionals.length === 0) return err('No file was named.');
		return ok({ ...options.data, files: positionals });
	} catch (error) {
		return err(error instanceof Error ? error.message : String(error));
	}
}
