import type { StationEquipmentRecord, StationRecordSays, StationSignature } from '@center/contract/station-api';
import { formatDateTime, formatNumber, type StateLook, WordTag } from '@center/display';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

/** From when to when a record reaches. */
export function spanOf(says: StationRecordSays): string {
  switch (says.kind) {
    case 'daily':
      return says.date;
    case 'fault':
      return `${formatDateTime(says.start)} – ${says.end === null ? '…' : formatDateTime(says.end)}`;
    case 'maintenance':
    case 'suspension':
      return `${formatDateTime(says.from)} – ${says.to === null ? '…' : formatDateTime(says.to)}`;
    case 'window':
    case 'external':
    case 'dispute':
      return `${formatDateTime(says.from)} – ${formatDateTime(says.to)}`;
  }
}

/** What a record says, in lines; an empty text is left out. */
export function linesOf(says: StationRecordSays, t: TFunction<'page'>): string[] {
  switch (says.kind) {
    case 'daily': {
      const { status, selfCheckDone, calibrationDone, counter, temperatureC, humidityPct, heliumPct, remark } = says;
      const measured = [
        ...(counter === undefined ? [] : [`${t('equipment.daily.counter')} ${formatNumber(counter)}`]),
        ...(temperatureC === undefined ? [] : [`${formatNumber(temperatureC)} °C`]),
        ...(humidityPct === undefined ? [] : [`${formatNumber(humidityPct)}%`]),
        ...(heliumPct === undefined ? [] : [`${t('equipment.daily.helium')} ${formatNumber(heliumPct)}`]),
      ];
      return [
        t(`equipment.dailyStatus.${status}`),
        [
          t(selfCheckDone ? 'equipment.daily.selfCheckDone' : 'equipment.daily.selfCheckNotDone'),
          t(calibrationDone ? 'equipment.daily.calibrationDone' : 'equipment.daily.calibrationNotDone'),
        ].join(' · '),
        measured.join(' · '),
        remark,
      ];
    }
    case 'fault':
      return [
        says.faultClass === null ? t('equipment.fault.unclassified') : t(`equipment.faultClass.${says.faultClass}`),
        says.openedBy === 'probe' ? t('equipment.fault.byProbe', { probe: says.probe ?? '' }) : '',
        says.degraded ? t('equipment.fault.degraded') : '',
        says.description,
        says.result ?? '',
        says.probeSawUpAt === null ? '' : t('equipment.fault.probeSawUp', { at: formatDateTime(says.probeSawUpAt) }),
      ];
    case 'maintenance':
      return [
        t(`equipment.work.${says.work}`),
        says.plannedFor === null ? '' : `${t('equipment.maintenance.plannedFor')} ${says.plannedFor}`,
        says.vendor,
        says.parts,
        says.result,
      ];
    case 'window':
      return [
        says.reason,
        says.repeats === null
          ? ''
          : t('equipment.window.repeatsSaid', {
              every: says.repeats.every,
              unit: t(`equipment.window.units.${says.repeats.unit}`),
              until: says.repeats.until,
            }),
      ];
    case 'suspension':
    case 'dispute':
      return [says.reason];
    case 'external':
      return [t(`equipment.cause.${says.cause}`), says.document];
  }
}

/** What a record says. */
export function RecordSays({ says }: { readonly says: StationRecordSays }) {
  const { t } = useTranslation();
  const lines = linesOf(says, t).filter((line) => line.trim() !== '');
  return (
    <span className="lines">
      {lines.map((line, at) => (at === 0 ? <b key={line}>{line}</b> : <span key={line}>{line}</span>))}
    </span>
  );
}

const waiting: StateLook = { mark: 'hourglass', tone: 'amber', surface: 'soft' };
const warning: StateLook = { mark: 'triangle', tone: 'amber', surface: 'outline' };

/** A fault lasts until its repair is accepted; a draft that nobody has classified yet is no more than what its probe saw. */
export function isOpen(says: Extract<StationRecordSays, { kind: 'fault' }>): boolean {
  return says.end === null && (says.faultClass !== null || says.openedBy === 'person' || says.probeSawUpAt === null);
}

/** What is to be known of a record's standing: late, overdue, against the probes, waiting for a second person, taken back. */
export function RecordMarks({ record }: { readonly record: StationEquipmentRecord }) {
  const { t } = useTranslation();
  const { says, withdrawn, cancelled, late, contradicts, waitsForSecond } = record;
  const overdueBy = says.kind === 'fault' && says.faultClass === null ? says.classifyBy : null;
  return (
    <span className="pieces">
      {withdrawn === null ? null : (
        <WordTag
          look={{ mark: 'dash', tone: 'plain', surface: 'dotted' }}
          word={t('equipment.mark.withdrawn')}
          meaning={withdrawn.reason}
        />
      )}
      {cancelled === null ? null : (
        <WordTag look={{ mark: 'dash', tone: 'plain', surface: 'dotted' }} word={t('equipment.mark.cancelled')} />
      )}
      {waitsForSecond && withdrawn === null ? (
        <WordTag look={waiting} word={t('equipment.mark.second')} meaning={t('equipment.mark.secondMeans')} />
      ) : null}
      {says.kind === 'fault' && isOpen(says) && withdrawn === null ? (
        <WordTag look={{ mark: 'cross', tone: 'red', surface: 'soft' }} word={t('equipment.mark.open')} />
      ) : null}
      {overdueBy === null ? null : <WordTag look={warning} word={t('equipment.mark.classifyBy', { on: overdueBy })} />}
      {late ? <WordTag look={warning} word={t('equipment.mark.late')} /> : null}
      {says.kind === 'window' && says.late ? (
        <WordTag look={warning} word={t('equipment.mark.lateWindow')} meaning={t('equipment.window.lateHint')} />
      ) : null}
      {contradicts ? (
        <WordTag look={warning} word={t('equipment.mark.contradicts')} meaning={t('equipment.mark.contradictsMeans')} />
      ) : null}
    </span>
  );
}

const signed = ['requested', 'classified', 'approved', 'countersigned', 'accepted', 'cancelled'] as const;

function Signed({ name, by }: { readonly name: string; readonly by: StationSignature }) {
  return (
    <span>
      {name} {by.by} <span className="dp-quiet dp-num">{formatDateTime(by.at)}</span>
    </span>
  );
}

/** Who wrote a record, and who signed what of it. */
export function Signatures({ record }: { readonly record: StationEquipmentRecord }) {
  const { t } = useTranslation();
  return (
    <span className="lines small">
      <Signed name={t('equipment.signed.entered')} by={record.firstEntered} />
      {record.revision > 1 && !signed.some((key) => record[key]?.at === record.entered.at) ? (
        <Signed name={t('equipment.signed.revised', { n: record.revision })} by={record.entered} />
      ) : null}
      {signed.map((key) => {
        const by = record[key];
        return by === null ? null : <Signed key={key} name={t(`equipment.signed.${key}`)} by={by} />;
      })}
      {record.withdrawn === null ? null : (
        <span className="differ">
          {t('record.withdrawn', { reason: record.withdrawn.reason, who: record.withdrawn.by })}
        </span>
      )}
    </span>
  );
}
