import { describe, expect, it } from 'vitest';
import type { RawElement } from './element-list.ts';
import { itemsIn, readElementList, textIn } from './element-list.ts';
import type { KeptStep, StepChange } from './performed-step.ts';
import { createStep, setStep, stepDataset } from './performed-step.ts';
import { element, item, sequence } from './testing/data-set.ts';
import { IMPLICIT_VR_LITTLE_ENDIAN as IMPLICIT } from './transfer-syntax.ts';

function list(...bytes: Buffer[]): readonly RawElement[] {
  const read = readElementList(Buffer.concat(bytes), IMPLICIT);
  if (read.kind === 'invalid') throw new Error(read.what);
  return read.elements;
}
const text = (tag: number, value: string | Uint8Array): Buffer => element('implicit', tag, 'LO', value);
const status = (value: string): Buffer => text(0x00400252, value);
const name = Buffer.from('cdf5d0a1b6ab', 'hex');
const begun = [
  text(0x00080005, 'GB18030'),
  text(0x00080060, 'CT'),
  text(0x00100010, name),
  text(0x001021c0, Buffer.from([4, 0])),
  status('IN PROGRESS'),
  sequence('implicit', 0x00400270, [item('implicit', text(0x0020000d, '1.2.3.4.5 '), false)], false),
];

function after(...changes: ((step: KeptStep | undefined) => StepChange)[]): KeptStep | undefined {
  let step: KeptStep | undefined;
  for (const change of changes) step = change(step).keep ?? step;
  return step;
}
const create = (step: KeptStep | undefined): StepChange => createStep(step, list(...begun));
const set =
  (...bytes: Buffer[]) =>
  (step: KeptStep | undefined): StepChange =>
    setStep(step, list(...bytes));
const attributes = (step: KeptStep | undefined): readonly RawElement[] =>
  list(stepDataset('1.2.9', step ?? { state: 'IN PROGRESS', dataset: Buffer.alloc(0) }));

describe('a performed step', () => {
  it('begins in progress and is completed with what came later', () => {
    const dose = text(0x00181110, '12');
    const step = after(create, set(dose), set(status('COMPLETED'), text(0x00400250, '20260310')));
    expect(step?.state).toBe('COMPLETED');
    const merged = attributes(step);
    expect(textIn(merged, 0x00080016)).toBe('1.2.840.10008.3.1.2.3.3');
    expect(textIn(merged, 0x00080018)).toBe('1.2.9');
    expect(textIn(merged, 0x00400252)).toBe('COMPLETED');
    expect(textIn(merged, 0x00400250)).toBe('20260310');
    expect(textIn(merged, 0x00181110)).toBe('12');
    expect(merged.find(({ tag }) => tag === 0x00100010)?.value.equals(name)).toBe(true);
    expect(textIn(itemsIn(merged, 0x00400270)?.[0] ?? [], 0x0020000d)).toBe('1.2.3.4.5');
    // Ascending, each tag once.
    const tags = merged.map(({ tag }) => tag);
    expect(tags).toEqual([...new Set(tags)].toSorted((a, b) => a - b));
  });

  it.each(['COMPLETED', 'DISCONTINUED'])('that is %s is final', (state) => {
    const step = after(create, set(status(state)));
    for (const again of ['IN PROGRESS', 'COMPLETED', 'DISCONTINUED']) {
      expect(setStep(step, list(status(again)))).toEqual({
        answer: { status: 0x0110, comment: expect.any(String) as string, errorId: 0xa710 },
      });
    }
    expect(setStep(step, [])).toMatchObject({ answer: { status: 0x0110 } });
    expect(create(step)).toEqual({ answer: { status: 0x0111 } });
  });

  it('is created once', () => {
    expect(create(after(create))).toEqual({ answer: { status: 0x0111 } });
  });

  it.each([
    ['without a status', [text(0x00080060, 'CT')], 0x0120],
    ['with an empty status', [status('')], 0x0121],
    ['completed from the start', [status('COMPLETED')], 0x0106],
    ['with a status of its own making', [status('DONE')], 0x0106],
  ])('cannot begin %s', (_, bytes, wanted) => {
    const change = createStep(undefined, list(...bytes));
    expect(change.answer.status).toBe(wanted);
    expect(change.keep).toBeUndefined();
  });

  it('refuses a status that does not exist and stays as it is', () => {
    expect(set(status('DONE'), text(0x00181110, '12'))(after(create))).toEqual({
      answer: { status: 0x0106, comment: 'PerformedProcedureStepStatus' },
    });
  });

  it('that was never created is answered as unknown, and kept', () => {
    const change = set(status('COMPLETED'), text(0x00181110, '12'))(undefined);
    expect(change.answer.status).toBe(0x0112);
    expect(change.keep?.state).toBe('not-created');
    // The beginning comes late, the end is sent again: all is known that was ever told.
    const late = createStep(change.keep, list(...begun));
    expect(late.answer.status).toBe(0);
    expect(late.keep?.state).toBe('IN PROGRESS');
    expect(textIn(attributes(late.keep), 0x00181110)).toBe('12');
    expect(textIn(attributes(late.keep), 0x00400252)).toBe('IN PROGRESS');
    expect(after(() => late, set(status('COMPLETED')))?.state).toBe('COMPLETED');
    // A second end before the beginning adds to the first.
    const twice = set(text(0x00400280, 'remark'))(change.keep);
    expect(twice.answer.status).toBe(0x0112);
    expect(attributes(twice.keep).map(({ tag }) => tag)).toEqual(expect.arrayContaining([0x00181110, 0x00400280]));
  });

  it('keeps its patient: an N-SET that names another one is warned, one that names the same is not', () => {
    const other = set(text(0x00100010, 'Li^Si '), text(0x00181110, '12'))(after(create));
    expect(other.answer).toEqual({ status: 0x0107, comment: '1 attributes only N-CREATE may set' });
    expect(
      attributes(other.keep)
        .find(({ tag }) => tag === 0x00100010)
        ?.value.equals(name),
    ).toBe(true);
    expect(textIn(attributes(other.keep), 0x00181110)).toBe('12');
    expect(set(text(0x00100010, name))(after(create)).answer.status).toBe(0);
  });

  it('keeps the character set of its beginning; a later one goes with its own sequences', () => {
    const series = sequence(
      'implicit',
      0x00400340,
      [item('implicit', Buffer.concat([text(0x0020000e, '1.2.6 '), text(0x0008103e, 'Kopf  ')]), true)],
      true,
    );
    const step = after(create, set(text(0x00080005, 'ISO_IR 100'), series));
    expect(textIn(attributes(step), 0x00080005)).toBe('GB18030');
    const [performed] = itemsIn(attributes(step), 0x00400340) ?? [];
    expect(textIn(performed ?? [], 0x00080005)).toBe('ISO_IR 100');
    expect(textIn(performed ?? [], 0x0020000e)).toBe('1.2.6');
    // The same character set, or none before: nothing to be told apart.
    const same = after(create, set(text(0x00080005, 'GB18030'), series));
    expect(textIn(itemsIn(attributes(same), 0x00400340)?.[0] ?? [], 0x00080005)).toBeUndefined();
    const first = after((step) => createStep(step, list(status('IN PROGRESS'))), set(text(0x00080005, 'GB18030')));
    expect(textIn(attributes(first), 0x00080005)).toBe('GB18030');
  });
});
