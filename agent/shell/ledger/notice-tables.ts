/**
 * What people were told: each lasting of an alarm, who was told of it and when, and the messages themselves until they are delivered and for a while after. Who took an alarm up
 * stands in the chain as well, as a line of the audit.
 */
export const noticeTables = `
CREATE TABLE incident (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, alarm TEXT NOT NULL, raised_at INTEGER NOT NULL, cleared_at INTEGER,
  acknowledged_by TEXT, acknowledged_at INTEGER, acknowledged_note TEXT,
  settled INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX incident_open ON incident(key) WHERE cleared_at IS NULL;
CREATE INDEX incident_cleared ON incident(cleared_at);
CREATE INDEX incident_unsettled ON incident(id) WHERE settled = 0;
CREATE TABLE incident_told (
  incident INTEGER NOT NULL REFERENCES incident(id) ON DELETE CASCADE, receiver TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY (incident, receiver, kind, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE notice (
  id TEXT PRIMARY KEY, receiver TEXT NOT NULL, made_at INTEGER NOT NULL, urgency TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting', attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, ended_at INTEGER, problem TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_waiting ON notice(receiver, made_at, id) WHERE state = 'waiting';
CREATE INDEX notice_made ON notice(made_at);
`;
