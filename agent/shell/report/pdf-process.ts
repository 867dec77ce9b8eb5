// The process that draws: a printed report as JSON comes in at stdin, the PDF goes out at stdout.
import { text } from 'node:stream/consumers';
import { drawPdf } from './draw-pdf.ts';
import type { PrintedReport } from './report-blocks.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only our own parent writes here
const report = JSON.parse(await text(process.stdin)) as PrintedReport;
const pdf = await drawPdf(report);
process.stdout.write(pdf);
