import { type Static, Type } from 'typebox';
import { permitKinds } from '../reconcile-facts.ts';
import { importKinds, importProblems, receiptSources, registerNames, staffPosts } from '../registers.ts';
import { Count, closed, DateText, DeviceIdText, InstantText, literalUnion, MonthText } from '../wire/parts.ts';
import { AccessionText, IdentityText, PageQuery, ReasonWritten, StudyUidText } from './parts.ts';

/** Something to be seen, and no sign that cannot be: two entries that look alike are alike. */
const visible = '^(?=[^]*\\S)[^\\u0000-\\u0008\\u000b-\\u001f\\u007f\\u202a-\\u202e\\u2066-\\u2069]*$';
const StaffText = Type.String({ minLength: 1, maxLength: 80, pattern: visible, dataClass: 'staff' });
const EntryId = Type.String({ pattern: '^[0-9a-f]{32}$' });
const Plain = (most: number) => Type.String({ minLength: 1, maxLength: most, pattern: visible });

export const StationPermit = Type.Object(
  {
    id: EntryId,
    kind: literalUnion(permitKinds),
    number: Plain(60),
    scope: Type.String({ maxLength: 200 }),
    validFrom: DateText,
    validTo: Type.Optional(DateText),
    devices: Type.Array(
      Type.Object({ DeviceSerialNumber: Plain(64), ManufacturerModelName: Type.Optional(Plain(64)) }, closed),
      { maxItems: 200 },
    ),
  },
  closed,
);
export const StationStaffMember = Type.Object(
  {
    id: EntryId,
    name: StaffText,
    otherNames: Type.Array(StaffText, { maxItems: 10 }),
    post: literalUnion(staffPosts),
    licence: Type.Optional(
      Type.Object({ number: StaffText, imaging: Type.Boolean(), validTo: Type.Optional(DateText) }, closed),
    ),
    validFrom: DateText,
    validTo: Type.Optional(DateText),
  },
  closed,
);
export const StationStopOrder = Type.Object(
  {
    id: EntryId,
    number: Plain(60),
    issuedBy: Plain(80),
    scope: Type.Union([
      Type.Object({ kind: Type.Literal('device'), deviceId: DeviceIdText }, closed),
      Type.Object({ kind: Type.Literal('modality'), Modality: Type.String({ pattern: '^[A-Z]{2,16}$' }) }, closed),
    ]),
    reason: Plain(400),
    from: DateText,
    liftedOn: Type.Optional(DateText),
  },
  closed,
);

/** Who wrote an entry last, and whether it was withdrawn. */
const written = {
  enteredBy: StaffText,
  enteredAt: InstantText,
  withdrawnBy: Type.Union([StaffText, Type.Null()]),
  withdrawnAt: Type.Union([InstantText, Type.Null()]),
  withdrawnReason: Type.Union([IdentityText, Type.Null()]),
} as const;

/** GET /api/registers/permits, PUT /api/registers/permits (body: StationPermitForm) → StationPermits */
export const StationPermits = Type.Object(
  { asOf: InstantText, rows: Type.Array(Type.Object({ entry: StationPermit, ...written }, closed)) },
  closed,
);
export type StationPermits = Static<typeof StationPermits>;
/** GET and PUT /api/registers/staff. Names of the center's people: never for the console. */
export const StationStaff = Type.Object(
  { asOf: InstantText, rows: Type.Array(Type.Object({ entry: StationStaffMember, ...written }, closed)) },
  closed,
);
export type StationStaff = Static<typeof StationStaff>;
/** GET and PUT /api/registers/stop-orders */
export const StationStopOrders = Type.Object(
  { asOf: InstantText, rows: Type.Array(Type.Object({ entry: StationStopOrder, ...written }, closed)) },
  closed,
);
export type StationStopOrders = Static<typeof StationStopOrders>;

