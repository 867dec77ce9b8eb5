/** One key for each opened form: sent twice, it is one record. */
export function newFormKey(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
