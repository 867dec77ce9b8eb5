// clause         MIDC-3.12c: the PACS room has smoke detection and a fire system (烟雾探测系统和消防系统).
// sentence       Smoke in the PACS room is detected, and the detection works.
// applies to     each room of the PACS computers.
// facts needed   how smoke is told, state of a wired sensor, last inspection of the fire system, hosted PACS.
// verdict table  wired and clear → conforms, measured; never or long not tested by its button → due soon · fault or open loop → deviates · alarm → awaiting-review
//                until it is over · lost communication → source-silent · wired and no reading ever → evidence-missing · by inspection report within its
//                months → conforms, attested, due soon at its end; expired or none → evidence-missing · none at all → deviates, attested · no room
//                described → evidence-missing · hosted → by the certificate · another room → notApplicable
// cannot tell    this is evidence and no fire alarm system; whether the extinguishing works.
import {
  addDays,
  addMonths,
  type Observed,
  type Quantity,
  type RoomCard,
  type RoomFacts,
  type Verdict,
} from '@center/contract';
import { amount, defineRoomRule, ours } from '../../define-rule.ts';
import { equipmentSeen } from '../../predicates/equipment-seen.ts';
import { byHostCertificate } from '../../predicates/hosted-pacs.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  evidenceMissing,
  notApplicable,
  remark,
  seen,
  sourceSilent,
} from '../../predicates/verdicts.ts';

const neverRead = (observed: readonly Observed[]): Verdict =>
  evidenceMissing(
    ['smokeReading'],
    observed,
    remark('登记为接入，但从未有读数。', 'Entered as wired, but it has never been read.'),
  );

function wired(room: RoomFacts, tested: Quantity<'d'>): Verdict {
  const { asOf, smoke } = room;
  const { state, lastTestedOn, silentSince, alarms } = smoke;
  const observed = [
    ...equipmentSeen(room),
    ...seen({
      smoke: state,
      alarms,
      ...(lastTestedOn === undefined ? {} : { smokeTestedOn: lastTestedOn }),
      ...(silentSince === undefined ? {} : { silentSince }),
    }),
  ];
  switch (state) {
    case 'clear':
      return lastTestedOn !== undefined && addDays(lastTestedOn, tested.value) >= asOf
        ? conforms(observed)
        : conforms(observed, {
            dueSoon: true,
            note: remark('烟感应按测试按钮定期测试。', 'The sensor should be tested by its button.'),
          });
    case 'alarm':
      return awaitingReview(
        observed,
        remark('烟感正在报警，先到现场。', 'The sensor tells of smoke: go and look first.'),
      );
    case 'fault':
      return deviates(observed, {
        note: remark('烟感回路断开或故障。', 'The loop of the sensor is open, or the sensor is faulty.'),
      });
    case 'unknown':
      if (silentSince !== undefined)
        return sourceSilent(
          observed,
          ['smokeReading'],
          remark('烟感失联，状态未知。', 'The sensor is silent: its state is unknown.'),
        );
      return neverRead(observed);
    case 'not-wired':
      return neverRead(observed);
  }
}

function inspected(room: RoomFacts, { fireInspectedOn }: RoomCard, months: number, warnBefore: Quantity<'d'>): Verdict {
  const { asOf } = room;
  const observed = [...equipmentSeen(room), ...seen({ fireInspectedOn })];
  if (fireInspectedOn === undefined) return evidenceMissing(['fireInspection'], observed);
  const ends = addMonths(fireInspectedOn, months);
  if (ends < asOf)
    return evidenceMissing(
      ['fireInspection'],
      observed,
      remark('消防检测报告已过期。', 'The inspection report has expired.'),
    );
  return conforms(observed, { basis: 'attested', dueSoon: addDays(ends, -warnBefore.value) <= asOf });
}

export const smokeDetection = defineRoomRule({
  id: 'smoke-detection',
  version: 1,
  clause: 'MIDC-3.12c',
  severity: 'critical',
  channel: 'room-watch',
  title: { zh: 'PACS 机房烟雾探测', en: 'Smoke detection in the PACS room' },
  whatToDo: {
    zh: '先核实现场；修复断线或失联的烟感；不能接入的，登记年度消防检测报告。',
    en: 'Look at the room first; mend an open loop or a silent sensor; where it cannot be wired, enter the yearly inspection report.',
  },
  cannotTell: {
    zh: '本系统仅作证据，不是火灾报警系统；灭火设施是否有效。',
    en: 'This is evidence and no fire alarm system; whether the extinguishing works.',
  },
  reviewable: false,
  fourEyes: false,
  parameters: {
    inspectedWithin: amount(12, 'mo', ours('clause table: yearly inspection of the fire system')),
    testedWithin: amount(35, 'd', ours('the test button once a month, with days to spare')),
    warnBefore: amount(60, 'd', ours('days before an inspection or certificate ends from which it warns')),
  },
  judge: (room, p) => {
    const { card, hosted, asOf } = room;
    if (card === undefined)
      return hosted === undefined
        ? evidenceMissing(['roomCard'], [], remark('未登记 PACS 机房。', 'No room of the PACS has been entered.'))
        : byHostCertificate(hosted, asOf, p.warnBefore);
    if (card.purpose !== 'pacs') return notApplicable('roomPurpose', card.purpose);
    switch (card.smoke) {
      case 'wired':
        return wired(room, p.testedWithin);
      case 'inspection':
        return inspected(room, card, p.inspectedWithin.value, p.warnBefore);
      case 'none':
        return deviates([...equipmentSeen(room), ...seen({ smoke: 'none' })], {
          basis: 'attested',
          note: remark('已登记没有烟雾探测。', 'It was entered that there is no smoke detection.'),
        });
    }
  },
});
