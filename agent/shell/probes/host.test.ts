import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostProbe } from './host.ts';
import { hostBoot } from './host-boot.ts';
import { takeInventory } from './inventory.ts';
import { probeTypes } from './probe.ts';
import { probeForms } from './registry.ts';
import { attempt } from './testing/peers.ts';

describe('host', () => {
  const host = (diskFolders: string[], offset?: number) =>
    hostProbe.probe(
      { name: 'host', type: 'host', of: 'agent', diskFolders },
      attempt(5_000, offset === undefined ? {} : { consoleOffsetMs: () => offset }),
    );

  it('reads disk, memory, load and the offset of the clock', async () => {
    const { outcome, readings } = await host([tmpdir()], -1234.4);
    expect(outcome).toBe('ok');
    const value = (name: string): number => Number(readings.find((each) => each.name === name)?.value);
    expect(value('disk.freeBytes')).toBeGreaterThan(0);
    expect(value('disk.totalBytes')).toBeGreaterThanOrEqual(value('disk.freeBytes'));
    expect(value('memory.availableBytes')).toBeGreaterThan(1_000_000);
    expect(value('load.perCore')).toBeGreaterThanOrEqual(0);
    expect(value('clock.offsetMs')).toBe(-1234);
  });

  it('a disk that is not there is no measurement, and the others are', async () => {
    const { outcome, code, readings, evidence } = await host(['/nowhere/at/all', tmpdir()]);
    expect([outcome, code, evidence['folder']]).toEqual(['fail', 'ENOENT', '/nowhere/at/all']);
    expect(readings.filter(({ name }) => name.startsWith('disk')).map(({ valid }) => valid)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('the inventory comes from a process of its own, which ends with its signal', async () => {
    const text = await takeInventory(AbortSignal.timeout(25_000));
    if (text !== undefined) expect(JSON.parse(text)).toMatchObject({ cores: expect.any(Number) });
    expect(await takeInventory(AbortSignal.abort())).toBeUndefined();
  });
});

describe('the start of the host', () => {
  it('is told by Linux', () => {
    const folder = mkdtempSync(join(tmpdir(), 'proc-'));
    mkdirSync(join(folder, 'sys/kernel/random'), { recursive: true });
    writeFileSync(join(folder, 'sys/kernel/random/boot_id'), '01234567-89ab-cdef-0123-456789abcdef\n');
    writeFileSync(join(folder, 'uptime'), '12345.67 99999.00\n');
    expect(hostBoot(folder)).toEqual({ bootId: '01234567-89ab-cdef-0123-456789abcdef', bootMs: 12_345_670 });
    rmSync(folder, { recursive: true });
  });

  it('is made of name and hour elsewhere, the same each time', () => {
    const folder = join(tmpdir(), 'no-proc-here');
    const first = hostBoot(folder);
    expect(first.bootId.startsWith(`${hostname()}-`)).toBe(true);
    expect(first.bootMs).toBeGreaterThan(0);
    expect(hostBoot(folder).bootId).toBe(first.bootId);
  });

  it('goes on, and keeps its name', () => {
    const [first, second] = [hostBoot(), hostBoot()];
    expect(second.bootId).toBe(first.bootId);
    expect(second.bootMs).toBeGreaterThanOrEqual(first.bootMs);
  });
});

it('every type is brought by somebody', () => {
  expect([...probeForms.keys()].toSorted()).toEqual([...probeTypes].toSorted());
});
