import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exampleShape } from '#core/dataset/example-shape';
import type { Gesture } from '#core/dataset/gesture';
import type { LabelSpan } from '#core/dataset/label-span';
import type { Recording } from '#core/dataset/session';
import { gestureColour } from '../parts/gesture-colour';
import { useStudio } from '../parts/studio-context';
import classes from './GesturePanel.module.css';
import { timeText } from './time-ticks';

export interface ExamplesProps {
  readonly gesture: Gesture;
  readonly recordings: readonly Recording[];
  readonly currentId: string | undefined;
  onJump(recordingId: string, span: LabelSpan): void;
}

/** As many as stand beside each other; more would tell nothing new. */
const MOST = 8;
const POINTS = 28;
const WIDTH = 44;
const HEIGHT = 24;

interface Example {
  readonly recording: Recording;
  readonly span: LabelSpan;
}

/** Small pictures of labelled stretches, of this recording first; one leads to its place. */
export function Examples({ gesture, recordings, currentId, onJump }: ExamplesProps) {
  const { t } = useTranslation('label');
  const { project } = useStudio();
  const examples = useMemo(
    () => pick(recordings, gesture.id, currentId),
    [recordings, gesture.id, currentId],
  );
  const [paths, setPaths] = useState<ReadonlyMap<string, string>>(new Map());

  useEffect(() => {
    let gone = false;
    const draw = async () => {
      const drawn = new Map<string, string>();
      for (const { recording, span } of examples) {
        const signal = await project.loadSignal(recording.id);
        if (gone) return;
        drawn.set(span.id, pathOf(exampleShape(signal, span, POINTS)));
      }
      setPaths(drawn);
    };
    // Where a recording can't be read the timeline says so; here its picture is missing.
    draw().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [project, examples]);

  return (
    <ul className={classes.examples} aria-label={t('examples.label', { name: gesture.name })}>
      {examples.map(({ recording, span }, index) => (
        <li key={span.id}>
          <button
            type="button"
            aria-label={t('examples.go', {
              number: index + 1,
              recording: recording.name,
              time: timeText(span.startMs, 100),
            })}
            title={`${recording.name} · ${timeText(span.startMs, 100)}`}
            onClick={() => onJump(recording.id, span)}
          >
            <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
              <path
                d={paths.get(span.id) ?? ''}
                fill="none"
                stroke={gestureColour(gesture.colour)}
                strokeWidth={1.5}
                strokeLinejoin="round"
              />
            </svg>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Examples of the open recording first, then a few of each other one. */
function pick(
  recordings: readonly Recording[],
  gestureId: string,
  currentId: string | undefined,
): Example[] {
  const examplesOf = (recording: Recording): Example[] =>
    recording.spans
      .filter((span) => span.gestureId === gestureId)
      .map((span) => ({ recording, span }));
  const here = recordings.filter(({ id }) => id === currentId).flatMap(examplesOf);
  if (here.length >= MOST) return here.slice(0, MOST);
  const elsewhere = recordings
    .filter(({ id }) => id !== currentId)
    .flatMap((recording) => examplesOf(recording).slice(0, 2));
  return [...here, ...elsewhere].slice(0, MOST);
}

function pathOf(shape: Float32Array): string {
  return Array.from(shape, (value, i) => {
    const x = 2 + (i / (shape.length - 1)) * (WIDTH - 4);
    const y = HEIGHT / 2 - value * (HEIGHT / 2 - 3);
    return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join('');
}
