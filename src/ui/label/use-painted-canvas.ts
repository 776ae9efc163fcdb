import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useEffect, useRef } from 'react';
import { resolvedColour } from '../parts/gesture-colour';
import { readTraceStyle, type TraceStyle } from '../parts/trace-style';

export interface Painting {
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  readonly style: TraceStyle;
  /** A colour that may be `var(--name)`, as it stands now. */
  colour(css: string): string;
}

/** A canvas, crisp at any pixel ratio, that `paint` fills anew whenever `repaint` was called. */
export function usePaintedCanvas(paint: (painting: Painting) => void) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(paint);
  latest.current = paint;
  const style = useRef<TraceStyle>(undefined);
  const colours = useRef(new Map<string, string>());
  const request = useRef(0);
  const scheme = useComputedColorScheme('light');

  const repaint = useCallback(() => {
    if (request.current !== 0) return;
    request.current = requestAnimationFrame(() => {
      request.current = 0;
      const element = canvas.current;
      const context = element?.getContext('2d');
      if (!element || !context) return;
      const ratio = window.devicePixelRatio;
      const { clientWidth: width, clientHeight: height } = element;
      const columns = Math.round(width * ratio);
      const rows = Math.round(height * ratio);
      if (element.width !== columns) element.width = columns;
      if (element.height !== rows) element.height = rows;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      style.current ??= readTraceStyle(element);
      const colour = (css: string) => {
        const known = colours.current.get(css);
        if (known !== undefined) return known;
        const found = resolvedColour(css, element);
        colours.current.set(css, found);
        return found;
      };
      latest.current({ context, width, height, ratio, style: style.current, colour });
    });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours change with the scheme
  useEffect(() => {
    style.current = undefined;
    colours.current.clear();
    repaint();
  }, [scheme, repaint]);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(repaint);
    observer.observe(element);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(request.current);
      request.current = 0;
    };
  }, [repaint]);

  return { canvas, repaint };
}
