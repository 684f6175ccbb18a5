import { describe, expect, it } from 'vitest';
import { reaction } from '../../domain/faults.ts';
import { dossierWith, sampleId } from '../../tests/support/phone-samples.ts';
import { readReply } from './read-reply.ts';

const dossier = { kind: 'dossier', dossier: dossierWith(1, ['submitted']) };
const value = { outcomes: [], changes: [], cursor: 7, more: false, serverTime: 1 };
const operationId = sampleId(1);

describe('an answer of a newer server', () => {
	it('[S15] loses nothing by fields that this app does not know', () => {
		const later = { ...value, changes: [{ ...dossier, colour: 'red' }], weather: 'fine' };
		expect(readReply({ ok: true, value: later, more: {} })).toEqual({
			ok: true,
			value: { ...value, changes: [dossier] }
		});
	});

	it('[S15] keeps what is known beside a change that is not, and counts what it left out', () => {
		const strange = { kind: 'greeting', text: 'chào' };
		const otherwise = { kind: 'dossier', dossier: { ...dossier.dossier, events: [{ kind: 'dreamt' }] } };
		const read = readReply({ ok: true, value: { ...value, changes: [strange, dossier, otherwise] } });
		expect(read).toEqual({ ok: true, value: { ...value, changes: [dossier], unread: 2 } });
	});

	it('[S15] says an unknown refusal in general words, and does not give up on an unknown answer', () => {
		const refused = { type: 'refused', operationId, fault: { type: 'full_moon', until: 1 } };
		expect(readReply({ ok: true, value: { ...value, outcomes: [refused] } })).toMatchObject({
			value: {
				outcomes: [{ type: 'refused', operationId, fault: { type: 'unknown_fault', said: 'full_moon' } }]
			}
		});
		const whole = readReply({ ok: false, error: { type: 'full_moon' } });
		expect(whole).toEqual({ ok: false, error: { type: 'unknown_fault', said: 'full_moon' } });
		expect(whole && !whole.ok && reaction(whole.error)).toBe('retry');
	});

	it.each([
		['nothing of ours', '<html>'],
		['half of an answer', { ok: true, value: { outcomes: [] } }],
		['a fault without a name', { ok: false, error: 'x' }],
		[
			'an outcome that settles nothing known',
			{ ok: true, value: { ...value, outcomes: [{ type: 'maybe', operationId }] } }
		]
	])('[S15] takes %s for no answer', (_name, answer) => {
		expect(readReply(answer)).toBeNull();
	});
});
