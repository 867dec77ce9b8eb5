import type { Account, AvailabilityInput } from './evidence.ts';
export function account(_input: AvailabilityInput): Account {
  throw new Error('being written');
}
