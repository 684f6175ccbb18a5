/**
 * Offices of communes: an officer may be named for one commune, and a line of the queue says whose office has it ('' is
 * the province's own; NULL is not known yet, which server/desk/adopt.ts fills in at the next start). And the way to a
 * dossier by the last digits of its code.
 */
export const communes = `
ALTER TABLE officers ADD COLUMN commune TEXT;
ALTER TABLE desk_queue ADD COLUMN commune TEXT;
CREATE INDEX queue_by_commune ON desk_queue (agency_code, commune, status, day, code);
CREATE INDEX queue_services_of_commune ON desk_queue (agency_code, commune, procedure_code);
CREATE INDEX queue_by_tail ON desk_queue (agency_code, substr(code, -4), arrived_at);
`;
