/**
 * The contract with agencies as an OpenAPI 3.1 description, made from the schemas that the server parses with, so that
 * it cannot say anything else. `node server/forwarding/openapi-command.ts` writes docs/agency-api.json.
 */
import { z } from 'zod';
import { SyncAnswer, SyncCall } from '../../domain/forwarding/dossier-sync.ts';
import { AgencyCallback, AgencyMessage, CallbackAnswer } from '../../domain/forwarding/messages.ts';

/** A schema as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is; `input` is what senders write. */
function schemaOf(schema: z.core.$ZodType, io: 'input' | 'output'): object {
	const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
	// Later releases add fields: nobody may refuse what they do not know yet.
	return JSON.parse(JSON.stringify(rest).replaceAll(/,?"additionalProperties":false/g, '')) as object;
}

const json = (schema: string) => ({
	'application/json': { schema: { $ref: `#/components/schemas/${schema}` } }
});
const header = (name: string, description: string) => ({
	name,
	in: 'header',
	required: true,
	description,
	schema: { type: 'string' }
});
const signature = [
	header('webhook-id', 'Names the message; the same on every attempt.'),
	header('webhook-timestamp', 'Seconds since 1970 at which this attempt was signed.'),
	header('webhook-signature', 'One or more of `v1,<base64>` over `id.timestamp.body`, separated by spaces.')
];
const envelope = [
	header('X-Road-Client', 'Subsystem that calls: `instance/class/member/subsystem`.'),
	header('X-Road-Id', 'The same as webhook-id.'),
	...signature
];
const answers = (schema: string, statuses: Readonly<Record<string, string>>) =>
	Object.fromEntries(
		Object.entries(statuses).map(([status, description]) => [
			status,
			status.startsWith('2') ? { description, content: json(schema) } : { description }
		])
	);

export function agencyApi(): object {
	return {
		openapi: '3.1.0',
		info: {
			title: 'Một Cửa: agencies',
			version: '1',
			description:
				'Explained in docs/INTEGRATION.md. `paths` are what the portal offers, `webhooks` what an agency offers.'
		},
		paths: {
			'/agency/callback/{office}': {
				parameters: [pathParameter('office', 'Code of the office, as in callbackUrl.')],
				post: {
					operationId: 'tellPortal',
					parameters: signature,
					requestBody: { required: true, content: json('AgencyCallback') },
					responses: answers('CallbackAnswer', {
						'200': 'Applied, repeated or late: done.',
						'202': 'Kept; an earlier sequence is missing.',
						'400': 'Does not fit; `where` names the first wrong place.',
						'401': 'Signature missing, wrong or too old.',
						'404': 'Not a dossier of that office.'
					})
				}
			},
			'/agency/xroad/{office}/{service}': {
				parameters: [
					pathParameter('office', 'Code of the office, as in UrlDetail.'),
					pathParameter('service', 'DongBoHoSoMC or CapNhatTienDoHoSoMC.')
				],
				post: {
					operationId: 'tellPortalOverXroad',
					parameters: envelope,
					requestBody: { required: true, content: json('SyncCall') },
					responses: answers('SyncAnswer', {
						'200': 'error_code 0.',
						'202': 'Kept; an earlier ThuTu is missing.',
						'400': 'Does not fit.',
						'401': 'Unknown client, or signature missing, wrong or too old.',
						'404': 'Not a dossier of that office.'
					})
				}
			},
			'/agency/files/{attachmentId}': {
				parameters: [pathParameter('attachmentId', 'Use the whole address that came with the message.')],
				get: {
					operationId: 'fetchAttachment',
					responses: {
						'200': { description: 'The bytes.' },
						'404': { description: 'Not there, or the link is wrong or over.' }
					}
				}
			}
		},
		webhooks: {
			dossiers: {
				post: {
					summary: 'POST <base address>/dossiers',
					parameters: signature,
					requestBody: { required: true, content: json('AgencyMessage') },
					responses: answers('Received', {
						'200': 'Safely stored.',
						'4XX': 'Refused for good; an operator looks. 408 and 429 only ask for time.',
						'5XX': 'Tried again, with the same id and body.'
					})
				}
			}
		},
		components: {
			schemas: {
				AgencyMessage: schemaOf(AgencyMessage, 'output'),
				Received: {
					type: 'object',
					required: ['received'],
					properties: { received: { const: true }, reference: { type: ['string', 'null'], maxLength: 100 } }
				},
				AgencyCallback: schemaOf(AgencyCallback, 'input'),
				CallbackAnswer: schemaOf(CallbackAnswer, 'output'),
				SyncCall: schemaOf(SyncCall, 'input'),
				SyncAnswer: schemaOf(SyncAnswer, 'input')
			}
		}
	};
}

function pathParameter(name: string, description: string) {
	return { name, in: 'path', required: true, description, schema: { type: 'string' } };
}
