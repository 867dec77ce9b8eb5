// A transcription (PS3.16 templates 10001 to 10054 and annex D), longer than other files because it is one table.
import type { Unit } from '@center/contract';

/**
 * A measured concept: its code under DCM, its name (the code meaning without blanks), the one unit its numbers are converted to, and the Chinese words by which a
 * report without codes may call it.
 */
export type MeasuredRow = readonly [code: string, name: string, unit: Unit, ...chinese: string[]];

/** Accumulated values: they are totals wherever in a report they stand outside of an event. */
export const totalRows: readonly MeasuredRow[] = [
  // TID 10004, 10005, 10007; TID 10041 repeats them for one radiation source.
  ['113722', 'DoseAreaProductTotal', 'Gy.m2', '剂量面积乘积总量', '总剂量面积乘积', '剂量面积乘积总和'],
  ['113725', 'DoseRPTotal', 'Gy', '参考点总剂量', '总剂量RP', '剂量RP总量'],
  ['113726', 'FluoroDoseAreaProductTotal', 'Gy.m2', '透视剂量面积乘积总量', '透视总剂量面积乘积'],
  ['113727', 'AcquisitionDoseAreaProductTotal', 'Gy.m2', '采集剂量面积乘积总量', '采集总剂量面积乘积'],
  ['113728', 'FluoroDoseRPTotal', 'Gy', '透视参考点总剂量', '透视剂量RP总量'],
  ['113729', 'AcquisitionDoseRPTotal', 'Gy', '采集参考点总剂量', '采集剂量RP总量'],
  ['113730', 'TotalFluoroTime', 's', '总透视时间', '透视总时间', '透视时间总量'],
  ['113731', 'TotalNumberOfRadiographicFrames', '1', '总帧数', '总摄影帧数'],
  ['113855', 'TotalAcquisitionTime', 's', '总采集时间', '采集总时间'],
  ['111637', 'AccumulatedAverageGlandularDose', 'mGy', '累积平均腺体剂量', '累计平均腺体剂量'],
  // TID 10012.
  ['113812', 'TotalNumberOfIrradiationEvents', '{events}', '照射事件总数', '总照射事件数'],
  [
    '113813',
    'CTDoseLengthProductTotal',
    'mGy.cm',
    'CT剂量长度乘积总量',
    '总剂量长度乘积',
    '剂量长度乘积总量',
    'DLP总量',
    '总DLP',
  ],
  ['130745', 'CTDoseLengthProductSubTotal', 'mGy.cm', 'CT剂量长度乘积小计'],
  ['113814', 'CTEffectiveDoseTotal', 'mSv', 'CT总有效剂量', '总有效剂量'],
];

