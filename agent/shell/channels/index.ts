/**
 * channels: the ways in which objects reach the agent, one folder each. In: the configuration of one channel. Out: observations to the intake's door, and the
 * channel's own state. Never judges, never writes to the archive it reads.
 */
export type { ArchivePort, ChannelCard, HeaderReader, Lane } from './archive-port.ts';
export {
  type DicomwebAccess,
  type DicomwebOptions,
  dicomwebAccess,
  dicomwebChannel,
  dicomwebDefaults,
} from './dicomweb/index.ts';
export { type DimseAccess, type DimseOptions, dimseAccess, dimseChannel, dimseDefaults } from './dimse/index.ts';
export { folderCard, folderChannel, folderDefaults } from './folder/index.ts';
export { type OrthancOptions, orthancCard, orthancChannel, orthancDefaults } from './orthanc/index.ts';
export {
  type ReceiverHealth,
  type ScpChannel,
  type ScpOptions,
  scpCard,
  scpChannel,
  scpDefaults,
} from './scp/index.ts';
export { type WorklistOptions, worklistCard, worklistChannel, worklistDefaults } from './worklist/index.ts';
