import { addDays } from '@center/contract';
import { deviceByKey } from '../center/devices.ts';
import { drawStudy } from '../center/draw-study.ts';
import { examByKey } from '../center/exams.ts';
import { conforming, deviating, indeterminate } from '../manifest.ts';
import { type Code, codeValue, container, dcm, numeric, sct } from '../objects/content-item.ts';
import { codeItem } from '../objects/modules.ts';
import { itemsOf } from '../writer/dataset.ts';
import { ct, dx } from './adult-patients.ts';
import { type Alteration, conceptOf, everywhere, inTurn, reportItems, without, withUnit } from './alteration.ts';
import type { CaseDefinition } from './case-definition.ts';
import { withDecisions } from './decided-cases.ts';

const rf = { ...ct, device: deviceByKey('rf-a'), exam: examByKey('rf-stomach') } as const;
const waiting = indeterminate('awaiting-review');
const missing = indeterminate('evidence-missing');
const unknownUnit = indeterminate('unit-unknown');

/** The first number of one concept in the report, times a factor. */
const scaled = (concept: string, factor: number): Alteration =>
  reportItems((item) => {
    const [measured] = itemsOf(item.MeasuredValueSequence);
    if (conceptOf(item) !== concept || measured === undefined) return item;
    const value = Number(measured.NumericValue) * factor;
    return { ...item, MeasuredValueSequence: [{ ...measured, NumericValue: Number(value.toPrecision(8)) }] };
  });
/** Another code as the value of one concept. */
const coded = (concept: string, code: Code): Alteration =>
  reportItems((item) => (conceptOf(item) === concept ? { ...item, ConceptCodeSequence: [codeItem(...code)] } : item));
const itemsWithout = (...concepts: readonly string[]): Alteration =>
  reportItems((item) => (concepts.includes(conceptOf(item)) ? undefined : item));

const unitCases: readonly CaseDefinition[] = [
  {
    name: 'dose-unit-misspelled',
    rule: 'dose-units-conform',
    fault: 'the dose report writes mGycm where the standard writes mGy.cm',
    wish: ct,
    alter: inTurn(withUnit('113838', 'mGycm'), withUnit('113813', 'mGycm')),
    expected: { 'dose-units-conform': deviating },
  },
  {
    name: 'dose-unit-outside-table',
    rule: 'dose-units-known',
    fault: 'the dose-area products of the events stand in a unit that no table knows',
    wish: rf,
    alter: withUnit('122130', 'R.cm2'),
    expected: {
      'dose-units-known': unknownUnit,
      'dose-units-conform': unknownUnit,
      'dose-total-is-sum': unknownUnit,
      'dose-values-plausible': unknownUnit,
    },
    also: 'a number that cannot be read can neither be spelled right, nor summed, nor compared with a range',
  },
];

const sumCases: readonly CaseDefinition[] = [
  {
    name: 'dose-total-too-large',
    rule: 'dose-total-is-sum',
    fault: 'the DLP total is a tenth more than its events',
    wish: ct,
    alter: scaled('113813', 1.1),
    expected: { 'dose-total-is-sum': deviating },
  },
  {
    name: 'dose-event-silent',
    rule: 'dose-total-is-sum',
    fault: 'the localiser tells no DLP and the total holds it',
    wish: { ...ct, exam: examByKey('ct-head'), age: { days: [60, 300] } },
    alter: (objects) => {
      let seenOne = false;
      return reportItems((item) => {
        if (conceptOf(item) !== '113838' || seenOne) return item;
        seenOne = true;
        return undefined;
      })(objects);
    },
    expected: { 'dose-total-is-sum': missing },
  },
];

const implausible = { ...dx, doseFactor: 100_000 } as const;
const valueCases: readonly CaseDefinition[] = [
  ...withDecisions(
    {
      name: 'dose-implausible',
      rule: 'dose-values-plausible',
      fault:
        'the meter writes its dose-area product in another unit than the element has: a hundred thousand times too much',
      wish: implausible,
      expected: { 'dose-values-plausible': waiting },
    },
    {
      name: 'dose-implausible-in-order',
      fault: 'none: a value beyond every range, looked at by two persons and found in order',
    },
    { name: 'dose-implausible-confirmed', fault: 'a value beyond every range, confirmed by two persons' },
  ),
];

