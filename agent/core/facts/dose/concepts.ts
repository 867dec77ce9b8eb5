import { type CodedConcept, normaliseConcept, type Unit } from '@center/contract';
import { type Choice, choiceRows, type Role, roleRows } from './code-tables.ts';
import { eventRows, otherRows, templateUnits, totalRows } from './templates.ts';
import { type KnownUnit, targetUnit } from './units.ts';

/** A measured concept of a dose report: its name (the code meaning without blanks) and the one unit its numbers are converted to. */
export interface DoseConcept {
  readonly name: string;
  readonly unit: Unit;
  readonly target: KnownUnit;
  /** Units that its template allows; none: no template does, or it is a count, whose unit only names what is counted. */
  readonly told: readonly string[];
  /** An accumulated value: a total wherever it stands outside of an event. */
  readonly total: boolean;
}

/** What is known of a coded entry; found out once for each object that holds it. */
export interface Described {
  /** Normalised, with a missing scheme taken as DCM where the code is one of its numbers. */
  readonly concept: CodedConcept;
  readonly key: string;
  /** The code or its scheme is missing or private: role, measure and choice were found by words, or by the code without its scheme. */
  readonly byMeaning: boolean;
  readonly role: Role | undefined;
  readonly measure: DoseConcept | undefined;
  readonly choice: Choice | undefined;
}

/** A text without marks, blanks and capitals: how meanings are compared. Letters of every script stay. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

const measures = new Map<string, DoseConcept>();
const measuresByWord = new Map<string, DoseConcept>();
function addMeasure(key: string, name: string, unit: Unit, total: boolean, words: readonly string[]): void {
  const target = targetUnit(unit);
  const bound = key.endsWith('|DCM') && target.dimension !== 'count';
  const concept: DoseConcept = { name, unit, target, total, told: bound ? (templateUnits[name] ?? [unit]) : [] };
  measures.set(key, concept);
  for (const word of [name, ...words].map(plain)) if (!measuresByWord.has(word)) measuresByWord.set(word, concept);
}
for (const [code, name, unit, ...words] of totalRows) addMeasure(`${code}|DCM`, name, unit, true, words);
for (const [code, name, unit, ...words] of eventRows) addMeasure(`${code}|DCM`, name, unit, false, words);
for (const [key, name, unit, total] of otherRows) addMeasure(key, name, unit, total, []);

const roles = new Map<string, Role>();
const rolesByWord = new Map<string, Role>();
const roleNames = new Map<Role, string>([['report', 'document title']]);
for (const [key, role, ...words] of roleRows) {
  roles.set(key, role);
  const [english] = words;
  if (english !== undefined && !roleNames.has(role)) roleNames.set(role, english.replaceAll(/[^A-Za-z0-9]/g, ''));
  for (const word of words.map(plain)) if (!rolesByWord.has(word)) rolesByWord.set(word, role);
}
const choices = new Map<string, Choice>();
const choicesByWord = new Map<string, Choice>();
for (const [key, choice, ...words] of choiceRows) {
  choices.set(key, choice);
  for (const word of words.map(plain)) if (!choicesByWord.has(word)) choicesByWord.set(word, choice);
}

/** A report names the same few concepts on every event, and a reader hands out one object for each. */
const described = new WeakMap<CodedConcept, Described>();

/** What is known of a coded entry. Code and scheme decide; the meaning only where the code is missing, or where a measured concept stands under no scheme or a private one. */
export function describe(raw: CodedConcept): Described {
  const before = described.get(raw);
  if (before !== undefined) return before;
  const found = describeAnew(raw);
  described.set(raw, found);
  return found;
}

function describeAnew(raw: CodedConcept): Described {
  const normalised = normaliseConcept(raw);
  const { CodeValue: code, CodingSchemeDesignator: scheme } = normalised;
  const schemeless = scheme === '' && /^1[123]\d{4}$/.test(code);
  const concept = schemeless ? { ...normalised, CodingSchemeDesignator: 'DCM' } : normalised;
  const key = `${concept.CodeValue}|${concept.CodingSchemeDesignator.toUpperCase()}`;
  const byCode = { role: roles.get(key), measure: measures.get(key), choice: choices.get(key) };
  const known = byCode.role !== undefined || byCode.measure !== undefined || byCode.choice !== undefined;
  if (known) return { concept, key, byMeaning: schemeless, ...byCode };
  const word = plain(concept.CodeMeaning ?? '');
  const missing = code === '';
  const open = missing || scheme === '' || scheme.startsWith('99');
  const byWord = {
    role: missing ? rolesByWord.get(word) : undefined,
    measure: open ? measuresByWord.get(word) : undefined,
    choice: missing ? choicesByWord.get(word) : undefined,
  };
  const found = byWord.role !== undefined || byWord.measure !== undefined || byWord.choice !== undefined;
  return { concept, key, byMeaning: found, ...byWord };
}

/** The measured concept that the meaning text names, whatever the code. */
export function measureByMeaning({ concept: { CodeMeaning } }: Described): DoseConcept | undefined {
  return CodeMeaning === undefined ? undefined : measuresByWord.get(plain(CodeMeaning));
}

/** What a role is called where a departure is told: the meaning of its (first) concept without blanks. */
export function roleName(role: Role): string {
  return roleNames.get(role) ?? role;
}

/** Name of an event or acquisition type; an unlisted one keeps its meaning without blanks. */
export function typeName({ choice, concept }: Described): string | undefined {
  if (choice?.of === 'type') return choice.type;
  const meaning = (concept.CodeMeaning ?? '').replaceAll(/[^A-Za-z0-9]/g, '');
  return meaning === '' ? undefined : meaning;
}
