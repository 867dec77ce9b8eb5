import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type WorkbookSheet, workbookOf } from './workbook.ts';

const xlsxOf = (sheets: readonly WorkbookSheet[]): Uint8Array =>
  workbookOf(sheets, {
    utf8: (text) => Buffer.from(text, 'utf8'),
    crc32,
    deflateRaw: (bytes) => deflateRawSync(bytes),
  });

const bytes = xlsxOf([
  {
    name: '剂量 & more',
    rows: [
      ['设备', 'value', 'note'],
      ['CT <1>', 12.5, '=HYPERLINK("http://x")'],
      ['a\u0000b\ud800', -3, null],
      Array.from({ length: 30 }, (_, index) => index),
    ],
  },
  { name: 'about', rows: [['who', '张三']] },
]);

// Debian's libraries belong to Debian's Python; a machine may have another one before it.
const debianPython = '/usr/bin/python3';
const python = (script: string, file: string): string =>
  execFileSync(debianPython, ['-c', script, file], { encoding: 'utf8' });
const hasPython = spawnSync(debianPython, ['-c', 'import zipfile']).status === 0;
const hasOpenpyxl = spawnSync(debianPython, ['-c', 'import openpyxl']).status === 0;

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xlsx-'));
  file = join(folder, 'a.xlsx');
  writeFileSync(file, bytes);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('an office workbook', () => {
  test('the same rows give the same bytes', () => {
    const once = xlsxOf([{ name: 'a', rows: [['x', 1]] }]);
    expect(xlsxOf([{ name: 'a', rows: [['x', 1]] }])).toEqual(once);
  });

  test.skipIf(!hasPython)('is a whole archive of well-formed XML (python3 is there)', () => {
    const script = `
import sys, zipfile, xml.dom.minidom
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
for n in z.namelist(): xml.dom.minidom.parseString(z.read(n))
print(' '.join(z.namelist()))
s = xml.dom.minidom.parseString(z.read('xl/worksheets/sheet1.xml'))
print('|'.join((c.getAttribute('r') + '=' + ''.join(t.firstChild.data for t in c.getElementsByTagName('t') + c.getElementsByTagName('v'))) for c in s.getElementsByTagName('c') if c.getAttribute('r')[-1] in '123'))
print(len(s.getElementsByTagName('f')))`;
    const [names, cells, formulas] = python(script, file).trim().split('\n');
    expect(names).toContain('xl/worksheets/sheet2.xml');
    expect(cells).toBe('A1=设备|B1=value|C1=note|A2=CT <1>|B2=12.5|C2==HYPERLINK("http://x")|A3=ab|B3=-3');
    expect(formulas).toBe('0');
  });

  test.skipIf(!hasOpenpyxl)('reads back with openpyxl', () => {
    const script = `
import sys, openpyxl
w = openpyxl.load_workbook(sys.argv[1])
print(w.sheetnames, w.worksheets[0]['A1'].value, w.worksheets[0]['B2'].value, w.worksheets[0]['C2'].data_type, w.worksheets[0]['AD4'].value, w.worksheets[0].freeze_panes)`;
    expect(python(script, file).trim()).toBe("['剂量 & more', 'about'] 设备 12.5 s 29 A2");
  });

  if (!hasPython) console.warn('skipped: python3 is not there to read the workbook');
  if (!hasOpenpyxl) console.warn('skipped: openpyxl is not there to read the workbook');
});
