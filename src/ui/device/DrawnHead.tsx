import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IDENTITY } from '#core/motion/orientation';
import { useStudio } from '../parts/studio-context';
import classes from './DrawnHead.module.css';
import { drawHead, type HeadDrawing } from './head-drawing';

/** In the order in which they are painted. */
const PARTS = [
  'neck',
  'skull',
  'mouth',
  'eyes',
  'brows',
  'nose',
  'hair',
  'ear',
  'device',
] as const satisfies readonly (keyof HeadDrawing)[];

/** The simulated person's head, drawn as it moves. Frames don't pass through React. */
export function DrawnHead() {
  const { t } = useTranslation('device');
  const { simulator } = useStudio().device;
  const svg = useRef<SVGSVGElement>(null);

  useEffect(() => {
    const paths = new Map(
      PARTS.map((part) => [part, svg.current?.querySelector(`[data-part=${part}]`)]),
    );
    let request = 0;
    const paint = () => {
      const drawing = drawHead(simulator.pose() ?? IDENTITY);
      for (const part of PARTS) paths.get(part)?.setAttribute('d', drawing[part]);
      request = requestAnimationFrame(paint);
    };
    paint();
    return () => cancelAnimationFrame(request);
  }, [simulator]);

  return (
    <svg
      ref={svg}
      className={classes.head}
      viewBox="-90 -128 180 190"
      role="img"
      aria-label={t('person.head')}
    >
      <path className={classes.shoulders} d="M-78 66C-76 34-44 24-14 20H22C52 24 78 34 80 66Z" />
      {PARTS.map((part) => (
        <path key={part} data-part={part} className={classes[part]} />
      ))}
    </svg>
  );
}
