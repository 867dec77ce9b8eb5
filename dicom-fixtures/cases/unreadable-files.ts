import { addDays, type CalendarDate } from '@center/contract';
import { drawStudy } from '../center/draw-study.ts';
import type { UnreadableFile } from '../manifest.ts';
import { fileBytes } from '../objects/fixture-object.ts';
import { greyJpeg } from '../objects/pixels.ts';
import { objectsOf } from '../objects/study-objects.ts';
import { chanceOf } from '../random.ts';
import { truncatedTo, zeroedFrom } from '../writer/damage.ts';

export interface StrayFile extends UnreadableFile {
  readonly bytes: Buffer;
}

/** Files that lie in archives and are no readable object of any study. */
export function strayFiles(seed: string, until: CalendarDate): readonly StrayFile[] {
  const [image] = objectsOf(drawStudy({ seed, name: 'stray', date: addDays(until, -50), images: 1 }));
  if (image === undefined) throw new RangeError('a study has at least one image');
  const whole = fileBytes(image);
  const chance = chanceOf(seed, 'stray bytes');
  return [
    { file: 'stray/zero-length.dcm', kind: 'unreadable', why: 'nothing was written', bytes: Buffer.alloc(0) },
    {
      file: 'stray/prefix-only.dcm',
      kind: 'unreadable',
      why: 'the copy ended behind the DICM prefix',
      bytes: truncatedTo(132)(whole),
    },
    {
      file: 'stray/half-meta.dcm',
      kind: 'unreadable',
      why: 'the copy ended inside of the File Meta Information',
      bytes: truncatedTo(170)(whole),
    },
    {
      file: 'stray/zeroed.dcm',
      kind: 'unreadable',
      why: 'zeros behind the first block, as a power cut leaves them',
      bytes: zeroedFrom(160)(whole),
    },
    {
      file: 'stray/notes.txt',
      kind: 'not-dicom',
      why: 'a text file',
      bytes: Buffer.from('CT 一室 保养记录\n2026 年度\n', 'utf8'),
    },
    { file: 'stray/thumbnail.jpg', kind: 'not-dicom', why: 'a JPEG picture', bytes: Buffer.from(greyJpeg) },
    {
      file: 'stray/noise.bin',
      kind: 'not-dicom',
      why: 'bytes of chance',
      bytes: Buffer.from(Array.from({ length: 2048 }, () => chance.whole(0, 255))),
    },
  ];
}
