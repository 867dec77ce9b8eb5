const prime = 0x01000193;

/** 53 bits of a UID by two FNV-1a runs, for the index: whoever finds by it compares the UID itself. */
export function uidKey(uid: string): number {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let at = 0; at < uid.length; at += 1) {
    const code = uid.charCodeAt(at);
    low = Math.imul(low ^ code, prime);
    high = Math.imul(high ^ (code + at), prime);
  }
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0);
}
