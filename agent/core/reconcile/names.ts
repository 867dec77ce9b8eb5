import { foldText } from '@center/register';

/** Comparable spellings of one name: in Han characters, and in Latin letters in every order of its parts. Without pinyin: 张伟 and ZHANG WEI are two spellings, not one. */
export interface NameForms {
  readonly han: ReadonlySet<string>;
  readonly latin: ReadonlySet<string>;
}

/** Family, given and middle name stand before prefix and suffix (PS3.5 §6.2.1): a title is no part of a name. */
const nameComponents = 3;
const between = /[\s,.·・'’\-_/()]+/u;

/** Latin letters without their marks; everything else as it is. */
function bare(text: string): string {
  return foldText(text.normalize('NFD').replace(/\p{M}/gu, ''));
}

function partsOf(group: string): readonly string[] {
  return group
    .split('^')
    .slice(0, nameComponents)
    .flatMap((component) => bare(component).split(between))
    .filter((part) => part !== '');
}

/** Family name first or last, syllables apart or together: every rotation of the parts, joined. */
function rotations(parts: readonly string[]): readonly string[] {
  return parts.map((_part, index) => [...parts.slice(index), ...parts.slice(0, index)].join(''));
}

const han = /\p{Script=Han}/u;
const latin = /[A-Z]/;

/** The spellings that a person name value (PN, decoded, groups joined by `=`) or a name as typed gives. Width, case, blanks, marks and the order of parts aside. */
export function nameForms(...names: readonly string[]): NameForms {
  const found = { han: new Set<string>(), latin: new Set<string>() };
  for (const group of names.flatMap((name) => name.split('='))) {
    const parts = partsOf(group);
    const joined = parts.join('');
    if (han.test(joined)) found.han.add(joined);
    else if (latin.test(joined)) for (const form of rotations(parts)) found.latin.add(form);
  }
  return found;
}

/** One text for all spellings that `nameForms` takes for the same; undefined when nobody is named. */
export function personKeyText(name: string): string | undefined {
  const forms = nameForms(name);
  const first = [...forms.han][0];
  const least = [...forms.latin].toSorted()[0];
  if (first === undefined && least === undefined) return undefined;
  return `${first ?? ''}|${least ?? ''}`;
}

function shares(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((form) => b.has(form));
}

/** Same person as far as names tell: some spelling in a script that both have is the same. */
export function sameName(a: NameForms, b: NameForms): boolean {
  return shares(a.han, b.han) || shares(a.latin, b.latin);
}
