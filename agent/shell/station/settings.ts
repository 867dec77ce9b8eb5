import { type StationSettings, StationSettingsForm } from '@center/contract/station-api';
import type { Ledger } from '../ledger/index.ts';
import { personOf } from './access.ts';
import type { StationDeps } from './deps.ts';
import type { TypedApp } from './typed-app.ts';

const key = 'institution-names';

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** Names under which the center writes InstitutionName: what its people have set, else what the configuration says. */
export function institutionNamesOf(ledger: Ledger, configured: readonly string[]): readonly string[] {
  const stored = ledger.meta.get(key);
  if (stored === undefined) return configured;
  const names: unknown = JSON.parse(stored);
  if (!isNames(names)) throw new TypeError('the stored institution names are no list of texts');
  return names;
}

/** Whose images are whose depends on the names, so everything is judged anew when they change. */
function setInstitutionNames({ ledger, facility, now }: StationDeps, names: readonly string[], who: string): void {
  const before = institutionNamesOf(ledger, facility.institutionNames);
  if (JSON.stringify(before) === JSON.stringify(names)) return;
  ledger.transaction(() => {
    ledger.store.append('setting', { what: key, names, before, who }, now());
    ledger.meta.set(key, JSON.stringify(names));
    ledger.studies.markAllDirty();
  });
}

export function settingRoutes(app: TypedApp, deps: StationDeps): void {
  const settings = (): StationSettings => ({
    institutionNames: [...institutionNamesOf(deps.ledger, deps.facility.institutionNames)],
    supervisionStart: deps.supervisionStart() ?? null,
  });
  app.get('/api/settings', settings);
  app.put(
    '/api/settings',
    { config: { access: 'administrator' }, schema: { body: StationSettingsForm } },
    (request): StationSettings => {
      const names = request.body.institutionNames.map((name) => name.trim()).filter((name) => name !== '');
      setInstitutionNames(deps, names, personOf(request).login);
      deps.changed();
      return settings();
    },
  );
}
