// clause         MIDC-2.2c: every patient is managed under the real name.
// sentence       PatientName and PatientID of a patient's study are filled, and with no placeholder.
// applies to     every study, unless its name or number shows a phantom or a quality check.
// facts needed   PatientName (all three groups), PatientID, AccessionNumber, registered identity exceptions.
// verdict table  filled → conforms · absent, empty, placeholder or without a letter → deviates (with a registered exception: open → awaiting-review,
//                reviewed → conforms, attested; past its day and open → deviates) · undecodable → evidence-unreadable · phantom → notApplicable,
//                with a worklist accession → awaiting-review
// cannot tell    whether a plausible name is the right person's: that takes the register of the front desk.
import type { NameFact, Observed, StudyFacts, TextFact, Verdict } from '@center/contract';
import { notPatientTerms, placeholderComponents, placeholderNames } from '@center/register';
import { defineRule, list, ours } from '../../define-rule.ts';
import { holdsLetters, placeholderInName, placeholderValue } from '../../predicates/placeholder.ts';
import { hitsIn } from '../../predicates/suspect-words.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  evidenceUnreadable,
  notApplicable,
  remark,
  seen,
} from '../../predicates/verdicts.ts';

function groupsOf(name: NameFact): readonly string[] {
  if (name.status !== 'present') return [];
  return [name.alphabetic, name.ideographic, name.phonetic].flatMap((group) =>
    group === undefined ? [] : [group.reveal()],
  );
}

function valueOf(fact: TextFact): string {
  return fact.status === 'present' ? fact.value.reveal() : '';
}

/** A header value as evidence: wrapped where it is there, its status where it is not. */
function shown(facts: StudyFacts): readonly Observed[] {
  const { PatientName: name, PatientID: id } = facts.patient;
  return seen({
    PatientName: name.status === 'present' ? (name.ideographic ?? name.alphabetic) : name.status,
    PatientID: id.status === 'present' ? id.value : id.status,
  });
}

function faultOfName(name: NameFact, components: readonly string[], wholeNames: readonly string[]): string | undefined {
  if (name.status === 'undecodable') return undefined;
  if (name.status !== 'present') return `PatientName ${name.status}`;
  const groups = groupsOf(name);
  if (!groups.some(holdsLetters)) return 'PatientName without a letter';
  const found = groups
    .map((group) => placeholderInName(group, components, wholeNames))
    .find((each) => each !== undefined);
  return found === undefined ? undefined : `PatientName placeholder ${found}`;
}

function faultOfId(id: TextFact, components: readonly string[]): string | undefined {
  if (id.status === 'undecodable') return undefined;
  if (id.status !== 'present') return `PatientID ${id.status}`;
  if (valueOf(id).trim() === '') return 'PatientID empty';
  const found = placeholderValue(valueOf(id), components);
  return found === undefined ? undefined : `PatientID placeholder ${found}`;
}

function afterException(facts: StudyFacts, wrong: Verdict, observed: readonly Observed[]): Verdict {
  const exception = facts.records.identityException;
  if (exception === undefined) return wrong;
  const both = [...observed, ...seen({ identityException: exception.kind, resolveBy: exception.resolveBy })];
  if (exception.reviewed)
    return conforms(both, {
      basis: 'attested',
      note: remark('有已复核的身份例外登记。', 'A reviewed identity exception is on record.'),
    });
  if (facts.asOf > exception.resolveBy) {
    return deviates(both, {
      note: remark('身份例外登记已过期限，仍未核实。', 'The identity exception is past its day and still open.'),
    });
  }
  return awaitingReview(both, remark('身份例外登记待核实。', 'The identity exception waits for review.'));
}

export const realNamePresent = defineRule({
  id: 'real-name-present',
  version: 1,
  clause: 'MIDC-2.2c',
  severity: 'critical',
  channel: 'headers',
  title: { zh: '患者姓名和编号真实填写', en: 'Patient name and number are filled with real values' },
  whatToDo: {
    zh: '在登记系统改正姓名和编号并重新归档；急诊无名、新生儿等情况在工作站登记身份例外和核实期限。',
    en: 'Correct name and number at registration and archive again; register an identity exception with a day of resolution for emergencies and newborns.',
  },
  cannotTell: {
    zh: '不能判断看似正常的姓名是否属于本人。',
    en: 'Whether a plausible name belongs to this person.',
  },
  waitsForQuiet: false,
  judgesImported: true,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['patient', 'AccessionNumber', 'records', 'asOf'],
  parameters: {
    placeholders: list(placeholderComponents, ours('product list; a whole component of the name, or the whole number')),
    placeholderNames: list(placeholderNames, ours('product list; the whole name')),
    notPatientTerms: list(notPatientTerms, ours('product list; phantoms and quality checks')),
  },
  judge: (facts, p) => {
    const { PatientName: name, PatientID: id } = facts.patient;
    const observed = shown(facts);
    const exception = facts.records.identityException;
    if (exception?.kind === 'not-a-patient' && exception.reviewed)
      return notApplicable('identityException', exception.kind);
    const texts = [
      ...groupsOf(name).map((text) => ({ keyword: 'PatientName', text })),
      { keyword: 'PatientID', text: valueOf(id) },
    ];
    const phantom = hitsIn(texts, p.notPatientTerms)[0];
    if (phantom !== undefined) {
      const term = phantom.terms.join(' ');
      if (valueOf(facts.AccessionNumber).trim() === '') return notApplicable(phantom.keyword, `not a patient: ${term}`);
      return awaitingReview(
        [...observed, ...seen({ notPatientTerm: term })],
        remark(
          '疑似体模或质控，但带有检查单号，须人工确认不是患者。',
          'Looks like a phantom or quality check but has an accession number: a person must decide.',
        ),
      );
    }
    const faults = [faultOfName(name, p.placeholders, p.placeholderNames), faultOfId(id, p.placeholders)].filter(
      (each) => each !== undefined,
    );
    if (faults.length > 0) {
      const all = [...observed, ...seen({ fault: faults.join('; ') })];
      return afterException(facts, deviates(all), all);
    }
    const undecodable = [
      name.status === 'undecodable' ? 'PatientName' : '',
      id.status === 'undecodable' ? 'PatientID' : '',
    ].filter((each) => each !== '');
    return undecodable.length > 0 ? evidenceUnreadable(undecodable, observed) : conforms(observed);
  },
});
