/** Every way of speaking with an agency's system, by the name that AGENCIES gives it. */
import type { Adapter } from './adapter.ts';
import { webhooks } from './webhooks.ts';
import { xroad } from './xroad.ts';

export const protocols = ['webhooks', 'xroad'] as const;
export type Protocol = (typeof protocols)[number];

export const adapters: Readonly<Record<Protocol, Adapter>> = { webhooks, xroad };
