// A transcription (PS3.16 templates 1002, 10001 to 10054 and context groups 244, 6022, 10002, 10003, 10013, 10014), longer than other files because it is tables.
import type { DoseEvent, DosePlane, Laterality } from '@center/contract';

/** What a content item is for, by its concept name. */
export type Role =
  | 'report'
  | 'event'
  | 'administration'
  | 'total'
  | 'details'
  | 'technique'
  | 'output'
  | 'calibration'
  | 'alert'
  | 'notification'
  | 'alert-configured'
  | 'notification-configured'
  | 'reason-for-proceeding'
  | 'event-uid'
  | 'event-type'
  | 'plane'
  | 'source-id'
  | 'laterality'
  | 'region'
  | 'protocol'
  | 'phantom'
  | 'contrast'
  | 'started'
  | 'ended'
  | 'reference-point'
  | 'repeated'
  | 'repeat-reason'
  | 'rejected'
  | 'reject-reason'
  | 'source-of-dose'
  | 'scope'
  | 'procedure'
  | 'manufacturer'
  | 'model'
  | 'serial'
  | 'calibrated-on'
  | 'calibrated-by'
  | 'patient-table';

/** Normalised key, role, and the words (English meaning first) by which an item without a code is recognised. */
export const roleRows: readonly (readonly [key: string, role: Role, ...words: string[]])[] = [
  // Document titles: TID 10001, 10011, 10040; TID 10021; the private summary of a Siemens Arcadis C-arm.
  ['113701|DCM', 'report', 'X-Ray Radiation Dose Report', 'X射线辐射剂量报告', 'X射线剂量报告', '辐射剂量报告'],
  ['113500|DCM', 'report', 'Radiopharmaceutical Radiation Dose Report', '放射性药物辐射剂量报告'],
  ['C-10|99SMS_RADSUM', 'report'],
  // TID 10003, 10013, 10042, 10022: one event.
  ['113706|DCM', 'event', 'Irradiation Event X-Ray Data', '照射事件X射线数据', '照射事件数据'],
  ['113819|DCM', 'event', 'CT Acquisition', 'CT采集', 'CT扫描采集'],
  ['130501|DCM', 'event', 'Irradiation Event Summary Data', '照射事件汇总数据', '照射事件摘要数据'],
  ['113502|DCM', 'administration', 'Radiopharmaceutical Administration', '放射性药物施用', '放射性药物给药'],
  // TID 10002, 10012, 10041: accumulated values.
  ['113702|DCM', 'total', 'Accumulated X-Ray Dose Data', '累积X射线剂量数据', '累计X射线剂量数据'],
  ['113811|DCM', 'total', 'CT Accumulated Dose Data', 'CT累积剂量数据', 'CT累计剂量数据'],
  ['130500|DCM', 'total', 'Accumulated Dose Data', '累积剂量数据', '累计剂量数据'],
  // TID 10043, 10045, 10048: what the beam was, apart from events.
  ['130505|DCM', 'details', 'Irradiation Details', '照射详情'],
  ['130511|DCM', 'technique', 'Radiation Technique'],
  ['130514|DCM', 'output', 'Radiation Output'],
  // TID 10002, 10041: calibration of the dose meter.
  ['122505|DCM', 'calibration', 'Calibration', '校准'],
  ['113723|DCM', 'calibrated-on', 'Calibration DateTime', 'Calibration Date', '校准日期', '校准日期时间'],
  ['113724|DCM', 'calibrated-by', 'Calibration Responsible Party', '校准责任方'],
  // TID 10015: dose check.
  ['113900|DCM', 'alert', 'Dose Check Alert Details', '剂量检查警报详情'],
  ['113908|DCM', 'notification', 'Dose Check Notification Details', '剂量检查通知详情'],
  ['113901|DCM', 'alert-configured', 'DLP Alert Value Configured'],
  ['113902|DCM', 'alert-configured', 'CTDIvol Alert Value Configured'],
  ['113909|DCM', 'notification-configured', 'DLP Notification Value Configured'],
  ['113910|DCM', 'notification-configured', 'CTDIvol Notification Value Configured'],
  ['113907|DCM', 'reason-for-proceeding', 'Reason for Proceeding', '继续的原因'],
  // One event. 113853 is the retired code of the event UID.
  ['113769|DCM', 'event-uid', 'Irradiation Event UID', '照射事件UID'],
  ['113853|DCM', 'event-uid'],
  ['113503|DCM', 'event-uid', 'Radiopharmaceutical Administration Event UID', '放射性药物施用事件UID'],
  ['113721|DCM', 'event-type', 'Irradiation Event Type', '照射事件类型'],
  ['113820|DCM', 'event-type', 'CT Acquisition Type', 'CT采集类型'],
  ['113764|DCM', 'plane', 'Acquisition Plane', '采集平面'],
  ['113832|DCM', 'source-id', 'Identification of the X-Ray Source', 'X射线源标识'],
  ['272741003|SCT', 'laterality', 'Laterality', '侧别', '左右侧'],
  ['111027|DCM', 'laterality', 'Image Laterality', '图像侧别'],
  ['123014|DCM', 'region', 'Target Region', '靶区', '目标区域', '检查部位', '目标部位'],
  ['125203|DCM', 'protocol', 'Acquisition Protocol', '采集协议', '扫描协议', '采集方案'],
  ['113835|DCM', 'phantom', 'CTDIw Phantom Type', 'CTDIw体模类型', '体模类型', '模体类型'],
  ['408730004|SCT', 'contrast', 'Procedure Context', '检查背景'],
  ['111526|DCM', 'started', 'DateTime Started', 'Date Time Started', '开始日期时间', '开始时间'],
  ['111527|DCM', 'ended', 'DateTime Ended', 'Date Time Ended', '结束日期时间', '结束时间'],
  ['123003|DCM', 'started', 'Radiopharmaceutical Start DateTime'],
  ['123004|DCM', 'ended', 'Radiopharmaceutical Stop DateTime'],
  ['113780|DCM', 'reference-point', 'Reference Point Definition', '参考点定义'],
  ['128551|DCM', 'repeated', 'Is Repeated Acquisition', '重复采集'],
  ['128552|DCM', 'repeat-reason', 'Reason for Repeating Acquisition', '重复采集原因'],
  ['130503|DCM', 'rejected', 'Is Rejected Acquisition', '拒绝采集'],
  ['130504|DCM', 'reject-reason', 'Reason for Rejecting Acquisition', '拒绝采集原因'],
  // The report: TID 10001, 10011, 10040, 1002, 1004.
  ['113854|DCM', 'source-of-dose', 'Source of Dose Information', '剂量信息来源'],
  ['113705|DCM', 'scope', 'Scope of Accumulation', '累积范围', '累计范围'],
  ['121058|DCM', 'procedure', 'Procedure reported', '报告的检查', '已报告的检查', '报告的操作'],
  ['121014|DCM', 'manufacturer', 'Device Observer Manufacturer', '设备观察者制造商'],
  ['121015|DCM', 'model', 'Device Observer Model Name', '设备观察者型号名称', '设备观察者型号'],
  ['121016|DCM', 'serial', 'Device Observer Serial Number', '设备观察者序列号'],
  ['113745|DCM', 'patient-table', 'Patient Table Relationship'],
];

