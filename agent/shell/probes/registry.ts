import { apcupsdProbe } from './apcupsd/index.ts';
import { dicomActivityProbe } from './dicom-activity.ts';
import { dicomwebProbe } from './dicomweb.ts';
import { dimseEchoProbe } from './dimse-echo.ts';
import { hostProbe } from './host.ts';
import { httpProbe } from './http.ts';
import { icmpProbe } from './icmp.ts';
import { manualProbe } from './manual.ts';
import { modbusProbe } from './modbus/index.ts';
import { nutProbe } from './nut/index.ts';
import type { ProbeType, ProbeTypeName } from './probe.ts';
import { pushProbe } from './push.ts';
import { snmpProbe } from './snmp/index.ts';
import { tcpProbe } from './tcp.ts';

/** Every kind of probe there is. Each checks its own settings by its own schema before it is given them. */
const known: readonly ProbeType<never>[] = [
  dimseEchoProbe,
  dicomActivityProbe,
  dicomwebProbe,
  httpProbe,
  tcpProbe,
  icmpProbe,
  snmpProbe,
  nutProbe,
  apcupsdProbe,
  modbusProbe,
  pushProbe,
  hostProbe,
  manualProbe,
];

/** By type: the form of its own members, for the configuration. */
export const probeForms: ReadonlyMap<
  string,
  Pick<ProbeType<never>, 'schema' | 'examples' | 'timeoutSeconds' | 'everySeconds'>
> = new Map(known.map((each) => [each.type, each]));

/** Throws for a type that nobody brings: the configuration lets none of them through. */
export function probeTypeOf(name: ProbeTypeName): ProbeType<never> {
  const found = known.find(({ type }) => type === name);
  if (found === undefined) throw new Error(`no probe of type ${name}`);
  return found;
}
