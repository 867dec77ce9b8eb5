// Application entity titles: what a valid one looks like.

/** VR AE (PS3.5 section 6.2): at most 16 characters of the default repertoire, no backslash, no control character. */
const AE_TITLE = /^[\x20-\x5b\x5d-\x7e]{1,16}$/;

/**
 * Whether `title` may stand in an association request. A title beyond 16 characters shifts every later field of the
 * request and can block the acceptor of a real archive for everybody, so nothing is sent with an invalid one.
 */
export function isAeTitle(title: string): boolean {
  return AE_TITLE.test(title) && title.trim() !== '' && title.trim() === title;
}
