/** Codes by which our own side does not trust: an authority that we were not given, not a fault of who shows the certificate. */
const trust: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);

/** Whether a TLS handshake failed for want of an authority of ours: `invalid`, since the target may be well. */
export function isOurTrust(code: string): boolean {
  return trust.has(code);
}

/** Whether a code is of TLS at all. */
export function isTlsCode(code: string): boolean {
  return /^(?:ERR_SSL|ERR_TLS|CERT_|DEPTH_|SELF_|UNABLE_|EPROTO$|HOSTNAME_)/.test(code);
}
