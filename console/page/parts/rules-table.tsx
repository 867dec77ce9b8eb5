import type { ConsoleRuleSets } from '@center/contract';
import { inLanguage, UnitText, useDisplay } from '@center/display';
import { Input, Switch, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Manifest,
  type ManifestRule,
  type Parameter,
  type ParameterValue,
  valueFrom,
  valueText,
  withParameter,
  withRule,
} from './rule-set-edit.ts';

export interface RulesTableProps {
  readonly manifest: Manifest;
  readonly rules: ConsoleRuleSets['rules'];
  /** Absent where the rule set is only read. */
  readonly onChange?: (manifest: Manifest) => void;
}

interface ValueBoxProps {
  readonly name: string;
  readonly value: ParameterValue;
  readonly onChange: (value: ParameterValue) => void;
}

/** A value in the making; what is no value of its kind is marked and not taken over. */
function ValueBox({ name, value, onChange }: ValueBoxProps) {
  const [typed, setTyped] = useState(valueText(value));
  const Box = Array.isArray(value) ? Input.TextArea : Input;
  return (
    <Box
      size="small"
      aria-label={name}
      style={{ width: Array.isArray(value) ? 200 : 110 }}
      value={typed}
      {...(valueFrom(typed, value) === undefined ? { status: 'error' as const } : {})}
      onChange={(event) => {
        setTyped(event.target.value);
        const taken = valueFrom(event.target.value, value);
        if (taken !== undefined) onChange(taken);
      }}
    />
  );
}

interface ParameterLineProps {
  readonly name: string;
  readonly parameter: Parameter;
  readonly onChange: ((value: ParameterValue) => void) | undefined;
}

function ParameterLine({ name, parameter, onChange }: ParameterLineProps) {
  const { t } = useTranslation();
  const { source, unit, value } = parameter;
  return (
    <div className="pieces">
      <span className="dp-code">{name}</span>
      {onChange === undefined ? (
        <span>{Array.isArray(value) ? value.join(', ') : String(value)}</span>
      ) : (
        <ValueBox name={name} value={value} onChange={onChange} />
      )}
      {unit === undefined ? null : (
        <span>
          <UnitText unit={unit} />
        </span>
      )}
      <span className={`dp-tag ${source.kind === 'default' ? 'dp-amber dp-outline' : 'dp-plain dp-outline'}`}>
        {t(`ruleSets.sourceKind.${source.kind}`)}
      </span>
      <span className="small dp-quiet">{source.text}</span>
    </div>
  );
}

/** Every rule of a manifest with its switches and parameters; where each number comes from stands beside it. */
export function RulesTable({ manifest, rules, onChange }: RulesTableProps) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const words = new Map(rules.map((rule) => [rule.ruleId, rule]));
  const flag = (row: ManifestRule, key: 'enabled' | 'informational') => (
    <Switch
      size="small"
      aria-label={`${t(`ruleSets.${key}`)} ${row.id}`}
      checked={row[key]}
      disabled={onChange === undefined}
      onChange={(on) => onChange?.(withRule(manifest, row.id, (rule) => ({ ...rule, [key]: on })))}
    />
  );
  return (
    <Table<ManifestRule> size="small" rowKey="id" dataSource={manifest.rules} pagination={false} tableLayout="fixed">
      <Table.Column<ManifestRule>
        title={t('ruleSets.rule')}
        width={260}
        render={(_, row) => {
          const known = words.get(row.id);
          return (
            <div className="lines">
              {known === undefined ? null : <span>{inLanguage(known.title, language)}</span>}
              <span className="small dp-quiet dp-code">
                {row.id} v{row.version} {known?.clause ?? ''}
              </span>
            </div>
          );
        }}
      />
      <Table.Column<ManifestRule> title={t('ruleSets.enabled')} width={80} render={(_, row) => flag(row, 'enabled')} />
      <Table.Column<ManifestRule>
        title={t('ruleSets.informational')}
        width={118}
        render={(_, row) => flag(row, 'informational')}
      />
      <Table.Column<ManifestRule>
        title={t('ruleSets.parameter')}
        render={(_, row) => {
          const parameters = Object.entries(row.parameters);
          if (parameters.length === 0) return <span className="dp-quiet">{t('ruleSets.noParameters')}</span>;
          return (
            <div className="lines">
              {parameters.map(([name, parameter]) => (
                <ParameterLine
                  key={name}
                  name={name}
                  parameter={parameter}
                  onChange={
                    onChange === undefined
                      ? undefined
                      : (value) => {
                          onChange(withParameter(manifest, row.id, name, value));
                        }
                  }
                />
              ))}
            </div>
          );
        }}
      />
    </Table>
  );
}
