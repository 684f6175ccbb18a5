import { businessExamples } from './business.ts';
import { civilExamples } from './civil.ts';
import type { Example } from './example.ts';
import { launchExamples } from './launch.ts';
import { taxExamples } from './tax.ts';

/** Every dossier service has one. */
export const examples: readonly Example[] = [
	...launchExamples,
	...civilExamples,
	...businessExamples,
	...taxExamples
];
