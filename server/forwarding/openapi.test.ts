import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { AgencyCallback, AgencyMessage } from '../../domain/forwarding/messages.ts';
import { agencyApi } from './openapi.ts';

it('[A14] docs/agency-api.json is what the server parses with (else: node server/forwarding/openapi-command.ts)', async () => {
	expect(JSON.parse(await readFile('docs/agency-api.json', 'utf8'))).toEqual(agencyApi());
});

it('[A14] the description names every kind of message, forbids no later field, and leaves no reference open', () => {
	const text = JSON.stringify(agencyApi());
	for (const { options } of [AgencyCallback.def, AgencyMessage.def])
		for (const option of options)
			for (const type of option.def.shape.type.def.values) expect(text).toContain(`"${type}"`);
	expect(text).not.toContain('"additionalProperties":false');
	const { components } = agencyApi() as { components: { schemas: Record<string, unknown> } };
	for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
		expect(Object.keys(components.schemas)).toContain(name);
});
