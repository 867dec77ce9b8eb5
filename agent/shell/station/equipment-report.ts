import {
  calendarDateAt,
  type EquipmentRecord,
  type Instant,
  type Interval,
  instant,
  workbookType,
} from '@center/contract';
import { StationReportQuery } from '@center/contract/station-api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AgentGap, type CountedSpan, fleetFigures, monthPeriod, type ProbeSpan } from '../../core/index.ts';
import {
  type MonthlyReport,
  makePdf,
  printedReport,
  type ReportDevice,
  type ReportSpan,
  reportWorkbook,
  type SpanEvidence,
} from '../report/index.ts';
import { centerZone, holidaysOf, policyOf, probeSpansOf, yearAccountOf, zoneOf } from '../watch/index.ts';
import { personOf } from './access.ts';
import type { StationDeps } from './deps.ts';
import { fleetDevice, monthAsked } from './equipment-fleet.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

/** So many probes and gaps are named beside one stretch; the rest stands on the device's page. */
const mostEvidence = 4;

const touches = (a: Interval, b: Interval): boolean => a.start < b.end && b.start < a.end;

function recordEvidence({ id, revision, body, entered }: EquipmentRecord): SpanEvidence {
  const fault = body.kind === 'fault' ? body : undefined;
  const approved = 'approved' in body ? body.approved?.by : undefined;
  const countersigned = 'countersigned' in body ? body.countersigned?.by : undefined;
  return {
    kind: 'record',
    id,
    revision,
    by: entered.by,
    at: entered.at,
    ...(fault?.faultClass === undefined ? {} : { faultClass: fault.faultClass }),
    ...(fault?.accepted === undefined ? {} : { acceptedBy: fault.accepted.by, acceptedAt: fault.accepted.at }),
    ...(approved === undefined ? {} : { approvedBy: approved }),
    ...(countersigned === undefined ? {} : { countersignedBy: countersigned }),
  };
}

/** What of the evidence touches a stretch and speaks of its state. */
function evidenceOf(
  span: CountedSpan,
  records: ReadonlyMap<string, EquipmentRecord>,
  probes: readonly ProbeSpan[],
  gaps: readonly AgentGap[],
): readonly SpanEvidence[] {
  const record = records.get(span.ref);
  if (record !== undefined) return [recordEvidence(record)];
  if (span.state === 'down')
    return probes
      .filter((each) => each.state === 'down' && touches(each, span))
      .slice(0, mostEvidence)
      .map(({ probe, stage, code }) => ({ kind: 'probe', probe, stage, code }));
  if (span.state === 'unknown')
    return gaps
      .filter((gap) => touches(gap, span))
      .slice(0, mostEvidence)
      .map((gap) => ({ kind: 'agent-gap', ...gap }));
  return [];
}

function deviceOf(
  deps: StationDeps,
  device: NonNullable<ReturnType<typeof fleetDevice>>,
  gaps: readonly AgentGap[],
  now: Instant,
): ReportDevice {
  const { ledger } = deps;
  const { equipmentId, found } = device;
  const { account, month, revision, closedAt } = found;
  const card = ledger.equipment.card(equipmentId);
  if (card === undefined) throw new Error('a device with figures has a card');
  const { period } = account.figures;
  const records = new Map(ledger.equipmentRecords.list({ equipmentId, period }).map((each) => [each.id, each]));
  const probes = probeSpansOf(ledger, equipmentId, period, now);
  const [first] = ledger.uptimeMonths.of(equipmentId, month, now).sort((a, b) => a.revision - b.revision);
  const year = yearAccountOf(deps, equipmentId, deps.supervisionStart() ?? card.inServiceFrom, now);
  return {
    equipmentId,
    name: card.name,
    Manufacturer: card.Manufacturer,
    ManufacturerModelName: card.ManufacturerModelName,
    DeviceSerialNumber: card.DeviceSerialNumber,
    month: account.figures,
    requiredWholeMs: account.requiredWholeMs,
    budgetLeftMs: account.budgetLeftMs,
    worstBudgetLeftMs: account.worstBudgetLeftMs,
    revision,
    ...(closedAt === undefined ? {} : { closedAt }),
    ...(first === undefined || first.revision === revision ? {} : { firstClosed: first.figures }),
    ...(year === undefined ? {} : { year: year.figures }),
    spans: account.spans
      .filter(({ state }) => state !== 'up')
      .map((span): ReportSpan => ({ ...span, evidence: evidenceOf(span, records, probes, gaps) })),
  };
}

