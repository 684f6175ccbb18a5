/** The worked example that agencies follow is true, byte for byte. */
import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { agencySystems as linked } from '../../scripts/system.mjs';
import { AgencyCallback } from '../../domain/forwarding/messages.ts';
import { agencySystems } from '../support/services.ts';
import { read } from './sources.ts';

it('the example of a signature in docs/INTEGRATION.md verifies', () => {
	const text = read('docs/INTEGRATION.md');
	const line = (name: string) => new RegExp(`^${name} +(.*)$`, 'm').exec(text)?.[1] ?? '';
	const [secret, id, timestamp, body] = ['secret', 'id', 'timestamp', 'body'].map(line);
	const signature = createHmac('sha256', Buffer.from(String(secret).replace('whsec_', ''), 'base64'))
		.update(`${id}.${timestamp}.${body}`)
		.digest('base64');
	expect(line('signature')).toBe(`v1,${signature}`);
	expect(AgencyCallback.parse(JSON.parse(String(body))).type).toBe('accepted');
});

it('every message type of the contract is explained there', () => {
	const text = read('docs/INTEGRATION.md');
	const types = AgencyCallback.def.options.flatMap((option) => option.def.shape.type.def.values);
	expect(types.length).toBeGreaterThan(5);
	for (const type of types) expect(text).toContain(`\`${type}\``);
});

it('the sandbox plays every system that a service is decided in: scripts may not import it, so they hold a copy', () => {
	expect(linked.map(({ system }) => system).sort()).toEqual(agencySystems.map(({ system }) => system).sort());
	const codes = agencySystems.map(({ code }) => code);
	expect(new Set(codes).size, 'an office is found by its code').toBe(codes.length);
});
