import type { ConsoleAgent } from '@center/contract';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries.ts';
import { bareFingerprint, sameFingerprint } from './fingerprint.ts';
import { Refusal } from './refusal.tsx';

export interface ConfirmDialogProps {
  readonly agent: ConsoleAgent;
  readonly onClose: () => void;
}

/** The fingerprint is compared by two people; what the station shows is entered, and the server compares again. */
export function ConfirmDialog({ agent, onClose }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [typed, setTyped] = useState('');
  const { mutate, isPending, error } = useChange<ConsoleAgent>();
  const same = sameFingerprint(typed, agent.fingerprint);
  const whole = bareFingerprint(typed).length >= bareFingerprint(agent.fingerprint).length;
  return (
    <Modal
      open
      title={`${t('agents.confirm')}: ${agent.agentId}`}
      okText={t('agents.confirm')}
      okButtonProps={{ loading: isPending, disabled: !same }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => {
        mutate(
          {
            method: 'POST',
            path: `/api/agents/${encodeURIComponent(agent.agentId)}/confirm`,
            body: { fingerprint: agent.fingerprint },
          },
          {
            onSuccess: () => {
              void message.success(t('agents.confirmed'));
              onClose();
            },
          },
        );
      }}
    >
      <p>{t('agents.confirmHint')}</p>
      <Refusal error={error} />
      <p className="dp-quiet">{t('agents.here')}</p>
      <span className="fingerprint dp-code">{agent.fingerprint}</span>
      <p className="dp-quiet">{t('agents.there')}</p>
      <Input.TextArea
        autoFocus
        autoSize
        spellCheck={false}
        className="dp-code"
        aria-label={t('agents.there')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
      />
      <p role="status" className={same ? 'agree' : 'differ'}>
        {same ? t('agents.same') : whole ? t('agents.differs') : ' '}
      </p>
    </Modal>
  );
}
