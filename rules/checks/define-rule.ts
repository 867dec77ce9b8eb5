import {
  type ArchiveFacts,
  type ArchiveYearFacts,
  type ClauseId,
  type DailyRecordFacts,
  type DeviceStandingFacts,
  type DeviceUptimeFacts,
  type EvidenceChannel,
  type ExamGroupFacts,
  type HoldingsFacts,
  isUnit,
  type KeptStudyFacts,
  type MaintenanceFacts,
  must,
  parseClauseId,
  parseRuleId,
  Quantity,
  type RoomFacts,
  type RuleId,
  type RuleParameter,
  type SeenPersonFacts,
  type Severity,
  type StudyFacts,
  type SubjectKind,
  type Unit,
  type UploadMonthFacts,
  type UpsFacts,
  type Verdict,
} from '@center/contract';
import type { Bilingual } from '@center/register';

type Source = RuleParameter['source'];
export type Parameters = Readonly<Record<string, RuleParameter>>;

/** A numeric parameter: its unit travels with it into every comparison. */
export function amount<U extends Unit>(
  value: number,
  unit: U,
  source: Source,
): { readonly value: number; readonly unit: U; readonly source: Source } {
  return { value, unit, source };
}

export function flag(value: boolean, source: Source): { readonly value: boolean; readonly source: Source } {
  return { value, source };
}

export function list(
  value: readonly string[],
  source: Source,
): { readonly value: readonly string[]; readonly source: Source } {
  return { value, source };
}

/** A number printed in the clause itself. */
export const seed = (text: string): Source => ({ kind: 'seed', text });
/** A number of another order or standard. */
export const law = (text: string): Source => ({ kind: 'law', text });
/** This product's own number; never to be shown as law. */
export const ours = (text: string): Source => ({ kind: 'default', text });

type ValueOf<P> = P extends { readonly value: number; readonly unit: infer U extends Unit }
  ? Quantity<U>
  : P extends { readonly value: boolean }
    ? boolean
    : P extends { readonly value: string }
      ? string
      : readonly string[];

/** The parameters as a rule sees them: a `Quantity` in the declared unit, a flag, a text or a list of texts. */
export type ParameterValues<P extends Parameters> = { readonly [K in keyof P]: ValueOf<P[K]> };

/** One rule as its author writes it. */
export interface RuleText<P extends Parameters> {
  /** kebab-case sentence of what holds when the rule is kept. */
  readonly id: string;
  /** Raised by every change of what the rule says; see the fingerprints. */
  readonly version: number;
  /** One clause of the register. */
  readonly clause: string;
  readonly severity: Severity;
  readonly subject?: SubjectKind;
  readonly channel: EvidenceChannel;
  readonly title: Bilingual;
  /** For the center's people: how a deviation or a gap is mended. */
  readonly whatToDo: Bilingual;
  /** What the verdict does not say, so that nobody reads more into it. */
  readonly cannotTell: Bilingual;
  /** The rule looks for absences or totals: while the study is still arriving, they are no verdict. */
  readonly waitsForQuiet: boolean;
  /** False for rules on conduct: what was done elsewhere is not this center's doing. */
  readonly judgesImported: boolean;
  /** A person's decision may settle `awaiting-review`. */
  readonly reviewable: boolean;
  /** Such a decision counts only when a second person agreed. */
  readonly fourEyes: boolean;
  /** The shipped manifest runs it for measuring only. */
  readonly measuresOnly?: boolean;
  /** Members of the facts that `judge` reads. The rule's test sees to it that no other is read. */
  readonly usesFacts: readonly (keyof StudyFacts)[];
  /** A study whose facts lack this member is not judged by the rule at all: a rule on what befalls few studies leaves no verdict on all the others. */
  readonly onlyWith?: keyof StudyFacts;
  readonly parameters: P;
  readonly judge: (facts: StudyFacts, p: ParameterValues<P>) => Verdict;
}

/** What rules judge beside the objects of a live study, each with its facts. */
export interface WiderFacts {
  readonly 'exam-group': ExamGroupFacts;
  readonly archive: ArchiveFacts;
  readonly 'kept-study': KeptStudyFacts;
  readonly 'archive-year': ArchiveYearFacts;
  readonly holdings: HoldingsFacts;
  readonly device: DeviceStandingFacts;
  readonly person: SeenPersonFacts;
  readonly 'upload-month': UploadMonthFacts;
  readonly 'device-uptime': DeviceUptimeFacts;
  readonly 'daily-record': DailyRecordFacts;
  readonly maintenance: MaintenanceFacts;
  readonly ups: UpsFacts;
  readonly room: RoomFacts;
}
export type WiderReach = keyof WiderFacts;
/** What a rule judges. `study` and `kept-study` have the same subject, a StudyInstanceUID: one by its objects, one by what the archive answered for it. */
export type Reach = 'study' | WiderReach;

/** One rule as the evaluator, the catalogue and the pages know it. */
export interface RuleDefinition extends Omit<Required<RuleText<Parameters>>, 'id' | 'clause' | 'judge' | 'onlyWith'> {
  readonly onlyWith?: keyof StudyFacts;
  readonly id: RuleId;
  readonly clause: ClauseId;
  readonly reach: Reach;
  /** Judges with the parameters of a manifest. Throws when they are not the declared ones in name, kind and unit: the evaluator makes that `rule-fault`. */
  readonly judge: (facts: StudyFacts, parameters: Parameters) => Verdict;
  /** Empty on a rule that judges a study by its objects; else one judge, that of its reach. */
  readonly wider: { readonly [K in WiderReach]?: (facts: WiderFacts[K], parameters: Parameters) => Verdict };
}

