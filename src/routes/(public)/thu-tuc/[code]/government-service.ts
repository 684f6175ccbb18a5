/** The procedure as schema.org describes a GovernmentService, for search engines and assistants. */
import type { PublishedRecord } from '$domain/catalogue/published.ts';
import type { Procedure } from '$domain/catalogue/record.ts';
import type { Locale } from '$domain/text.ts';

/** JSON-LD, ready to stand inside a script element: `<` is escaped, so no text can end that element. */
export function governmentService(procedure: Procedure, locale: Locale, url: string): string {
	const fees = procedure.channels.flatMap((channel) => channel.fees).filter((fee) => fee.amount !== null);
	const service = {
		'@context': 'https://schema.org',
		'@type': 'GovernmentService',
		identifier: procedure.code,
		name: procedure.name[locale],
		alternateName: procedure.aliases,
		description: procedure.summary[locale],
		serviceType: procedure.sector.name[locale],
		url,
		inLanguage: locale,
		areaServed: { '@type': 'Country', name: 'Việt Nam' },
		provider: procedure.agency.performing.map((agency) => ({
			'@type': 'GovernmentOrganization',
			name: agency.name[locale]
		})),
		availableChannel: procedure.channels.map((channel) => ({
			'@type': 'ServiceChannel',
			name: channel.method,
			...(channel.method === 'online' && { serviceUrl: url })
		})),
		offers: fees.slice(0, 1).map((fee) => ({ '@type': 'Offer', price: fee.amount, priceCurrency: 'VND' }))
	};
	return escaped(service);
}

/** The same of a record that nobody has curated: what was announced, in Vietnamese. */
export function announcedService(published: PublishedRecord, url: string): string {
	return escaped({
		'@context': 'https://schema.org',
		'@type': 'GovernmentService',
		identifier: published.code,
		name: published.name,
		serviceType: published.sectors[0],
		url,
		inLanguage: 'vi',
		areaServed: { '@type': 'Country', name: 'Việt Nam' },
		provider: (published.executing.length > 0 ? published.executing : [published.agency])
			.filter((name) => name !== null)
			.map((name) => ({ '@type': 'GovernmentOrganization', name })),
		availableChannel: (published.channels ?? []).map(({ method }) => ({
			'@type': 'ServiceChannel',
			name: method
		}))
	});
}

function escaped(service: object): string {
	return JSON.stringify(service).replaceAll('<', '\\u003c');
}
