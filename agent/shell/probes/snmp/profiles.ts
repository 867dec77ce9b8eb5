import type { Instant, UpsStatus } from '@center/contract';
import {
  entityNames,
  entitySensorRows,
  entitySensorTable,
  huaweiOids,
  powerNetOids,
  powerNetSensorTables,
  type RoomReading,
  type SnmpValues,
  sensorsFromEntitySensor,
  sensorsFromPowerNet,
  upsFromHuawei,
  upsFromPowerNet,
  upsFromUpsMib,
  upsMibAlarmColumn,
  upsMibOids,
} from '../../../core/index.ts';
import type { SnmpSession } from './session.ts';

export const snmpProfiles = ['ups-mib', 'powernet', 'powernet-ambient', 'huawei', 'entity-sensor', 'custom'] as const;
export type SnmpProfile = (typeof snmpProfiles)[number];

/** What a profile found. `names`: how many values the agent had at all; none means that it is not such a device. */
export interface Found {
  readonly ups?: UpsStatus;
  readonly sensors: readonly RoomReading[];
  readonly names: number;
}

const count = (values: SnmpValues): number => Object.keys(values).length;

/** Asks what the profile needs. Rejects with a TalkFault. */
export async function askProfile(
  session: SnmpSession,
  profile: Exclude<SnmpProfile, 'custom'>,
  at: Instant,
): Promise<Found> {
  switch (profile) {
    case 'ups-mib': {
      const scalars = await session.get(upsMibOids);
      const present = Number(scalars['1.3.6.1.2.1.33.1.6.1.0'] ?? 0);
      const alarms = present > 0 ? await session.walk(upsMibAlarmColumn) : {};
      // The up time is every agent's: it makes no UPS.
      const { '1.3.6.1.2.1.1.3.0': _upTime, ...own } = scalars;
      return { ups: upsFromUpsMib({ ...scalars, ...alarms }, at), sensors: [], names: count(own) };
    }
    case 'powernet': {
      const values = await session.get(powerNetOids);
      return { ups: upsFromPowerNet(values), sensors: [], names: count(values) };
    }
    case 'huawei': {
      const values = await session.get(huaweiOids);
      return { ups: upsFromHuawei(values), sensors: [], names: count(values) };
    }
    case 'powernet-ambient': {
      const values: Record<string, number | string> = {};
      for (const table of powerNetSensorTables) Object.assign(values, await session.walk(table));
      return { sensors: sensorsFromPowerNet(values), names: count(values) };
    }
    case 'entity-sensor': {
      const values = { ...(await session.walk(entitySensorTable)), ...(await session.walk(entityNames)) };
      const rows = entitySensorRows(values);
      return { sensors: sensorsFromEntitySensor(rows), names: rows.length };
    }
  }
}