const sourceCases: readonly CaseDefinition[] = [
  {
    name: 'dose-typed-by-hand',
    rule: 'dose-source-automatic',
    fault: 'the source of the dose information is manual entry',
    wish: ct,
    alter: coded('113854', dcm('113857', 'Manual Entry')),
    expected: { 'dose-source-automatic': deviating },
  },
  {
    name: 'dose-source-and-author-silent',
    rule: 'dose-source-automatic',
    fault: 'the dose report tells neither the source of its values nor the device that wrote it',
    wish: ct,
    alter: inTurn(itemsWithout('113854', '121012', '121013', '121014', '121015', '121016'), (objects) =>
      objects.map((object) =>
        object.role === 'dose-report'
          ? { ...object, dataset: { ...object.dataset, DeviceSerialNumber: null } }
          : object,
      ),
    ),
    expected: { 'dose-source-automatic': missing },
  },
  {
    name: 'dose-source-silent',
    rule: 'dose-source-automatic',
    fault: 'none that matters: the source is not told, but the scanner itself wrote the report',
    wish: ct,
    alter: itemsWithout('113854'),
    expected: {},
  },
];

const indexCases: readonly CaseDefinition[] = [
  {
    name: 'deviation-index-wrong',
    rule: 'deviation-index-agrees',
    fault: 'the deviation index is not that of exposure index and target',
    wish: dx,
    alter: everywhere({ DeviationIndex: 9.5 }),
    expected: { 'deviation-index-agrees': deviating },
  },
  {
    name: 'target-index-absent',
    rule: 'deviation-index-agrees',
    fault: 'a deviation index without the target that it refers to',
    wish: dx,
    alter: inTurn(everywhere({ DeviationIndex: 1.2 }), without('TargetExposureIndex')),
    expected: { 'deviation-index-agrees': missing },
  },
];

const headPhantom = inTurn(
  coded('113835', dcm('113690', 'IEC Head Dosimetry Phantom')),
  everywhere({ CTDIPhantomTypeCodeSequence: [codeItem('113690', 'DCM', 'IEC Head Dosimetry Phantom')] }),
);
const noComparison = 'the alert compares with no level of another phantom';
const phantomCases: readonly CaseDefinition[] = [
  ...withDecisions(
    {
      name: 'phantom-of-the-head',
      rule: 'ctdi-phantom-known',
      fault: 'the chest of an adult, and CTDIvol refers to the head phantom',
      wish: ct,
      alter: headPhantom,
      expected: { 'ctdi-phantom-known': waiting, 'ct-dose-alert-review': missing },
      also: noComparison,
    },
    { name: 'phantom-of-the-head-in-order', fault: 'none: the head phantom for a chest, looked at and found in order' },
    { name: 'phantom-of-the-head-confirmed', fault: 'the head phantom for a chest, confirmed as a wrong protocol' },
  ),
  {
    name: 'phantom-untold',
    rule: 'ctdi-phantom-known',
    fault: 'neither report nor images name the phantom of CTDIvol',
    wish: ct,
    alter: inTurn(itemsWithout('113835'), without('CTDIPhantomTypeCodeSequence')),
    expected: { 'ctdi-phantom-known': missing, 'ct-dose-alert-review': missing },
    also: noComparison,
  },
];

/** Dose Check (TID 10015) inside of the dose of every event. */
const doseCheck = (configured: boolean): Alteration =>
  reportItems((item) => {
    if (conceptOf(item) !== '113829') return item;
    const word = configured ? sct('373066001', 'Yes') : sct('373067005', 'No');
    const alert = container('CONTAINS', dcm('113900', 'Dose Check Alert Details'), [
      codeValue('CONTAINS', dcm('113901', 'DLP Alert Value Configured'), sct('373067005', 'No')),
      codeValue('CONTAINS', dcm('113902', 'CTDIvol Alert Value Configured'), word),
      ...(configured ? [numeric('CONTAINS', dcm('113904', 'CTDIvol Alert Value'), 80, 'mGy')] : []),
    ]);
    return { ...item, ContentSequence: [...itemsOf(item.ContentSequence), alert] };
  });
const checkCases: readonly CaseDefinition[] = [
  {
    name: 'dose-check-set',
    rule: 'dose-check-configured',
    fault: 'none: the scanner warns at a CTDIvol of 80 mGy',
    wish: ct,
    alter: doseCheck(true),
    expected: { 'dose-check-configured': conforming },
  },
  {
    name: 'dose-check-off',
    rule: 'dose-check-configured',
    fault: 'the scanner says that no alert is configured',
    wish: ct,
    alter: doseCheck(false),
    expected: { 'dose-check-configured': deviating },
  },
];

