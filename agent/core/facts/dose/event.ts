import type { CodedConcept, DoseCheck, DoseEvent, DosePlane, Laterality } from '@center/contract';
import type { Choice, Role } from './code-tables.ts';
import { type Described, describe, roleName, typeName } from './concepts.ts';
import { DoseValues, readMeasured } from './measured-value.ts';
import type { ReadingNotes } from './reading-notes.ts';
import type { SrItem } from './sr-item.ts';

export function isContainer(item: SrItem): boolean {
  return item.valueType === 'CONTAINER' || item.children.length > 0;
}

export function isEvent({ role }: Described): boolean {
  return role === 'event' || role === 'administration';
}

/** Names an item or its value that had no code and was known by its words. */
export function noteWords(item: SrItem, role: Role, about: Described, notes: ReadingNotes): void {
  if (about.byMeaning || (item.code !== undefined && describe(item.code).byMeaning))
    notes.add('concept-by-meaning', roleName(role));
}

function choiceOf(item: SrItem): Choice | undefined {
  return item.code === undefined ? undefined : describe(item.code).choice;
}

/** The answer of a yes-or-no item; `undefined` when it is neither. */
function isYes(item: SrItem): boolean | undefined {
  const choice = choiceOf(item);
  return choice?.of === 'answer' ? choice.yes : undefined;
}

export function planeOf(item: SrItem): DosePlane | undefined {
  const choice = choiceOf(item);
  return choice?.of === 'plane' ? choice.plane : undefined;
}

export function sideOf(item: SrItem): Laterality | undefined {
  const choice = choiceOf(item);
  return choice?.of === 'side' ? choice.side : undefined;
}

/** Reference Point Definition (113780): a code, or a text that stands as the meaning alone. */
export function referencePointOf(item: SrItem): CodedConcept | undefined {
  if (item.code !== undefined) return describe(item.code).concept;
  const text = item.text?.trim() ?? '';
  return text === '' ? undefined : { CodeValue: '', CodingSchemeDesignator: '', CodeMeaning: text };
}

/** Dose Check details (TID 10015) of one event. */
function doseCheck(container: SrItem, kind: DoseCheck['kind'], notes: ReadingNotes): DoseCheck {
  const values = new DoseValues();
  let configured: boolean | undefined;
  let reason: string | undefined;
  for (const item of container.children) {
    const role = item.concept === undefined ? undefined : describe(item.concept).role;
    if (role === 'alert-configured' || role === 'notification-configured') {
      const yes = isYes(item);
      if (yes !== undefined) configured = configured === true || yes;
    } else if (role === 'reason-for-proceeding') reason ??= item.text?.trim();
    else {
      const measured = readMeasured(item, notes);
      if (measured !== undefined) values.add(measured);
    }
  }
  return {
    kind,
    ...(configured === undefined ? {} : { configured }),
    ...(reason === undefined || reason === '' ? {} : { reason }),
    values: values.values,
  };
}

/** What one event's content says, while it is being read. */
interface Draft {
  readonly values: DoseValues;
  uid?: string | undefined;
  type?: string | undefined;
  plane?: DosePlane | undefined;
  sourceId?: string | undefined;
  laterality?: Laterality | undefined;
  region?: CodedConcept | undefined;
  protocol?: string | undefined;
  phantom?: DoseEvent['phantom'] | undefined;
  contrast?: DoseEvent['contrast'] | undefined;
  startedAt?: string | undefined;
  endedAt?: string | undefined;
  referencePoint?: CodedConcept | undefined;
  repeated?: boolean | undefined;
  rejected?: boolean | undefined;
  repeatReason?: CodedConcept | undefined;
  rejectReason?: CodedConcept | undefined;
}

/** Where what is found in and beside events goes. */
export interface EventSink {
  readonly notes: ReadingNotes;
  event(event: DoseEvent, sourceId: string | undefined): void;
  check(check: DoseCheck): void;
}

/** The value of a CODE item; an entry with neither code nor meaning says nothing. */
function concept(item: SrItem): CodedConcept | undefined {
  const value = item.code === undefined ? undefined : describe(item.code).concept;
  return value?.CodeValue === '' && (value.CodeMeaning ?? '') === '' ? undefined : value;
}

