/** One published version of a rule: SHA-256 of the text of its file followed by the predicates and clause modules that it imports. */
export interface RuleFingerprint {
  readonly version: number;
  readonly sha256: string;
}

/**
 * Every version that a rule has had, oldest first. The catalogue test compares the last line of each with the rule as it is, so that an edited rule
 * without a raised version fails. A line is added for a new version and never changed: findings name the version that judged.
 */
export const ruleFingerprints: Readonly<Record<string, readonly RuleFingerprint[]>> = {
  'age-sources-agree': [{ version: 1, sha256: 'f04a6f05400203291c87fa2dec90cf5f19d0c9294ac35456b5b035926142073c' }],
  'ct-dose-alert-review': [{ version: 1, sha256: '095d898ca2c5ac4305d74b5ad300b49c468f80057fd8e23ef957a455a7c6122b' }],
  'device-known': [{ version: 1, sha256: 'c70fe6e101fa9309cc83e7a6c7bcf3a1ead092322983b08d68ee45426b7a39e2' }],
  'dose-audit-reference-level': [
    { version: 1, sha256: '9f6993969dc536d867e1b0f1d9879f3b0e9eaabdf41238d71eae35387cc23c0e' },
  ],
  'dose-audit-low-outlier': [
    { version: 1, sha256: '033aae4cda294101514d9346f57f1f51a49c41b8509edd6f48c9673db6a9a815' },
  ],
  'dose-record-present': [{ version: 1, sha256: '127db94f0a7d61a3e1ab3f734ec6877e1491d59ab7be3def946b7ba2590861c3' }],
  'identity-number-birth-date': [
    { version: 1, sha256: '4a96d876172e587c808dc05e1dcbfc4ba2bb5931de113070ebe78955014358d3' },
  ],
  'identity-number-check-digit': [
    { version: 1, sha256: '72d45df4f8cce7f52df72a95dc9cb0c598d55da9edd0235b7d2d74e77dd63c34' },
  ],
  'identity-number-sex': [{ version: 1, sha256: 'f687021437c8ac330bb3639b6985047a9cd826d32382c4fca6b3776f5548672f' }],
  'images-kept-ten-years': [{ version: 1, sha256: 'd50f78759c1058e6d67340af7c2c796f7765085304771ab398b0f28a72d2c83d' }],
  'images-online-three-years': [
    { version: 1, sha256: '7749bcc3382281fd5125046581c449ac3091a9ccb08ab64c4a16a9ce99cf92bd' },
  ],
  'object-readable': [{ version: 1, sha256: '9af26360fee844d9db20f5c7988202ad05765b04e9905919acafa18a0e140803' }],
  'pregnancy-asked': [{ version: 1, sha256: '7e436e35641778204fd1c8b39fbfec59b94885cc73e43f87fdff3735adca7ef9' }],
  'pregnancy-consent': [{ version: 1, sha256: 'eeb14e50821832dd9d94afef07fded7b8e693a3d9872d5691174e6a70096092b' }],
  'pregnancy-harm-explained': [
    { version: 1, sha256: 'a4f681c9da55b12450ec700b8cdf3b6829a438faa719a647b5abd68c1df3ebbc' },
  ],
  'pregnancy-weeks-8-15': [{ version: 1, sha256: 'd41cf3e6e6e45b8f9755fbe79ff4ad1493f121c6f47ce375994d012bc305ccea' }],
  'real-name-present': [{ version: 1, sha256: '6eea7d1e988c424e11f23b1ab2b74e6145199430cb7467e62efbe618c46512fb' }],
  'scope-no-fetal-xray': [{ version: 1, sha256: '77cedfcb061afe2e217afc87d52e032549a6ea034acc7c911bb1498e09c5dbf7' }],
  'scope-no-intervention': [{ version: 1, sha256: '979a56e8ab5d0aa73f672be1d76aca43801d9f0b5496ae28986e3ed42b576431' }],
  'scope-no-radiotherapy': [{ version: 1, sha256: '431de4f1bebb25e4539f4c4840ed515d4acb5abac53abdf4bfa6758db01a2f2b' }],
  'study-origin': [{ version: 1, sha256: '9e06c00d451656a553ece294913df5e5a87e93af68ba8b782f43d0f8bce99e5a' }],
};
