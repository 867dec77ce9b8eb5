/** Modalities (0008,0060) with which contrast agents are given: where none of them is, an unknown contrast says nothing. */
export const contrastModalities: readonly string[] = ['CT', 'MR', 'XA', 'RF', 'PT'];