/** What an item of each role says of the event; the first that says it stands. */
const takers: Readonly<Partial<Record<Role, (draft: Draft, item: SrItem, sink: EventSink) => void>>> = {
  'event-uid': (draft, item) => {
    draft.uid ??= item.text?.trim();
  },
  'event-type': (draft, item) => {
    if (item.code !== undefined) draft.type ??= typeName(describe(item.code));
  },
  plane: (draft, item) => {
    draft.plane ??= planeOf(item);
  },
  'source-id': (draft, item) => {
    draft.sourceId ??= item.text?.trim();
  },
  laterality: (draft, item) => {
    draft.laterality ??= sideOf(item);
  },
  region: (draft, item) => {
    draft.region ??= concept(item);
  },
  protocol: (draft, item) => {
    draft.protocol ??= item.text;
  },
  phantom: (draft, item) => {
    const choice = choiceOf(item);
    if (choice?.of === 'phantom') draft.phantom ??= choice.phantom;
  },
  contrast: (draft, item) => {
    const choice = choiceOf(item);
    if (choice?.of === 'contrast') draft.contrast ??= choice.contrast;
  },
  started: (draft, item) => {
    draft.startedAt ??= item.text?.trim();
  },
  ended: (draft, item) => {
    draft.endedAt ??= item.text?.trim();
  },
  'reference-point': (draft, item) => {
    draft.referencePoint ??= referencePointOf(item);
  },
  repeated: (draft, item) => {
    draft.repeated ??= isYes(item);
  },
  'repeat-reason': (draft, item) => {
    draft.repeatReason ??= concept(item);
  },
  rejected: (draft, item) => {
    draft.rejected ??= isYes(item);
  },
  'reject-reason': (draft, item) => {
    draft.rejectReason ??= concept(item);
  },
  alert: (_draft, item, sink) => {
    sink.check(doseCheck(item, 'alert', sink.notes));
  },
  notification: (_draft, item, sink) => {
    sink.check(doseCheck(item, 'notification', sink.notes));
  },
};

/** One pass over an event's content; an event inside of it is one of its own. */
function walk(container: SrItem, draft: Draft, sink: EventSink): void {
  for (const item of container.children) {
    if (item.concept !== undefined) {
      const about = describe(item.concept);
      if (about.measure !== undefined) {
        const measured = readMeasured(item, sink.notes);
        if (measured !== undefined) draft.values.add(measured);
      } else if (about.role !== undefined) {
        if (isEvent(about) && isContainer(item)) {
          readEvent(item, about, sink);
          continue;
        }
        noteWords(item, about.role, about, sink.notes);
        takers[about.role]?.(draft, item, sink);
      }
    }
    if (item.children.length > 0) walk(item, draft, sink);
  }
}

/** Reads the container of one irradiation event or administration (TID 10003, 10013, 10022, 10042) into the sink. */
export function readEvent(container: SrItem, about: Described, sink: EventSink): void {
  const draft: Draft = { values: new DoseValues() };
  if (about.role !== undefined) noteWords(container, about.role, about, sink.notes);
  walk(container, draft, sink);
  const { uid, plane, laterality, region, protocol, phantom, contrast, startedAt, endedAt, referencePoint } = draft;
  const type = draft.type ?? (about.role === 'administration' ? 'RadiopharmaceuticalAdministration' : undefined);
  const mark =
    draft.rejected === true
      ? { kind: 'rejected' as const, reason: draft.rejectReason }
      : draft.repeated === true
        ? { kind: 'repeated' as const, reason: draft.repeatReason }
        : undefined;
  const event: DoseEvent = {
    ...(uid === undefined || uid === '' ? {} : { IrradiationEventUID: uid }),
    ...(type === undefined ? {} : { type }),
    ...(plane === undefined ? {} : { plane }),
    ...(laterality === undefined ? {} : { laterality }),
    ...(region === undefined ? {} : { targetRegion: region }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(phantom === undefined ? {} : { phantom }),
    ...(contrast === undefined ? {} : { contrast }),
    ...(startedAt === undefined || startedAt === '' ? {} : { startedAt }),
    ...(endedAt === undefined || endedAt === '' ? {} : { endedAt }),
    ...(referencePoint === undefined ? {} : { referencePoint }),
    ...(mark === undefined
      ? {}
      : { mark: mark.reason === undefined ? { kind: mark.kind } : { kind: mark.kind, reason: mark.reason } }),
    ...draft.values.parts(),
  };
  sink.event(event, draft.sourceId);
}
