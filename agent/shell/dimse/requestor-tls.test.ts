import { createServer as createPlainServer } from 'node:net';
import { createServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { STATUS } from './command-set.ts';
import { find } from './find-scu.ts';
import type { DimsePeer, TlsMaterial } from './peer.ts';
import { key, QUERY_CLASS } from './query-keys.ts';
import { DimseAssociation } from './requestor.ts';
import { canCertify, makeCertificates } from './testing/certificates.ts';
import { type FakeArchive, type FakeArchiveOptions, startFakeArchive } from './testing/fake-archive.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';

let archive: FakeArchive | undefined;
afterEach(async () => {
  await archive?.close();
  archive = undefined;
});

describe.runIf(canCertify())('our side of TLS', () => {
  const { authority, receiver, sender, stranger } = makeCertificates();
  const pem = (identity: { readonly cert: Buffer; readonly key: Buffer }): { cert: string; key: string } => ({
    cert: identity.cert.toString(),
    key: identity.key.toString(),
  });
  const ca = authority.toString();
  const contexts = [{ abstractSyntax: QUERY_CLASS.studyFind, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] }];
  const answer: FakeArchiveOptions['answer'] = (exchange) => exchange.respond({ Status: STATUS.success });

  /** An archive that demands a certificate of the authority, and shows `identity`. */
  const secured = (identity = receiver): FakeArchiveOptions['server'] => {
    return (onSocket) => {
      const server = createServer(
        { ...identity, ca: authority, requestCert: true, rejectUnauthorized: true },
        onSocket,
      );
      server.on('tlsClientError', () => undefined);
      return server;
    };
  };

  async function ask(server: FakeArchiveOptions['server'], tls: TlsMaterial | undefined): Promise<unknown> {
    archive = await startFakeArchive({ answer, ...(server === undefined ? {} : { server }) });
    const peer: DimsePeer = {
      host: 'localhost',
      port: archive.port,
      callingAeTitle: 'MONITOR',
      calledAeTitle: 'PACS',
      ...(tls === undefined ? {} : { tls }),
    };
    const opened = await DimseAssociation.open({
      peer,
      contexts,
      limits: { closeMs: 200, connectMs: 2_000, associateMs: 2_000 },
    });
    if (opened.kind !== 'open') return opened;
    const keys = [key('QueryRetrieveLevel', 'STUDY'), key('StudyInstanceUID', '1.2')];
    const result = await find(opened.association, {
      model: QUERY_CLASS.studyFind,
      keys,
      maxResponses: 1,
      idleMs: 2_000,
    });
    if (opened.association.ready) await opened.association.release();
    return result;
  }

  it('asks an archive that knows us and that we know', async () => {
    expect(await ask(secured(), { ca, ...pem(sender) })).toMatchObject({ kind: 'complete' });
    expect(archive?.associations).toHaveLength(1);
  });

  it.each<[string, () => FakeArchiveOptions['server'], TlsMaterial | undefined, object]>([
    ['we show no certificate', () => secured(), { ca }, { kind: 'tls-failed' }],
    // Under TLS 1.3 a peer may cut the connection without saying that it was for the certificate.
    ['we show one of a stranger', () => secured(), { ca, ...pem(stranger) }, {}],
    ['the archive shows one of a stranger', () => secured(stranger), { ca, ...pem(sender) }, { kind: 'tls-failed' }],
    [
      'we trust another authority',
      () => secured(),
      { ca: stranger.cert.toString(), ...pem(sender) },
      { kind: 'tls-failed' },
    ],
    ['the archive speaks plainly', () => (onSocket) => createPlainServer(onSocket), { ca, ...pem(sender) }, {}],
    ['we speak plainly', () => secured(), undefined, {}],
  ])('%s: no title is told, and there is no answer', async (_, server, tls, expected) => {
    const result = await ask(server(), tls);
    expect(result).toMatchObject(expected);
    expect(result).not.toMatchObject({ kind: 'complete' });
    expect(archive?.associations).toEqual([]);
    expect(archive?.asked).toEqual([]);
  });
});
