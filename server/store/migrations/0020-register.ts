/** Dossiers of an office by the day on which they came, for its register (form 06). */
export const register = `
CREATE INDEX queue_by_arrival ON desk_queue (agency_code, arrived_at);
`;
