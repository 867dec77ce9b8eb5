/** dcmjs brings no types; only what the writer uses is declared. */
declare module 'dcmjs' {
  interface DicomJsonElement {
    vr: string;
    Value: unknown[];
  }
  export const data: {
    DicomDict: new (
      meta: Record<string, DicomJsonElement>,
    ) => {
      dict: Record<string, DicomJsonElement>;
      write(options?: Record<string, unknown>): ArrayBuffer;
    };
    DicomMetaDictionary: { nameMap: Readonly<Record<string, { tag: string; vr: string } | undefined>> };
  };
}
