/** Whether the office has apologised for a dossier in its queue: the one apology there is cannot be asked for again. */
export const apologies = `
ALTER TABLE desk_queue ADD COLUMN apologised INTEGER NOT NULL DEFAULT 0;
UPDATE desk_queue SET apologised = 1 WHERE EXISTS (
	SELECT 1 FROM dossier_events WHERE dossier_events.dossier_id = desk_queue.dossier_id AND body ->> 'kind' = 'apologised'
);
`;
