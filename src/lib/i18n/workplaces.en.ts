/** English: where staff work. */
import type { WorkplaceWords } from './workplaces.ts';

export const words: WorkplaceWords = {
	title: 'Where you work',
	help: 'These pages open only to those whose duty they are, and need a network.',
	desk: 'One-stop desk',
	publishing: 'Publishing desk',
	operations: 'Stuck messages'
};
