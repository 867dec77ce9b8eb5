/**
 * Objects are kept in packs: those of one series that were written together share a row, its texts one behind the other. A pack is never changed; a member that was seen
 * anew stands in a later pack, and `superseded` names where it stood. `object` finds the pack of an object by a 53-bit key of its UID. What stood in a row of its own
 * becomes a pack of one, under the digest that its entry names. Of a sampled study only some objects were asked for.
 */
export const objectTables = `
CREATE TABLE pack (
  id INTEGER PRIMARY KEY, study TEXT NOT NULL REFERENCES study(uid) DEFERRABLE INITIALLY DEFERRED, series TEXT NOT NULL, class TEXT NOT NULL, transfer_syntax TEXT NOT NULL,
  header_id INTEGER NOT NULL REFERENCES header(id), channel TEXT NOT NULL, objects INTEGER NOT NULL, body TEXT NOT NULL, digest TEXT NOT NULL, single INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL
) STRICT;
CREATE INDEX pack_study ON pack(study, id);
CREATE TABLE superseded (pack INTEGER NOT NULL REFERENCES pack(id), number INTEGER NOT NULL, PRIMARY KEY (pack, number)) STRICT, WITHOUT ROWID;

ALTER TABLE object RENAME TO object_before;
CREATE TABLE object (key INTEGER NOT NULL, pack INTEGER NOT NULL, number INTEGER NOT NULL, drifts INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (key, pack, number)) STRICT, WITHOUT ROWID;
CREATE INDEX object_drifts ON object(pack) WHERE drifts > 0;
INSERT INTO pack (study, series, class, transfer_syntax, header_id, channel, objects, body, digest, single, seq)
  SELECT study, series, class, transfer_syntax, header_id, channel, 1,
    '[[' || json_quote(sop) || ',' || json_quote(source) || ',' || own || ',' || damage || ',' || coalesce(dose, 'null') || ']]', digest, 1, seq
  FROM object_before ORDER BY seq;
INSERT INTO object (key, pack, number, drifts) SELECT uid_key(o.sop), p.id, 0, o.drifts FROM object_before o JOIN pack p ON p.seq = o.seq;
DROP TABLE object_before;
ALTER TABLE study ADD COLUMN sampled INTEGER NOT NULL DEFAULT 0;
`;
