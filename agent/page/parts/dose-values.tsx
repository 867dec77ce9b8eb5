import type { StationDoseEvent, StationDoseTotal, StationDoseValue } from '@center/contract/station-api';
import { QuantityText } from '@center/display';
import { useTranslation } from 'react-i18next';

/** A value with its unit; how the object spelled the unit where that is not as the standard does; as written where it could not be read. */
export function ValueText({ value }: { readonly value: StationDoseValue }) {
  const { t } = useTranslation();
  if (value.value === null) {
    return (
      <span className="dose-value-odd" title={t('dose.study.unreadable')}>
        {`${value.rawValue} ${value.rawUnit}`.trim()} ({t('dose.study.unreadable')})
      </span>
    );
  }
  return (
    <>
      <QuantityText value={value.value} unit={value.unit} />{' '}
      {value.standardSpelling ? null : (
        <span className="dose-value-odd dp-code" title={t('dose.study.unitAs', { unit: value.rawUnit })}>
          {value.rawUnit === '' ? '∅' : value.rawUnit}
        </span>
      )}
    </>
  );
}

/** Values by their concept names. */
export function ValueList({ values }: { readonly values: readonly StationDoseValue[] }) {
  return (
    <dl className="dp-pairs">
      {values.map((value, at) => (
        <div key={`${value.name} ${String(at)}`}>
          <dt className="dp-code">{value.name}</dt>
          <dd>
            <ValueText value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Concept = StationDoseEvent['targetRegion'];

/** A coded concept by its meaning; the code under the pointer. */
export function ConceptText({ concept }: { readonly concept: Concept }) {
  if (concept === null) return null;
  return <span title={concept.code}>{concept.meaning === '' ? concept.code : concept.meaning}</span>;
}

/** Types of events and planes in the page's language; a type outside the table as it came. */
export function useEventWords() {
  const { t } = useTranslation();
  const types: Readonly<Record<string, string>> = t('dose.study.types', { returnObjects: true });
  return {
    type: (type: string): string => types[type] ?? type,
    plane: ({ plane, laterality }: Pick<StationDoseTotal, 'plane' | 'laterality'>): string =>
      [
        plane === null ? '' : t(`dose.study.planes.${plane}`),
        laterality === null ? '' : t(`dose.study.sides.${laterality}`),
      ]
        .filter((part) => part !== '')
        .join(' · '),
  };
}
