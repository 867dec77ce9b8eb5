/** The rules that judge a study, with the clause each serves. Fixtures state what each must say; they never ask the rules. */
export const judgedRules = {
  'real-name-present': 'MIDC-2.2c',
  'identity-number-check-digit': 'MIDC-2.2c',
  'identity-number-birth-date': 'MIDC-2.2c',
  'identity-number-sex': 'MIDC-2.2c',
  'age-sources-agree': 'MIDC-1.3.6b',
  'pregnancy-asked': 'MIDC-3.5.3d',
  'pregnancy-weeks-8-15': 'MIDC-3.5.3e',
  'pregnancy-harm-explained': 'MIDC-3.5.3f',
  'pregnancy-consent': 'MIDC-3.5.3g',
  'scope-no-fetal-xray': 'MIDC-1.1a',
  'scope-no-radiotherapy': 'MIDC-1.1b',
  'scope-no-intervention': 'MIDC-1.1c',
  'dose-record-present': 'MIDC-1.3.6b',
  'ct-dose-alert-review': 'MIDC-3.5.3a',
  'device-known': 'MIDC-2.9a',
  'study-origin': 'MIDC-2.10b',
  'images-kept-ten-years': 'MIDC-3.11a',
  'images-online-three-years': 'MIDC-3.11b',
  'object-readable': 'MIDC-3.11c',
} as const;

export type JudgedRule = keyof typeof judgedRules;

/** In the shipped rule set these run for measuring only and open no finding. */
export const informationalRules: ReadonlySet<JudgedRule> = new Set(['ct-dose-alert-review']);
