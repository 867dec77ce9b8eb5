/** Modality Performed Procedure Step (PS3.4 annex F): no stored object and never asked of an archive, but some archives and gateways keep its data set as one. */
export const performedStepClass = '1.2.840.10008.3.1.2.3.3';
