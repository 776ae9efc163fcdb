import { useElementSize } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gestureColour } from '../parts/gesture-colour';
import classes from './HeroTrace.module.css';
import type { HeroMotion } from './hero-motion';

/** Height of the picture and of its plot, px; names stand below the plot. */
const HEIGHT = 168;
const PLOT = 140;

/** Name (a key of `names`) and colour index of each gesture, as in the demo. */
const GESTURES = {
  nod: ['nod', 0],
  shake: ['shake', 1],
  'neck-left': ['neckLeft', 2],
  'neck-right': ['neckRight', 3],
} as const;

/** What the studio is about, in one picture: motion with its gestures marked. */
export function HeroTrace() {
  const { t } = useTranslation('start');
  const { ref, width } = useElementSize<HTMLElement>();
  const [motion, setMotion] = useState<HeroMotion>();

  // After the page can be used: a picture is worth waiting for, a button is not.
  useEffect(() => {
    let wanted = true;
    const load = () =>
      void import('./hero-motion').then(({ heroMotion }) => wanted && setMotion(heroMotion()));
    const timer = setTimeout(load, 60);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, []);

  return (
    <figure ref={ref} className={classes.figure}>
      {motion !== undefined && width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={t('hero.label')}
        >
          <Picture motion={motion} width={width} />
        </svg>
      )}
    </figure>
  );
}

function Picture({ motion, width }: { motion: HeroMotion; width: number }) {
  const { t } = useTranslation('start');
  const x = (ms: number) => (ms / motion.durationMs) * (width - 24);
  const reachDps = Math.ceil(motion.reachDps / 10) * 10;
  const y = (dps: number) => PLOT / 2 - (dps / reachDps) * (PLOT / 2);
  return (
    <>
      {motion.gestures.map(({ gesture, startMs, endMs }) => {
        const [name, colour] = GESTURES[gesture];
        const left = x(startMs);
        return (
          <g key={startMs} style={{ '--gesture': gestureColour(colour) }}>
            <rect className={classes.band} x={left} y={0} width={x(endMs) - left} height={PLOT} />
            <rect className={classes.edge} x={left} y={PLOT} width={x(endMs) - left} height={3} />
            <text className={classes.name} x={left} y={HEIGHT - 6}>
              {t(`names.${name}`)}
            </text>
          </g>
        );
      })}
      <text className={classes.scale} x={0} y={12}>
        ±{reachDps} °/s
      </text>
      <line className={classes.zero} x1={0} x2={width - 24} y1={PLOT / 2} y2={PLOT / 2} />
      {motion.axes.map((points, axis) => {
        const [lastMs, lastDps] = points.at(-1)!;
        const path = points.map(([ms, dps]) => `${x(ms).toFixed(1)} ${y(dps).toFixed(1)}`);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: axes have no other name
          <g key={axis} className={classes.axis} data-axis={axis}>
            <path d={`M${path.join('L')}`} />
            <circle cx={x(lastMs)} cy={y(lastDps)} r={2.5} />
          </g>
        );
      })}
      {['x', 'y', 'z'].map((axis, index) => (
        <text
          key={axis}
          className={classes.axisName}
          data-axis={index}
          x={width - 14}
          y={PLOT / 2 - 10 + index * 14}
        >
          {axis}
        </text>
      ))}
    </>
  );
}
