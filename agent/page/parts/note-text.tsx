import { useDisplay } from '@center/display';

/** A remark of a rule stands as "zh / en"; the half of the page's language is shown. */
export function NoteText({ note }: { readonly note: string | null }) {
  const { language } = useDisplay();
  if (note === null) return null;
  const [zh = '', en = zh] = note.split(' / ');
  return <span>{language === 'en' ? en : zh}</span>;
}