/** Values of one event, of its equipment and its technique. */
export const eventRows: readonly MeasuredRow[] = [
  // TID 10002: calibration.
  ['122322', 'CalibrationFactor', '1', '校准因子'],
  ['113763', 'CalibrationUncertainty', '%', '校准不确定度'],
  // TID 10003 and its parts, TID 10042, 10045, 10048: one projection event.
  ['122130', 'DoseAreaProduct', 'Gy.m2', '剂量面积乘积', '面积剂量乘积'],
  ['113738', 'DoseRP', 'Gy', '参考点剂量', '剂量RP'],
  ['111631', 'AverageGlandularDose', 'mGy', '平均腺体剂量'],
  ['111636', 'EntranceExposureAtRP', 'mGy', '参考点入射照射量', '入射体表剂量'],
  ['130515', 'AirKermaAtOutputMeasurementPoint', 'mGy', '输出测量点空气比释动能'],
  ['111634', 'HalfValueLayer', 'mm', '半价层', '半值层'],
  ['113733', 'KVP', 'kV', '管电压', '千伏峰值', '峰值千伏'],
  ['113734', 'XRayTubeCurrent', 'mA', 'X射线管电流', '管电流'],
  ['113767', 'AverageXRayTubeCurrent', 'mA', '平均X射线管电流', '平均管电流'],
  ['113735', 'ExposureTime', 's', '曝光时间'],
  ['113736', 'Exposure', 'mA.s', '曝光量', '曝光'],
  ['113742', 'IrradiationDuration', 's', '照射持续时间', '照射时间'],
  ['113768', 'NumberOfPulses', '1', '脉冲数'],
  ['113791', 'PulseRate', '{pulse}/s', '脉冲率', '脉冲频率'],
  ['113793', 'PulseWidth', 's', '脉冲宽度'],
  ['113766', 'FocalSpotSize', 'mm', '焦点尺寸'],
  ['113790', 'CollimatedFieldArea', 'mm2', '准直野面积'],
  ['113788', 'CollimatedFieldHeight', 'mm', '准直野高度'],
  ['113789', 'CollimatedFieldWidth', 'mm', '准直野宽度'],
  ['113758', 'XRayFilterThicknessMinimum', 'mm'],
  ['113773', 'XRayFilterThicknessMaximum', 'mm'],
  ['113845', 'ExposureIndex', '1', '曝光指数'],
  ['113846', 'TargetExposureIndex', '1', '目标曝光指数'],
  ['113847', 'DeviationIndex', '1', '偏差指数', '偏离指数'],
  ['113750', 'DistanceSourceToDetector', 'mm', '源到探测器距离', '源像距'],
  ['113748', 'DistanceSourceToIsocenter', 'mm', '源到等中心距离'],
  ['113737', 'DistanceSourceToReferencePoint', 'mm', '源到参考点距离'],
  ['113792', 'DistanceSourceToTablePlane', 'mm', '源到床面距离'],
  ['112011', 'PositionerPrimaryAngle', 'deg'],
  ['112012', 'PositionerSecondaryAngle', 'deg'],
  ['113739', 'PositionerPrimaryEndAngle', 'deg'],
  ['113740', 'PositionerSecondaryEndAngle', 'deg'],
  ['128757', 'PositionerIsocenterPrimaryAngle', 'deg'],
  ['128758', 'PositionerIsocenterSecondaryAngle', 'deg'],
  ['128759', 'PositionerIsocenterDetectorRotationAngle', 'deg'],
  ['128760', 'PositionerIsocenterPrimaryEndAngle', 'deg'],
  ['128761', 'PositionerIsocenterSecondaryEndAngle', 'deg'],
  ['128762', 'PositionerIsocenterDetectorRotationEndAngle', 'deg'],
  ['113770', 'ColumnAngulation', 'deg'],
  ['113751', 'TableLongitudinalPosition', 'mm'],
  ['113752', 'TableLateralPosition', 'mm'],
  ['113753', 'TableHeightPosition', 'mm'],
  ['113754', 'TableHeadTiltAngle', 'deg'],
  ['113755', 'TableHorizontalRotationAngle', 'deg'],
  ['113756', 'TableCradleTiltAngle', 'deg'],
  ['113759', 'TableLongitudinalEndPosition', 'mm'],
  ['113760', 'TableLateralEndPosition', 'mm'],
  ['113761', 'TableHeightEndPosition', 'mm'],
  ['111633', 'CompressionThickness', 'mm', '压迫厚度'],
  ['111647', 'CompressionForce', 'N', '压迫力'],
  ['111648', 'CompressionPressure', 'kPa', '压迫压强', '压迫压力'],
  ['111649', 'CompressionContactArea', 'mm2', '压迫接触面积'],
  ['111638', 'PatientEquivalentThickness', 'mm'],
  ['112031', 'AttenuatorEquivalentThickness', 'mm'],
  // TID 10013, 10014: one CT event.
  ['113830', 'MeanCTDIvol', 'mGy', '平均CTDIvol', 'CTDIvol平均值', '平均容积CT剂量指数', 'CTDIvol', '容积CT剂量指数'],
  ['113838', 'DLP', 'mGy.cm', '剂量长度乘积'],
  ['113837', 'MeanCTDIfreeair', 'mGy'],
  ['113839', 'EffectiveDose', 'mSv', '有效剂量'],
  ['113930', 'SizeSpecificDoseEstimation', 'mGy', '体型特异性剂量估算值', '体型特异性剂量估计'],
  ['113824', 'ExposureTime', 's'],
  ['113825', 'ScanningLength', 'mm', '扫描长度'],
  ['113826', 'NominalSingleCollimationWidth', 'mm'],
  ['113827', 'NominalTotalCollimationWidth', 'mm'],
  ['113828', 'PitchFactor', '{ratio}', '螺距', '螺距因子'],
  ['113823', 'NumberOfXRaySources', '1'],
  ['113833', 'MaximumXRayTubeCurrent', 'mA', '最大X射线管电流', '最大管电流'],
  ['113834', 'ExposureTimePerRotation', 's', '每圈曝光时间'],
  ['113893', 'LengthOfReconstructableVolume', 'mm'],
  ['113895', 'TopZLocationOfReconstructableVolume', 'mm'],
  ['113896', 'BottomZLocationOfReconstructableVolume', 'mm'],
  ['113897', 'TopZLocationOfScanningLength', 'mm'],
  ['113898', 'BottomZLocationOfScanningLength', 'mm'],
  ['113899', 'ExposedRange', 'mm', '曝光范围'],
  ['113931', 'MeasuredLateralDimension', 'mm'],
  ['113932', 'MeasuredAPDimension', 'mm'],
  ['113933', 'DerivedEffectiveDiameter', 'mm'],
  ['113980', 'WaterEquivalentDiameter', 'mm', '水等效直径'],
  // TID 10015: dose check.
  ['113903', 'DLPAlertValue', 'mGy.cm', 'DLP警报值'],
  ['113904', 'CTDIvolAlertValue', 'mGy', 'CTDIvol警报值'],
  ['113905', 'AccumulatedDLPForwardEstimate', 'mGy.cm'],
  ['113906', 'AccumulatedCTDIvolForwardEstimate', 'mGy'],
  ['113911', 'DLPNotificationValue', 'mGy.cm', 'DLP通知值'],
  ['113912', 'CTDIvolNotificationValue', 'mGy', 'CTDIvol通知值'],
  ['113913', 'DLPForwardEstimate', 'mGy.cm'],
  ['113914', 'CTDIvolForwardEstimate', 'mGy'],
  // TID 10022, 10023: one radiopharmaceutical administration.
  ['113507', 'AdministeredActivity', 'MBq', '施用活度', '给药活度', '注射活度'],
  ['113508', 'PreAdministrationMeasuredActivity', 'MBq', '给药前测量活度'],
  ['113509', 'PostAdministrationMeasuredActivity', 'MBq', '给药后测量活度'],
  ['113506', 'EstimatedExtravasationActivity', '%'],
  ['123005', 'RadiopharmaceuticalVolume', 'cm3', '放射性药物体积'],
  ['113518', 'OrganDose', 'mGy', '器官剂量'],
];

/** Measured concepts of other schemes, by normalised key. */
export const otherRows: readonly (readonly [key: string, name: string, unit: Unit, total: boolean])[] = [
  // TID 10022: half-life of the radionuclide.
  ['304283002|SCT', 'RadionuclideHalfLife', 's', false],
  // Radiation summary of a Siemens Arcadis C-arm, under its own scheme.
  ['C-200|99SMS_RADSUM', 'TotalNumberOfRadiographicFrames', '1', true],
  ['C-202|99SMS_RADSUM', 'TotalFluoroTime', 's', true],
  ['C-204|99SMS_RADSUM', 'DoseAreaProductTotal', 'Gy.m2', true],
];

/** Units that the templates give a concept, where they are others than the one its numbers are converted to. The accumulated glandular dose was in dGy before it was in mGy. */
export const templateUnits: Readonly<Record<string, readonly string[]>> = {
  ExposureTime: ['ms', 's'],
  Exposure: ['uA.s'],
  PulseWidth: ['ms'],
  CollimatedFieldArea: ['m2'],
  AccumulatedAverageGlandularDose: ['mGy', 'dGy'],
  PulseRate: ['{pulse}/s', '/s', '1/s'],
};
