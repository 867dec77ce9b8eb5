import { instant } from '@center/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { createGate, type PacsGate } from '../courtesy/index.ts';
import { startWatchedScp } from '../dimse/testing/scp.ts';
import { openLedger } from '../ledger/index.ts';
import { keepSiteCard, measureSite, type SiteCard, type SiteWish, shownCard, siteCards } from './index.ts';

const now = () => instant(Date.parse('2026-06-15T04:00:00Z'));
const signal = new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function openGate(): PacsGate {
  const gate = createGate({ pacs: 'pacs', duty: 1, maxRequestsPerSecond: 1000, offHours: [] });
  closing.push(() => gate.close());
  return gate;
}

async function measured(gate: PacsGate, change: Partial<SiteWish>): Promise<SiteCard> {
  return measureSite({ pacs: 'pacs', gate, timeoutSeconds: 5, now, signal, told: () => undefined, ...change });
}

describe('a site card', () => {
  it('of a node that answers C-ECHO and nothing else says so, line by line', async () => {
    const scp = await startWatchedScp();
    closing.push(() => scp.close());
    const dicom = {
      host: '127.0.0.1',
      port: scp.port,
      calledAeTitle: 'MONITOR',
      callingAeTitle: 'CENTERMON',
      tryCommitment: false,
    };
    const card = await measured(openGate(), { dicom, known: { by: 'study', StudyInstanceUID: '1.2.3' } });
    const lines = new Map(card.lines.map((line) => [line.key, line]));
    expect(lines.get('echo')).toMatchObject({ measured: true });
    expect([...lines.values()].filter((line) => line.measured).map(({ key }) => key)).toEqual(['echo']);
    for (const { answer } of lines.values()) {
      expect(answer.zh).toMatch(/\p{Script=Han}/u);
      expect(answer.en).not.toBe('');
    }
    expect(card.channel).toBe('DIMSE');
  });

  it('does not wait at a gate that has stopped', async () => {
    const gate = openGate();
    for (let n = 0; n < 3; n += 1)
      await gate.ask('live', signal, () => Promise.resolve({ value: undefined, failed: true }));
    const web = { url: 'http://127.0.0.1:1/dicom-web', auth: { kind: 'none' } } as const;
    const dicom = {
      host: '127.0.0.1',
      port: 1,
      calledAeTitle: 'PACS',
      callingAeTitle: 'CENTERMON',
      tryCommitment: true,
    };
    const card = await measured(gate, { dicom, web });
    expect(card.lines).toHaveLength(9);
    expect(card.lines.every((line) => !line.measured)).toBe(true);
    expect(card.lines.find(({ key }) => key === 'echo')?.answer.en).toContain('three times');
  });

  it('is kept in the place of the one before, and read again as it was', () => {
    const ledger = openLedger(undefined);
    const card: SiteCard = {
      pacs: 'pacs',
      channel: 'DIMSE',
      measuredAt: now(),
      lines: [{ key: 'echo', measured: true, answer: { zh: '是', en: 'yes' }, value: 12 }],
    };
    keepSiteCard(ledger, { ...card, lines: [] }, 'test', now());
    keepSiteCard(ledger, { ...card, pacs: 'backup' }, 'test', now());
    keepSiteCard(ledger, card, 'test', now());
    expect(siteCards(ledger)).toEqual([{ ...card, pacs: 'backup' }, card]);
    expect(shownCard(card).lines).toEqual([
      { question: { zh: 'C-ECHO 应答', en: 'Answers C-ECHO' }, answer: { zh: '是', en: 'yes' } },
    ]);
    expect(ledger.verifyChain().ok).toBe(true);
    for (const junk of ['', '{', '{}', '[1]', '[{"pacs":"x","channel":"y","measuredAt":"z","lines":[]}]']) {
      ledger.meta.set('site-cards', junk);
      expect(siteCards(ledger)).toEqual([]);
    }
    ledger.close();
  });
});
