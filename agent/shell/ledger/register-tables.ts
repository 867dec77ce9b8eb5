/**
 * Registers of the center's people that reconciliation needs (permits, staff, stop orders), receipts of the regional platform, and the names that headers give. A register
 * entry is replaced under its id and never removed: what stood there before is in the chain.
 */
export const registerTables = `
CREATE TABLE register_entry (
  register TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, entered_by TEXT NOT NULL, entered_at INTEGER NOT NULL,
  withdrawn_by TEXT, withdrawn_at INTEGER, withdrawn_reason TEXT, PRIMARY KEY (register, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE upload_receipt (
  study TEXT NOT NULL, accession TEXT NOT NULL, at INTEGER NOT NULL, outcome TEXT NOT NULL, code TEXT NOT NULL, source TEXT NOT NULL, imported_at INTEGER NOT NULL,
  PRIMARY KEY (study, accession, at, outcome)
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_receipt_accession ON upload_receipt(accession, outcome, at) WHERE accession <> '';

CREATE TABLE person_seen (key TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE person_day (key TEXT NOT NULL REFERENCES person_seen(key), role TEXT NOT NULL, date TEXT NOT NULL, PRIMARY KEY (key, role, date)) STRICT, WITHOUT ROWID;
`;