/** All that is printed of a month, from the ledger. */
export function monthlyReport(deps: StationDeps, month: string, who: string): MonthlyReport {
  const { ledger, facility, now } = deps;
  const at = now();
  const cards = ledger.equipment.cards().filter(({ kind }) => kind === 'imaging');
  const zones = new Set(cards.map((card) => zoneOf(ledger, card)));
  const [only = centerZone] = zones;
  // Months are cut by each device's own zone; the page is written by one clock.
  const zone = zones.size > 1 ? centerZone : only;
  const period = monthPeriod(month, zone);
  const until = { start: period.start, end: instant(Math.min(period.end, at)) };
  const gaps = ledger.runs.gaps(until).map(({ gap }) => gap);
  const known = cards.map((card) => ({ card, device: fleetDevice(deps, card.id, month, at) }));
  const devices = known.flatMap(({ device }) => (device === undefined ? [] : [device]));
  return {
    center: { id: facility.id, name: facility.name ?? deps.connection().facilityName ?? facility.id },
    month,
    zone,
    madeAt: at,
    madeBy: who,
    running: period.end > at,
    holidaysCoverTo: holidaysOf(ledger).coversTo,
    maintenanceCapMs: policyOf(deps).maintenanceCapMs,
    devices: devices.map((device) => deviceOf(deps, device, gaps, at)),
    withoutFigures: known.flatMap(({ card, device }) => {
      // In another zone the month may not have begun: nothing was open in it.
      const why = device === undefined ? 'closed' : device.figures.nothingRequired;
      return why === undefined ? [] : [{ equipmentId: card.id, name: card.name, why }];
    }),
    ...(devices.length === 0 ? {} : { fleet: fleetFigures(devices) }),
    gaps,
  };
}

/** The monthly availability report, to print and sign, and as a workbook. */
export function reportRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now, facility, log } = deps;
  const schema = { querystring: StationReportQuery };
  const config = { rateLimit: { max: 20, timeWindow: 60_000 } };
  type Asked = FastifyRequest<{ Querystring: StationReportQuery }>;
  const made = (request: Asked, format: 'pdf' | 'xlsx'): { readonly report: MonthlyReport; readonly name: string } => {
    const { login } = personOf(request);
    const month = monthAsked(deps, request.query.month);
    const report = monthlyReport(deps, month, login);
    ledger.audit.write('availability-report', month, format, login, now());
    return { report, name: `availability-${month}-${calendarDateAt(now(), facility.zoneOffsetMinutes)}.${format}` };
  };
  const send = (reply: FastifyReply, name: string, type: string, bytes: Uint8Array): FastifyReply =>
    reply
      .header('content-disposition', `attachment; filename="${name}"`)
      .type(type)
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));

  app.get('/api/equipment/report.pdf', { schema, config }, async (request, reply) => {
    const { report, name } = made(request, 'pdf');
    const drawn = await makePdf(printedReport(report, request.query.lang ?? 'zh'));
    if (drawn.kind === 'made') return send(reply, name, 'application/pdf', drawn.pdf);
    log.error({ problem: drawn.problem }, 'the report could not be drawn');
    throw new Refusal('report-failed');
  });
  app.get('/api/equipment/report.xlsx', { schema, config }, (request, reply) => {
    const { report, name } = made(request, 'xlsx');
    return send(reply, name, workbookType, reportWorkbook(report, request.query.lang ?? 'zh'));
  });
}
