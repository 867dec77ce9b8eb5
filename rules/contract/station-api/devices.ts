import { type Static, Type } from 'typebox';
import { deviceModalities } from '../fact.ts';
import { Count, closed, DateText, DeviceIdText, DeviceText, InstantText, literalUnion } from '../wire/parts.ts';

export const doseCapabilities = ['rdsr', 'header', 'technique', 'none'] as const;

/** PUT /api/devices/cards → StationDevices. The id is a digest over manufacturer, model and serial number. */
export const StationCardForm = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80 }),
    Manufacturer: Type.String({ maxLength: 64 }),
    ManufacturerModelName: Type.String({ maxLength: 64 }),
    DeviceSerialNumber: Type.String({ minLength: 1, maxLength: 64 }),
    modality: literalUnion(deviceModalities),
    doseRecord: literalUnion(doseCapabilities),
    /** Number on the 放射诊疗许可证. */
    permitNumber: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    /** AE titles under which it works (PS3.5 §6.2: 1 to 16 characters without backslash and control characters). */
    AETitles: Type.Optional(
      Type.Array(
        Type.String({
          pattern: '^[\\x21-\\x5b\\x5d-\\x7e](?:[\\x20-\\x5b\\x5d-\\x7e]{0,14}[\\x21-\\x5b\\x5d-\\x7e])?$',
        }),
        {
          minItems: 1,
          maxItems: 8,
          uniqueItems: true,
        },
      ),
    ),
    validFrom: DateText,
    validTo: Type.Optional(DateText),
  },
  closed,
);
export type StationCardForm = Static<typeof StationCardForm>;

export const StationDevice = Type.Object(
  {
    deviceId: DeviceIdText,
    Manufacturer: DeviceText,
    ManufacturerModelName: DeviceText,
    DeviceSerialNumber: DeviceText,
    StationName: DeviceText,
    modalities: Type.Array(Type.String()),
    firstSeen: Type.Union([DateText, Type.Null()]),
    lastSeen: Type.Union([DateText, Type.Null()]),
    studies: Count,
    /** AE titles under which it was seen. */
    AETitles: Type.Array(Type.Object({ title: DeviceText, last: DateText }, closed)),
    card: Type.Union([StationCardForm, Type.Null()]),
  },
  closed,
);
export type StationDevice = Static<typeof StationDevice>;

/** GET /api/devices */
export const StationDevices = Type.Object({ asOf: InstantText, rows: Type.Array(StationDevice) }, closed);
export type StationDevices = Static<typeof StationDevices>;
