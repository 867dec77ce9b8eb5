import type {
  StationDoseGroup,
  StationDoseGroups,
  StationDosePoint,
  StationGroupReview,
} from '@center/contract/station-api';
import {
  BoxAndPoints,
  type BoxRow,
  type ChartPoint,
  ComparisonTag,
  type DisplayWords,
  fill,
  levelLines,
  PointLegend,
  StateTag,
  useDisplayWords,
} from '@center/display';
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { dosePointsQuery, mostPoints } from '../../api/dose-queries.ts';
import type { DoseFilters } from './dose-filters.tsx';
import { GroupReview } from './group-review.tsx';
import type { GroupSet } from './group-sets.ts';
import { SetCards } from './set-cards.tsx';

function pointOf(point: StationDosePoint, words: DisplayWords): ChartPoint {
  const { StudyInstanceUID, AccessionNumber, date, value, source, phantom, excluded, hasFinding } = point;
  const said = [
    date,
    AccessionNumber,
    words.dose.source[source],
    phantom === null ? '' : words.dose.phantom[phantom],
    excluded === null ? '' : words.chart.point['left-out'],
    hasFinding ? words.chart.point.finding : '',
  ];
  return {
    id: StudyInstanceUID,
    value,
    label: said.filter((part) => part !== '').join(' · '),
    href: `/studies/${encodeURIComponent(StudyInstanceUID)}`,
    kind: excluded !== null ? 'left-out' : hasFinding ? 'finding' : 'plain',
  };
}

/** The box of one group, over its exams. */
function rowOf(group: StationDoseGroup, name: string, points: readonly ChartPoint[]): BoxRow {
  const { key, n, requiredN, distribution } = group;
  const box =
    distribution === null
      ? {}
      : {
          box: {
            low: distribution.min,
            p25: distribution.p25,
            p50: distribution.median,
            p75: distribution.p75,
            high: distribution.max,
          },
        };
  return { id: key, name, n, required: requiredN, ...box, points };
}

/** A review that somebody has made or has to make; that a rule looked and found nothing is said by the comparison. */
function isTelling({ since, decision, decidable, findingId }: StationGroupReview): boolean {
  return since !== null || decision !== null || decidable || findingId !== null;
}

function GroupNote({ group, name }: { readonly group: StationDoseGroup; readonly name: string }) {
  const words = useDisplayWords();
  const { excluded, comparison, informational, reviews, n, requiredN } = group;
  return (
    <li className="pieces">
      <b>{name}</b>
      <ComparisonTag comparison={comparison} />
      <span className={n < requiredN ? '' : 'dp-quiet'}>
        {n < requiredN ? fill(words.chart.notEnough, { n, required: requiredN }) : fill(words.chart.n, { n })}
      </span>
      {informational ? <StateTag state="informational" /> : null}
      {excluded.phantom + excluded.phases === 0 ? null : (
        <span className="dp-quiet">{fill(words.dose.excluded, excluded)}</span>
      )}
      {reviews.filter(isTelling).map((review) => (
        <GroupReview key={review.ruleId} groupKey={group.key} review={review} />
      ))}
    </li>
  );
}

interface SetChartProps {
  readonly set: GroupSet;
  readonly title: string;
  readonly data: StationDoseGroups;
  readonly filters: DoseFilters;
}

function SetChart({ set, title, data, filters }: SetChartProps) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const navigate = useNavigate();
  const answers = useQueries({ queries: set.rows.map(({ key }) => dosePointsQuery(key, filters.period)) });
  const nameOf = (deviceId: string): string =>
    data.devices.find((device) => device.deviceId === deviceId)?.name ?? deviceId.slice(0, 8);
  const rows = set.rows.map((group, at) =>
    rowOf(
      group,
      nameOf(group.deviceId),
      (answers[at]?.data?.rows ?? []).map((point) => pointOf(point, words)),
    ),
  );
  const cut = answers.some(({ data: answer }) => (answer?.total ?? 0) > mostPoints);
  const failed = answers.some(({ isError }) => isError);
  return (
    <>
      <BoxAndPoints
        name={title}
        measured={{ name: words.dose.measure[set.measure], unit: set.unit }}
        rows={rows}
        references={levelLines(set.rows[0]?.level ?? null)}
        scale={filters.scale}
        follow={(href) => void navigate(href)}
      />
      <PointLegend kinds={new Set(rows.flatMap(({ points }) => points.map(({ kind }) => kind ?? 'plain')))} />
      {cut ? <p className="dp-quiet note">{t('dose.cut', { n: mostPoints })}</p> : null}
      {failed ? <p className="differ note">{t('dose.pointsFailed')}</p> : null}
      <ul className="group-notes">
        {set.rows.map((group) => (
          <GroupNote key={group.key} group={group} name={nameOf(group.deviceId)} />
        ))}
      </ul>
    </>
  );
}

/** Distributions by device, one chart for each class, band and measure; every point is a study. */
export function Distributions({ data, filters }: { readonly data: StationDoseGroups; readonly filters: DoseFilters }) {
  return (
    <SetCards data={data} filters={filters}>
      {(set, title) => <SetChart set={set} title={title} data={data} filters={filters} />}
    </SetCards>
  );
}
