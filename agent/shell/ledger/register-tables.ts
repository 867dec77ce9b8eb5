/** Registers of the center's people that reconciliation needs: permits, staff, stop orders, receipts of the regional platform. */
export const registerTables = `
SELECT 1;
`;
