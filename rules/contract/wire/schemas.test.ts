import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type TSchema, Type } from 'typebox';
import { describe, expect, test } from 'vitest';
import * as consoleApi from '../console-api.ts';
import { closed, PlainText } from './parts.ts';
import { publishedSchema, wireSchemas } from './schemas.ts';

const classes = ['public', 'device', 'staff', 'pseudonym', 'operational'];
/** Keywords that name a patient or a study; no field of these names may cross a border, whatever its class says. */
const identityNames =
  /^(Patient|OtherPatient|Accession|StudyInstanceUID|SeriesInstanceUID|SOPInstanceUID|Issuer|Referring|Responsible)/;

interface Node {
  readonly [member: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const membersOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isNode(value) ? Object.entries(value) : [];

/** Everything that is wrong with a schema, as `path: what`: identity, a text without a data class, a field of any kind, an open object. */
function faults(schema: unknown, path = ''): readonly string[] {
  if (!isNode(schema)) return [`${path}: no schema`];
  if ('const' in schema || 'enum' in schema) return [];
  const found: string[] = [];
  const branches = ['anyOf', 'oneOf', 'allOf'].flatMap((key) =>
    Array.isArray(schema[key]) ? (schema[key] as unknown[]) : [],
  );
  if (schema['dataClass'] === 'patient-identity') found.push(`${path}: patient identity`);
  if (schema['type'] === 'string' && !classes.includes(String(schema['dataClass'])))
    found.push(`${path}: a text without a data class`);
  if (schema['type'] === undefined && branches.length === 0) found.push(`${path}: anything may stand here`);
  if (schema['type'] === 'object' && isNode(schema['properties']) && schema['additionalProperties'] !== false)
    found.push(`${path}: open to unknown fields`);
  for (const [name, member] of [...membersOf(schema['properties']), ...membersOf(schema['patternProperties'])]) {
    if (identityNames.test(name)) found.push(`${path}.${name}: a field named after patient identity`);
    found.push(...faults(member, `${path}.${name}`));
  }
  if (schema['items'] !== undefined) found.push(...faults(schema['items'], `${path}[]`));
  for (const branch of branches) found.push(...faults(branch, path));
  return found;
}

const plain = (schema: TSchema): unknown => JSON.parse(JSON.stringify(schema));

describe('the walk finds what it is for', () => {
  test.for([
    [
      'a field of class patient-identity',
      { a: Type.String({ dataClass: 'patient-identity' }) },
      ['.a: patient identity', '.a: a text without a data class'],
    ],
    [
      'a number of class patient-identity',
      { a: Type.Number({ dataClass: 'patient-identity' }) },
      ['.a: patient identity'],
    ],
    ['a text without class', { a: Type.String() }, ['.a: a text without a data class']],
    [
      'one deep inside',
      { a: Type.Array(Type.Union([Type.Null(), Type.Object({ b: Type.String() }, closed)])) },
      ['.a[].b: a text without a data class'],
    ],
    [
      'one in a record',
      { a: Type.Record(Type.String({ pattern: '^x$' }), Type.String()) },
      ['.a.^x$: a text without a data class'],
    ],
    ['an optional one', { a: Type.Optional(Type.String()) }, ['.a: a text without a data class']],
    ['a field of any kind', { a: Type.Unknown() }, ['.a: anything may stand here']],
    ['an open object', { a: Type.Object({ b: PlainText }) }, ['.a: open to unknown fields']],
    [
      'a field named after identity',
      { PatientName: PlainText },
      ['.PatientName: a field named after patient identity'],
    ],
  ] as const)('%s', ([, properties, expected]) => {
    expect(faults(plain(Type.Object(properties as Record<string, TSchema>, closed)))).toEqual(expected);
  });
});

describe('wire schemas', () => {
  test.for(Object.entries(wireSchemas))(
    '%s carries no patient identity, and every text has a data class',
    ([, schema]) => {
      expect(faults(plain(schema))).toEqual([]);
    },
  );
  test('every schema of the wire modules is in the list, or stands inside one that is', () => {
    const all = JSON.stringify(Object.values(wireSchemas));
    const folder = fileURLToPath(new URL('.', import.meta.url));
    const modules = readdirSync(folder).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'schemas.ts',
    );
    expect(modules.length).toBeGreaterThan(4);
    return Promise.all(
      modules.map(async (file) => {
        const exported = (await import(/* @vite-ignore */ new URL(file, import.meta.url).href)) as Record<
          string,
          unknown
        >;
        for (const [name, value] of Object.entries(exported)) {
          if (isNode(value) && typeof value['type'] === 'string' && isNode(value['properties']))
            expect(all, name).toContain(JSON.stringify(value));
        }
      }),
    );
  });
});

describe('schemas of the console’s API', () => {
  const schemas = Object.entries(consoleApi).filter(
    ([, value]) => isNode(value) && ('type' in value || 'anyOf' in value || 'allOf' in value),
  );
  test('are there', () => {
    expect(schemas.length).toBeGreaterThan(20);
  });
  test.for(schemas)('%s carries no patient identity, and every text has a data class', ([, schema]) => {
    expect(faults(plain(schema as TSchema))).toEqual([]);
  });
});

test('the published files are the schemas', () => {
  const folder = new URL('../schemas/', import.meta.url);
  expect(readdirSync(folder).toSorted()).toEqual(
    Object.keys(wireSchemas)
      .map((name) => `${name}.json`)
      .toSorted(),
  );
  for (const name of Object.keys(wireSchemas)) {
    expect(
      JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')),
      `run node scripts/wire-schemas.mjs: ${name}`,
    ).toEqual(publishedSchema(name));
  }
  expect(() => publishedSchema('no-such-message')).toThrow(RangeError);
});
