import { type Filled, type PeopleFacts, type PersonRole, patientAttribute } from '@center/contract';
import { type Header, itemsOf, type TextKeyword, textsOf } from './header.ts';
import { isHeaderWhole } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';
import { byKey } from './order.ts';

const separators = /[\^=\s]/g;

/** Some value names a person: it is more than separators (PS3.5 §6.2.1). */
export function namesPerson(header: Header, keyword: TextKeyword): boolean {
  return (textsOf(header, keyword) ?? []).some((value) => value.replace(separators, '') !== '');
}

function filled(objects: readonly ObservedObject[], keyword: TextKeyword): Filled {
  // What a cut header does not name is unknown; it speaks only when it names somebody.
  const telling = objects.filter((object) => isHeaderWhole(object) || namesPerson(object.header, keyword));
  const count = telling.filter((object) => namesPerson(object.header, keyword)).length;
  if (count === 0) return 'none';
  return count === telling.length ? 'all' : 'some';
}

const roles = [
  ['OperatorsName', 'operator'],
  ['PerformingPhysicianName', 'performing'],
  ['NameOfPhysiciansReadingStudy', 'reading'],
] as const;

/** Whom the images, and the reports as their verifying observer, name; each name and role once, in that order. */
function namesIn(acquired: readonly ObservedObject[], reports: readonly ObservedObject[]): PeopleFacts['names'] {
  const found = new Map<string, PeopleFacts['names'][number]>();
  const take = (role: PersonRole, header: Header, keyword: TextKeyword): void => {
    for (const value of textsOf(header, keyword) ?? [])
      if (value.replace(separators, '') !== '') found.set(`${role}\n${value}`, { role, name: patientAttribute(value) });
  };
  for (const { header } of acquired) for (const [keyword, role] of roles) take(role, header, keyword);
  for (const { header } of reports)
    for (const observer of itemsOf(header, 'VerifyingObserverSequence'))
      take('report-signer', observer, 'VerifyingObserverName');
  return [...found].sort(byKey(([key]) => key)).map(([, named]) => named);
}

/** Whether the staff attributes are filled over the acquired images, and the names that they and the reports give. */
export function peopleFacts(acquired: readonly ObservedObject[], reports: readonly ObservedObject[] = []): PeopleFacts {
  return {
    names: namesIn(acquired, reports),
    OperatorsName: filled(acquired, 'OperatorsName'),
    PerformingPhysicianName: filled(acquired, 'PerformingPhysicianName'),
    NameOfPhysiciansReadingStudy: filled(acquired, 'NameOfPhysiciansReadingStudy'),
  };
}
