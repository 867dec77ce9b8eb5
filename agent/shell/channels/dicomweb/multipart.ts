/** A multipart/related answer (PS3.18 §8.6, RFC 2387) that does not hold what it says: no boundary, no end, a broken head. */
export type Parts =
  | { readonly kind: 'parts'; readonly parts: readonly Uint8Array[] }
  | { readonly kind: 'broken'; readonly why: string };

/** `multipart/related; boundary=…`, quoted or not. */
export function boundaryOf(contentType: string): string | undefined {
  if (!/^multipart\/related/i.test(contentType.trim())) return undefined;
  const match = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

/**
 * Splits a whole multipart body into the bodies of its parts. The closing boundary must be there: an answer without it was cut, whatever its status said. Parts
 * with a Content-Length are taken by it, since DICOM bytes may hold anything.
 */
export function splitMultipart(body: Uint8Array, contentType: string): Parts {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return { kind: 'broken', why: `no multipart boundary in "${contentType}"` };
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  const parts: Uint8Array[] = [];
  let at = bytes.indexOf(mark);
  if (at < 0) return { kind: 'broken', why: 'the boundary does not occur' };
  for (;;) {
    at += mark.length;
    if (bytes.subarray(at, at + 2).equals(Buffer.from('--'))) return { kind: 'parts', parts };
    const head = bytes.indexOf('\r\n\r\n', at, 'latin1');
    if (head < 0) return { kind: 'broken', why: 'a part has no end of its head' };
    const start = head + 4;
    const declared = /content-length:\s*(\d+)/i.exec(bytes.toString('latin1', at, head));
    const search = declared === null ? start : start + Number(declared[1]);
    const next = bytes.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), search);
    if (next < 0) return { kind: 'broken', why: 'no closing boundary' };
    parts.push(bytes.subarray(start, declared === null ? next : search));
    at = next + 2;
  }
}
