/** A coded entry (PS3.16 §8): compared by value and scheme only. The meaning is a cross-check and is never matched on while a code is there. */
export interface CodedConcept {
  readonly CodeValue: string;
  readonly CodingSchemeDesignator: string;
  readonly CodeMeaning?: string;
}

/**
 * SRT code → the SCT code that replaced it (PS3.16 annex O, mapping of retired SNOMED-RT style codes), as far as rules and dose reading use them. Where SNOMED CT itself
 * has retired the first successor, the code that PS3.16 uses today stands here.
 */
const srtToSct: Readonly<Record<string, string>> = {
  // Procedures, acquisition types, contrast (TID 10001, 10003, 10011, 10013, CID 10013, 10014).
  'P5-40010': '71651007',
  'P5-08000': '77477000',
  'P5-08001': '116152004',
  'P5-06000': '44491008',
  'P5-00100': '27483000',
  'P5-0808E': '399331006',
  'G-C32C': '408730004',
  'G-C0E8': '363703001',
  'G-C2D0': '363589002',
  'R-408C3': '261004008',
  'R-0038D': '373066001',
  'R-00339': '373067005',
  'A-2C090': '15869005',
  // Radiopharmaceuticals (TID 10021, 10022).
  'F-61FDB': '349358000',
  'C-10072': '89457008',
  'R-42806': '304283002',
  'G-C340': '410675002',
  // Sides (CID 244, 6022).
  'G-C171': '272741003',
  'G-A100': '24028007',
  'G-A101': '7771000',
  'G-A102': '51440002',
  'T-04000': '76752008',
  'T-04020': '73056007',
  'T-04030': '80248007',
  'T-04080': '63762007',
  // Regions (CID 4031).
  'T-D4000': '818981001',
  'T-D6000': '816092008',
  'R-FAB57': '818982008',
  'T-D3000': '816094009',
  'R-FAB56': '416775004',
  'R-FAB55': '416550000',
  'R-FAB54': '416319003',
  'T-11503': '122496007',
  'T-11AD0': '54735007',
  'T-D2500': '29836001',
  'T-15710': '24136001',
  'T-15680': '39723000',
  'T-12340': '22356005',
  'T-83000': '35039007',
  'T-87000': '15497006',
  'T-74000': '89837001',
  'T-59600': '34402009',
  'T-59300': '71854001',
  'T-71000': '64033007',
  'T-D0010': '38266002',
  'T-D1100': '69536005',
  'T-D1600': '45048000',
};

/** Older SCT codes → the code that stands for the same thing now. */
const olderSct: Readonly<Record<string, string>> = {
  '113345001': '818981001',
  '12921003': '816092008',
  '51185008': '816094009',
  '416949008': '818982008',
  '417881006': '349358000',
};

/** Scheme designators that devices write, by the one they mean (PS3.16 §8; SNM3 and 99SDM are older names of SRT, 2.16.840.1.113883.6.96 is the UID of SNOMED CT). */
const schemeAliases: Readonly<Record<string, string>> = {
  SNM3: 'SRT',
  '99SDM': 'SRT',
  SNOMED: 'SCT',
  'SNOMED-CT': 'SCT',
  'SNOMED CT': 'SCT',
  '2.16.840.1.113883.6.96': 'SCT',
  DICOM: 'DCM',
  UCM: 'UCUM',
};

/**
 * Normalises a coded entry once, when it is read: trims, maps scheme aliases (SNM3, 99SDM → SRT; UCM → UCUM), SRT codes with a known successor and older SCT
 * codes to the present SCT code. Private schemes (99…) stay as they are.
 */
export function normaliseConcept(raw: CodedConcept): CodedConcept {
  const value = raw.CodeValue.replaceAll('\0', '').trim();
  const designator = raw.CodingSchemeDesignator.replaceAll('\0', '').trim();
  const scheme = schemeAliases[designator] ?? schemeAliases[designator.toUpperCase()] ?? designator;
  const meaning = raw.CodeMeaning === undefined ? {} : { CodeMeaning: raw.CodeMeaning.trim() };
  if (scheme === 'SRT') {
    const successor = srtToSct[value];
    return successor === undefined
      ? { CodeValue: value, CodingSchemeDesignator: 'SRT', ...meaning }
      : { CodeValue: successor, CodingSchemeDesignator: 'SCT', ...meaning };
  }
  if (scheme === 'SCT') return { CodeValue: olderSct[value] ?? value, CodingSchemeDesignator: 'SCT', ...meaning };
  return { CodeValue: value, CodingSchemeDesignator: scheme, ...meaning };
}

/** Key for maps and sets; only of a normalised concept. */
export function conceptKey(concept: CodedConcept): string {
  return `${concept.CodeValue}|${concept.CodingSchemeDesignator}`;
}

export function sameConcept(a: CodedConcept, b: CodedConcept): boolean {
  return a.CodeValue === b.CodeValue && a.CodingSchemeDesignator === b.CodingSchemeDesignator;
}
