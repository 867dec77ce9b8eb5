/** AE titles under which devices were seen to work, each with its first and last study day. Derived from judged studies: a new judging only widens the days. */
export const aeTitleTables = `
CREATE TABLE device_ae (
  device_id TEXT NOT NULL, title TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, PRIMARY KEY (device_id, title)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_ae_title ON device_ae(title, last_seen);
`;
