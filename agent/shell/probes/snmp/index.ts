/**
 * snmp: asks cards of UPS, sensors and other devices. In: address, secrets by file, a profile or a list of OIDs. Out: a `UpsStatus`, readings of a room, or values of its own kind;
 * and a bell that traps ring. Never sets a value.
 */

import { literalUnion } from '@center/contract';
import { type Static, Type } from 'typebox';
import { Host, ownForm, Port } from '../forms.ts';
import { elapsed, plainResult } from '../network-fault.ts';
import type { ProbeConfig, ProbeContext, ProbeResult, ProbeType, Reading } from '../probe.ts';
import { TalkFault } from '../talk-fault.ts';
import { readingsOf, talkFailed, upsReading } from '../ups-reading.ts';
import { askProfile, type SnmpProfile, snmpProfiles } from './profiles.ts';
import { SnmpSession } from './session.ts';
import { Access } from './settings.ts';

export { type TrapBell, trapBell } from './traps.ts';

const closed = { additionalProperties: false } as const;
const CustomValue = Type.Object(
  {
    oid: Type.String({ pattern: '^[0-2](\\.\\d{1,10}){2,60}$' }),
    reading: literalUnion(['env.temperatureC', 'env.humidityPct', 'env.smoke', 'custom.value'] as const),
    of: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    /** `number` also where a device writes a number as text; `text`: as it is. Left out: number. */
    as: Type.Optional(literalUnion(['number', 'text'] as const)),
    /** The reading is value × scale + offset. */
    scale: Type.Optional(Type.Number()),
    offset: Type.Optional(Type.Number()),
    /** `env.smoke`: what is clear and what is an alarm; anything else is a fault. Left out: 0 and 1. */
    clear: Type.Optional(Type.Integer()),
    alarm: Type.Optional(Type.Integer()),
  },
  closed,
);
const form = ownForm({
  host: Host,
  port: Type.Optional(Port),
  access: Access,
  profile: literalUnion(snmpProfiles),
  /** For the profile `custom`. */
  values: Type.Optional(Type.Array(CustomValue, { minItems: 1, maxItems: 64 })),
});
type SnmpConfig = ProbeConfig & Static<typeof form>;

export const snmpProbe: ProbeType<SnmpConfig> = {
  type: 'snmp',
  schema: form,
  examples: {
    host: '"192.168.1.50"',
    port: '161',
    access:
      '{"version": "3", "user": "monitor", "authentication": {"protocol": "sha256", "passwordFile": "secrets/snmp-auth"}, "privacy": {"protocol": "aes", "passwordFile": "secrets/snmp-priv"}}',
    profile: '"ups-mib"',
    values: '[{"oid": "1.3.6.1.4.1.9999.1.0", "reading": "env.temperatureC", "scale": 0.1}]',
  },
  gives: ({ profile }) => [
    profile === 'ups-mib' || profile === 'powernet' || profile === 'huawei' ? 'power' : 'environment',
  ],
  everySeconds: 30,
  timeoutSeconds: 10,
  needs: [],
  target: ({ host }) => host,
  async probe(config, context) {
    const since = elapsed();
    let session: SnmpSession | undefined;
    try {
      session = new SnmpSession({ host: config.host, port: config.port ?? 161, access: config.access }, context.signal);
      return config.profile === 'custom'
        ? await custom(session, config, since)
        : await byProfile(session, config.profile, context, since);
    } catch (fault) {
      const result = talkFailed(fault, config.host, since);
      const unlet =
        fault instanceof TalkFault &&
        /^(?:unknown-user|wrong-password|wrong-privacy|AuthorizationError)$/.test(fault.code);
      return unlet ? { ...result, outcome: 'invalid' } : result;
    } finally {
      session?.close();
    }
  },
};

async function byProfile(
  session: SnmpSession,
  profile: Exclude<SnmpProfile, 'custom'>,
  { now }: ProbeContext,
  since: number,
): Promise<ProbeResult> {
  const { ups, sensors, names } = await askProfile(session, profile, now());
  if (names === 0) return plainResult('unsupported', 'request', 'no-such-names', since);
  return {
    ...plainResult('ok', 'request', '', since, ups === undefined ? {} : { raw: ups.raw.join(' ').slice(0, 400) }),
    readings: [...(ups === undefined ? [] : [upsReading(ups)]), ...readingsOf(sensors)],
    ...(ups?.state === 'on-battery' ? { againInSeconds: 10 } : {}),
  };
}

async function custom(session: SnmpSession, { values: wishes = [] }: SnmpConfig, since: number): Promise<ProbeResult> {
  if (wishes.length === 0) return plainResult('invalid', 'request', 'no-values-configured', since);
  const values = await session.get(wishes.map(({ oid }) => oid));
  if (Object.keys(values).length === 0) return plainResult('unsupported', 'request', 'no-such-names', since);
  return {
    ...plainResult('ok', 'request', '', since),
    readings: wishes.map((wish) => customReading(wish, values[wish.oid])),
  };
}

/** A value that the agent lacks, or that is not what it should be, is told as no measurement. */
function customReading(wish: Static<typeof CustomValue>, raw: number | string | undefined): Reading {
  const named = { name: wish.reading, ...(wish.of === undefined ? {} : { of: wish.of }) };
  const not = (problem: string): Reading => ({ ...named, value: raw ?? '', valid: false, problem });
  if (raw === undefined) return not('no-such-name');
  if (wish.as === 'text')
    return wish.reading === 'custom.value' ? { ...named, value: raw, valid: true } : not('no-number');
  const number = typeof raw === 'number' ? raw : /^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(raw) ? Number(raw) : undefined;
  if (number === undefined) return not('no-number');
  if (wish.reading === 'env.smoke') {
    const { clear = 0, alarm = 1 } = wish;
    return { ...named, value: number === clear ? 'clear' : number === alarm ? 'alarm' : 'fault', valid: true };
  }
  const value = number * (wish.scale ?? 1) + (wish.offset ?? 0);
  return Number.isFinite(value)
    ? { ...named, value: Math.round(value * 1_000_000) / 1_000_000, valid: true }
    : not('no-number');
}
