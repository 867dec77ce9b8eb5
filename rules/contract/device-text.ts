/**
 * Manufacturer, model or serial number as a device and its dose reports may both spell it: letters and digits only, upper case, without leading zeros. For comparing; what
 * is shown stays as it was written.
 */
export function foldDeviceText(text: string | undefined): string {
  return (text ?? '')
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^0+(?=.)/, '');
}
