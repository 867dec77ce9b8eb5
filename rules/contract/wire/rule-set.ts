import { Type } from 'typebox';
import { BilingualObject, closed, DateText, literalUnion, Ordinal, RuleIdText } from './parts.ts';

const Parameter = Type.Object(
  {
    value: Type.Union([
      Type.Number(),
      Type.String({ dataClass: 'public' }),
      Type.Boolean(),
      Type.Array(Type.String({ dataClass: 'public' })),
    ]),
    unit: Type.Optional(Type.String({ maxLength: 20, dataClass: 'public' })),
    source: Type.Object(
      {
        kind: literalUnion(['seed', 'law', 'default'] as const),
        text: Type.String({ maxLength: 300, dataClass: 'public' }),
      },
      closed,
    ),
  },
  closed,
);

/** Wire form of RuleSetManifest; the bytes travel in a DSSE envelope signed by the console. */
export const RuleSetManifestSchema = Type.Object(
  {
    kind: Type.Literal('rule-set-manifest/1'),
    version: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+(-[a-z0-9.]+)?$', dataClass: 'public' }),
    effectiveFrom: DateText,
    notes: BilingualObject,
    rules: Type.Array(
      Type.Object(
        {
          id: RuleIdText,
          version: Ordinal,
          enabled: Type.Boolean(),
          informational: Type.Boolean(),
          parameters: Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]*$', dataClass: 'public' }), Parameter),
        },
        closed,
      ),
    ),
  },
  closed,
);
