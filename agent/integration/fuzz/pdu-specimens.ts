import { COMMAND, type CommandSet, encodeCommand } from '../../shell/dimse/command-set.ts';
import { commitmentAction, STORAGE_COMMITMENT, STORAGE_COMMITMENT_INSTANCE } from '../../shell/dimse/commitment.ts';
import type { ControlPdu, ProposedContext } from '../../shell/dimse/pdu.ts';
import { encodeData, encodePdu } from '../../shell/dimse/pdu-encode.ts';
import { PERFORMED_STEP } from '../../shell/dimse/performed-step.ts';
import { difficultHeader, element, header, item, sequence } from '../../shell/dimse/testing/data-set.ts';
import { CT_IMAGE, ENHANCED_SR, echoRequest, requestOf, storeRequest } from '../../shell/dimse/testing/raw-peer.ts';

const IMPLICIT = '1.2.840.10008.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const JPEG = '1.2.840.10008.1.2.4.50';
const VERIFICATION = '1.2.840.10008.1.1';
const STUDY_ROOT_FIND = '1.2.840.10008.5.1.4.1.2.2.1';

/** What one side of a conversation says, PDU by PDU. */
export interface PduSpecimen {
  readonly name: string;
  readonly pdus: readonly Buffer[];
}

const contexts: readonly ProposedContext[] = [
  { id: 1, abstractSyntax: CT_IMAGE, transferSyntaxes: [EXPLICIT] },
  { id: 3, abstractSyntax: VERIFICATION, transferSyntaxes: [IMPLICIT] },
  { id: 5, abstractSyntax: PERFORMED_STEP, transferSyntaxes: [IMPLICIT, EXPLICIT] },
  { id: 7, abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [IMPLICIT] },
  { id: 9, abstractSyntax: ENHANCED_SR, transferSyntaxes: [IMPLICIT] },
  { id: 11, abstractSyntax: CT_IMAGE, transferSyntaxes: [JPEG] },
];
const request = requestOf({
  contexts,
  user: {
    ...requestOf().user,
    roles: [{ SOPClassUID: STORAGE_COMMITMENT, scu: false, scp: true }],
  },
});
const ask = encodePdu(request);
const release = encodePdu({ kind: 'release-request' });

function message(contextId: number, command: CommandSet, dataSet?: Uint8Array, maxLength = 2048): Buffer[] {
  return [
    ...encodeData(contextId, true, encodeCommand(command), maxLength),
    ...(dataSet === undefined ? [] : encodeData(contextId, false, dataSet, maxLength)),
  ];
}

const image = Buffer.concat([
  difficultHeader('explicit'),
  element('explicit', 0x7fe00010, 'OW', Buffer.alloc(6000, 9)),
]);
const cine = Buffer.concat([
  difficultHeader('explicit'),
  header('explicit', 0x7fe00010, 'OB', 0xffffffff),
  item('explicit', Buffer.alloc(0), false),
  item('explicit', Buffer.alloc(3000, 0xab), false),
  Buffer.from('feffdde000000000', 'hex'),
]);
const begun = Buffer.concat([
  element('implicit', 0x00080005, 'CS', 'GB18030'),
  element('implicit', 0x00400252, 'CS', 'IN PROGRESS'),
  sequence('implicit', 0x00400270, [item('implicit', element('implicit', 0x0020000d, 'UI', '1.2.3.4 '), true)], true),
]);
const ended = Buffer.concat([
  element('implicit', 0x00080005, 'CS', 'ISO_IR 100'),
  element('implicit', 0x00400252, 'CS', 'COMPLETED'),
  sequence('implicit', 0x00400340, [item('implicit', element('implicit', 0x0020000e, 'UI', '1.2.3.5 '), false)], false),
]);
const step = { hasDataSet: true, MessageID: 3 } as const;

