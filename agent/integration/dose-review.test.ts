import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { displayWords } from '@center/display';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zh } from '../page/words/zh.ts';
import { ctExam } from '../shell/intake/testing/ct-exams.ts';
import { type TestCenter, testCenter } from '../shell/station/testing/test-center.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`SKIPPED dose reviews: no Chromium at ${executablePath} (apt-get install chromium)`);

const shared = displayWords['zh-CN'];
const reason = '迭代重建未开启，已联系厂家调整方案';
const rule = 'dose-audit-reference-level';

describe.skipIf(!present)('a physicist’s word on a group, pressed in a real browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dose-review-'));
  const faults: string[] = [];
  let center: TestCenter;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    const dist = join(folder, 'dist');
    const root = join(import.meta.dirname, '..', 'page');
    await build({
      configFile: join(root, 'vite.config.ts'),
      root,
      logLevel: 'warn',
      build: { outDir: dist, emptyOutDir: true },
    });
    center = await testCenter({ pageFolder: dist });
    center.observe([
      ...Array.from({ length: 21 }, (_, n) => ctExam({ key: String(100 + n), on: '20261110', CTDIvol: 16 + n * 0.1 })),
      ...Array.from({ length: 3 }, (_, n) =>
        ctExam({ key: String(200 + n), on: '20261111', CTDIvol: 30, change: { DeviceSerialNumber: 'SN-2002' } }),
      ),
    ]);
    center.judge();
    await center.signedIn('doctor', 'officer');
    url = await center.app.listen({ host: '127.0.0.1', port: 0 });
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await center?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function signedIn(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (fault) => faults.push(fault.message));
    await page.goto(url);
    await page.getByLabel(shared.sign.name).fill('doctor');
    await page.getByLabel(shared.sign.password, { exact: true }).fill('doctor-long-password');
    await page.getByRole('button', { name: shared.sign.signIn }).click();
    await page.getByRole('heading', { name: zh.home.title }).waitFor();
    return page;
  }
  const groupKey = (): string => {
    const group = center.ledger.groups
      .all()
      .map(({ deviceId, examClass, ageBand }) => `${deviceId}/${examClass}/${ageBand}`)
      .find((key) =>
        center.ledger.judgements
          .ofSubject('device', key)
          .some(({ verdict }) => 'reason' in verdict && verdict.reason === 'awaiting-review'),
      );
    if (group === undefined) throw new Error('no group waits for a person');
    return group;
  };

  it('above the level: for the record only, never green; a reason is asked for, kept, shown, and the buttons go by themselves', async () => {
    const key = groupKey();
    const page = await signedIn();
    await page.goto(`${url}/dose?measure=CTDIvol`);
    const note = page.getByRole('listitem').filter({ hasText: shared.dose.comparison.above });
    await note.first().waitFor();
    expect(await note.count()).toBe(1);
    expect(await note.innerText()).toContain(shared.state.informational);
    expect(await note.locator('.dp-green').count()).toBe(0);
    const few = page.getByRole('listitem').filter({ hasText: shared.dose.comparison['not-enough-data'] });
    expect(await few.first().locator('.dp-green').count()).toBe(0);
    expect(await few.first().getByRole('button').count()).toBe(0);

    await note.getByRole('button', { name: zh.dose.review.confirmed }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(zh.dose.reviewHint.confirmed).waitFor();
    await dialog.getByLabel(zh.common.reason).fill('短');
    await dialog.getByRole('button', { name: zh.dose.review.confirmed }).click();
    await dialog.locator('textarea[aria-invalid=true]').waitFor();
    expect(center.ledger.reviews.get(key, rule)).toBeUndefined();
    await dialog.getByLabel(zh.common.reason).fill(reason);
    await dialog.getByRole('button', { name: zh.dose.review.confirmed }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(center.ledger.reviews.get(key, rule)).toMatchObject({ decision: 'confirmed', decidedBy: 'doctor', reason });
    await note.getByText('doctor').first().waitFor();

    center.judge();
    await expect.poll(() => note.getByRole('button').count(), { timeout: 20_000 }).toBe(0);
    expect(await note.innerText()).toContain('doctor');
    expect(center.ledger.verifyChain()).toMatchObject({ ok: true });
    expect(faults).toEqual([]);
  });
});
