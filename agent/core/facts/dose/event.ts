import type { CodedConcept, DoseCheck, DoseEvent, DosePlane, Laterality } from '@center/contract';
import type { Role } from './code-tables.ts';
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

/** The answer of a yes-or-no item; `undefined` when it is neither. */
export function isYes(item: SrItem): boolean | undefined {
  const choice = item.code === undefined ? undefined : describe(item.code).choice;
  return choice?.of === 'answer' ? choice.yes : undefined;
}

export function planeOf(item: SrItem): DosePlane | undefined {
  const choice = item.code === undefined ? undefined : describe(item.code).choice;
  return choice?.of === 'plane' ? choice.plane : undefined;
}

export function sideOf(item: SrItem): Laterality | undefined {
  const choice = item.code === undefined ? undefined : describe(item.code).choice;
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

function concept(item: SrItem): CodedConcept | undefined {
  return item.code === undefined ? undefined : describe(item.code).concept;
}

function take(draft: Draft, item: SrItem, role: Role, sink: EventSink): void {
  switch (role) {
    case 'event-uid':
      draft.uid ??= item.text?.trim();
      return;
    case 'event-type':
      if (item.code !== undefined) draft.type ??= typeName(describe(item.code));
      return;
    case 'plane':
      draft.plane ??= planeOf(item);
      return;
    case 'source-id':
      draft.sourceId ??= item.text?.trim();
      return;
    case 'laterality':
      draft.laterality ??= sideOf(item);
      return;
    case 'region':
      draft.region ??= concept(item);
      return;
    case 'protocol':
      draft.protocol ??= item.text;
      return;
    case 'phantom': {
      const choice = item.code === undefined ? undefined : describe(item.code).choice;
      if (choice?.of === 'phantom') draft.phantom ??= choice.phantom;
      return;
    }
    case 'contrast': {
      const choice = item.code === undefined ? undefined : describe(item.code).choice;
      if (choice?.of === 'contrast') draft.contrast ??= choice.contrast;
      return;
    }
    case 'started':
      draft.startedAt ??= item.text?.trim();
      return;
    case 'ended':
      draft.endedAt ??= item.text?.trim();
      return;
    case 'reference-point':
      draft.referencePoint ??= referencePointOf(item);
      return;
    case 'repeated':
      draft.repeated ??= isYes(item);
      return;
    case 'repeat-reason':
      draft.repeatReason ??= concept(item);
      return;
    case 'rejected':
      draft.rejected ??= isYes(item);
      return;
    case 'reject-reason':
      draft.rejectReason ??= concept(item);
      return;
    case 'alert':
    case 'notification':
      sink.check(doseCheck(item, role, sink.notes));
      return;
    default:
      return;
  }
}

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
        take(draft, item, about.role, sink);
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
