/**
 * site-card: what a PACS can do, found out by asking it at set-up. In: its addresses and a study to try with. Out: a card of measured lines, kept in the ledger. Never: a
 * question past the gate, a search without a date or a UID, a guess for what was not measured, a name of a patient.
 */
export { type CardLine, type SiteCard, siteQuestions } from './card.ts';
export { keepSiteCard, shownCard, siteCards } from './keep-card.ts';
export type { DicomSide } from './measure-dicom.ts';
export { measureSite, type SiteWish } from './measure-site.ts';
export type { WebSide } from './measure-web.ts';