/** The person of an earlier case, so that this study is that patient's second. */
const samePatientAs =
  (name: string, wish: CaseDefinition['wish'], daysBefore: number): NonNullable<CaseDefinition['plan']> =>
  (plan) => ({
    ...plan,
    person: drawStudy({ ...wish, seed: plan.seed, name: `case/${name}`, date: addDays(plan.date, -daysBefore) }).person,
  });
const markedRepeated = reportItems((item) =>
  conceptOf(item) === '113819'
    ? {
        ...item,
        ContentSequence: [
          ...itemsOf(item.ContentSequence),
          codeValue('CONTAINS', dcm('128551', 'Is Repeated Acquisition'), sct('373066001', 'Yes'), [
            codeValue('CONTAINS', dcm('128552', 'Reason for Repeating Acquisition'), dcm('111210', 'Motion')),
          ]),
        ],
      }
    : item,
);
const repeatCases: readonly CaseDefinition[] = [
  {
    name: 'chest-for-the-first-time',
    rule: 'repeat-exposure-review',
    fault: 'none: the first of two studies of one patient',
    wish: ct,
    daysAgo: 42,
    expected: {},
  },
  {
    name: 'chest-again',
    rule: 'repeat-exposure-review',
    fault: 'the same part of the same patient by the same technique two days later',
    wish: ct,
    plan: samePatientAs('chest-for-the-first-time', ct, 2),
    expected: { 'repeat-exposure-review': waiting },
  },
  ...withDecisions(
    {
      name: 'event-marked-repeated',
      rule: 'repeat-exposure-review',
      fault: 'the dose report marks an acquisition as repeated',
      wish: ct,
      alter: markedRepeated,
      expected: { 'repeat-exposure-review': waiting },
    },
    { name: 'event-repeated-in-order', fault: 'none: repeated because the patient moved, as two persons found' },
    { name: 'event-repeated-confirmed', fault: 'a needless repetition, confirmed by two persons' },
  ),
];

const chestFluoroscopy = everywhere({ StudyDescription: '胸部透视' });
const childFilm = { ...dx, age: { years: [6, 9] } } as const;
const checkUp = everywhere({ StudyDescription: '入学体检 胸部正位' });
const justificationCases: readonly CaseDefinition[] = [
  ...withDecisions(
    {
      name: 'chest-fluoroscopy',
      rule: 'chest-fluoroscopy-review',
      fault: 'StudyDescription speaks of a fluoroscopy of the chest',
      wish: rf,
      alter: chestFluoroscopy,
      expected: { 'chest-fluoroscopy-review': waiting },
    },
    { name: 'chest-fluoroscopy-in-order', fault: 'none: a fluoroscopy of the chest that two persons found justified' },
    {
      name: 'chest-fluoroscopy-confirmed',
      fault: 'a fluoroscopy of the chest in a check-up, confirmed by two persons',
    },
  ),
  ...withDecisions(
    {
      name: 'child-chest-check-up',
      rule: 'child-chest-review',
      fault: 'a chest film for school entry',
      wish: childFilm,
      alter: checkUp,
      expected: { 'child-chest-review': waiting },
    },
    {
      name: 'child-chest-check-up-in-order',
      fault: 'none: a chest film for school entry that two persons found justified',
    },
    {
      name: 'child-chest-check-up-confirmed',
      fault: 'a chest film for school entry without another reason, confirmed by two persons',
    },
  ),
];

const child = { ...ct, exam: examByKey('ct-head'), age: { years: [6, 9] } } as const;
const adultProtocol = everywhere({ ProtocolName: 'Adult Head' });
const childCases: readonly CaseDefinition[] = [
  ...withDecisions(
    {
      name: 'adult-protocol-on-a-child',
      rule: 'infant-protection',
      fault: 'a child’s head, and the protocol is that for adults',
      wish: child,
      alter: adultProtocol,
      expected: { 'infant-protection': waiting },
    },
    { name: 'adult-protocol-in-order', fault: 'none: the protocol has an unlucky name, as two persons found' },
    { name: 'adult-protocol-confirmed', fault: 'a protocol for adults on a child, confirmed by two persons' },
  ),
  {
    name: 'infant-shielding-unrecorded',
    rule: 'infant-protection',
    fault: 'none: an infant, whose shielding no register can tell yet',
    wish: { ...child, age: { days: [40, 300] } },
    expected: {},
  },
];

/** Cases of the rules on dose, justification and children. */
export const doseRuleCases: readonly CaseDefinition[] = [
  ...unitCases,
  ...sumCases,
  ...valueCases,
  ...sourceCases,
  ...indexCases,
  ...phantomCases,
  ...checkCases,
  ...repeatCases,
  ...justificationCases,
  ...childCases,
];
