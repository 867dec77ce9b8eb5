import { literalUnion } from '@center/contract';
import { type Static, type TSchema, Type } from 'typebox';
import {
  AeTitle,
  Auth,
  ClockText,
  Host,
  hostPattern,
  Name,
  namePattern,
  Path,
  Port,
  Tls,
  titlePattern,
  Url,
  urlPattern,
} from '../forms.ts';
import { addressPattern } from '../probes/index.ts';
import { NoticesForm, noticeExamples, noticeWordsOfPatterns } from './notices-form.ts';

const closed = { additionalProperties: false } as const;
const FolderChannel = Type.Object(
  {
    kind: Type.Literal('folder'),
    path: Path,
    scanEverySeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
    settleSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600 })),
  },
  closed,
);

/** PACS that a channel belongs to: channels of one PACS share its gate, one request in flight. */
const Pacs = Type.Optional(Name);

const DicomwebChannel = Type.Object(
  {
    kind: Type.Literal('dicomweb'),
    pacs: Pacs,
    url: Url,
    auth: Type.Optional(Auth),
    pollEverySeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
    backfillMonths: Type.Optional(Type.Integer({ minimum: 0, maximum: 600 })),
    timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_600 })),
    /** Rows that the server is known to give at most to one search. */
    rowLimit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000_000 })),
  },
  closed,
);

/** C-FIND with C-MOVE to our own receiver, or with C-GET; storage commitment where the site has tried it. */
const DimseChannel = Type.Object(
  {
    kind: Type.Literal('dimse'),
    pacs: Pacs,
    host: Host,
    port: Port,
    calledAeTitle: AeTitle,
    callingAeTitle: Type.Optional(AeTitle),
    retrieve: literalUnion(['move', 'get', 'none'] as const),
    commitment: Type.Optional(Type.Boolean()),
    /** The PACS answers an image search that names only the study (relational query). */
    relational: Type.Optional(Type.Boolean()),
    /** The PACS answers only the first request of an association. */
    oneRequestPerAssociation: Type.Optional(Type.Boolean()),
    tls: Type.Optional(Tls),
    pollEverySeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
    backfillMonths: Type.Optional(Type.Integer({ minimum: 0, maximum: 600 })),
    timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_600 })),
    /** Longest silence of the PACS while it retrieves: an old study may lie on a tape. */
    retrieveTimeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
  },
  closed,
);

/** Orthanc's own interface: `/changes` wakes the other channels, `/system` and `/statistics` tell of space and recycling. */
const OrthancChannel = Type.Object(
  {
    kind: Type.Literal('orthanc'),
    pacs: Pacs,
    url: Url,
    auth: Type.Optional(Auth),
    pollEverySeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
    /** Where its files lie, when this machine sees them: the free space there is then known. */
    storageFolder: Type.Optional(Path),
  },
  closed,
);

/** Modality worklist: what was planned, and what the worklist says of pregnancy. */
const WorklistChannel = Type.Object(
  {
    kind: Type.Literal('worklist'),
    pacs: Pacs,
    host: Host,
    port: Port,
    calledAeTitle: AeTitle,
    callingAeTitle: Type.Optional(AeTitle),
    tls: Type.Optional(Tls),
    pollEverySeconds: Type.Optional(Type.Integer({ minimum: 30, maximum: 86_400 })),
  },
  closed,
);

/**
 * How gently a PACS is asked. `offHours` open at `from` of each weekday (1 Monday … 7 Sunday) and end at `to`, on the next day when it is not later; left out: nights and
 * Sundays; empty: none, and the latency of the PACS alone decides.
 */
const Courtesy = Type.Object(
  {
    pacs: Name,
    duty: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 0.25 })),
    maxRequestsPerSecond: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1_000 })),
    offHours: Type.Optional(
      Type.Array(
        Type.Object(
          {
            weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1 }),
            from: ClockText,
            to: ClockText,
          },
          closed,
        ),
      ),
    ),
    auditOnlyOffHours: Type.Optional(Type.Boolean()),
  },
  closed,
);

const ScpChannel = Type.Object(
  {
    kind: Type.Literal('scp'),
    port: Port,
    host: Type.Optional(Host),
    aeTitle: Type.Optional(AeTitle),
    callingAeTitles: Type.Union([Type.Literal('any'), Type.Array(AeTitle, { minItems: 1 })]),
    tls: Type.Optional(Tls),
  },
  closed,
);

/** What a pattern asks for, in words; a place that is not named here is told its pattern. */
export const inWords: Readonly<Record<string, string>> = {
  [titlePattern]: 'must be 1 to 16 characters of ASCII without backslash and without blanks at its ends',
  [namePattern]: 'must be 1 to 64 letters, digits, dots, dashes and underlines, a letter or digit first',
  [urlPattern]: 'must be an address that begins with http:// or https://',
  [hostPattern]: 'must be a host name or an IP address alone, without scheme, port, path and blanks',
  [addressPattern]: 'must be a numeric IP address, no name',
  ...noticeWordsOfPatterns,
};

