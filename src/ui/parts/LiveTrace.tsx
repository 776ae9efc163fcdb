import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FrameStream } from '#studio/frame-bus';
import classes from './LiveTrace.module.css';
import { useStudio } from './studio-context';
import { createTracePainter, type TraceMark } from './trace-painter';

export interface LiveTraceProps {
  /** Stretch shown, s. */
  readonly seconds: number;
  /** Height, px. */
  readonly height: number;
  /** Names of the channels to draw; all of the stream's by default. */
  readonly channels?: readonly string[];
  /** Bands on the trace, on the frames' clock; read on every animation frame. */
  readonly marks?: readonly TraceMark[];
  /** The stream to draw; the leading device's by default. */
  readonly frames?: Pick<FrameStream, 'ring' | 'description'>;
}

/** The stream as it comes, newest at the right, one lane a unit. Draws while it can be seen. */
export function LiveTrace({ seconds, height, channels, marks, frames: own }: LiveTraceProps) {
  const { t } = useTranslation('common');
  const studio = useStudio();
  const frames = own ?? studio.frames;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  const calm = useReducedMotion();
  const latestMarks = useRef(marks);
  latestMarks.current = marks;
  const wanted = channels?.join(' ');

  // `scheme` is what the painter's colours are read under.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours change with the scheme
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const names = wanted === undefined ? undefined : new Set(wanted.split(' '));
    const painter = createTracePainter(element, { seconds, names });
    // Four steps a second still show the signal to who asked for no motion.
    const intervalMs = calm ? 250 : 0;
    let request = 0;
    let paintedMs = Number.NEGATIVE_INFINITY;
    let visible = true;
    const loop = (nowMs: number) => {
      if (nowMs - paintedMs >= intervalMs) {
        paintedMs = nowMs;
        painter.paint(frames, nowMs, latestMarks.current);
      }
      request = visible ? requestAnimationFrame(loop) : 0;
    };
    const resize = new ResizeObserver(() => painter.resize());
    const intersection = new IntersectionObserver(([entry]) => {
      visible = entry?.isIntersecting ?? true;
      if (visible && request === 0) request = requestAnimationFrame(loop);
    });
    resize.observe(element);
    intersection.observe(element);
    request = requestAnimationFrame(loop);
    return () => {
      visible = false;
      cancelAnimationFrame(request);
      resize.disconnect();
      intersection.disconnect();
    };
  }, [frames, seconds, wanted, scheme, calm]);

  return (
    <canvas
      ref={canvas}
      className={classes.trace}
      style={{ '--trace-height': `${height}px` }}
      role="img"
      aria-label={t('trace.label', { seconds })}
    />
  );
}
