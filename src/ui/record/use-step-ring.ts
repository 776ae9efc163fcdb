import { useReducedMotion } from '@mantine/hooks';
import { type RefObject, useEffect, useRef } from 'react';
import type { GuidedProgress } from '#studio/guide';
import { useStudio } from '../parts/studio-context';

/** Who asked for no motion still sees how much is left, four times a second. */
const CALM_MS = 250;

/** Closes a circle's stroke as the step runs out, without a render for every frame. */
export function useStepRing(
  { stepStartedAtMs, stepMs, paused }: GuidedProgress,
  running: boolean,
): RefObject<SVGCircleElement | null> {
  const ring = useRef<SVGCircleElement>(null);
  const calm = useReducedMotion();
  const { platform } = useStudio();
  useEffect(() => {
    const circle = ring.current;
    if (circle === null) return;
    const round = circle.pathLength.baseVal;
    const draw = () => {
      const gone = running && !paused ? (platform.nowMs() - stepStartedAtMs) / stepMs : 0;
      circle.style.strokeDashoffset = String(round * Math.min(1, Math.max(0, gone)));
    };
    draw();
    if (!running || paused) return;
    if (calm) {
      const timer = setInterval(draw, CALM_MS);
      return () => clearInterval(timer);
    }
    let request = requestAnimationFrame(function loop() {
      draw();
      request = requestAnimationFrame(loop);
    });
    return () => cancelAnimationFrame(request);
  }, [platform, stepStartedAtMs, stepMs, paused, running, calm]);
  return ring;
}
