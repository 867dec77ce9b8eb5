import { addDays, type CalendarDate, type Quantity, type UpsFacts, type Verdict } from '@center/contract';
import { conforms, evidenceMissing, remark, seen } from './verdicts.ts';

/** The PACS stands elsewhere: contract and the host's certificate stand for what is there. Never "does not apply": the duty stays the center's. */
export function byHostCertificate(
  { certificateValidTo }: NonNullable<UpsFacts['hosted']>,
  asOf: CalendarDate,
  warnBefore: Quantity<'d'>,
): Verdict {
  const observed = seen({ hosted: true, certificateValidTo });
  if (certificateValidTo < asOf)
    return evidenceMissing(
      ['hostCertificate'],
      observed,
      remark('托管方证明已过期。', 'The certificate of the host has expired.'),
    );
  const near = addDays(certificateValidTo, -warnBefore.value) <= asOf;
  return conforms(observed, {
    basis: 'attested',
    dueSoon: near,
    note: remark(
      'PACS 托管，以合同与托管方证明为据。',
      'The PACS is hosted: contract and certificate of the host stand for it.',
    ),
  });
}
