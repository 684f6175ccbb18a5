/** Writes docs/agency-api.json anew: `node server/forwarding/openapi-command.ts`. */
import { writeFile } from 'node:fs/promises';
import { agencyApi } from './openapi.ts';

await writeFile('docs/agency-api.json', `${JSON.stringify(agencyApi(), null, '\t')}\n`);
