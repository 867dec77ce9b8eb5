import type { RecordStep, StationEquipmentRecord } from '@center/contract/station-api';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/queries.ts';
import { ReasonDialog } from '../reason-dialog.tsx';
import { Refusal } from '../refusal.tsx';
import { DailyRevisionDialog } from './daily-dialog.tsx';
import { AcceptDialog, ClassifyDialog, recordPath } from './fault-dialogs.tsx';
import { MaintenanceRevisionDialog } from './maintenance-dialog.tsx';
import { EndDialog } from './time-dialogs.tsx';

type Dialogued = Exclude<RecordStep, 'approve' | 'countersign'>;

interface DialogProps {
  readonly step: Dialogued;
  readonly record: StationEquipmentRecord;
  readonly onClose: () => void;
}

function StepDialog({ step, record, onClose }: DialogProps) {
  const { t } = useTranslation();
  switch (step) {
    case 'classify':
      return <ClassifyDialog record={record} onClose={onClose} />;
    case 'accept':
      return <AcceptDialog record={record} onClose={onClose} />;
    case 'end':
      return <EndDialog record={record} onClose={onClose} />;
    case 'revise':
      return record.says.kind === 'daily' ? (
        <DailyRevisionDialog record={record} onClose={onClose} />
      ) : (
        <MaintenanceRevisionDialog record={record} onClose={onClose} />
      );
    case 'cancel':
    case 'withdraw':
      return (
        <ReasonDialog
          title={t(`equipment.step.${step}`)}
          hint={t(`equipment.stepHint.${step}`)}
          danger
          change={(reason) => ({
            method: 'POST',
            path: recordPath(record, step),
            body: { revision: record.revision, reason },
          })}
          onClose={onClose}
        />
      );
  }
}

/** What this person may do next with a record, as the station says it: nobody can be the second person to a signature of their own. */
export function RecordSteps({ record }: { readonly record: StationEquipmentRecord }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Dialogued>();
  const { mutate, isPending, error } = useChange<StationEquipmentRecord>();
  return (
    <span className="lines">
      <span className="pieces">
        {record.steps.map((step) =>
          step === 'approve' || step === 'countersign' ? (
            <Popconfirm
              key={step}
              title={t(`equipment.step.${step}`)}
              description={<span className="confirm">{t(`equipment.stepHint.${step}`)}</span>}
              okText={t(`equipment.step.${step}`)}
              cancelText={t('common.cancel')}
              onConfirm={() =>
                mutate({ method: 'POST', path: recordPath(record, step), body: { revision: record.revision } })
              }
            >
              <Button size="small" type="primary" loading={isPending}>
                {t(`equipment.step.${step}`)}
              </Button>
            </Popconfirm>
          ) : (
            <Button
              key={step}
              size="small"
              type={step === 'classify' || step === 'accept' ? 'primary' : step === 'withdraw' ? 'text' : 'default'}
              onClick={() => setOpen(step)}
            >
              {t(`equipment.step.${step}`)}
            </Button>
          ),
        )}
      </span>
      <Refusal error={error} />
      {open === undefined ? null : <StepDialog step={open} record={record} onClose={() => setOpen(undefined)} />}
    </span>
  );
}
