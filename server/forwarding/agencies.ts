/**
 * Which agency systems the portal is linked with, and the addresses it gives them.
 * A system (`csgt`) serves many offices; an office has its own code (`000.00.12.G01`), which ends in the system's.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { fileLinkMs } from '../../domain/limits.ts';
import { invariant } from '../../domain/result.ts';
import type { Protocol } from './adapters/all.ts';

export interface AgencyLink {
	/** As services name it; also the name of its queue of jobs. */
	readonly system: string;
	/** Last block of the codes of its offices, `G01`. */
	readonly code: string;
	/** How it is spoken with. */
	readonly protocol: Protocol;
	/** `instance/class/member/subsystem` of both sides, when the protocol is `xroad`; else null. */
	readonly xroad: { readonly client: string; readonly service: string } | null;
	/** How many messages a minute it bears, from all our servers; null without a limit. */
	readonly ratePerMinute: number | null;
	/** Where its messages go and its result files come from; without a slash at the end. */
	readonly baseUrl: string;
	/** `whsec_…`, what we sign with: all of them, so that the agency may change its key without a pause. */
	readonly outSecrets: readonly string[];
	/** `whsec_…`, what the agency may sign with: any of them. */
	readonly inSecrets: readonly string[];
	/** Offices that have no system and work at the portal's desk: all, or those with these codes. Nothing is sent to them. */
	readonly desk?: 'all' | readonly string[] | undefined;
}

/** A file of one dossier, opened by the agency that has the dossier. */
export interface FileLink {
	readonly attachmentId: string;
	readonly dossierId: string;
	/** Code of the office. */
	readonly agency: string;
}

export interface Agencies {
	readonly systems: readonly string[];
	/** The link of a system. Throws when there is none: a service without an agency is a mistake of ours. */
	link(system: string): AgencyLink;
	/** The link that an office's messages come over; null when no such office is known. */
	linkOfOffice(agencyCode: string): AgencyLink | null;
	/** Whether the office works at the portal's desk instead of in a system of its own. */
	isAtDesk(system: string, agencyCode: string): boolean;
	/** Where an office's messages go, by the way in which its system speaks. */
	callbackUrl(agencyCode: string, protocol?: Protocol): string;
	/** A signed address that opens the file for `fileLinkMs` from now. */
	fileUrl(link: FileLink, now: Date): string;
	/** Whether the address is one of ours, for that file and office, and still valid. */
	isFileUrlValid(link: FileLink, query: { readonly exp: string; readonly sig: string }, now: Date): boolean;
}

/**
 * @param portalOrigin as agencies reach the portal, `https://motcua.example`
 * @param fileSecret at least 16 bytes; changing it ends all links given out
 */
export function createAgencies({
	portalOrigin,
	fileSecret,
	links
}: {
	readonly portalOrigin: string;
	readonly fileSecret: string;
	readonly links: readonly AgencyLink[];
}): Agencies {
	invariant(fileSecret.length >= 16, 'the secret of file links is long enough');
	const signature = ({ attachmentId, dossierId, agency }: FileLink, exp: string) =>
		createHmac('sha256', fileSecret)
			.update([attachmentId, dossierId, agency, exp].join('\n'))
			.digest('base64url');

	return {
		systems: links.map((link) => link.system),
		link(system) {
			const found = links.find((link) => link.system === system);
			invariant(found, `agency system ${system} is linked`);
			return found;
		},
		linkOfOffice: (agencyCode) => links.find((link) => agencyCode.endsWith(`.${link.code}`)) ?? null,
		isAtDesk(system, agencyCode) {
			const desk = links.find((link) => link.system === system)?.desk;
			return desk === 'all' || (desk?.includes(agencyCode) ?? false);
		},
		callbackUrl: (agencyCode, protocol = 'webhooks') =>
			`${portalOrigin}/agency/${protocol === 'xroad' ? 'xroad' : 'callback'}/${agencyCode}`,
		fileUrl(link, now) {
			const exp = String(now.getTime() + fileLinkMs);
			const query = new URLSearchParams({
				dossier: link.dossierId,
				agency: link.agency,
				exp,
				sig: signature(link, exp)
			});
			return `${portalOrigin}/agency/files/${link.attachmentId}?${query}`;
		},
		isFileUrlValid(link, { exp, sig }, now) {
			if (!/^\d{1,16}$/.test(exp) || Number(exp) <= now.getTime()) return false;
			const given = Buffer.from(sig);
			const right = Buffer.from(signature(link, exp));
			return given.length === right.length && timingSafeEqual(given, right);
		}
	};
}
