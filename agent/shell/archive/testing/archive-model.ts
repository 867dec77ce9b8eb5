import { ctElements, element, explicitLittle, meta, pixels, u16 } from '../../header/part10-bytes.ts';

const explicit = '1.2.840.10008.1.2.1';
const ctImage = '1.2.840.10008.5.1.4.1.1.2';

export interface KeptObject {
  readonly sop: string;
  readonly sopClass: string;
  /** A whole file, File Meta Information included. */
  readonly bytes: Buffer;
}

export interface KeptStudy {
  uid: string;
  /** YYYYMMDD; empty: the study carries no date. */
  date: string;
  accession: string;
  patient: string;
  /** Series by UID. */
  series: Map<string, KeptObject[]>;
}

export interface StudyWish {
  readonly uid: string;
  readonly date: string;
  readonly accession?: string;
  readonly patient?: string;
  readonly series?: number;
  readonly objects?: number;
  /** Bytes of pixel data an object. */
  readonly pixelBytes?: number;
}

/** A small CT image as a file. */
export function imageFile(
  study: Pick<KeptStudy, 'uid' | 'date' | 'accession' | 'patient'>,
  series: string,
  sop: string,
  pixelBytes: number,
  lossy = false,
): Buffer {
  const text = (tag: number, vr: string, value: string): Buffer => element(tag, vr, value, explicitLittle);
  return Buffer.concat([
    meta(explicit),
    ctElements(explicitLittle, {
      [0x00080016]: text(0x00080016, 'UI', ctImage),
      [0x00080018]: text(0x00080018, 'UI', sop),
      [0x00080020]: text(0x00080020, 'DA', study.date),
      [0x00080050]: text(0x00080050, 'SH', study.accession),
      [0x00100020]: text(0x00100020, 'LO', study.patient),
      [0x0020000d]: text(0x0020000d, 'UI', study.uid),
      [0x0020000e]: text(0x0020000e, 'UI', series),
      [0x00280101]: element(0x00280101, 'US', u16(lossy ? 8 : 12, false), explicitLittle),
      [0x00282110]: text(0x00282110, 'CS', lossy ? '01' : '00'),
    }),
    pixels(explicitLittle, pixelBytes),
  ]);
}

/** What an archive really holds: the truth that a PACS then tells or does not tell. Changed by tests as archives are changed by life. */
export class Archive {
  readonly studies = new Map<string, KeptStudy>();

  add(wish: StudyWish): KeptStudy {
    const study: KeptStudy = {
      uid: wish.uid,
      date: wish.date,
      accession: wish.accession ?? `A${wish.uid.slice(-6)}`,
      patient: wish.patient ?? `P${wish.uid.slice(-6)}`,
      series: new Map(),
    };
    for (let s = 1; s <= (wish.series ?? 1); s += 1) {
      const series = `${wish.uid}.${String(s)}`;
      const objects = Array.from({ length: wish.objects ?? 2 }, (_, index) => {
        const sop = `${series}.${String(index + 1)}`;
        return { sop, sopClass: ctImage, bytes: imageFile(study, series, sop, wish.pixelBytes ?? 64) };
      });
      study.series.set(series, objects);
    }
    this.studies.set(study.uid, study);
    return study;
  }

  drop(uid: string): void {
    this.studies.delete(uid);
  }

  /** The study's last objects are gone. */
  dropObjects(uid: string, count: number): void {
    const study = this.of(uid);
    for (const [series, objects] of study.series) {
      study.series.set(series, objects.slice(0, Math.max(0, objects.length - count)));
      return;
    }
  }

  /** All series of one study now belong to another: what a merge of two patients or studies does. */
  merge(from: string, into: string): void {
    const source = this.of(from);
    const target = this.of(into);
    for (const [series, objects] of source.series) target.series.set(series, objects);
    this.studies.delete(from);
  }

  /** The study has come back under other UIDs: study, series and objects. */
  renumber(uid: string, other: string): void {
    const study = this.of(uid);
    this.studies.delete(uid);
    const count = [...study.series.values()][0]?.length ?? 0;
    this.add({
      uid: other,
      date: study.date,
      accession: study.accession,
      patient: study.patient,
      series: study.series.size,
      objects: count,
    });
  }

  /** Every object comes back lossy, with fewer bits. */
  makeLossy(uid: string): void {
    const study = this.of(uid);
    for (const [series, objects] of study.series) {
      study.series.set(
        series,
        objects.map((object) => ({ ...object, bytes: imageFile(study, series, object.sop, 32, true) })),
      );
    }
  }

  /** One byte of the first object's pixel data is another one. */
  flip(uid: string): void {
    for (const objects of this.of(uid).series.values()) {
      const [first] = objects;
      if (first === undefined) continue;
      const at = first.bytes.length - 5;
      first.bytes.writeUInt8((first.bytes.readUInt8(at) + 1) % 256, at);
      return;
    }
  }

  of(uid: string): KeptStudy {
    const study = this.studies.get(uid);
    if (study === undefined) throw new Error(`the archive holds no study ${uid}`);
    return study;
  }
}
