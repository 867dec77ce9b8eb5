/**
 * What is under way between the agent and a DICOM peer and must outlive a restart of ours: performed steps between their beginning and their end, and commitments
 * that an archive was asked for. What they become is written as observations; of these two tables nothing is chained.
 */
export const exchangeTables = `
CREATE TABLE performed_step (
  sop TEXT PRIMARY KEY, state TEXT NOT NULL, changed_at INTEGER NOT NULL, dataset BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX performed_step_final ON performed_step(changed_at) WHERE state IN ('COMPLETED', 'DISCONTINUED');

CREATE TABLE commitment (
  transaction_uid TEXT PRIMARY KEY, channel TEXT NOT NULL, subject TEXT NOT NULL, asked_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, state TEXT NOT NULL, objects TEXT NOT NULL,
  committed TEXT NOT NULL DEFAULT '[]', failed TEXT NOT NULL DEFAULT '[]', reported_at INTEGER, taken INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX commitment_untaken ON commitment(asked_at) WHERE taken = 0;
CREATE INDEX commitment_asked ON commitment(asked_at);
`;
