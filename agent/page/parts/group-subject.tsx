import { groupAgeBands } from '@center/contract';
import { bandWords, useDisplayWords } from '@center/display';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { withQuery } from '../api/request.ts';

/** A group of exams as a finding names it: `deviceId/examClass/ageBand`; a key of another form is a device. */
export function GroupSubject({ subjectKey }: { readonly subjectKey: string }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const [device = '', examClass, band] = subjectKey.split('/');
  const ageBand = groupAgeBands.find((each) => each === band);
  if (examClass === undefined || ageBand === undefined) return <span className="dp-quiet dp-code">{subjectKey}</span>;
  const href = withQuery('/dose/distributions', { device, class: examClass === '' ? 'unmapped' : examClass, band });
  return (
    <Link to={href} title={t('dose.openGroup')}>
      {examClass === '' ? words.dose.unmapped : examClass} · {bandWords(words, ageBand)}
    </Link>
  );
}
