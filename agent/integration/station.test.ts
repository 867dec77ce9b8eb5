import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calendarDateAt } from '@center/contract';
import { displayWords } from '@center/display';
import { buildCases } from '@center/fixtures';
import { pino } from 'pino';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { zh } from '../page/words/zh.ts';
import { type Agent, startAgent } from '../shell/agent.ts';
import { now } from '../shell/clock/index.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`SKIPPED station page: no Chromium at ${executablePath} (apt-get install chromium)`);

const shared = displayWords['zh-CN'];

describe.skipIf(!present)('the station in a real browser, on a real agent', () => {
  const folder = mkdtempSync(join(tmpdir(), 'station-page-'));
  const foreign: string[] = [];
  const faults: string[] = [];
  const contexts: BrowserContext[] = [];
  let agent: Agent;
  let browser: Browser;
  let accession: string;
  let uid: string;
  let misspelled: string;

  beforeAll(async () => {
    const dist = join(folder, 'dist');
    const root = join(import.meta.dirname, '..', 'page');
    await build({
      configFile: join(root, 'vite.config.ts'),
      root,
      logLevel: 'warn',
      build: { outDir: dist, emptyOutDir: true },
    });
    const archive = join(folder, 'archive');
    const { cases } = await buildCases({
      out: archive,
      seed: 'station',
      until: calendarDateAt(now()),
      only: ['consent-missing', 'name-placeholder', 'dose-unit-misspelled'],
    });
    const studyOf = (wanted: string): string => cases.find(({ name }) => name === wanted)!.study;
    uid = studyOf('consent-missing');
    misspelled = studyOf('dose-unit-misspelled');
    agent = await startAgent(
      {
        dataFolder: join(folder, 'data'),
        language: 'zh',
        probes: [],
        facility: {
          id: 'center-a',
          name: '示范影像诊断中心',
          institutionNames: [],
          supervisionStart: 'earliest-study',
        },
        channels: [{ kind: 'folder', path: archive }],
        courtesy: [],
        station: { host: '127.0.0.1', port: 0 },
      },
      { log: pino({ level: 'silent' }), demo: true, pageFolder: dist },
    );
    await vi.waitFor(() => expect(agent.ledger.judgements.ofStudy(uid).length).toBeGreaterThan(0), {
      timeout: 60_000,
      interval: 200,
    });
    accession = agent.ledger.studies.get(uid)!.accession!;
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await agent?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function signedIn(login: string): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-US',
      timezoneId: 'America/New_York',
    });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('request', (request) => {
      if (!request.url().startsWith(agent.stationUrl) && !/^(data|blob):/.test(request.url()))
        foreign.push(request.url());
    });
    page.on('pageerror', (fault) => faults.push(fault.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) faults.push(message.text());
    });
    await page.goto(agent.stationUrl);
    await page.getByLabel(shared.sign.name).fill(login);
    await page
      .getByLabel(shared.sign.password, { exact: true })
      .fill(agent.oneTimePasswords.find((each) => each.login === login)!.password);
    await page.getByRole('button', { name: shared.sign.signIn }).click();
    await page.getByRole('heading', { name: zh.home.title }).waitFor();
    return page;
  }
  const menu = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name }).click();
  const verdict = (page: Page) =>
    page
      .getByRole('row')
      .filter({ has: page.locator('[data-rule="pregnancy-consent"]') })
      .getByTestId('verdict');

  it('a finding shows the patient, the law and the header; a consent entered late counts once a second person accepts', async () => {
    const officer = await signedIn('officer');
    await menu(officer, zh.menu.findings);
    await officer.getByRole('row').filter({ hasText: 'MIDC-2.2c' }).getByRole('link').first().click();
    await officer.getByText(zh.finding.lawText).waitFor();
    const shown = await officer.getByRole('main').innerText();
    for (const text of ['国卫医发', zh.finding.whatToDo, 'PatientName', zh.patient.accession]) {
      expect(shown).toContain(text);
    }

    await menu(officer, zh.menu.consent);
    await officer.getByRole('button', { name: zh.consent.add }).click();
    await officer.getByRole('heading', { name: zh.consent.add }).waitFor();
    await officer.getByLabel(zh.consent.accession).fill(accession);
    await officer.getByRole('button', { name: zh.consent.lookUp }).click();
    await officer.getByTestId('timing').getByText(zh.consent.late).waitFor();
    await officer.getByText(zh.answer.pregnant, { exact: true }).click();
    await officer.getByLabel(zh.consent.explainedBy).fill('王医生');
    await officer.getByText(zh.consent.herConsent, { exact: true }).click();
    await officer.getByLabel(zh.relation.self, { exact: true }).check();
    const exposure = agent.ledger.studies.get(uid)!.date!;
    await officer.getByLabel(zh.consent.signedAt).fill(`${exposure} 06:30`);
    await officer.getByLabel(zh.consent.signedAt).press('Enter');
    await officer.locator('input[type=file]').setInputFiles({
      name: 'page.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7 signed page'),
    });
    await officer.getByText(zh.consent.pageKept).waitFor();
    await officer.getByRole('button', { name: zh.consent.save }).click();
    await officer.getByText('等待第二人复核').waitFor();
    const records = agent.ledger.records.ofStudy(uid, accession);
    expect(records.map(({ kind }) => kind).toSorted()).toEqual(['consent', 'harm-explained', 'inquiry']);
    // Wall-clock time of the center, whatever zone the browser is in.
    expect(new Date(records[0]!.signedAt).toISOString()).toBe(new Date(`${exposure}T06:30:00+08:00`).toISOString());

    // Who entered it is not offered to accept it.
    await officer.goto(`${agent.stationUrl}/reviews?tab=records`);
    await officer.getByText(zh.record.ownEntry).first().waitFor();
    expect(await officer.getByRole('button', { name: zh.record.accept }).count()).toBe(0);

    const second = await signedIn('admin');
    await second.goto(`${agent.stationUrl}/studies/${uid}`);
    await expect
      .poll(() => verdict(second).innerText(), { timeout: 30_000 })
      .toContain(shared.state['awaiting-review']);
    const accepts = second.getByRole('main').getByRole('button', { name: zh.record.accept });
    const dialog = second.getByRole('dialog');
    for (let left = 3; left > 0; left -= 1) {
      await accepts.first().click();
      await dialog.getByRole('button', { name: zh.record.accept }).click();
      await expect.poll(() => accepts.count(), { timeout: 20_000 }).toBe(left - 1);
      await dialog.waitFor({ state: 'hidden' });
    }
    await expect.poll(() => verdict(second).innerText(), { timeout: 40_000 }).toContain(shared.state.attested);
    expect(agent.ledger.verifyChain()).toMatchObject({ ok: true });
  });

  it('a point of the dose page is a study, reached by keys alone; there every unit stands as it was spelled', async () => {
    const admin = await signedIn('admin');
    await menu(admin, zh.menu.dose);
    const point = admin.locator('a.dp-point').first();
    await point.waitFor();
    expect(await point.getAttribute('aria-label')).toMatch(/mGy|Gy/);
    await point.focus();
    await admin.keyboard.press('Enter');
    await admin.waitForURL(/\/studies\//);
    await admin.locator('#dose').getByText(zh.dose.study.events).waitFor();

    await admin.goto(`${agent.stationUrl}/studies/${misspelled}`);
    await admin.locator('#dose .dose-value-odd').first().waitFor();
    await admin.locator('#dose').getByText(zh.dose.study.departure['unit-spelling']).first().waitFor();

    for (const [tab, key] of [
      [zh.dose.tab.medians, 'medians'],
      [zh.dose.tab.deviation, 'deviation'],
      [zh.dose.tab.coverage, 'coverage'],
    ] as const) {
      await admin.goto(`${agent.stationUrl}/dose/${key}`);
      await admin.getByRole('tab', { name: tab, selected: true }).waitFor();
      await expect.poll(() => admin.locator('.dp-block').count()).toBe(0);
      expect(await admin.locator('[role=alert]').count(), key).toBe(0);
    }
  });

  it('an administrator gives exams a class with a reason and takes the row back; an officer cannot', async () => {
    const admin = await signedIn('admin');
    await admin.goto(`${agent.stationUrl}/dose/mapping`);
    await admin.getByRole('button', { name: zh.dose.addRow }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel(zh.dose.pattern).fill('本院特殊扫描*');
    await dialog.getByLabel(zh.dose.examClass).fill(zh.dose.compareNothing);
    await dialog.getByLabel(zh.dose.examClass).press('Enter');
    await dialog.getByLabel(zh.common.reason).fill('此协议不与任何参考水平比较');
    await dialog.getByRole('button', { name: /保/ }).click();
    const row = admin.getByRole('row').filter({ hasText: '本院特殊扫描*' });
    await row.waitFor();
    expect(agent.ledger.mapping.list()).toMatchObject([{ pattern: '本院特殊扫描*', examClass: '' }]);
    await row.getByRole('button', { name: zh.record.withdraw }).click();
    await admin.getByRole('dialog').getByLabel(zh.common.reason).fill('试用后撤回，协议已停用');
    await admin.getByRole('dialog').getByRole('button', { name: zh.record.withdraw }).click();
    await row.getByText(zh.dose.withdrawn).waitFor();

    const officer = await signedIn('officer');
    await officer.goto(`${agent.stationUrl}/dose/mapping`);
    await officer.getByText(zh.dose.mappingReadOnly).waitFor();
    expect(await officer.getByRole('button', { name: zh.dose.addRow }).count()).toBe(0);
  });

  it('fetches nothing from outside and raises no fault', () => {
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });
});
