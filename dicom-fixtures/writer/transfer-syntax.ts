/** How a file's data set is written (PS3.5 §10, §A). */
export const transferSyntaxes = {
  'explicit-le': '1.2.840.10008.1.2.1',
  'implicit-le': '1.2.840.10008.1.2',
  'explicit-be': '1.2.840.10008.1.2.2',
  deflated: '1.2.840.10008.1.2.1.99',
  'jpeg-baseline': '1.2.840.10008.1.2.4.50',
} as const;
export type TransferSyntax = keyof typeof transferSyntaxes;