/** A rule that judges no study by its objects: what its author writes. */
type WiderText<P extends Parameters, F> = Omit<
  RuleText<P>,
  'judge' | 'usesFacts' | 'waitsForQuiet' | 'judgesImported' | 'subject' | 'onlyWith'
> & { readonly judge: (facts: F, p: ParameterValues<P>) => Verdict };

function kindOf(value: RuleParameter['value']): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

function valueOf(
  name: string,
  declared: RuleParameter,
  given: RuleParameter | undefined,
): Quantity | string | boolean | readonly string[] {
  if (given === undefined) throw new TypeError(`the rule set gives no parameter ${name}`);
  if (kindOf(given.value) !== kindOf(declared.value))
    throw new TypeError(`parameter ${name} is a ${kindOf(given.value)}, the rule needs a ${kindOf(declared.value)}`);
  if (given.unit !== declared.unit)
    throw new TypeError(
      `parameter ${name} is in ${given.unit ?? 'no unit'}, the rule needs ${declared.unit ?? 'no unit'}`,
    );
  if (typeof given.value !== 'number') return given.value;
  if (given.unit === undefined || !isUnit(given.unit))
    throw new TypeError(`parameter ${name} is a number without a known unit`);
  return new Quantity(given.value, given.unit);
}

function valuesOf<P extends Parameters>(declared: P, given: Parameters): ParameterValues<P> {
  const unknown = Object.keys(given).find((name) => !(name in declared));
  if (unknown !== undefined) throw new TypeError(`the rule knows no parameter ${unknown}`);
  const values = Object.fromEntries(
    Object.entries(declared).map(([name, parameter]) => [name, valueOf(name, parameter, given[name])]),
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every declared name has just been read in its declared kind and unit
  return values as ParameterValues<P>;
}

/** Reads the parameters of a rule set once for each rule: a rule set is not changed after it is published, and judges study after study. */
function readerOf<P extends Parameters>(declared: P): (given: Parameters) => ParameterValues<P> {
  const known = new WeakMap<Parameters, ParameterValues<P>>();
  return (given) => {
    const before = known.get(given);
    if (before !== undefined) return before;
    const values = valuesOf(declared, given);
    known.set(given, values);
    return values;
  };
}

/** Makes a rule from its text. A malformed id or clause is a fault of the program and throws at once, when the module loads. */
export function defineRule<const P extends Parameters>(text: RuleText<P>): RuleDefinition {
  const { judge, ...rest } = text;
  const read = readerOf(text.parameters);
  return Object.freeze({
    subject: 'study',
    measuresOnly: false,
    reach: 'study',
    wider: {},
    ...rest,
    id: must(parseRuleId(text.id)),
    clause: must(parseClauseId(text.clause)),
    judge: (facts: StudyFacts, parameters: Parameters) => judge(facts, read(parameters)),
  });
}

const noStudy = { waitsForQuiet: false, judgesImported: true, usesFacts: [] } as const;
const neverAStudy = (): never => {
  throw new Error('this rule judges no study');
};

type Maker<F> = <const P extends Parameters>(text: WiderText<P, F>) => RuleDefinition;

function makerOf<K extends WiderReach>(reach: K, subject: SubjectKind): Maker<WiderFacts[K]> {
  return (text) => {
    const { judge, ...rest } = text;
    const read = readerOf(text.parameters);
    return Object.freeze({
      ...defineRule({ ...rest, ...noStudy, subject, judge: neverAStudy }),
      reach,
      wider: { [reach]: (facts: WiderFacts[K], parameters: Parameters) => judge(facts, read(parameters)) },
    });
  };
}

/** Makes a rule on the exams of one device, class and age band together. */
export const defineGroupRule = makerOf('exam-group', 'device');
/** Makes a rule on the archive's patients as a whole. */
export const defineArchiveRule = makerOf('archive', 'archive');
/** Makes a rule on what the archive answered for one study; the study need not have live objects. */
export const defineKeptStudyRule = makerOf('kept-study', 'study');
/** Makes a rule on one calendar year of the archive. */
export const defineArchiveYearRule = makerOf('archive-year', 'archive');
/** Makes a rule on the archive's holdings as a whole: delivery, settings, capacity. */
export const defineHoldingsRule = makerOf('holdings', 'archive');
/** Makes a rule on one device, by the archive, the device cards and the permits. */
export const defineDeviceRule = makerOf('device', 'device');
/** Makes a rule on one name that headers give, by the staff list. */
export const definePersonRule = makerOf('person', 'person');
/** Makes a rule on the images of one month that are due at the regional platform. */
export const defineUploadRule = makerOf('upload-month', 'archive');
/** Makes a rule on how far one imaging device was up, and how it is watched. */
export const defineUptimeRule = makerOf('device-uptime', 'device');
/** Makes a rule on the daily records of one imaging device. */
export const defineDailyRecordRule = makerOf('daily-record', 'device');
/** Makes a rule on the planned maintenance of one imaging device. */
export const defineMaintenanceRule = makerOf('maintenance', 'device');
/** Makes a rule on the center's UPS for its PACS. */
export const defineUpsRule = makerOf('ups', 'facility');
/** Makes a rule on one room. */
export const defineRoomRule = makerOf('room', 'room');
