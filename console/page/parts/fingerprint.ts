/** A fingerprint without blanks and in capitals, however a person typed it. */
export function bareFingerprint(text: string): string {
  return text.replace(/[\s:.-]/g, '').toUpperCase();
}

/** Whether what was typed is the same fingerprint; an empty entry agrees with nothing. */
export function sameFingerprint(typed: string, received: string): boolean {
  const bare = bareFingerprint(typed);
  return bare !== '' && bare === bareFingerprint(received);
}
