import {
  type EquipmentRecord,
  type EquipmentRecordBody,
  type Instant,
  instantToIso,
  type Signature,
} from '@center/contract';
import type { StationEquipmentRecord, StationRecordSays, StationSignature } from '@center/contract/station-api';
import type { StationDeps } from './deps.ts';
import { type Contradicts, classifyBy, contradictions, dailyDueAt } from './equipment-due.ts';
import { isLate, isoOrNull } from './equipment-record-checks.ts';
import { stepsOf, waitsForSecond } from './equipment-record-steps.ts';

function signature(signed: Signature | undefined): StationSignature | null {
  return signed === undefined ? null : { by: signed.by, at: instantToIso(signed.at) };
}

function says(record: EquipmentRecord, deps: StationDeps, now: Instant): StationRecordSays {
  const { body } = record;
  switch (body.kind) {
    case 'daily': {
      const { equipmentId: _, countersigned: _signed, prefilled, ...words } = body;
      return { ...words, prefilled: { ...prefilled } };
    }
    case 'fault':
      return {
        kind: 'fault',
        start: instantToIso(body.start),
        end: isoOrNull(body.end),
        openedBy: body.openedBy,
        probe: body.probe ?? null,
        probeSawUpAt: isoOrNull(body.probeSawUpAt),
        reportedAt: isoOrNull(body.reportedAt),
        faultClass: body.faultClass ?? null,
        degraded: body.degraded,
        description: body.description,
        result: body.accepted?.result ?? null,
        classifyBy: body.faultClass === undefined ? classifyBy(deps, body) : null,
      };
    case 'maintenance':
      return {
        kind: 'maintenance',
        work: body.work,
        plannedFor: body.plannedFor ?? null,
        from: instantToIso(body.from),
        to: isoOrNull(body.to),
        vendor: body.vendor,
        parts: body.parts,
        result: body.result,
        faultId: body.faultId ?? null,
        windowId: body.windowId ?? null,
      };
    case 'window':
      return {
        kind: 'window',
        from: instantToIso(body.from),
        to: instantToIso(body.to),
        repeats: body.repeats === undefined ? null : { ...body.repeats },
        reason: body.reason,
        late: isLate(body, now),
      };
    case 'suspension':
      return { kind: 'suspension', from: instantToIso(body.from), to: isoOrNull(body.to), reason: body.reason };
    case 'external':
      return {
        kind: 'external',
        from: instantToIso(body.from),
        to: instantToIso(body.to),
        cause: body.cause,
        document: body.document,
      };
    case 'dispute':
      return { kind: 'dispute', from: instantToIso(body.from), to: instantToIso(body.to), reason: body.reason };
  }
}

/** Signatures that its kind knows; the others are null. */
function signaturesOf(body: EquipmentRecordBody) {
  const known: {
    readonly classified?: Signature;
    readonly countersigned?: Signature;
    readonly approved?: Signature;
    readonly requested?: Signature;
    readonly cancelled?: Signature;
    readonly accepted?: Signature;
  } = body;
  return {
    classified: signature(known.classified),
    countersigned: signature(known.countersigned),
    approved: signature(known.approved),
    requested: signature(known.requested),
    cancelled: signature(known.cancelled),
    accepted: signature(known.accepted),
  };
}

/** A record as a person sees it, with what this person may do next. */
export function recordView(
  record: EquipmentRecord,
  deps: StationDeps,
  who: string,
  contradictsIt: Contradicts = contradictions(deps),
): StationEquipmentRecord {
  const { body, withdrawn } = record;
  const now = deps.now();
  const dueAt = body.kind === 'daily' ? dailyDueAt(deps, body.equipmentId, body.date) : undefined;
  const contradicts = body.kind === 'daily' && withdrawn === undefined && contradictsIt(body);
  return {
    id: record.id,
    revision: record.revision,
    equipmentIds: 'equipmentIds' in body ? [...body.equipmentIds] : [body.equipmentId],
    says: says(record, deps, now),
    ...signaturesOf(body),
    entered: { by: record.entered.by, at: instantToIso(record.entered.at) },
    firstEntered: { by: record.firstEntered.by, at: instantToIso(record.firstEntered.at) },
    reason: record.reason,
    withdrawn:
      withdrawn === undefined ? null : { by: withdrawn.by, at: instantToIso(withdrawn.at), reason: withdrawn.reason },
    late: dueAt !== undefined && record.firstEntered.at > dueAt,
    contradicts: contradicts && (body.kind !== 'daily' || body.countersigned === undefined),
    waitsForSecond: waitsForSecond(record, now, contradicts),
    steps: stepsOf(record, who, now, contradicts),
  };
}
