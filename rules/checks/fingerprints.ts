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
  'ct-dose-alert-review': [{ version: 1, sha256: '5669c65a957680ae64efc53100f190fdebc76db19626195ba4aac6cc4d4ed8c4' }],
  'device-known': [{ version: 1, sha256: '1206d727dda89a63a8fbae33e254868e5cddf81c31a272321f4fdb30b65179ee' }],
  'dose-record-present': [{ version: 1, sha256: '127db94f0a7d61a3e1ab3f734ec6877e1491d59ab7be3def946b7ba2590861c3' }],
  'identity-number-birth-date': [
    { version: 1, sha256: '4a96d876172e587c808dc05e1dcbfc4ba2bb5931de113070ebe78955014358d3' },
  ],
  'identity-number-check-digit': [
    { version: 1, sha256: '72d45df4f8cce7f52df72a95dc9cb0c598d55da9edd0235b7d2d74e77dd63c34' },
  ],
  'identity-number-sex': [{ version: 1, sha256: 'f687021437c8ac330bb3639b6985047a9cd826d32382c4fca6b3776f5548672f' }],
  'images-kept-ten-years': [{ version: 1, sha256: '8a88bbaf13c59117827a51fcbf5f0559fb25b46112a98681a12c3d8433f41dc8' }],
  'images-online-three-years': [
    { version: 1, sha256: '18a751ab78b692e4f15b248f9ff9db169fc737898885136ebaab3208cb4491a2' },
  ],
  'object-readable': [{ version: 1, sha256: '9af26360fee844d9db20f5c7988202ad05765b04e9905919acafa18a0e140803' }],
  'pregnancy-asked': [{ version: 1, sha256: 'a38510458b54fdc9c2e1795e3b4fc31c2b309db13d541680a76c4fab6bb49bca' }],
  'pregnancy-consent': [{ version: 1, sha256: '9f683ae5c5c876daef36e9d67a77e7fbb4f0984c4dbf37bfbd797864f1094e16' }],
  'pregnancy-harm-explained': [
    { version: 1, sha256: 'b52a1288a1df6a69d1e3d91052123937f18f129f1d6a0ee1c21433f21c85486e' },
  ],
  'pregnancy-weeks-8-15': [{ version: 1, sha256: '9462a06f6ca276470fba0c37148d28237968d10e8460d1c7a150cd1a083ae029' }],
  'real-name-present': [{ version: 1, sha256: '6eea7d1e988c424e11f23b1ab2b74e6145199430cb7467e62efbe618c46512fb' }],
  'scope-no-fetal-xray': [{ version: 1, sha256: '77cedfcb061afe2e217afc87d52e032549a6ea034acc7c911bb1498e09c5dbf7' }],
  'scope-no-intervention': [{ version: 1, sha256: '979a56e8ab5d0aa73f672be1d76aca43801d9f0b5496ae28986e3ed42b576431' }],
  'scope-no-radiotherapy': [{ version: 1, sha256: '431de4f1bebb25e4539f4c4840ed515d4acb5abac53abdf4bfa6758db01a2f2b' }],
  'study-origin': [{ version: 1, sha256: '9e06c00d451656a553ece294913df5e5a87e93af68ba8b782f43d0f8bce99e5a' }],
};
