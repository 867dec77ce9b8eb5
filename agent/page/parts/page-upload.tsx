import type { StationPage } from '@center/contract/station-api';
import { HashText } from '@center/display';
import { Button, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendFile } from '../api/request.ts';
import { Refusal } from './refusal.tsx';

export interface PageUploadProps {
  readonly value?: string | undefined;
  /** SHA-256 of the page once the station has it. */
  readonly onChange?: (sha256: string | undefined) => void;
}

/** The signed page: sent at once, so that saving the form names bytes that are already kept. */
export function PageUpload({ value, onChange }: PageUploadProps) {
  const { t } = useTranslation();
  const [fault, setFault] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (file: File): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      onChange?.((await sendFile<StationPage>('/api/pages', file)).sha256);
    } catch (caught) {
      if (!(caught instanceof Error)) throw caught;
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="lines">
      <Refusal error={fault} />
      <span className="pieces">
        <Upload
          accept="application/pdf,image/jpeg,image/png"
          maxCount={1}
          showUploadList={false}
          beforeUpload={(file) => {
            void send(file);
            return false;
          }}
        >
          <Button loading={busy}>{t(busy ? 'consent.pageReading' : 'consent.choosePage')}</Button>
        </Upload>
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
