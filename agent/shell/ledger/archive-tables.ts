/** What is known of the archive: observations, and the tables that are folded from them. */
export const archiveTables = `
SELECT 1;
`;
