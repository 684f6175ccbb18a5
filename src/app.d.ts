import type { IncomingMessage } from 'node:http';
import type { Locale } from '$domain/text.ts';
import type { Workplace } from '$domain/workplace.ts';
import type { Catalogue } from '$server/catalogue/reader.ts';
import type { Desk } from '$server/catalogue/desk/desk.ts';
import type { Repairs } from '$server/forwarding/repairs.ts';
import type { OfficerDesk } from '$server/desk/desk.ts';
import type { Fault } from '$domain/faults.ts';
import type { Result } from '$domain/result.ts';
import type { close, endStreams, lookUpProgress, mount, ready } from '$server/node.ts';

declare global {
	/** The server room, published by hooks.server.ts for the Node entry. */
	var portal:
		| { mount: typeof mount; ready: typeof ready; endStreams: typeof endStreams; close: typeof close }
		| undefined;

	namespace App {
		/** What adapter-node gives; nothing while developing. */
		interface Platform {
			readonly req?: IncomingMessage;
		}

		interface Locals {
			/** What there is to read; the same for everyone. */
			catalogue: Catalogue;
			/** The publishing desk, for an editor; anybody else gets a fault. */
			openDesk: () => Promise<Result<Desk, Fault>>;
			/** Messages that do not get through, for an operator; anybody else gets a fault. */
			openRepairs: () => Promise<Result<Repairs, Fault>>;
			/** The officers' desk, for an officer; anybody else gets a fault. */
			openOfficerDesk: () => Promise<Result<OfficerDesk, Fault>>;
			/** Where whoever is logged in works. */
			workplaces: () => Promise<readonly Workplace[]>;
			locale: Locale;
			lookUpProgress: typeof lookUpProgress;
		}
	}
}
