/** The views over the phone's own copy: what the worker answers, and the page itself where there is no worker. */
import { unreachable } from '$domain/result.ts';
import type { CatalogueReader } from '$sync/client/catalogue/read.ts';
import type { CatalogueAnswers, CatalogueQuestion } from './catalogue.ts';
import {
	homeView,
	placesView,
	procedureView,
	publishedView,
	questionsView,
	questionView,
	searchView,
	type CatalogueSource
} from './catalogue-views.ts';

export type CatalogueView = CatalogueAnswers[CatalogueQuestion['kind']];

export function answerFrom(
	reader: CatalogueReader,
	question: CatalogueQuestion
): Promise<CatalogueView | null> {
	const source: CatalogueSource = {
		publishedAt: async () => (await reader.state())?.publishedAt ?? null,
		list: () => reader.list(),
		procedure: (code) => reader.procedure(code),
		published: (code) => reader.published(code),
		places: () => reader.places(),
		oldPlaces: () => reader.oldPlaces(),
		faq: (id) => reader.faq(id),
		faqsOf: (code) => reader.faqsOf(code),
		search: (query, filters, limit) => reader.search(query, filters, limit)
	};
	switch (question.kind) {
		case 'home':
			return homeView(source);
		case 'search':
			return searchView(source, question);
		case 'procedure':
			return procedureView(source, question.code);
		case 'published':
			return publishedView(source, question.code);
		case 'places':
			return placesView(source, question.code, question.query);
		case 'questions':
			return questionsView(source);
		case 'question':
			return questionView(source, question.id);
		default:
			return unreachable(question);
	}
}
