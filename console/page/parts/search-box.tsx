import { Input } from 'antd';
import { useEffect, useState } from 'react';

export interface SearchBoxProps {
  readonly hint: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** Free text; looked for on Enter, on leaving the box and on clearing it. */
export function SearchBox({ hint, value, onChange }: SearchBoxProps) {
  const [typed, setTyped] = useState(value ?? '');
  useEffect(() => {
    setTyped(value ?? '');
  }, [value]);
  const look = (text: string): void => {
    const wanted = text.trim();
    if (wanted !== (value ?? '')) onChange(wanted === '' ? undefined : wanted);
  };
  return (
    <Input.Search
      style={{ width: 260 }}
      aria-label={hint}
      placeholder={hint}
      allowClear
      maxLength={80}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
      }}
      onBlur={() => {
        look(typed);
      }}
      onSearch={look}
    />
  );
}
