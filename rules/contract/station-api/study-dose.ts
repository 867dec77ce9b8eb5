import { type Static, Type } from 'typebox';
import { BilingualText } from '../console-api/parts.ts';
import { dosePlanes, lateralities, phantoms } from '../dose.ts';
import { DoseMeasureText, DoseSourceText, DoseUnitText, ExamClassText } from '../wire/dose.ts';
import { closed, InstantText, literalUnion } from '../wire/parts.ts';
import { IdentityText } from './parts.ts';

/** A value as the object wrote it and as it was read: `value` in `unit` (UCUM); null where the unit is outside the table or the text is no number, then only the raw spelling stands. */
export const StationDoseValue = Type.Object(
  {
    /** Concept name without blanks: MeanCTDIvol, DLP, DoseAreaProduct … */
    name: Type.String(),
    value: Type.Union([Type.Number(), Type.Null()]),
    unit: DoseUnitText,
    /** Empty where the value was read as a number. */
    rawValue: IdentityText,
    /** The unit as it was written. */
    rawUnit: IdentityText,
    standardSpelling: Type.Boolean(),
  },
  closed,
);
export type StationDoseValue = Static<typeof StationDoseValue>;

const PlaneText = literalUnion(dosePlanes);
const SideText = literalUnion(lateralities);
const PhantomText = literalUnion(phantoms);
const Maybe = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
/** A coded concept as it is read: its meaning, and `code|scheme` where it has a code. */
const ConceptObject = Type.Object({ meaning: IdentityText, code: IdentityText }, closed);

/** One exposure, counted once; `source` is the best that told of it. */
export const StationDoseEvent = Type.Object(
  {
    /** Irradiation Event UID; empty when the object gives none. */
    uid: IdentityText,
    /** Event or acquisition type as its concept name without blanks; empty when nobody told. */
    type: Type.String(),
    plane: Maybe(PlaneText),
    laterality: Maybe(SideText),
    targetRegion: Maybe(ConceptObject),
    protocol: IdentityText,
    phantom: Maybe(PhantomText),
    /** DICOM DT in the device's own zone; empty when nobody told. */
    startedAt: IdentityText,
    referencePoint: Maybe(ConceptObject),
    mark: Maybe(literalUnion(['repeated', 'rejected'] as const)),
    source: DoseSourceText,
    values: Type.Array(StationDoseValue),
  },
  closed,
);
export type StationDoseEvent = Static<typeof StationDoseEvent>;

/** Accumulated values of one plane or side, of one object; totals of several reports of one study are not added up. */
export const StationDoseTotal = Type.Object(
  {
    source: DoseSourceText,
    /** The report; empty for what headers say. */
    SOPInstanceUID: IdentityText,
    plane: Maybe(PlaneText),
    laterality: Maybe(SideText),
    values: Type.Array(StationDoseValue),
  },
  closed,
);
export type StationDoseTotal = Static<typeof StationDoseTotal>;

export const doseDepartureCodes = [
  'unit-spelling',
  'unit-unknown',
  'concept-code-wrong',
  'concept-by-meaning',
  'measurement-empty',
  'number-form',
] as const;

/** GET /api/studies/:uid/dose: the dose of one study, exposure by exposure. */
export const StationStudyDose = Type.Object(
  {
    asOf: InstantText,
    exam: Type.Object(
      {
        /** '' = unmapped. */
        examClass: ExamClassText,
        title: Maybe(BilingualText),
        /** The mapping row that decided, as `keyword=pattern`, or why none did. */
        decidedBy: IdentityText,
      },
      closed,
    ),
    /** What the exam is compared by. */
    measures: Type.Array(
      Type.Object(
        { measure: DoseMeasureText, value: Type.Number(), unit: DoseUnitText, source: DoseSourceText },
        closed,
      ),
    ),
    phantom: Maybe(PhantomText),
    referencePoint: Maybe(ConceptObject),
    phases: Maybe(Type.Integer()),
    /** Objects that tell a dose: how it came into them (113854 Source of Dose Information) where they say. */
    reports: Type.Array(
      Type.Object(
        {
          source: DoseSourceText,
          SOPInstanceUID: IdentityText,
          procedure: Maybe(ConceptObject),
          sourceOfDose: Maybe(ConceptObject),
          device: IdentityText,
        },
        closed,
      ),
    ),
    events: Type.Array(StationDoseEvent),
    totals: Type.Array(StationDoseTotal),
    departures: Type.Array(
      Type.Object({ code: literalUnion(doseDepartureCodes), where: Type.String(), raw: IdentityText }, closed),
    ),
  },
  closed,
);
export type StationStudyDose = Static<typeof StationStudyDose>;
