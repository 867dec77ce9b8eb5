import { type DeviceCard, instantToIso } from '@center/contract';
import { StationCardForm, type StationDevice, type StationDevices } from '@center/contract/station-api';
import { Type } from 'typebox';
import { deviceIdOf } from '../../core/index.ts';
import { type KnownDevice, sha256Hex } from '../ledger/index.ts';
import { personOf } from './access.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

const DevicePath = Type.Object({ deviceId: Type.String({ pattern: '^[0-9a-f]{32}$' }) });

function cardOf(form: StationCardForm): DeviceCard {
  const { validFrom, validTo, permitNumber, ...rest } = form;
  const from = calendarDay(validFrom, 'validFrom');
  const to = validTo === undefined ? undefined : calendarDay(validTo, 'validTo');
  if (to !== undefined && to < from) throw new Refusal('date-order', ['validTo']);
  return {
    ...rest,
    deviceId: deviceIdOf(form.Manufacturer, form.ManufacturerModelName, form.DeviceSerialNumber, sha256Hex),
    validFrom: from,
    ...(to === undefined ? {} : { validTo: to }),
    ...(permitNumber === undefined ? {} : { permitNumber }),
  };
}

function deviceView({ card, firstSeen, lastSeen, modalities, ...device }: KnownDevice): StationDevice {
  const form = (known: DeviceCard): StationCardForm => {
    const { deviceId: _, AETitles, ...rest } = known;
    return { ...rest, ...(AETitles === undefined ? {} : { AETitles: [...AETitles] }) };
  };
  return {
    ...device,
    modalities: [...modalities],
    AETitles: device.AETitles.map((seen) => ({ ...seen })),
    firstSeen: firstSeen ?? null,
    lastSeen: lastSeen ?? null,
    card: card === undefined ? null : form(card),
  };
}

export function deviceRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now } = deps;
  const list = (): StationDevices => ({ asOf: instantToIso(now()), rows: ledger.devices.list().map(deviceView) });
  app.get('/api/devices', list);
  app.put('/api/devices/cards', { schema: { body: StationCardForm } }, (request): StationDevices => {
    ledger.cards.put(cardOf(request.body), personOf(request).login, now());
    deps.changed();
    return list();
  });
  app.delete('/api/devices/cards/:deviceId', { schema: { params: DevicePath } }, (request): StationDevices => {
    if (!ledger.cards.remove(request.params.deviceId, personOf(request).login, now())) throw new Refusal('not-found');
    deps.changed();
    return list();
  });
}
