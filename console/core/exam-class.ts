import { type Bilingual, examClassById } from '@center/register';

const unmapped: Bilingual = { zh: '（未归类）', en: '(no class)' };

/** A class in words; its id when this console's register does not hold it, for a center may run a newer program. */
export function examClassTitle(id: string): Bilingual {
  if (id === '') return { ...unmapped };
  const known = examClassById(id);
  return known === undefined ? { zh: id, en: id } : { ...known.name };
}
