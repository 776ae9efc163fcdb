import { useEffect, useState } from 'react';

/** Bytes of a file once gzipped, as a download or an update over the air would carry it. */
export function usePackedSize(file: Uint8Array | undefined): number | undefined {
  const [size, setSize] = useState<number>();
  useEffect(() => {
    let current = true;
    setSize(undefined);
    if (file === undefined) return undefined;
    const packed = new Blob([file.slice()]).stream().pipeThrough(new CompressionStream('gzip'));
    void new Response(packed).arrayBuffer().then(({ byteLength }) => {
      if (current) setSize(byteLength);
    });
    return () => {
      current = false;
    };
  }, [file]);
  return size;
}
