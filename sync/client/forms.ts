/**
 * What commands ask of the form language: definitions, what is wrong with answers, what of them goes out. A room of its
 * own because it comes with the first form: who only follows her dossiers, or pays, needs none of it.
 */
export { settling } from '../../domain/drafts/conflicts.ts';
export { conflictingFields } from '../../domain/drafts/submission.ts';
export { loadDossierService, loadNewestService, offeredService } from '../../domain/services/registry.ts';
export { declarationFault } from '../../domain/tax/judge.ts';
export { cleanValues, formFaults } from '../../domain/services/validate.ts';
