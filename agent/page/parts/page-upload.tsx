import type { StationPage } from '@center/contract/station-api';
import { HashText } from '@center/display';
import { useTranslation } from 'react-i18next';
import { sendFile } from '../api/request.ts';
import { FileButton, useSending } from './file-button.tsx';
import { Refusal } from './refusal.tsx';

export interface PageUploadProps {
  readonly value?: string | undefined;
  /** SHA-256 of the page once the station has it. */
  readonly onChange?: (sha256: string | undefined) => void;
}

/** The signed page: sent at once, so that saving the form names bytes that are already kept. */
export function PageUpload({ value, onChange }: PageUploadProps) {
  const { t } = useTranslation();
  const sending = useSending(async (file) => onChange?.((await sendFile<StationPage>('/api/pages', file)).sha256));
  return (
    <div className="lines">
      <Refusal error={sending.fault} />
      <span className="pieces">
        <FileButton accept="application/pdf,image/jpeg,image/png" sending={sending}>
          {t(sending.busy ? 'consent.pageReading' : 'consent.choosePage')}
        </FileButton>
        {value === undefined ? null : (
          <>
            <span className="agree">{t('consent.pageKept')}</span>
            <HashText hash={value} />
          </>
        )}
      </span>
    </div>
  );
}
