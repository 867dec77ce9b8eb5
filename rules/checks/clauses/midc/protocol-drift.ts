// clause         MIDC-3.14e: devices are operated as their operating rules say.
// sentence       Tube voltage, charge and slice thickness lie in the band that was approved for the protocol on that device.
// applies to     acquired X-ray images.
// facts needed   technique of the images by device and protocol.
// verdict table  the band of the protocol is kept in no register yet → evidence-missing, with what the headers tell (one finding for the clause) · no X-ray
//                image → notApplicable · conforms and deviates: not before there is a band to compare with
// cannot tell    whether the technique is right; only what it was.
import { type Observed, type TechniqueGroup, xrayModalities } from '@center/contract';
import { defineRule } from '../../define-rule.ts';
import { evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

const span = ({ min, max }: { readonly min: number; readonly max: number }, unit: string): string =>
  min === max ? `${min} ${unit}` : `${min}–${max} ${unit}`;

function told({ ProtocolName, Modality, kvp, mAs, sliceThickness }: TechniqueGroup): readonly Observed[] {
  const parts = [
    ...(kvp === undefined ? [] : [span(kvp, 'kV')]),
    ...(mAs === undefined ? [] : [span(mAs, 'mAs')]),
    ...(sliceThickness === undefined ? [] : [span(sliceThickness, 'mm')]),
  ];
  const name = ProtocolName === '' ? 'without ProtocolName' : ProtocolName;
  return seen({ technique: `${Modality} ${name}: ${parts.join(', ')}` });
}

export const protocolDrift = defineRule({
  id: 'protocol-drift',
  version: 1,
  clause: 'MIDC-3.14e',
  severity: 'minor',
  channel: 'protocol-register',
  title: { zh: '扫描参数在批准范围内', en: 'Technique stays within the approved protocol' },
  whatToDo: {
    zh: '登记每台设备各方案经批准的参数范围。',
    en: 'Register the approved band of each protocol of each device.',
  },
  cannotTell: { zh: '所用参数是否恰当。', en: 'Whether the technique was right.' },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['technique'],
  parameters: {},
  judge: ({ technique }) => {
    const groups = technique.filter(({ Modality }) => xrayModalities.has(Modality));
    if (groups.length === 0) return notApplicable('technique', 'no X-ray image');
    const noVoltage = groups.some(({ kvp }) => kvp === undefined);
    return evidenceMissing(
      ['approvedProtocolBand', ...(noVoltage ? ['KVP'] : [])],
      groups.flatMap(told),
      remark('尚无经批准的参数范围可比较。', 'There is no approved band to compare with yet.'),
    );
  },
});
