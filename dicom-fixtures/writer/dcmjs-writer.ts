/// <reference path="./dcmjs.d.ts" />
import { data } from 'dcmjs';
import { type Dataset, type ElementValue, isItems, placedElements } from './dataset.ts';
import { metaElements } from './part10.ts';

interface JsonElement {
  vr: string;
  Value: unknown[];
}

function jsonValue(value: ElementValue): unknown[] {
  if (value === null) return [];
  if (value instanceof Uint8Array) return [Uint8Array.from(value).buffer];
  if (isItems(value)) return value.map((item) => jsonDataset(item));
  return typeof value === 'object' ? value.map((each: unknown) => each) : [value];
}

function jsonDataset(dataset: Dataset): Record<string, JsonElement> {
  return Object.fromEntries(
    placedElements(dataset).map(({ tag, vr, value }) => [
      tag.toString(16).toUpperCase().padStart(8, '0'),
      { vr, Value: jsonValue(value) },
    ]),
  );
}

/** The same dataset written by dcmjs: explicit little endian, undefined lengths, and always UTF-8, so only `ISO_IR 192` is a true declaration. */
export function writeWithDcmjs(dataset: Dataset): Buffer {
  const dict = new data.DicomDict(jsonDataset(metaElements(dataset, 'explicit-le')));
  dict.dict = jsonDataset(dataset);
  return Buffer.from(dict.write());
}
