/**
 * What the modality worklist has planned, and what it says of pregnancy: no name, no patient's number. A step stays after it has left the worklist, since the study that it
 * was planned for may be judged again years later.
 */
export const worklistTables = `
CREATE TABLE planned_step (
  channel TEXT NOT NULL, key TEXT NOT NULL, study TEXT, accession TEXT, start_date TEXT NOT NULL, body TEXT NOT NULL, first_seen_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL,
  gone_at INTEGER, PRIMARY KEY (channel, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX planned_step_study ON planned_step(study) WHERE study IS NOT NULL;
CREATE INDEX planned_step_accession ON planned_step(accession) WHERE accession IS NOT NULL;
CREATE INDEX planned_step_start ON planned_step(start_date, channel, key);
`;
