// clause         MIDC-3.5.3a: patient dose is kept under control; a CTDIvol without its phantom can be half or twice the dose it seems.
// sentence       Every CTDIvol names its phantom, and it is the one that belongs to the part of the body.
// applies to     diagnostic CT series with a CTDIvol, without localiser and bolus tracking.
// facts needed   exposures counted once with phantom and target region, region of the study, age band.
// verdict table  named and fitting, or named for a child or a part without a phantom of its own → conforms · 16 cm on an adult's body, 32 cm on a head →
//                awaiting-review (about a factor of two) · not named → evidence-missing · no CTDIvol → notApplicable · deviates only when a person confirms
// cannot tell    whose doing it is: a scanner omits or fixes the phantom in every study, so the shipped rule set only measures, and the audit of the device's exams
//                says once how many could not be compared. Which size the patient had; 16 cm is right for the bodies of children on many scanners.
import type { CountedEvent, RegionFacts, StudyFacts, Verdict } from '@center/contract';
import { regionOfCode } from '@center/register';
import { defineRule } from '../../define-rule.ts';
import { ctdivolOf, diagnosticCt } from '../../predicates/dose-values.ts';
import { awaitingReview, conforms, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';
import { worstOf } from '../../predicates/worst-of.ts';

type Part = 'head' | 'body' | 'other';

/** Head or trunk alone; both in one field, a limb, or nothing known has no phantom of its own. */
function partOf(head: boolean, trunk: boolean): Part {
  if (head === trunk) return 'other';
  return head ? 'head' : 'body';
}

function partOfEvent({ targetRegion }: CountedEvent, region: RegionFacts): Part {
  const told = targetRegion === undefined ? undefined : regionOfCode(targetRegion, 'TargetRegion');
  if (told?.kind === 'known') return partOf(told.reach.head, told.reach.chest || told.reach.abdomenOrPelvis);
  return partOf(region.head === 'yes', region.chest === 'yes' || region.abdomenOrPelvis === 'yes');
}

/** A CTDIvol of zero was not measured, and its phantom says nothing. */
function isMeasured({ values }: CountedEvent): boolean {
  const value = ctdivolOf(values);
  return value?.kind !== 'quantity' || value.quantity.value > 0;
}

function judgeEvent(event: CountedEvent, { region, age }: StudyFacts): Verdict {
  const part = partOfEvent(event, region);
  const { phantom } = event;
  const value = ctdivolOf(event.values);
  const observed = seen({
    ...(value?.kind === 'quantity' ? { CTDIvol: value.quantity } : {}),
    phantom,
    part,
    ageBand: age.band,
  });
  if (phantom === undefined) return evidenceMissing(['CTDIwPhantomType'], observed);
  const child = age.band !== undefined && age.band !== 'adult' && age.band !== '15-17';
  const doubtful = phantom === 'head-16cm' ? part === 'body' && !child : part === 'head';
  return doubtful
    ? awaitingReview(
        observed,
        remark(
          '体模与部位不符，CTDIvol 可相差约一倍。',
          'The phantom does not fit the part of the body: CTDIvol may be wrong by a factor of about two.',
        ),
      )
    : conforms(observed);
}

export const ctdiPhantomKnown = defineRule({
  id: 'ctdi-phantom-known',
  version: 3,
  clause: 'MIDC-3.5.3a',
  severity: 'minor',
  channel: 'headers',
  title: { zh: 'CTDIvol 的体模明确且与部位相符', en: 'CTDIvol names its phantom, and it fits the part of the body' },
  whatToDo: {
    zh: '核对扫描方案所用的体模（头 16 cm、体 32 cm）；比较剂量前先换算到同一体模。',
    en: 'Check which phantom the protocol uses (head 16 cm, body 32 cm); bring doses to one phantom before comparing them.',
  },
  cannotTell: { zh: '受检者的体型。', en: 'The size of the patient.' },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  measuresOnly: true,
  usesFacts: ['dose', 'region', 'age'],
  parameters: {},
  judge: (facts) =>
    worstOf(
      diagnosticCt(facts.dose.events)
        .filter(isMeasured)
        .map((event) => judgeEvent(event, facts)),
    ) ?? notApplicable('CTDIvol', 'absent'),
});
