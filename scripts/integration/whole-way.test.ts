import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FixtureManifest } from '@center/fixtures';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

// The whole way as a newcomer walks it: one command, two pages. Labels stand here as a person reads them.
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`SKIPPED whole way: no Chromium at ${executablePath} (apt-get install chromium)`);

const root = join(import.meta.dirname, '..', '..');
const ports = { console: 7480, station: 7481, receiver: 7482 };

describe.skipIf(!present)('npm start, in a real browser', () => {
  const data = mkdtempSync(join(tmpdir(), 'whole-way-'));
  const foreign: string[] = [];
  const faults: string[] = [];
  let starter: ChildProcess;
  let said = '';
  let browser: Browser;

  const start = async (): Promise<void> => {
    said = '';
    const args = [
      '--data',
      data,
      '--studies',
      '30',
      '--console-port',
      String(ports.console),
      '--station-port',
      String(ports.station),
      '--receiver-port',
      String(ports.receiver),
    ];
    starter = spawn(process.execPath, [join(root, 'scripts', 'start.mjs'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    starter.stdout?.on('data', (chunk: Buffer) => void (said += chunk.toString()));
    starter.stderr?.on('data', (chunk: Buffer) => void (said += chunk.toString()));
    await vi.waitFor(() => expect(said).toContain('Watching on'), { timeout: 150_000, interval: 200 });
  };
  /** Ctrl-C, and what was said until the end. */
  const stop = async (): Promise<number | null> => {
    const ended = new Promise<number | null>((resolve) => starter.once('exit', (code) => resolve(code)));
    starter.kill('SIGINT');
    return ended;
  };
  const password = (pattern: RegExp): string => pattern.exec(said)?.[1] ?? '';

  beforeAll(async () => {
    await start();
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    if (starter?.exitCode === null) await stop();
    rmSync(data, { recursive: true, force: true });
  });

  /** What a failed step looked like, beside the log of the run. */
  async function pictured<T>(page: () => Page | undefined, step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (fault) {
      const text = await page()?.locator('body').innerText();
      throw new Error(`at ${page()?.url() ?? 'no page'}:\n${text ?? ''}`, { cause: fault });
    }
  }

  async function signedIn(url: string, login: string, secret: string, heading: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
    });
    page.on('pageerror', (fault) => faults.push(fault.message));
    await page.goto(url);
    await page.getByLabel('用户名').fill(login);
    await page.getByLabel('密码', { exact: true }).fill(secret);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('heading', { name: heading }).waitFor();
    return page;
  }

  it('says in a few lines where the pages are and what was found', () => {
    expect(said).toContain(`http://127.0.0.1:${String(ports.console)}`);
    expect(said).toContain(`http://127.0.0.1:${String(ports.station)}`);
    expect(said).toMatch(/检查 studies 4\d/);
    expect(said).toMatch(/疑似不符合 suspected deviations：严重 critical [1-9]/);
    expect(said).toMatch(/上报 upload：\d{4}-\d{2} · receipted · R/);
  });

  it('both programs answer on /health', async () => {
    for (const port of [ports.console, ports.station]) {
      const response = await fetch(`http://127.0.0.1:${String(port)}/health`);
      expect([port, response.status]).toEqual([port, 200]);
    }
  });

  it('a consent entered at the station changes the state of the finding at the console', async () => {
    const manifest = JSON.parse(readFileSync(join(data, 'demo-archive', 'manifest.json'), 'utf8')) as FixtureManifest;
    const missing = manifest.cases.find(({ name }) => name === 'consent-missing');
    const [file = ''] = missing?.files ?? [];
    const facts = JSON.parse(
      execFileSync(
        process.execPath,
        [join(root, 'agent', 'shell', 'main.mjs'), 'facts', join(data, 'demo-archive', file)],
        { encoding: 'utf8' },
      ),
    ) as { header: { AccessionNumber: string; StudyDate: string } };
    const { AccessionNumber: accession, StudyDate: day } = facts.header;

    // The supervisor sees the center, its finding and the law.
    const console = `http://127.0.0.1:${String(ports.console)}`;
    const supervisor = await signedIn(console, 'admin', password(/console {3}\S+ {3}admin \/ (\S+)/), '总览');
    await supervisor.getByText('示范医学影像诊断中心').first().click();
    await supervisor.getByRole('heading', { name: '示范医学影像诊断中心' }).waitFor();
    const row = supervisor.locator('tr.ant-table-row', { hasText: 'MIDC-3.5.3g' }).first();
    await expect
      .poll(
        async () => {
          await supervisor.goto(`${console}/findings?clause=MIDC-3.5.3g`);
          await supervisor.getByRole('heading', { name: '问题', exact: true }).waitFor();
          await row.waitFor({ timeout: 3000 }).catch(() => undefined);
          return row.count();
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toBe(1);
    await row.getByRole('link').first().click();
    const quote = supervisor.locator('blockquote[lang=zh-CN]');
    await quote.waitFor();
    expect(await quote.textContent()).toContain('签字后方可实施');
    const finding = supervisor.url();
    const before = await supervisor.getByRole('main').innerText();
    expect(await supervisor.locator('[data-state=evidence-missing]').count()).toBeGreaterThan(0);
    expect(await supervisor.locator('[data-state=attested]').count()).toBe(0);
    expect(before).not.toContain(accession);

    // The officer enters what the patient signed; the exposure is past, so it is a late entry and waits for a second person.
    const station = `http://127.0.0.1:${String(ports.station)}`;
    const officer = await signedIn(station, 'officer', password(/officer \(officer\) \/ (\S+)/), '今日');
    await officer.getByRole('navigation').getByRole('link', { name: '知情同意登记' }).click();
    await officer.getByRole('button', { name: '新登记' }).click();
    await officer.getByRole('heading', { name: '新登记' }).waitFor();
    await officer.getByLabel('检查号').fill(accession);
    await officer.getByRole('button', { name: '查找' }).click();
    await pictured(
      () => officer,
      () => officer.getByText('已妊娠', { exact: true }).click(),
    );
    await officer.getByLabel('说明人').fill('王医生');
    await officer.getByText('本人同意检查', { exact: true }).click();
    await officer.getByLabel('本人', { exact: true }).check();
    const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
    await officer.getByLabel(/签署时间/).fill(`${date} 06:30`);
    await officer.getByLabel(/签署时间/).press('Enter');
    await officer
      .locator('input[type=file]')
      .setInputFiles({ name: 'page.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 signed page') });
    await officer.getByText('已保存，SHA-256').waitFor();
    await officer.getByRole('button', { name: '保存登记' }).click();
    await officer.getByText('等待第二人复核').waitFor();
    await expect
      .poll(
        async () => {
          await supervisor.goto(finding);
          await quote.waitFor();
          return supervisor.locator('[data-state=awaiting-review]').count();
        },
        { timeout: 90_000, interval: 2000 },
      )
      .toBeGreaterThan(0);

    const second = await signedIn(station, 'admin', password(/admin \(administrator\) \/ (\S+)/), '今日');
    await second.goto(`${station}/studies/${missing?.study ?? ''}`);
    const accepts = second.getByRole('main').getByRole('button', { name: '作为第二人认可' });
    const dialog = second.getByRole('dialog');
    await accepts.first().waitFor();
    for (let left = await accepts.count(); left > 0; left -= 1) {
      await accepts.first().click();
      await dialog.getByRole('button', { name: '作为第二人认可' }).click();
      await expect.poll(() => accepts.count(), { timeout: 30_000 }).toBe(left - 1);
      await dialog.waitFor({ state: 'hidden' });
    }
    await expect
      .poll(
        async () => {
          await supervisor.goto(finding);
          await quote.waitFor();
          return supervisor.locator('[data-state=attested]').count();
        },
        { timeout: 90_000, interval: 2000 },
      )
      .toBeGreaterThan(0);
  });

  it('stops at Ctrl-C and goes on where it stopped', async () => {
    expect(await stop()).toBe(0);
    expect(said).toContain('The next start goes on from here');
    const passwords = /console {3}\S+ {3}admin/.test(said);
    await start();
    expect(passwords).toBe(true);
    expect(said).not.toContain('Enrolling');
    expect(said).toMatch(/检查 studies 4\d/);
  });

  it('refuses what it cannot do, in both languages and before it changes anything', () => {
    const refused = (...args: readonly string[]): string => {
      try {
        execFileSync(process.execPath, [join(root, 'scripts', 'start.mjs'), '--data', join(data, 'other'), ...args], {
          cwd: root,
          encoding: 'utf8',
          stdio: 'pipe',
        });
      } catch (fault) {
        const { status, stderr } = fault as { status: number; stderr: string };
        return `${String(status)} ${stderr}`;
      }
      return 'started';
    };
    expect(refused('--archive', '/no/such/folder')).toMatch(/^2 文件夹不存在[\s\S]*missing/);
    expect(refused('--dicomweb', 'ftp://host')).toMatch(/^2 不是 http[\s\S]*Not an http/);
    expect(refused('--scp', '99999999')).toMatch(/^2 选项有误[\s\S]*Wrong option/);
    expect(refused('--console-port', String(ports.console))).toMatch(/^2 端口 \d+ 已被占用[\s\S]*in use/);
    expect(refused('--nonsense')).toMatch(/^2 选项有误/);
    expect(existsSync(join(data, 'other'))).toBe(false);
  });

  it('fetched nothing from outside, and no page raised a fault', () => {
    expect(foreign).toEqual([]);
    expect(faults).toEqual([]);
  });
});
