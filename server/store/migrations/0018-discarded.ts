/** Drafts that were thrown away and whose words are still there: few, and looked for every minute. */
export const discarded = `
CREATE INDEX drafts_discarded ON drafts (updated_at)
	WHERE state = 'discarded' AND json_extract(content, '$.emptied') IS NULL;
`;
