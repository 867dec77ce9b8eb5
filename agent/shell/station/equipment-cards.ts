import { type EquipmentCard, instantToIso, parseDeviceId, type RoomCard, type UpsCard } from '@center/contract';
import {
  EquipmentPath,
  StationEquipmentCardForm,
  type StationEquipmentCards,
  type StationUpsDeclaration,
  StationUpsDeclarationForm,
} from '@center/contract/station-api';
import { personOf } from './access.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

/** How equipment is counted is set up by administrators; what happens to it is written by everybody who is signed in. */
const administrator = { config: { access: 'administrator' } } as const;

function upsOf(form: NonNullable<StationEquipmentCardForm['ups']>): UpsCard {
  const { batteryDate, ratedVa, dedicatedCircuit, feeds, runtimeGoalMinutes } = form;
  return {
    feeds: [...feeds],
    runtimeGoalMinutes,
    ...(ratedVa === undefined ? {} : { ratedVa }),
    ...(dedicatedCircuit === undefined ? {} : { dedicatedCircuit }),
    ...(batteryDate === undefined ? {} : { batteryDate: calendarDay(batteryDate, 'ups.batteryDate') }),
  };
}

function roomOf(form: NonNullable<StationEquipmentCardForm['room']>): RoomCard {
  const { fireInspectedOn, temperatureC, humidityPct, ...rest } = form;
  for (const [name, band] of Object.entries({ temperatureC, humidityPct }))
    if (band.min >= band.max) throw new Refusal('card-invalid', [`room.${name}`]);
  return {
    ...rest,
    temperatureC: { ...temperatureC },
    humidityPct: { ...humidityPct },
    ...(fireInspectedOn === undefined ? {} : { fireInspectedOn: calendarDay(fireInspectedOn, 'room.fireInspectedOn') }),
  };
}

/** Parts that another kind does not have are no slip of the pen to be dropped: they are refused. */
function partsOf(form: StationEquipmentCardForm): Pick<EquipmentCard, 'ups' | 'room'> {
  if ((form.kind === 'ups') !== (form.ups !== undefined)) throw new Refusal('card-invalid', ['ups']);
  if ((form.kind === 'room') !== (form.room !== undefined)) throw new Refusal('card-invalid', ['room']);
  return {
    ...(form.ups === undefined ? {} : { ups: upsOf(form.ups) }),
    ...(form.room === undefined ? {} : { room: roomOf(form.room) }),
  };
}

/** A device of the register stands behind one card only, and its serial number is the card's. */
function linkOf(form: StationEquipmentCardForm, { ledger }: StationDeps): Pick<EquipmentCard, 'deviceId'> {
  if (form.deviceId === undefined) return {};
  if (form.kind !== 'imaging') throw new Refusal('card-invalid', ['deviceId']);
  const parsed = parseDeviceId(form.deviceId);
  const known = ledger.devices.list().find(({ deviceId }) => deviceId === form.deviceId);
  if (!parsed.ok || known === undefined) throw new Refusal('not-found', ['deviceId']);
  if (known.DeviceSerialNumber !== form.DeviceSerialNumber)
    throw new Refusal('card-invalid', ['DeviceSerialNumber', known.DeviceSerialNumber]);
  const other = ledger.equipment.cards().find(({ id, deviceId }) => id !== form.id && deviceId === form.deviceId);
  if (other !== undefined) throw new Refusal('card-invalid', ['deviceId', other.id]);
  return { deviceId: parsed.value };
}

/**
 * Figures and records under a card are those of one device. Throws `device-replaced` for another serial number or device of the register once there are any; until then a slip of the pen is corrected, and
 * a card that had no device may be linked to one at any time.
 */
function sameDevice(before: EquipmentCard, form: StationEquipmentCardForm, { ledger }: StationDeps): void {
  const { id, deviceId, DeviceSerialNumber } = before;
  const changed: string[] = [];
  if (form.DeviceSerialNumber !== DeviceSerialNumber) changed.push('DeviceSerialNumber');
  if (deviceId !== undefined && form.deviceId !== undefined && form.deviceId !== deviceId) changed.push('deviceId');
  if (changed.length === 0) return;
  const watched = ledger.watch.lastSpan(id) > 0 || ledger.watch.heard([id]).samples;
  if (watched || ledger.equipmentRecords.list({ equipmentId: id, withdrawn: true }).length > 0)
    throw new Refusal('device-replaced', changed);
}

