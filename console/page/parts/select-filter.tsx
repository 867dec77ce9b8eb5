import { Select } from 'antd';

export interface SelectFilterProps<T extends string> {
  /** What is filtered; stands in the empty box and is read aloud. */
  readonly name: string;
  readonly value: T | undefined;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T | undefined) => void;
}

/** One value out of a closed list, or none. */
export function SelectFilter<T extends string>({ name, value, options, onChange }: SelectFilterProps<T>) {
  return (
    <Select<T | null>
      style={{ minWidth: 130 }}
      aria-label={name}
      placeholder={name}
      allowClear
      popupMatchSelectWidth={false}
      options={[...options]}
      value={value ?? null}
      onChange={(next: T | null | undefined) => {
        onChange(next ?? undefined);
      }}
    />
  );
}
