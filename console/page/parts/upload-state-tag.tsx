import type { UploadState } from '@center/contract';
import { useTranslation } from 'react-i18next';

const looks: Readonly<Record<UploadState, string>> = {
  built: 'dp-grey dp-dotted',
  frozen: 'dp-grey dp-outline',
  queued: 'dp-grey dp-soft',
  'in-flight': 'dp-blue dp-outline',
  accepted: 'dp-blue dp-soft',
  receipted: 'dp-green dp-soft',
  rejected: 'dp-red dp-solid',
  superseded: 'dp-plain dp-dotted',
  'dead-letter': 'dp-purple dp-hatched',
};

export const uploadStates = [
  'built',
  'frozen',
  'queued',
  'in-flight',
  'accepted',
  'receipted',
  'rejected',
  'superseded',
  'dead-letter',
] as const satisfies readonly UploadState[];

/** The state of that name; undefined for anything else (`missing`). */
export function uploadStateOf(text: string): UploadState | undefined {
  return uploadStates.find((state) => state === text);
}

/** Where a package is; accepted (HTTP 200) and receipted are two words. */
export function UploadStateTag({ state }: { readonly state: UploadState }) {
  const { t } = useTranslation();
  return (
    <span className={`dp-tag ${looks[state]}`} title={t(`uploads.statesMeaning.${state}`)} data-upload={state}>
      {t(`uploads.states.${state}`)}
    </span>
  );
}