function cardOf(form: StationEquipmentCardForm, deps: StationDeps): EquipmentCard {
  const { ledger } = deps;
  const { deviceId: _device, inServiceFrom, inServiceTo, ups: _ups, room: _room, ...rest } = form;
  const from = calendarDay(inServiceFrom, 'inServiceFrom');
  const to = inServiceTo === undefined ? undefined : calendarDay(inServiceTo, 'inServiceTo');
  if (to !== undefined && to < from) throw new Refusal('date-order', ['inServiceTo']);
  if (form.calendarId !== undefined && ledger.equipment.calendar(form.calendarId) === undefined)
    throw new Refusal('not-found', ['calendarId']);
  const before = ledger.equipment.card(form.id);
  // Figures of the past rest on what it was.
  if (before !== undefined && before.kind !== form.kind) throw new Refusal('card-invalid', ['kind', before.kind]);
  if (before !== undefined) sameDevice(before, form, deps);
  const known = new Set(ledger.equipment.cards().map(({ id }) => id));
  const stranger = form.ups?.feeds.find((id) => !known.has(id) || id === form.id);
  if (stranger !== undefined) throw new Refusal('card-invalid', ['ups.feeds', stranger]);
  return {
    ...rest,
    ...partsOf(form),
    ...linkOf(form, deps),
    inServiceFrom: from,
    ...(to === undefined ? {} : { inServiceTo: to }),
  };
}

function cardForm(card: EquipmentCard): StationEquipmentCardForm {
  const { ups, room, ...rest } = card;
  return {
    ...rest,
    ...(ups === undefined ? {} : { ups: { ...ups, feeds: [...ups.feeds] } }),
    ...(room === undefined
      ? {}
      : { room: { ...room, temperatureC: { ...room.temperatureC }, humidityPct: { ...room.humidityPct } } }),
  };
}

function cardsView({ ledger, now, configuredProbes = [] }: StationDeps): StationEquipmentCards {
  const cards = ledger.equipment.cards();
  const linked = new Set<string>(cards.flatMap(({ deviceId }) => (deviceId === undefined ? [] : [deviceId])));
  const probesOf = (id: string) =>
    configuredProbes.filter(({ of }) => of === id).map(({ name, type }) => ({ name, type }));
  return {
    asOf: instantToIso(now()),
    rows: cards.map((card) => ({ card: cardForm(card), probes: probesOf(card.id) })),
    calendars: ledger.equipment.calendars().map(({ id, name }) => ({ id, name })),
    unlinked: ledger.devices
      .list()
      .filter(({ deviceId }) => !linked.has(deviceId))
      .map(({ deviceId, card, Manufacturer, ManufacturerModelName, DeviceSerialNumber, StationName }) => ({
        deviceId,
        name: card?.name ?? StationName,
        Manufacturer,
        ManufacturerModelName,
        DeviceSerialNumber,
      })),
    orphans: configuredProbes
      .filter(({ of }) => !cards.some(({ id }) => id === of))
      .map(({ name, type, of }) => ({ name, type, of })),
  };
}

function declarationView({ ledger }: StationDeps): StationUpsDeclaration {
  const hosted = ledger.equipment.hostedPacs();
  const absent = ledger.equipment.noUps();
  return {
    hosted: hosted === undefined ? null : { contract: hosted.contract, certificateValidTo: hosted.certificateValidTo },
    absent:
      absent === undefined
        ? null
        : { reason: absent.reason, by: absent.entered.by, at: instantToIso(absent.entered.at) },
  };
}

/** Cards of what is watched, and where the PACS and its UPS are. */
export function equipmentCardRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now } = deps;
  app.get('/api/equipment/cards', (): StationEquipmentCards => cardsView(deps));
  app.put(
    '/api/equipment/cards',
    { ...administrator, schema: { body: StationEquipmentCardForm } },
    (request): StationEquipmentCards => {
      const { login } = personOf(request);
      ledger.transaction(() => {
        ledger.equipment.putCard(cardOf(request.body, deps), login, now());
      });
      deps.changed();
      return cardsView(deps);
    },
  );
  app.delete(
    '/api/equipment/cards/:equipmentId',
    { ...administrator, schema: { params: EquipmentPath } },
    (request): StationEquipmentCards => {
      const { equipmentId } = request.params;
      const feeder = ledger.equipment.cards().find(({ ups }) => ups?.feeds.includes(equipmentId) === true);
      if (feeder !== undefined) throw new Refusal('in-use', [feeder.id]);
      if (!ledger.equipment.removeCard(equipmentId, personOf(request).login, now())) throw new Refusal('not-found');
      deps.changed();
      return cardsView(deps);
    },
  );
  app.get('/api/equipment/independent-ups', (): StationUpsDeclaration => declarationView(deps));
  app.put(
    '/api/equipment/independent-ups',
    { ...administrator, schema: { body: StationUpsDeclarationForm } },
    (request): StationUpsDeclaration => {
      const { hosted, absent } = request.body;
      const { login } = personOf(request);
      ledger.transaction(() => {
        ledger.equipment.putHostedPacs(
          hosted === null
            ? undefined
            : {
                contract: hosted.contract.trim(),
                certificateValidTo: calendarDay(hosted.certificateValidTo, 'hosted.certificateValidTo'),
              },
          login,
          now(),
        );
        ledger.equipment.putNoUps(absent === null ? undefined : { reason: absent.reason.trim() }, login, now());
      });
      deps.changed();
      return declarationView(deps);
    },
  );
}
