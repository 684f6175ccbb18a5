/** The catalogue's worker: its own file, because a worker begins with one. */
import { openCatalogueDb } from '$sync/client/catalogue/db.ts';
import { serveCatalogue } from '$sync/client/catalogue/worker.ts';
import type { Wire } from '$sync/client/catalogue/wire.ts';
import { answerFrom } from './catalogue-answer.ts';
import type { CatalogueQuestion } from './catalogue.ts';
import { browserServiceDeps } from './catalogue-browser.ts';

const isSearch = (question: CatalogueQuestion) => question.kind === 'search';

serveCatalogue(
	globalThis as unknown as Wire,
	{ ...browserServiceDeps(), db: openCatalogueDb(), answer: answerFrom, searchesTexts: isSearch },
	isSearch
);
