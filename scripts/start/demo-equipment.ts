import type { CalendarDate, EquipmentCard, ServiceCalendar } from '@center/contract';
import type { Options } from './options.ts';

/**
 * Equipment that a demonstration really has: the machine it runs on, and the two services it starts. It has no scanner, so it shows none; every result is that of a real attempt.
 */
export function demoProbes({ consolePort, receiverPort }: Options): readonly object[] {
  const answers = (name: string, port: number): object => ({
    name: `${name}-http`,
    type: 'http',
    of: name,
    url: `http://127.0.0.1:${String(port)}/`,
    // Whatever it says: it answers.
    statuses: [200, 302, 401, 403, 404, 405],
  });
  return [
    { name: 'demo-host', type: 'host', of: 'demo-host', diskFolders: ['.'] },
    answers('demo-console', consolePort),
    answers('demo-receiver', receiverPort),
  ];
}

const everyDay = [{ from: '00:00', to: '24:00' }];

/** Open around the clock. */
export function demoCalendar(from: CalendarDate): ServiceCalendar {
  return {
    id: 'always',
    name: '全天 Around the clock',
    zone: 'Asia/Shanghai',
    patterns: [{ effectiveFrom: from, days: [everyDay, everyDay, everyDay, everyDay, everyDay, everyDay, everyDay] }],
    onHolidays: 'as-usual',
    overrides: [],
  };
}

export function demoCards(from: CalendarDate): readonly EquipmentCard[] {
  const card = (id: string, kind: EquipmentCard['kind'], name: string): EquipmentCard => ({
    id,
    kind,
    name,
    Manufacturer: '',
    ManufacturerModelName: '',
    DeviceSerialNumber: '',
    calendarId: 'always',
    inServiceFrom: from,
    warmUpMinutes: 0,
    reachabilityIsAll: false,
  });
  return [
    card('demo-host', 'host', '本机 This machine'),
    card('demo-console', 'network', '监管端服务 Console service'),
    card('demo-receiver', 'network', '接收端服务 Receiver service'),
  ];
}
