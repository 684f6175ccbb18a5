/** The device's side of catalogue.ts: brings Dexie, the searcher and the views, so it is only ever imported late. */
import { openCatalogueDb } from '$sync/client/catalogue/db.ts';
import { createCatalogueReader } from '$sync/client/catalogue/read.ts';
import { unreachable } from '$domain/result.ts';
import type { CatalogueAnswers, CatalogueQuestion, DeviceCatalogue } from './catalogue.ts';
import {
	homeView,
	procedureView,
	questionsView,
	questionView,
	searchView,
	type CatalogueSource
} from './catalogue-views.ts';

export function openDeviceCatalogue(db = openCatalogueDb()): DeviceCatalogue {
	const reader = createCatalogueReader(db);
	const source: CatalogueSource = {
		publishedAt: async () => (await reader.state())?.publishedAt ?? null,
		list: () => reader.list(),
		procedure: (code) => reader.procedure(code),
		faq: (id) => reader.faq(id),
		faqsOf: (code) => reader.faqsOf(code),
		search: (query, filters, limit) => reader.search(query, filters, limit)
	};

	function view(question: CatalogueQuestion): Promise<CatalogueAnswers[CatalogueQuestion['kind']] | null> {
		switch (question.kind) {
			case 'home':
				return homeView(source);
			case 'search':
				return searchView(source, question);
			case 'procedure':
				return procedureView(source, question.code);
			case 'questions':
				return questionsView(source);
			case 'question':
				return questionView(source, question.id);
			default:
				return unreachable(question);
		}
	}

	return {
		answer: <Q extends CatalogueQuestion>(question: Q) =>
			view(question) as Promise<CatalogueAnswers[Q['kind']] | null>,
		isComplete: async () => (await reader.state())?.isComplete ?? false
	};
}
