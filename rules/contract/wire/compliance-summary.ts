import { type Static, Type } from 'typebox';
import {
  ClauseIdText,
  Count,
  closed,
  DeviceIdText,
  DeviceText,
  InstantText,
  literalUnion,
  MonthText,
  Ordinal,
  PlainText,
  Sha256Text,
  SlugText,
} from './parts.ts';

/** A count, or `<5`: fewer than five subjects stand behind it, or `withheld`: a larger count that would give such a one away by subtraction. */
const Suppressible = Type.Union([Count, Type.Literal('<5'), Type.Literal('withheld')]);

export const SummaryClause = Type.Object(
  {
    clause: ClauseIdText,
    document: PlainText,
    section: PlainText,
    applicable: Suppressible,
    judged: Suppressible,
    met: Suppressible,
    deviating: Suppressible,
    /** judged ÷ applicable, 0…1; null when nothing applies or the count is withheld. */
    coverage: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
    rules: Count,
  },
  closed,
);

const NotMeasured = Type.Object({ measured: Type.Literal(false), why: PlainText }, closed);

/** What a regulator receives for one facility and month. No patient identity and no single study; small strata withheld. */
export const ComplianceSummary = Type.Object(
  {
    kind: Type.Literal('compliance-summary/1'),
    packageId: SlugText,
    version: Ordinal,
    supersedes: Type.Union([
      Type.Null(),
      Type.Object({ packageId: SlugText, version: Ordinal, reason: PlainText }, closed),
    ]),
    facility: Type.Object(
      {
        id: SlugText,
        name: PlainText,
        licenceNumber: Type.Union([PlainText, Type.Null()]),
        divisionCode: Type.Union([PlainText, Type.Null()]),
      },
      closed,
    ),
    month: MonthText,
    builtAt: InstantText,
    /** Latest moment up to which evidence is contained. */
    asOf: Type.Union([InstantText, Type.Null()]),
    ruleSetSha256: Type.Array(Sha256Text),
    clauses: Type.Array(SummaryClause),
    notMeasured: Type.Array(ClauseIdText),
    openFindings: Type.Object({ critical: Suppressible, major: Suppressible, minor: Suppressible }, closed),
    dose: Type.Union([
      NotMeasured,
      Type.Object(
        {
          measured: Type.Literal(true),
          devices: Type.Array(
            Type.Object(
              {
                deviceId: DeviceIdText,
                modalities: Type.Array(DeviceText),
                expected: Suppressible,
                present: Suppressible,
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ]),
    availability: NotMeasured,
    retention: Type.Union([
      NotMeasured,
      Type.Object(
        {
          measured: Type.Literal(true),
          years: Type.Array(
            Type.Object(
              {
                year: Type.Integer(),
                known: Suppressible,
                /** Came back as images. What is neither proven nor lost rests on the archive's own word, is off its lists, or has been explained. */
                proven: Suppressible,
                lost: Suppressible,
                /** False: studies lost before the agent came cannot be seen, so that `known` is no whole. Absent in summaries of older programs. */
                seenWhole: Type.Optional(Type.Boolean()),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ]),
  },
  closed,
);
export type ComplianceSummary = Static<typeof ComplianceSummary>;
export type SummaryClause = Static<typeof SummaryClause>;

/** What a receiving platform answers: `accepted` only says that the bytes are there; a receipt number makes it *receipted*. */
export const DeliveryReceipt = Type.Object(
  {
    kind: Type.Literal('delivery-receipt/1'),
    packageId: SlugText,
    version: Ordinal,
    bodySha256: Sha256Text,
    receiptNumber: PlainText,
    receivedAt: InstantText,
    outcome: literalUnion(['taken', 'already-there'] as const),
  },
  closed,
);
export type DeliveryReceipt = Static<typeof DeliveryReceipt>;