/** Conversations of peers that call us. */
export const callers: readonly PduSpecimen[] = [
  { name: 'echo', pdus: [ask, ...message(3, echoRequest), release] },
  {
    name: 'two objects',
    pdus: [
      ask,
      ...message(1, storeRequest(), image),
      ...message(1, { ...storeRequest(), MessageID: 2, AffectedSOPInstanceUID: '1.2.3.5' }, image, 700),
      release,
    ],
  },
  { name: 'a compressed object', pdus: [ask, ...message(11, storeRequest(), cine), release] },
  {
    name: 'a report',
    pdus: [ask, ...message(9, storeRequest(ENHANCED_SR), difficultHeader('implicit'), 300), release],
  },
  {
    name: 'a performed step',
    pdus: [
      ask,
      ...message(
        5,
        {
          ...step,
          CommandField: COMMAND.createRequest,
          AffectedSOPClassUID: PERFORMED_STEP,
          AffectedSOPInstanceUID: '1.2.9',
        },
        begun,
        120,
      ),
      ...message(
        5,
        {
          ...step,
          CommandField: COMMAND.setRequest,
          RequestedSOPClassUID: PERFORMED_STEP,
          RequestedSOPInstanceUID: '1.2.9',
        },
        ended,
      ),
      release,
    ],
  },
  {
    name: 'a report of a commitment',
    pdus: [
      ask,
      ...message(
        7,
        {
          ...step,
          CommandField: COMMAND.eventReportRequest,
          AffectedSOPClassUID: STORAGE_COMMITMENT,
          AffectedSOPInstanceUID: STORAGE_COMMITMENT_INSTANCE,
          EventTypeID: 1,
        },
        commitmentAction(
          '2.25.1',
          Array.from({ length: 20 }, (_, n) => ({ SOPClassUID: CT_IMAGE, SOPInstanceUID: `1.2.3.${String(n)}` })),
        ),
      ),
      release,
    ],
  },
  {
    name: 'broken off',
    pdus: [ask, ...message(1, storeRequest(), image).slice(0, 3), encodePdu({ kind: 'abort', source: 0, reason: 0 })],
  },
];

/** MessageID of the request that the answers below are to. */
export const askedWith = 7;
const accepted: ControlPdu = {
  kind: 'associate-accept',
  calledAeTitle: 'PACS',
  callingAeTitle: 'MONITOR',
  contexts: [
    { id: 1, result: 0, transferSyntax: IMPLICIT },
    { id: 3, result: 0, transferSyntax: EXPLICIT },
  ],
  user: {
    maxLength: 16_384,
    implementationClassUID: '1.2.3',
    implementationVersionName: 'FUZZ',
    roles: [{ SOPClassUID: CT_IMAGE, scu: false, scp: true }],
  },
};
const answer = (CommandField: number, Status: number, hasDataSet = false): CommandSet => ({
  CommandField,
  hasDataSet,
  MessageIDBeingRespondedTo: askedWith,
  Status,
});
const row = Buffer.concat([
  element('implicit', 0x00080052, 'CS', 'STUDY '),
  element('implicit', 0x0020000d, 'UI', '1.2.3.4 '),
]);
const released = encodePdu({ kind: 'release-response' });

/** What `askOf` proposes, in order. */
export const proposed = [STUDY_ROOT_FIND, CT_IMAGE] as const;

/** What archives answer when we call them: to a search, with an object that they send on the same association, and with no. */
export const answerers: readonly PduSpecimen[] = [
  {
    name: 'three matches',
    pdus: [
      encodePdu(accepted),
      ...[1, 2, 3].flatMap(() => message(1, answer(COMMAND.findResponse, 0xff00, true), row, 40)),
      ...message(1, answer(COMMAND.findResponse, 0)),
      released,
    ],
  },
  {
    name: 'an object on our association',
    pdus: [
      encodePdu(accepted),
      ...message(3, storeRequest(), image),
      ...message(1, answer(COMMAND.findResponse, 0)),
      released,
    ],
  },
  { name: 'a limit', pdus: [encodePdu(accepted), ...message(1, answer(COMMAND.findResponse, 0xfe00)), released] },
  { name: 'a rejection', pdus: [encodePdu({ kind: 'associate-reject', result: 1, source: 1, reason: 7 })] },
];