/** A channel is checked by the form of its own kind, so that nothing is said of the settings of another. */
export const channelForms: Readonly<Record<string, TSchema>> = {
  folder: FolderChannel,
  dicomweb: DicomwebChannel,
  scp: ScpChannel,
  dimse: DimseChannel,
  orthanc: OrthancChannel,
  worklist: WorklistChannel,
};

const Seconds = Type.Integer({ minimum: 1, maximum: 86_400 });
/** The members that every probe has; the others are of its type, and checked by the form of the type. */
export const ProbeCommon = Type.Object({
  name: Name,
  type: Type.String(),
  /** Id of the equipment card that it is evidence of. */
  of: Name,
  everySeconds: Type.Optional(Seconds),
  timeoutSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
});

/** The next hop out of the center's network: when it does not answer, no failing of a device is believed. With a port by TCP, else by ping. */
const Gateway = Type.Object({ host: Host, port: Type.Optional(Port), everySeconds: Type.Optional(Seconds) }, closed);

export const ConfigFile = Type.Object(
  {
    dataFolder: Path,
    language: Type.Optional(literalUnion(['zh', 'en'] as const)),
    facility: Type.Object(
      {
        id: Name,
        name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        institutionNames: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
        supervisionStart: Type.Optional(
          Type.Union([Type.Literal('earliest-study'), Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })]),
        ),
      },
      closed,
    ),
    channels: Type.Array(
      Type.Union([FolderChannel, DicomwebChannel, ScpChannel, DimseChannel, OrthancChannel, WorklistChannel]),
      { minItems: 1 },
    ),
    station: Type.Object(
      {
        host: Type.Optional(Host),
        port: Type.Integer({ minimum: 0, maximum: 65_535 }),
        tls: Type.Optional(Type.Object({ certFile: Path, keyFile: Path }, closed)),
      },
      closed,
    ),
    courtesy: Type.Optional(Type.Array(Courtesy)),
    /** DICOMweb of the regional platform that images are uploaded to: it is asked what it has. */
    imageUpload: Type.Optional(Type.Object({ url: Url, auth: Type.Optional(Auth) }, closed)),
    console: Type.Optional(Type.Object({ url: Url, caFile: Type.Optional(Path) }, closed)),
    /** What watches devices, UPS and rooms. */
    probes: Type.Optional(Type.Array(ProbeCommon, { maxItems: 500 })),
    gateway: Type.Optional(Gateway),
    /** Who is told of what begins and ends, and how. */
    notices: Type.Optional(NoticesForm),
    /** Where SNMP traps and informs are listened for: they only let a probe ask at once. */
    traps: Type.Optional(
      Type.Object({ port: Type.Integer({ minimum: 1024, maximum: 65_535 }), host: Type.Optional(Host) }, closed),
    ),
  },
  closed,
);
export type ConfigFile = Static<typeof ConfigFile>;
export type ChannelConfig = ConfigFile['channels'][number];

