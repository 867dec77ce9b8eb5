// clause         MIDC-3.12d: the room keeps a fitting temperature and humidity (机房内保持合适的温度、湿度).
// sentence       Over the last thirty days the PACS room was in its band but for brief excursions.
// applies to     each room of the PACS computers.
// facts needed   seconds measured, of these outside the band and the longest stretch, outside now since, coverage of the sensor, silence, hosted PACS.
// verdict table  inside but for brief excursions → conforms; outside at this moment → due soon · outside for a larger share, or in one stretch, than allowed → deviates ·
//                no sensor, or no room described → evidence-missing · measured for less than a day → not-yet-run · silent, or too little measured →
//                source-silent · hosted → by the certificate · another room → notApplicable
// cannot tell    how clean the room is; places in it that are hotter than the sensor.
import { type Observed, type Quantity, quantity, type RoomFacts } from '@center/contract';
import { amount, defineRoomRule, ours } from '../../define-rule.ts';
import { equipmentSeen } from '../../predicates/equipment-seen.ts';
import { byHostCertificate } from '../../predicates/hosted-pacs.ts';
import {
  conforms,
  deviates,
  evidenceMissing,
  notApplicable,
  notYetRun,
  remark,
  seen,
  sourceSilent,
} from '../../predicates/verdicts.ts';

const dayS = 86_400;
const hundredths = (part: number, whole: number): Quantity<'%'> =>
  quantity(whole === 0 ? 0 : Math.floor((part * 10_000) / whole) / 100, '%');

/** Shares to whole percents and stretches to whole minutes: what moves with every reading is no news. */
function climateSeen({
  measuredS,
  outsideS,
  longestOutsideS,
  outsideSince,
  coverage,
  silentSince,
}: RoomFacts['climate']): readonly Observed[] {
  return seen({
    outsideShare: quantity(Math.floor(hundredths(outsideS, measuredS).value), '%'),
    longestOutside: quantity(Math.floor(longestOutsideS / 60), 'min'),
    coverage: quantity(Math.floor(coverage / 100), '%'),
    ...(outsideSince === undefined ? {} : { outsideSince }),
    ...(silentSince === undefined ? {} : { silentSince }),
  });
}

export const roomClimate = defineRoomRule({
  id: 'room-climate',
  version: 1,
  clause: 'MIDC-3.12d',
  severity: 'major',
  channel: 'room-watch',
  title: { zh: 'PACS 机房温湿度适宜', en: 'Climate of the PACS room' },
  whatToDo: {
    zh: '检查空调与传感器；超限时段在“电源与机房”中查看；本中心的温湿度范围在机房卡片上设置。',
    en: 'See to air conditioning and sensor; look at the excursions under power and rooms; the band of the center is set on the card of the room.',
  },
  cannotTell: {
    zh: '机房是否整洁；传感器以外的局部热点。',
    en: 'How clean the room is; places in it that are hotter than the sensor.',
  },
  reviewable: false,
  fourEyes: false,
  parameters: {
    outsideAtMost: amount(5, '%', ours('share of the measured time that brief excursions may take')),
    longestAtMost: amount(240, 'min', ours('longest stretch outside that is still an event and no lasting state')),
    coverageAtLeast: amount(90, '%', ours('share of the time in which the sensor must have given a value')),
    warnBefore: amount(60, 'd', ours('days before the certificate of a host ends from which it warns')),
  },
  judge: (room, p) => {
    const { card, hosted, climate, asOf } = room;
    if (card === undefined)
      return hosted === undefined
        ? evidenceMissing(['roomCard'], [], remark('未登记 PACS 机房。', 'No room of the PACS has been entered.'))
        : byHostCertificate(hosted, asOf, p.warnBefore);
    if (card.purpose !== 'pacs') return notApplicable('roomPurpose', card.purpose);
    const { sensor, measuredS, outsideS, longestOutsideS, outsideSince, coverage, silentSince } = climate;
    if (!sensor)
      return evidenceMissing(
        ['climateReading'],
        equipmentSeen(room),
        remark('没有温湿度传感器。', 'There is no sensor.'),
      );
    const observed = [...equipmentSeen(room), ...climateSeen(climate)];
    if (quantity(longestOutsideS / 60, 'min') > p.longestAtMost)
      return deviates(observed, {
        limit: p.longestAtMost,
        note: remark('长时间持续超出范围。', 'Outside of the band for long in one stretch.'),
      });
    if (measuredS >= dayS && hundredths(outsideS, measuredS) > p.outsideAtMost)
      return deviates(observed, {
        limit: p.outsideAtMost,
        note: remark('超出范围的时间过多。', 'Outside of the band too much of the time.'),
      });
    if (silentSince !== undefined) return sourceSilent(observed, ['climateReading']);
    if (measuredS < dayS) return notYetRun(observed, ['climateReading']);
    if (quantity(coverage / 100, '%') < p.coverageAtLeast)
      return sourceSilent(
        observed,
        ['climateReading'],
        remark('有效测量时间不足。', 'Too little of the time was measured.'),
      );
    return outsideSince === undefined
      ? conforms(observed)
      : conforms(observed, { dueSoon: true, note: remark('目前超出范围。', 'Outside of the band now.') });
  },
});
