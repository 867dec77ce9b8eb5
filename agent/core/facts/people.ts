import type { Filled, PeopleFacts } from '@center/contract';
import { type Header, type TextKeyword, textsOf } from './header.ts';
import { isHeaderWhole } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';

/** Some value names a person: it is more than separators (PS3.5 §6.2.1). */
export function namesPerson(header: Header, keyword: TextKeyword): boolean {
  return (textsOf(header, keyword) ?? []).some((value) => value.replace(/[\^=\s]/g, '') !== '');
}

function filled(objects: readonly ObservedObject[], keyword: TextKeyword): Filled {
  // What a cut header does not name is unknown; it speaks only when it names somebody.
  const telling = objects.filter((object) => isHeaderWhole(object) || namesPerson(object.header, keyword));
  const count = telling.filter((object) => namesPerson(object.header, keyword)).length;
  if (count === 0) return 'none';
  return count === telling.length ? 'all' : 'some';
}

/** Whether the staff attributes are filled over the acquired images. The names themselves stay in the header. */
export function peopleFacts(acquired: readonly ObservedObject[]): PeopleFacts {
  return {
    OperatorsName: filled(acquired, 'OperatorsName'),
    PerformingPhysicianName: filled(acquired, 'PerformingPhysicianName'),
    NameOfPhysiciansReadingStudy: filled(acquired, 'NameOfPhysiciansReadingStudy'),
  };
}
