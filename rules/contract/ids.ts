import { accepted, type Parsed, refused } from './parsed.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** (0020,000D), PS3.5 §9.1: at most 64 characters of digits and dots. Real archives also hold UIDs that break the rule; those are kept as read. */
export type StudyInstanceUID = Branded<'StudyInstanceUID'>;
/** (0020,000E) */
export type SeriesInstanceUID = Branded<'SeriesInstanceUID'>;
/** (0008,0018) */
export type SOPInstanceUID = Branded<'SOPInstanceUID'>;
/** (0008,0016) */
export type SOPClassUID = Branded<'SOPClassUID'>;
/** One practice site (one 医疗机构执业许可证), the unit of supervision. */
export type FacilityId = Branded<'FacilityId'>;
/** One enrolled agent process; a facility may have several. */
export type AgentId = Branded<'AgentId'>;
/** A device as the agent knows it: a digest over manufacturer, model and serial number. */
export type DeviceId = Branded<'DeviceId'>;
/** kebab-case sentence of a rule. */
export type RuleId = Branded<'RuleId'>;
/** `<body>-<section>` of the clause register, e.g. `MIDC-3.5.3e`. */
export type ClauseId = Branded<'ClauseId'>;
/** HMAC of (facility, rule, subject) under the center's key: tells nothing without the key. */
export type FindingId = Branded<'FindingId'>;
/** HMAC of a study or patient key under the center's key; the only form in which a study leaves the center. */
export type Pseudonym = Branded<'Pseudonym'>;
/** 64 lower-case hexadecimal digits. */
export type Sha256 = Branded<'Sha256'>;

function parser<Id extends string>(name: string, pattern: RegExp, example: string): (raw: unknown) => Parsed<Id> {
  return (raw) => {
    if (typeof raw !== 'string') return refused(`${name} must be text, like "${example}"`);
    const text = raw.trim();
    if (!pattern.test(text))
      return refused(`"${raw.slice(0, 80)}" is no ${name}; expected something like "${example}"`);
    // The one place where a checked string becomes its brand.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pattern has just been tested
    return accepted(text as Id);
  };
}

/** UIDs: the standard's form is digits and dots; a device's departure (letters, 65+ characters) is still an identity and is accepted up to 128 printable characters. */
const uid = /^[\x21-\x7e]{1,128}$/;
export const parseStudyInstanceUID = parser<StudyInstanceUID>('StudyInstanceUID', uid, '1.2.840.113619.2.55.3');
export const parseSeriesInstanceUID = parser<SeriesInstanceUID>('SeriesInstanceUID', uid, '1.2.840.113619.2.55.3.1');
export const parseSOPInstanceUID = parser<SOPInstanceUID>('SOPInstanceUID', uid, '1.2.840.113619.2.55.3.1.1');
export const parseSOPClassUID = parser<SOPClassUID>('SOPClassUID', uid, '1.2.840.10008.5.1.4.1.1.2');

const slug = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
export const parseFacilityId = parser<FacilityId>('FacilityId', slug, 'demo-center');
export const parseAgentId = parser<AgentId>('AgentId', slug, 'agent-01j9zq');
export const parseRuleId = parser<RuleId>('RuleId', /^[a-z0-9]+(-[a-z0-9]+)*$/, 'pregnancy-asked');
export const parseClauseId = parser<ClauseId>('ClauseId', /^[A-Z]{2,4}[0-9]{0,2}-[A-Za-z0-9.]+$/, 'MIDC-3.5.3e');

const hex32 = /^[0-9a-f]{32}$/;
const hex64 = /^[0-9a-f]{64}$/;
export const parseDeviceId = parser<DeviceId>('DeviceId', hex32, '0f'.repeat(16));
export const parseFindingId = parser<FindingId>('FindingId', hex64, 'ab'.repeat(32));
export const parsePseudonym = parser<Pseudonym>('Pseudonym', hex64, 'ab'.repeat(32));
export const parseSha256 = parser<Sha256>('Sha256', hex64, 'ab'.repeat(32));
