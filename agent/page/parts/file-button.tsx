import { Button, Upload } from 'antd';
import { type ReactNode, useState } from 'react';

export interface Sending {
  readonly busy: boolean;
  /** Why the last file was not taken; null while one is on its way. */
  readonly fault: Error | null;
  readonly send: (file: File) => void;
}

/** Sends a file that a person has chosen, one at a time; what the station refuses is kept to be shown. */
export function useSending(work: (file: File) => Promise<void>): Sending {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Error | null>(null);
  const run = async (file: File): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await work(file);
    } catch (caught) {
      if (!(caught instanceof Error)) throw caught;
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };
  return { busy, fault, send: (file) => void run(file) };
}

export interface FileButtonProps {
  readonly accept: string;
  readonly sending: Sending;
  readonly children: ReactNode;
}

/** Chooses one file and sends it at once. */
export function FileButton({ accept, sending: { busy, send }, children }: FileButtonProps) {
  return (
    <Upload
      accept={accept}
      maxCount={1}
      showUploadList={false}
      beforeUpload={(file) => {
        send(file);
        return false;
      }}
    >
      <Button loading={busy}>{children}</Button>
    </Upload>
  );
}
