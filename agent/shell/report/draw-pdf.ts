import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import type { PrintedReport, ReportBlock } from './report-blocks.ts';

type Page = InstanceType<typeof PDFDocument>;
type Table = Extract<ReportBlock, { kind: 'table' }>;

const margin = 42;
const footHeight = 28;
const sizes = { title: 16, heading: 11.5, text: 9, small: 7.6, cell: 7.4, foot: 7 } as const;
const padding = 3;
const lines = '#9aa4ad';
const shade = '#eef1f4';

/** Noto Sans with Chinese letters. The package opens no way to its files but its entry, beside whose folder they lie. */
const fontFile = (weight: 'Regular' | 'Bold'): string =>
  fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, import.meta.resolve('@embedpdf/fonts-sc')));

/** Control characters draw nothing and break lines; signs that turn the direction of text could make a figure read otherwise. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const clean = (text: string): string => text.replace(unseen, '');

const width = (doc: Page): number => doc.page.width - 2 * margin;
const bottom = (doc: Page): number => doc.page.height - margin - footHeight;

/** Begins a page when so much does not fit any more. */
function room(doc: Page, height: number): void {
  if (doc.y + height > bottom(doc)) {
    doc.addPage();
    doc.y = margin;
  }
}

function write(doc: Page, text: string, font: 'regular' | 'bold', size: number, gap: number): void {
  doc.font(font).fontSize(size);
  const shown = clean(text);
  room(doc, doc.heightOfString(shown, { width: width(doc) }));
  doc.text(shown, margin, doc.y, { width: width(doc) });
  doc.y += gap;
}

/** Cells of a row, as high as the highest; the head comes again on every page that the table goes on to. */
function drawTable(doc: Page, { head, widths, rows }: Table): void {
  const whole = widths.reduce((sum, share) => sum + share, 0);
  const columns = widths.map((share) => (share / whole) * width(doc));
  const heightOf = (cells: readonly string[]): number =>
    Math.max(
      ...cells.map((cell, at) =>
        doc.heightOfString(cell === '' ? ' ' : cell, { width: (columns[at] ?? 0) - 2 * padding }),
      ),
    ) +
    2 * padding;
  const row = (cells: readonly string[], height: number, isHead: boolean): void => {
    const top = doc.y;
    if (isHead) doc.rect(margin, top, width(doc), height).fill(shade).fillColor('black');
    let left = margin;
    for (const [at, cell] of cells.entries()) {
      const column = columns[at] ?? 0;
      doc.text(cell, left + padding, top + padding, { width: column - 2 * padding });
      left += column;
    }
    doc
      .moveTo(margin, top + height)
      .lineTo(margin + width(doc), top + height)
      .lineWidth(0.4)
      .strokeColor(lines)
      .stroke();
    doc.y = top + height;
  };
  const titles = head.map(clean);
  doc.fontSize(sizes.cell);
  const drawHead = (): void => {
    if (titles.length === 0) return;
    doc.font('bold');
    row(titles, heightOf(titles), true);
    doc.font('regular');
  };
  doc.font('bold');
  room(doc, titles.length === 0 ? 0 : heightOf(titles) * 2.5);
  drawHead();
  doc.font('regular');
  for (const raw of rows) {
    const cells = raw.map(clean);
    const height = heightOf(cells);
    if (doc.y + height > bottom(doc)) {
      doc.addPage();
      doc.y = margin;
      drawHead();
    }
    row(cells, height, false);
  }
  doc.y += 8;
}

function drawSignatures(doc: Page, names: readonly string[], date: string): void {
  const height = 40;
  room(doc, height + 20);
  const top = doc.y + 26;
  const each = width(doc) / names.length;
  doc.font('regular').fontSize(sizes.text);
  for (const [at, name] of names.entries()) {
    const left = margin + at * each;
    doc.text(`${name}:`, left, top - 12, { width: each * 0.45, lineBreak: false });
    doc.text(`${date}:`, left + each * 0.55, top - 12, { width: each * 0.4, lineBreak: false });
    doc
      .moveTo(left, top + 4)
      .lineTo(left + each - 12, top + 4)
      .lineWidth(0.6)
      .strokeColor('black')
      .stroke();
  }
  doc.y = top + 18;
}

function draw(doc: Page, block: ReportBlock): void {
  switch (block.kind) {
    case 'title':
      write(doc, block.text, 'bold', sizes.title, 8);
      break;
    case 'heading':
      if (block.newPage === true) {
        doc.addPage();
        doc.y = margin;
      }
      room(doc, 60);
      doc.y += 6;
      write(doc, block.text, 'bold', sizes.heading, 4);
      break;
    case 'text':
      write(doc, block.text, 'regular', block.small === true ? sizes.small : sizes.text, 3);
      break;
    case 'table':
      drawTable(doc, block);
      break;
    case 'signatures':
      drawSignatures(doc, block.names, block.date);
      break;
  }
}

function drawFeet(doc: Page, foot: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    // Text below the margin would begin a page of its own.
    doc.page.margins.bottom = 0;
    doc.font('regular').fontSize(sizes.foot).fillColor('black');
    const text = `${clean(foot)} · ${String(page - start + 1)} / ${String(count)}`;
    doc.text(text, margin, doc.page.height - margin - 8, { width: width(doc), align: 'center', lineBreak: false });
  }
}

/** A printed report as PDF, A4. Loads two fonts of eight megabytes: it belongs in a process that ends afterwards. */
export function drawPdf(report: PrintedReport): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    lang: report.language === 'zh' ? 'zh-CN' : 'en',
    displayTitle: true,
    info: {
      Title: clean(report.title),
      Author: clean(report.author),
      CreationDate: new Date(report.madeAt),
      ModDate: new Date(report.madeAt),
    },
  });
  doc.registerFont('regular', fontFile('Regular'));
  doc.registerFont('bold', fontFile('Bold'));
  const done = new Promise<Buffer>((resolve, reject) => {
    const parts: Buffer[] = [];
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
  for (const block of report.blocks) draw(doc, block);
  drawFeet(doc, report.foot);
  doc.end();
  return done;
}
