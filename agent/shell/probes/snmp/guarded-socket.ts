import type { Socket } from 'node:dgram';

/**
 * Datagrams come from anybody, and the library reads them inside the socket's event, where what throws would end the program. Here it is handed to `failed` instead, and the next
 * datagram is read as if that one had not been.
 */
export function guardedSocket(socket: Socket, failed: (fault: unknown) => void): Socket {
  const emit: (...args: never[]) => boolean = socket.emit;
  Object.defineProperty(socket, 'emit', {
    value: (event: string, ...args: unknown[]): boolean => {
      const told = (): boolean => Boolean(Reflect.apply(emit, socket, [event, ...args]));
      if (event !== 'message') return told();
      try {
        return told();
      } catch (fault) {
        failed(fault);
        return true;
      }
    },
  });
  return socket;
}
