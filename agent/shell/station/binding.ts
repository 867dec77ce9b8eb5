import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { AgentError, messageOf } from '../errors.ts';
import type { StationConfig } from './deps.ts';

export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1' || host === '[::1]') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

export type Binding =
  | { readonly kind: 'plain' }
  | { readonly kind: 'tls'; readonly cert: Buffer; readonly key: Buffer };

function pem(path: string, name: string): Buffer {
  try {
    return readFileSync(path);
  } catch (fault) {
    throw new AgentError(
      'config-invalid',
      `station.tls.${name} cannot be read / 无法读取证书文件`,
      { path, reason: messageOf(fault) },
      fault,
    );
  }
}

/** Patient data never crosses a network in the clear: off loopback the station needs a certificate. Throws AgentError `config-invalid`. */
export function bindingOf({ host, tls }: StationConfig): Binding {
  if (tls !== undefined) {
    return { kind: 'tls', cert: pem(tls.certFile, 'certFile'), key: pem(tls.keyFile, 'keyFile') };
  }
  if (isLoopback(host)) return { kind: 'plain' };
  throw new AgentError(
    'config-invalid',
    `station.host ${host} can be reached from other machines, so station.tls.certFile and station.tls.keyFile are needed; without them use 127.0.0.1 / 工作站地址可被其他机器访问，必须配置 TLS 证书与密钥；否则请使用 127.0.0.1`,
    { host },
  );
}

/** A page of another site whose name was pointed at our loopback address names itself in the Host header. */
export function isOwnHost(binding: Binding, config: StationConfig, hostHeader: string | undefined): boolean {
  if (binding.kind === 'tls') return true;
  const name = (hostHeader ?? '').replace(/:\d+$/, '');
  return isLoopback(name) || name === config.host;
}
