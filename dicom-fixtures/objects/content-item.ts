import type { Dataset } from '../writer/dataset.ts';
import { codeItem } from './modules.ts';

/** How a content item stands to its parent (PS3.3 §C.17.3.2.4). */
export type Relationship =
  | 'CONTAINS'
  | 'HAS OBS CONTEXT'
  | 'HAS CONCEPT MOD'
  | 'HAS PROPERTIES'
  | 'INFERRED FROM'
  | 'HAS ACQ CONTEXT';
/** Code value, scheme, meaning. */
export type Code = readonly [value: string, scheme: string, meaning: string];

export const dcm = (value: string, meaning: string): Code => [value, 'DCM', meaning];
export const sct = (value: string, meaning: string): Code => [value, 'SCT', meaning];

function item(
  relationship: Relationship,
  ValueType: string,
  concept: Code,
  more: Dataset,
  children: readonly Dataset[],
): Dataset {
  return {
    RelationshipType: relationship,
    ValueType,
    ConceptNameCodeSequence: [codeItem(...concept)],
    ...more,
    ...(children.length === 0 ? {} : { ContentSequence: children }),
  };
}

export function container(relationship: Relationship, concept: Code, children: readonly Dataset[]): Dataset {
  return item(relationship, 'CONTAINER', concept, { ContinuityOfContent: 'SEPARATE' }, children);
}

export function codeValue(
  relationship: Relationship,
  concept: Code,
  value: Code,
  children: readonly Dataset[] = [],
): Dataset {
  return item(relationship, 'CODE', concept, { ConceptCodeSequence: [codeItem(...value)] }, children);
}

/** A number with its UCUM unit. DS holds at most 16 characters. */
export function numeric(
  relationship: Relationship,
  concept: Code,
  value: number,
  unit: string,
  children: readonly Dataset[] = [],
): Dataset {
  const measured: Dataset = {
    NumericValue: Number(value.toPrecision(8)),
    MeasurementUnitsCodeSequence: [codeItem(unit, 'UCUM', unit === '1' ? 'no units' : unit)],
  };
  return item(relationship, 'NUM', concept, { MeasuredValueSequence: [measured] }, children);
}

export function textItem(relationship: Relationship, concept: Code, TextValue: string): Dataset {
  return item(relationship, 'TEXT', concept, { TextValue }, []);
}

export function uidReference(relationship: Relationship, concept: Code, UID: string): Dataset {
  return item(relationship, 'UIDREF', concept, { UID }, []);
}

export function dateTime(relationship: Relationship, concept: Code, DateTime: string): Dataset {
  return item(relationship, 'DATETIME', concept, { DateTime }, []);
}