/** What the value of a CODE item says, where reading turns on it. */
export type Choice =
  | { readonly of: 'plane'; readonly plane: DosePlane }
  | { readonly of: 'side'; readonly side: Laterality }
  | { readonly of: 'type'; readonly type: string }
  | { readonly of: 'phantom'; readonly phantom: NonNullable<DoseEvent['phantom']> }
  | { readonly of: 'answer'; readonly yes: boolean }
  | { readonly of: 'contrast'; readonly contrast: 'with' | 'without' };

const plane = (is: DosePlane): Choice => ({ of: 'plane', plane: is });
const side = (is: Laterality): Choice => ({ of: 'side', side: is });
const type = (is: string): Choice => ({ of: 'type', type: is });
const phantom = (is: NonNullable<DoseEvent['phantom']>): Choice => ({ of: 'phantom', phantom: is });

export const choiceRows: readonly (readonly [key: string, choice: Choice, ...words: string[]])[] = [
  // CID 10003.
  ['113620|DCM', plane('A'), 'Plane A', '平面A', 'A平面'],
  ['113621|DCM', plane('B'), 'Plane B', '平面B', 'B平面'],
  ['113622|DCM', plane('single'), 'Single Plane', '单平面'],
  ['113890|DCM', plane('all'), 'All Planes', '所有平面', '全部平面'],
  // CID 244, 6022.
  ['7771000|SCT', side('left'), 'Left', '左', '左侧'],
  ['24028007|SCT', side('right'), 'Right', '右', '右侧'],
  ['51440002|SCT', side('both'), 'Bilateral', 'Right and left', '双侧'],
  ['80248007|SCT', side('left'), 'Left breast', '左乳', '左乳房', '左侧乳房'],
  ['73056007|SCT', side('right'), 'Right breast', '右乳', '右乳房', '右侧乳房'],
  ['63762007|SCT', side('both'), 'Both breasts', '双乳', '双侧乳房'],
  // CID 10002 and 10013.
  ['44491008|SCT', type('Fluoroscopy'), 'Fluoroscopy', '透视'],
  ['113611|DCM', type('StationaryAcquisition'), 'Stationary Acquisition', '静止采集', '固定采集'],
  ['113612|DCM', type('SteppingAcquisition'), 'Stepping Acquisition', '步进采集'],
  ['113613|DCM', type('RotationalAcquisition'), 'Rotational Acquisition', '旋转采集'],
  ['116152004|SCT', type('SpiralAcquisition'), 'Spiral Acquisition', '螺旋采集', '螺旋扫描'],
  ['113804|DCM', type('SequencedAcquisition'), 'Sequenced Acquisition', '序列采集', '步进扫描'],
  ['113805|DCM', type('ConstantAngleAcquisition'), 'Constant Angle Acquisition', '恒定角度采集', '定位像'],
  ['113806|DCM', type('StationaryAcquisition')],
  ['113807|DCM', type('FreeAcquisition'), 'Free Acquisition', '自由采集'],
  ['702569007|SCT', type('ConeBeamAcquisition'), 'Cone Beam Acquisition', '锥形束采集', '锥束采集'],
  // TID 10013: phantom of CTDIw.
  ['113690|DCM', phantom('head-16cm'), 'IEC Head Dosimetry Phantom', 'IEC头部剂量体模', '头部体模', '头部模体'],
  ['113691|DCM', phantom('body-32cm'), 'IEC Body Dosimetry Phantom', 'IEC体部剂量体模', '体部体模', '体部模体'],
  // CID 230.
  ['373066001|SCT', { of: 'answer', yes: true }, 'Yes', '是'],
  ['373067005|SCT', { of: 'answer', yes: false }, 'No', '否'],
  // CID 10014, the present code and the older ones.
  ['1331946003|SCT', { of: 'contrast', contrast: 'with' }, 'CT with contrast'],
  [
    '27483000|SCT',
    { of: 'contrast', contrast: 'with' },
    'Diagnostic radiography with contrast media',
    '增强',
    '增强扫描',
  ],
  ['399331006|SCT', { of: 'contrast', contrast: 'without' }, 'CT without contrast', '平扫'],
];

/** Sources of dose information by which a person, not the device, gave a number (CID 10020, 10021): one of them among several decides. */
export const givenByHand: ReadonlySet<string> = new Set(['113857|DCM', '113868|DCM']);

/**
 * Codes that a vendor is known to write for another concept. `when` is the value that only the other concept can have; then the code is read as `meant` and the vendor
 * is named.
 */
export const wrongCodes = {
  'patient-table': {
    vendor: 'Hologic',
    written: '113745',
    meant: '113945',
    name: 'XRayDetectorDataAvailable',
    when: 'answer',
  },
} as const satisfies Readonly<
  Partial<
    Record<
      Role,
      {
        readonly vendor: string;
        readonly written: string;
        readonly meant: string;
        readonly name: string;
        readonly when: Choice['of'];
      }
    >
  >
>;
