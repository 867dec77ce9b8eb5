import { useCallback, useState } from 'react';

/** Width of a place on the page in whole pixels, followed as the window changes; 0 until it stands there. */
export function useWidth(): readonly [(node: HTMLElement | null) => (() => void) | undefined, number] {
  const [width, setWidth] = useState(0);
  const place = useCallback((node: HTMLElement | null) => {
    if (node === null) return undefined;
    setWidth(Math.floor(node.clientWidth));
    const watch = new ResizeObserver(() => setWidth(Math.floor(node.clientWidth)));
    watch.observe(node);
    return () => watch.disconnect();
  }, []);
  return [place, width];
}