/** An example of a right value for every place of the file; a problem is told together with it. */
export const examples: Readonly<Record<string, string>> = {
  '': '{"dataFolder": "data/agent", "facility": {"id": "demo-center"}, "channels": [{"kind": "folder", "path": "/archive"}], "station": {"port": 7401}}',
  dataFolder: '"data/agent"',
  language: '"zh"',
  facility: '{"id": "demo-center", "name": "示范影像中心", "institutionNames": ["示范医学影像诊断中心"]}',
  'facility.id': '"demo-center"',
  'facility.name': '"示范影像中心"',
  'facility.institutionNames': '["示范医学影像诊断中心"]',
  'facility.supervisionStart': '"2026-11-25"',
  channels: '[{"kind": "folder", "path": "/archive"}]',
  'channels.#':
    '{"kind": "folder", "path": "/archive"} | {"kind": "dicomweb", "url": "http://pacs/dicom-web"} | {"kind": "scp", "port": 11112, "callingAeTitles": ["ORTHANC"]} | {"kind": "dimse", "host": "pacs", "port": 104, "calledAeTitle": "PACS", "retrieve": "get"}',
  'channels.#.kind': '"dicomweb"',
  'channels.#.auth.kind': '"basic"',
  'channels.#.auth.user': '"agent"',
  'channels.#.auth.passwordFile': '"secrets/pacs-password"',
  'channels.#.auth.tokenFile': '"secrets/pacs-token"',
  'channels.#.tls.caFile': '"secrets/pacs-ca.pem"',
  'channels.#.tls.certFile': '"secrets/agent.crt"',
  'channels.#.tls.keyFile': '"secrets/agent.key"',
  'channels.#.callingAeTitles.#': '"ORTHANC"',
  'facility.institutionNames.#': '"示范医学影像诊断中心"',
  'courtesy.#.offHours.#': '{"weekdays": [1, 2, 3, 4, 5], "from": "22:00", "to": "06:00"}',
  'courtesy.#.offHours.#.weekdays.#': '1 (Monday) … 7 (Sunday)',
  'imageUpload.auth.kind': '"bearer"',
  'imageUpload.auth.user': '"agent"',
  'imageUpload.auth.passwordFile': '"secrets/platform-password"',
  'imageUpload.auth.tokenFile': '"secrets/platform-token"',
  'station.tls.certFile': '"secrets/station.crt"',
  'station.tls.keyFile': '"secrets/station.key"',
  'channels.#.path': '"/archive"',
  'channels.#.scanEverySeconds': '60',
  'channels.#.settleSeconds': '10',
  'channels.#.url': '"http://127.0.0.1:8042/dicom-web"',
  'channels.#.auth': '{"kind": "basic", "user": "agent", "passwordFile": "secrets/pacs-password"}',
  'channels.#.pollEverySeconds': '60',
  'channels.#.backfillMonths': '120',
  'channels.#.pacs': '"pacs"',
  'channels.#.calledAeTitle': '"PACS"',
  'channels.#.callingAeTitle': '"CENTERMON"',
  'channels.#.retrieve': '"move" (into our own scp channel) | "get" | "none"',
  'channels.#.tls':
    '{"caFile": "secrets/pacs-ca.pem", "certFile": "secrets/agent.crt", "keyFile": "secrets/agent.key"}',
  'channels.#.timeoutSeconds': '120',
  'channels.#.retrieveTimeoutSeconds': '1800',
  'channels.#.oneRequestPerAssociation': 'true',
  'channels.#.commitment': 'true (the archive was seen to answer storage commitment for objects it holds)',
  'channels.#.relational': 'true (the archive answers an image search that names only the study)',
  'channels.#.rowLimit': '1000',
  'channels.#.storageFolder': '"/var/lib/orthanc/db"',
  courtesy:
    '[{"pacs": "pacs", "duty": 0.25, "offHours": [{"weekdays": [1, 2, 3, 4, 5, 6], "from": "22:00", "to": "06:00"}, {"weekdays": [7], "from": "00:00", "to": "00:00"}]}]',
  'courtesy.#': '{"pacs": "pacs", "duty": 0.25}',
  'courtesy.#.pacs': '"pacs"',
  'courtesy.#.duty': '0.25',
  'courtesy.#.maxRequestsPerSecond': '20',
  'courtesy.#.offHours': '[{"weekdays": [1, 2, 3, 4, 5], "from": "22:00", "to": "06:00"}]',
  'courtesy.#.offHours.#.weekdays': '[1, 2, 3, 4, 5]',
  'courtesy.#.offHours.#.from': '"22:00"',
  'courtesy.#.offHours.#.to': '"06:00"',
  'courtesy.#.auditOnlyOffHours': 'false',
  'channels.#.port': '11112',
  'channels.#.host': '"127.0.0.1"',
  'channels.#.aeTitle': '"CENTERMON"',
  'channels.#.callingAeTitles': '["ORTHANC"]',
  imageUpload:
    '{"url": "https://platform.example/dicom-web", "auth": {"kind": "bearer", "tokenFile": "secrets/platform-token"}}',
  'imageUpload.url': '"https://platform.example/dicom-web"',
  'imageUpload.auth': '{"kind": "bearer", "tokenFile": "secrets/platform-token"}',
  station: '{"port": 7401}',
  'station.host': '"127.0.0.1"',
  'station.port': '7401',
  'station.tls': '{"certFile": "secrets/station.crt", "keyFile": "secrets/station.key"}',
  console: '{"url": "https://console.example"}',
  'console.url': '"https://console.example"',
  probes:
    '[{"name": "ct-1-echo", "type": "dimse-echo", "of": "ct-1", "host": "192.168.1.20", "port": 104, "calledAeTitle": "CT1"}]',
  'probes.#':
    '{"name": "ct-1-echo", "type": "dimse-echo", "of": "ct-1", "host": "192.168.1.20", "port": 104, "calledAeTitle": "CT1"}',
  'probes.#.name': '"ct-1-echo"',
  'probes.#.type': '"dimse-echo"',
  'probes.#.of': '"ct-1"',
  'probes.#.everySeconds': '60',
  'probes.#.timeoutSeconds': '10',
  gateway: '{"host": "192.168.1.1"}',
  'gateway.host': '"192.168.1.1"',
  'gateway.port': '443',
  'gateway.everySeconds': '60',
  traps: '{"port": 10162, "host": "192.168.1.5"}',
  'traps.port': '10162',
  'traps.host': '"192.168.1.5"',
  'console.caFile': '"secrets/console-ca.pem"',
  ...noticeExamples,
};
