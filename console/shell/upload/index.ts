/**
 * upload: frozen, signed packages reach the regulator. In: the store's measurements and the configured targets. Out: deliveries and receipts, kept. Never: a package
 * rebuilt after it was sent, another one sent before it is known what became of the last.
 */
export { buildNewVersion, buildPackages } from './build-package.ts';
export { type Connector, parseReceipt } from './connector.ts';
export { openCourier } from './courier.ts';
export { dropFolder } from './drop-folder/index.ts';
export { httpsJson } from './https-json/index.ts';
export { buildOwedPackages } from './schedule.ts';
