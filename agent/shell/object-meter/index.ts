/**
 * object-meter: an object that streams by comes in, in pieces of any size; out go its length, its digest, whether it is whole, and the few values that say what it is.
 * Never keeps a pixel, never holds more than a few kilobytes of an object (a deflated one excepted, up to a limit), never judges what it measured.
 */
export { DatasetScanner } from './dataset-scanner.ts';
export {
  EXPLICIT_VR_BIG_ENDIAN,
  elementEncoding,
  IMPLICIT_VR_LITTLE_ENDIAN,
  isDeflated,
  PRIVATE_IMPLICIT,
} from './element-encoding.ts';
export { createObjectMeter, type MeteredObject, type ObjectMeter } from './object-meter.ts';
