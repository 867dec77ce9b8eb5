import { list, ours } from '../define-rule.ts';

/** Modalities (0008,0060) with which contrast agents are given: where none of them is, an unknown contrast says nothing. */
export const contrastModalities = list(
  ['CT', 'MR', 'XA', 'RF', 'PT'],
  ours('modalities with which contrast agents are given'),
);
