/** Whose dossier it is, in the queue of the office, where it is not that of who sent it. */
export const owners = `
ALTER TABLE desk_queue ADD COLUMN owner_name TEXT;
UPDATE desk_queue SET owner_name = (
	SELECT form ->> 'ownerName' FROM dossiers
	WHERE dossiers.dossier_id = desk_queue.dossier_id AND form ->> 'isOwner' = 'other'
);
`;
