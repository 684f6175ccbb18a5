/** Whether a session was opened on a machine that anybody may use: it ends sooner, and with the browser. */
export const sharedSessions = `
ALTER TABLE sessions ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
`;
