import { type Static, Type } from 'typebox';
import { RetentionItem } from '../wire/archive.ts';
import { ChannelItem, DeviceItem, DoseCoverageItem, IntakeItem } from '../wire/batch.ts';
import { AgentStateText } from '../wire/enrolment.ts';
import {
  ClauseIdText,
  Count,
  closed,
  DateText,
  InstantText,
  literalUnion,
  MonthText,
  SeverityText,
  SlugText,
} from '../wire/parts.ts';
import { AgentLivenessText, ConsoleAgent } from './agents.ts';
import { BilingualText, ConsoleNumbers, FacilityNameText, PageNumber, PageSize, StandingLightText } from './parts.ts';

const LicenceText = Type.String({ minLength: 1, maxLength: 60, dataClass: 'public' });
/** Six digits of the administrative division (GB/T 2260). */
const DivisionText = Type.String({ pattern: '^\\d{6}$', dataClass: 'public' });

/** One center with its standing. `asOf`: latest moment up to which evidence is contained; null when nothing has come yet. */
export const ConsoleFacilityRow = Type.Object(
  {
    facilityId: SlugText,
    name: FacilityNameText,
    licenceNumber: Type.Union([LicenceText, Type.Null()]),
    divisionCode: Type.Union([DivisionText, Type.Null()]),
    light: StandingLightText,
    numbers: ConsoleNumbers,
    openFindings: Type.Object({ critical: Count, major: Count, minor: Count }, closed),
    /** Clauses left out of the rates, always shown beside them. */
    waivedClauses: Count,
    notApplicableClauses: Count,
    unservedClauses: Count,
    agents: Type.Object({ enrolled: Count, pending: Count, silent: Count, quarantined: Count }, closed),
    asOf: Type.Union([InstantText, Type.Null()]),
  },
  closed,
);
export type ConsoleFacilityRow = Static<typeof ConsoleFacilityRow>;

export const facilitySorts = ['standing', 'name', 'openCritical', 'metRate', 'coverage', 'asOf'] as const;

/** GET /api/facilities */
export const ConsoleFacilitiesQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 80, dataClass: 'operational' })),
    light: Type.Optional(StandingLightText),
    sort: Type.Optional(literalUnion(facilitySorts)),
    page: Type.Optional(PageNumber),
    pageSize: Type.Optional(PageSize),
  },
  closed,
);
export type ConsoleFacilitiesQuery = Static<typeof ConsoleFacilitiesQuery>;

export const ConsoleFacilities = Type.Object(
  { asOf: InstantText, total: Count, page: PageNumber, pageSize: PageSize, rows: Type.Array(ConsoleFacilityRow) },
  closed,
);
export type ConsoleFacilities = Static<typeof ConsoleFacilities>;

/** POST /api/facilities → ConsoleFacilityRow (administrator). */
export const ConsoleFacilityCreate = Type.Object(
  {
    facilityId: SlugText,
    name: FacilityNameText,
    licenceNumber: Type.Optional(LicenceText),
    divisionCode: Type.Optional(DivisionText),
  },
  closed,
);
export type ConsoleFacilityCreate = Static<typeof ConsoleFacilityCreate>;

/** GET /api/facilities/:id */
export const ConsoleFacility = Type.Object(
  {
    asOf: InstantText,
    facility: ConsoleFacilityRow,
    createdAt: InstantText,
    agents: Type.Array(ConsoleAgent),
    devices: Type.Array(DeviceItem),
    channels: Type.Array(ChannelItem),
    doseCoverage: Type.Array(DoseCoverageItem),
    retention: Type.Array(RetentionItem),
    intake: Type.Array(IntakeItem),
  },
  closed,
);
export type ConsoleFacility = Static<typeof ConsoleFacility>;

/** Something that happened to a finding since yesterday, counted by rule and facility; the rows behind it are found by facility, rule and `changedSince`. */
export const ConsoleChange = Type.Object(
  {
    facilityId: SlugText,
    facilityName: FacilityNameText,
    ruleId: Type.String({ dataClass: 'public' }),
    ruleTitle: BilingualText,
    clause: ClauseIdText,
    severity: SeverityText,
    opened: Count,
    closed: Count,
    revised: Count,
    latestAt: InstantText,
  },
  closed,
);
export type ConsoleChange = Static<typeof ConsoleChange>;

/** A report that is owed to a target. `dueOn` is the last day on which it counts as on time. */
export const ConsoleDue = Type.Object(
  {
    facilityId: SlugText,
    facilityName: FacilityNameText,
    targetId: SlugText,
    month: MonthText,
    dueOn: DateText,
    daysLeft: Type.Integer(),
    /** `missing`: no package is built for it yet. */
    state: Type.String({ dataClass: 'operational' }),
    packageId: Type.Union([SlugText, Type.Null()]),
  },
  closed,
);
export type ConsoleDue = Static<typeof ConsoleDue>;

/** GET /api/overview */
export const ConsoleOverview = Type.Object(
  {
    asOf: InstantText,
    /** Oldest `asOf` among the centers; null when a center has sent nothing. */
    evidenceFrom: Type.Union([InstantText, Type.Null()]),
    facilities: Count,
    lights: Type.Object({ red: Count, amber: Count, green: Count, 'not-graded': Count }, closed),
    numbers: ConsoleNumbers,
    /** Red first, at most 50; `facilities` says how many there are. */
    centers: Type.Array(ConsoleFacilityRow),
    changesSince: InstantText,
    changes: Type.Array(ConsoleChange),
    dueSoon: Type.Array(ConsoleDue),
    agents: Type.Array(
      Type.Object(
        {
          agentId: SlugText,
          facilityId: SlugText,
          facilityName: FacilityNameText,
          state: AgentStateText,
          liveness: AgentLivenessText,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ConsoleOverview = Static<typeof ConsoleOverview>;

/** GET /api/devices?facility= */
export const ConsoleDevicesQuery = Type.Object({ facility: Type.Optional(SlugText) }, closed);
export type ConsoleDevicesQuery = Static<typeof ConsoleDevicesQuery>;
export const ConsoleDevices = Type.Object(
  {
    asOf: InstantText,
    rows: Type.Array(
      Type.Object(
        {
          facilityId: SlugText,
          facilityName: FacilityNameText,
          device: DeviceItem,
          /** Studies with a promised dose record and those that have one, all months; null when none is promised. */
          dose: Type.Union([Type.Object({ expected: Count, present: Count }, closed), Type.Null()]),
          receivedAt: InstantText,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ConsoleDevices = Static<typeof ConsoleDevices>;
