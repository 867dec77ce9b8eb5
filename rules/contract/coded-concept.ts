/** A coded entry (PS3.16 §8): compared by value and scheme only. The meaning is a cross-check and is never matched on while a code is there. */
export interface CodedConcept {
  readonly CodeValue: string;
  readonly CodingSchemeDesignator: string;
  readonly CodeMeaning?: string;
}

/** SRT code → the SCT code that replaced it (PS3.16 mapping of retired SNOMED-RT style codes), as far as rules and dose reading use them. */
const srtToSct: Readonly<Record<string, string>> = {
  'P5-40010': '71651007',
  'P5-08000': '77477000',
  'P5-08001': '116152004',
  'P5-06000': '44491008',
  'P5-00100': '363589002',
  'G-C0E8': '363703001',
  'F-61FDB': '349358000',
  'C-10072': '89457008',
  'R-42806': '304283002',
  'G-C340': '410675002',
  'G-C171': '272741003',
  'G-A100': '24028007',
  'G-A101': '7771000',
  'T-D4000': '818981001',
  'T-D6000': '816092008',
  'R-FAB57': '818982008',
  'T-D3000': '816094009',
  'R-FAB56': '416775004',
  'R-FAB55': '416550000',
  'R-FAB54': '416319003',
  'T-11503': '122496007',
  'T-11AD0': '54735007',
  'T-D2500': '24136001',
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
  'T-04000': '76752008',
  'T-04020': '73056007',
  'T-04030': '80248007',
  'F-0448E': '408730004',
};

/** Older SCT codes → the code that stands for the same region now. */
const olderSct: Readonly<Record<string, string>> = {
  '113345001': '818981001',
  '12921003': '816092008',
  '51185008': '816094009',
  '416949008': '818982008',
  '133946002': '416550000',
};

const schemeAliases: Readonly<Record<string, string>> = {
  SNM3: 'SRT',
  '99SDM': 'SRT',
  SNOMED: 'SCT',
  'SNOMED-CT': 'SCT',
  UCM: 'UCUM',
};

/**
 * Normalises a coded entry once, when it is read: trims, maps scheme aliases (SNM3, 99SDM → SRT; UCM → UCUM), SRT codes with a known successor and older SCT
 * codes to the present SCT code. Private schemes (99…) stay as they are.
 */
export function normaliseConcept(raw: CodedConcept): CodedConcept {
  const value = raw.CodeValue.replaceAll('\0', '').trim();
  const designator = raw.CodingSchemeDesignator.replaceAll('\0', '').trim();
  const scheme = schemeAliases[designator] ?? designator;
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
