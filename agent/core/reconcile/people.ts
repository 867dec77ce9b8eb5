import {
  type CalendarDate,
  type PersonRole,
  patientAttribute,
  type SeenPersonFacts,
  type StaffEntry,
} from '@center/contract';
import { type NameForms, nameForms, sameName } from './names.ts';

/** One name as headers gave it, over all days. */
export interface PersonSighting {
  /** Digest of `personKeyText`. */
  readonly key: string;
  readonly name: string;
  readonly roles: readonly PersonRole[];
  readonly days: number;
  readonly firstSeen: CalendarDate;
  readonly lastSeen: CalendarDate;
}

interface Listed {
  readonly entry: StaffEntry;
  readonly forms: NameForms;
}

function comparable(forms: NameForms, list: readonly Listed[]): boolean {
  return list.some(
    (listed) =>
      (forms.han.size > 0 && listed.forms.han.size > 0) || (forms.latin.size > 0 && listed.forms.latin.size > 0),
  );
}

/** Every name that headers give, held against the staff list; each with its key as a subject of rules. */
export function seenPeople(
  sightings: readonly PersonSighting[],
  staff: readonly StaffEntry[],
  asOf: CalendarDate,
): readonly { readonly key: string; readonly facts: Omit<SeenPersonFacts, 'reviews'> }[] {
  const list = staff.map((entry): Listed => ({ entry, forms: nameForms(entry.name, ...entry.otherNames) }));
  return sightings.map(({ key, name, roles, days, firstSeen, lastSeen }) => {
    const forms = nameForms(name);
    return {
      key,
      facts: {
        subject: 'person',
        name: patientAttribute(name),
        roles,
        days,
        firstSeen,
        lastSeen,
        staffInUse: staff.length > 0,
        comparable: comparable(forms, list),
        staff: list
          .filter((listed) => sameName(forms, listed.forms))
          .map(({ entry: { post, validFrom, validTo, licence } }) => ({
            post,
            validFrom,
            ...(validTo === undefined ? {} : { validTo }),
            ...(licence === undefined
              ? {}
              : {
                  licence: {
                    imaging: licence.imaging,
                    ...(licence.validTo === undefined ? {} : { validTo: licence.validTo }),
                  },
                }),
          })),
        asOf,
      },
    };
  });
}
