/**
 * Studies that have long been quiet keep their row, and lose what stands for each of their objects. `study.sealed` names the list of their verdicts; equal lists are kept
 * once, and cells are added up from them. A sealed study is not judged any more: whatever marks it as changed is passed over, until an object of it is written again.
 */
export const sealingTables = `
ALTER TABLE study ADD COLUMN sealed INTEGER;
ALTER TABLE study ADD COLUMN sealed_at INTEGER;
ALTER TABLE study ADD COLUMN sealed_header TEXT;
ALTER TABLE study ADD COLUMN seal_after INTEGER NOT NULL DEFAULT 0;
ALTER TABLE study ADD COLUMN opened_objects INTEGER;
CREATE INDEX study_seal ON study(seal_after, uid) WHERE sealed IS NULL;
CREATE INDEX study_sealed_month ON study(month, sealed) WHERE sealed IS NOT NULL;
CREATE INDEX study_opened ON study(uid, opened_objects, objects) WHERE opened_objects IS NOT NULL;
CREATE INDEX pack_header ON pack(header_id);

CREATE TABLE sealed_cell (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE sealed_list (id INTEGER PRIMARY KEY, cells TEXT NOT NULL UNIQUE) STRICT;

CREATE TRIGGER study_sealed_stays BEFORE UPDATE OF dirty ON study WHEN OLD.sealed IS NOT NULL AND NEW.sealed IS NOT NULL AND NEW.dirty = 1
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER study_opened_anew AFTER UPDATE OF sealed ON study WHEN OLD.sealed IS NOT NULL AND NEW.sealed IS NULL AND OLD.month IS NOT NULL
BEGIN INSERT INTO stale_month (month) SELECT OLD.month WHERE NOT EXISTS (SELECT 1 FROM stale_month WHERE month = OLD.month); END;
`;