/** One entry as a person enters it; without an id it is a new one, with one it replaces the entry of that id. */
export const StationPermitForm = Type.Object({ ...StationPermit.properties, id: Type.Optional(EntryId) }, closed);
export type StationPermitForm = Static<typeof StationPermitForm>;
export const StationStaffForm = Type.Object({ ...StationStaffMember.properties, id: Type.Optional(EntryId) }, closed);
export type StationStaffForm = Static<typeof StationStaffForm>;
export const StationStopOrderForm = Type.Object({ ...StationStopOrder.properties, id: Type.Optional(EntryId) }, closed);
export type StationStopOrderForm = Static<typeof StationStopOrderForm>;

export const StationRegisterPath = Type.Object({ register: literalUnion(registerNames) }, closed);
/** POST /api/registers/:register/:id/withdraw */
export const StationRegisterEntryPath = Type.Object({ register: literalUnion(registerNames), id: EntryId }, closed);
export const StationRegisterWithdraw = Type.Object({ reason: ReasonWritten }, closed);
export type StationRegisterWithdraw = Static<typeof StationRegisterWithdraw>;

/** Largest imported file, bytes. */
export const importLimitBytes = 8 * 1024 * 1024;
/** POST /api/imports/:kind (the file's bytes as body; a log of STOW-RS answers by `?source=stow-log`) → StationImportAnswer */
export const StationImportPath = Type.Object({ kind: literalUnion(importKinds) }, closed);
export const StationImportQuery = Type.Object({ source: Type.Optional(literalUnion(receiptSources)) }, closed);

export const StationImportProblem = Type.Object(
  {
    /** Line of the file from 1; 0 = the file as a whole. */
    line: Count,
    problem: literalUnion(importProblems),
    column: Type.Optional(Type.String({ maxLength: 80 })),
    found: Type.Optional(Type.String({ maxLength: 80, dataClass: 'patient-identity' })),
    expected: Type.Optional(Type.String({ maxLength: 400 })),
  },
  closed,
);
/** All lines were taken, or none and every wrong cell is named. `unchanged`: lines that stood there already. */
export const StationImportAnswer = Type.Union([
  Type.Object({ kind: Type.Literal('taken'), rows: Count, changed: Count }, closed),
  Type.Object({ kind: Type.Literal('refused'), problems: Type.Array(StationImportProblem) }, closed),
]);
export type StationImportAnswer = Static<typeof StationImportAnswer>;

export const StationUploadMonth = Type.Object(
  {
    month: MonthText,
    finished: Count,
    receipted: Count,
    late: Count,
    refused: Count,
    overdue: Count,
    pending: Count,
    delayP50Hours: Type.Union([Type.Number(), Type.Null()]),
    delayP95Hours: Type.Union([Type.Number(), Type.Null()]),
  },
  closed,
);
/** GET /api/uploads?page&pageSize: months with figures, and the studies that no receipt accepts, oldest first. */
export const StationUploads = Type.Object(
  {
    asOf: InstantText,
    receipts: Count,
    lastReceiptAt: Type.Union([InstantText, Type.Null()]),
    months: Type.Array(StationUploadMonth),
    backlog: Type.Array(
      Type.Object(
        {
          StudyInstanceUID: StudyUidText,
          AccessionNumber: Type.Union([AccessionText, Type.Null()]),
          date: DateText,
          refusedCode: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationUploads = Static<typeof StationUploads>;
export const StationUploadsQuery = Type.Object({ ...PageQuery }, closed);

/** One name that headers give, held against the staff list. */
export const StationSeenPerson = Type.Object(
  {
    name: StaffText,
    roles: Type.Array(Type.String()),
    days: Count,
    firstSeen: DateText,
    lastSeen: DateText,
    /** `unlike`: the list holds no name in that script, so that they cannot be compared. */
    match: literalUnion(['listed', 'unknown', 'unlike', 'no-list'] as const),
    posts: Type.Array(Type.String()),
  },
  closed,
);
/** GET /api/people-seen */
export const StationSeenPeople = Type.Object({ asOf: InstantText, rows: Type.Array(StationSeenPerson) }, closed);
export type StationSeenPeople = Static<typeof StationSeenPeople>;
