/**
 * channels: the ways in which objects reach the agent, one folder each. In: the configuration of one channel. Out: observations to the intake's door, a port into the archive
 * for those who audit it, and the channel's own state. Never judges, never writes to the archive it reads.
 */
export type { ArchivePort, ChannelCard, HeaderReader } from './archive-port.ts';
export {
  dicomwebAccess,
  dicomwebChannel,
  dicomwebDefaults,
} from './dicomweb/index.ts';
export { type DimseAccess, dimseAccess, dimseChannel, dimseDefaults } from './dimse/index.ts';
export { folderChannel, folderDefaults } from './folder/index.ts';
export type { WakingChannel } from './live-reading.ts';
export { type OrthancOptions, orthancCard, orthancChannel, orthancDefaults } from './orthanc/index.ts';
export {
  type ReceiverHealth,
  type ScpChannel,
  type ScpOptions,
  scpCard,
  scpChannel,
  scpDefaults,
} from './scp/index.ts';
export { worklistCard, worklistChannel, worklistDefaults } from './worklist/index.ts';
