import { Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gesture } from '#core/dataset/gesture';
import type { Recording } from '#core/dataset/session';
import type { LabelStation, OpenLabels } from '#studio/label-station';
import type { ProjectStation } from '#studio/project-station';
import { FailureNote } from '../parts/FailureNote';
import { channelGroups, firstShown } from './channel-groups';
import { LabelToolbar } from './LabelToolbar';
import { Overview } from './Overview';
import { SpanTable } from './SpanTable';
import { SuggestionBar } from './SuggestionBar';
import { Timeline } from './Timeline';
import { createTimelineView } from './timeline-view';
import { useLabelKeys } from './use-label-keys';
import { VideoPane } from './VideoPane';

export interface LabelDeskProps {
  readonly label: LabelStation;
  readonly project: ProjectStation;
  readonly labels: OpenLabels;
  readonly recording: Recording;
  readonly gestures: readonly Gesture[];
  goToRecording(step: 1 | -1): void;
}

/** A span drawn by a key is this long until it is changed, ms. */
const KEY_SPAN_MS = 1000;
/** What a phone shows of a fresh recording, ms. */
const NARROW_VIEW_MS = 8000;
/** Around a place that someone asked to see, ms. */
const WANTED_MS = 6000;

/** One open recording with everything to label it by. */
export function LabelDesk(props: LabelDeskProps) {
  const { label, project, labels, recording, gestures, goToRecording } = props;
  const { t } = useTranslation('label');
  const { trace, selectedId, wanted, gestureId } = labels;
  const { spans, durationMs } = recording;
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: turning a phone shows nothing else
  const view = useMemo(
    () => createTimelineView(durationMs, narrow ? NARROW_VIEW_MS : undefined),
    [durationMs],
  );
  const timelineRef = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => channelGroups(trace.summary.channels), [trace.summary]);
  const [shownGroups, setShownGroups] = useState<string[]>(() => firstShown(groups));
  const channelNames = useMemo(
    () =>
      new Set(groups.filter(({ id }) => shownGroups.includes(id)).flatMap(({ names }) => names)),
    [groups, shownGroups],
  );
  const gesture = gestures.find(({ id }) => id === gestureId);

  useEffect(() => {
    if (wanted) view.show(wanted.atMs - WANTED_MS / 2, wanted.atMs + WANTED_MS / 2);
  }, [view, wanted]);

  const selected = spans.find(({ id }) => id === selectedId);
  const selectedStart = selected?.startMs;
  const selectedEnd = selected?.endMs;
  useEffect(() => {
    if (selectedStart !== undefined && selectedEnd !== undefined) {
      view.reveal(selectedStart, selectedEnd);
    }
  }, [view, selectedStart, selectedEnd]);

  const gestureInHand = () => {
    if (gestureId !== undefined) return gestureId;
    const made = project.addGesture(t('gestures.newName', { number: 1 }), 'event');
    label.setGesture(made.id);
    return made.id;
  };
  const addHere = () => {
    const { cursorMs } = labels;
    const inView = cursorMs >= view.fromMs && cursorMs <= view.toMs;
    const startMs = inView ? cursorMs : (view.fromMs + view.toMs - KEY_SPAN_MS) / 2;
    label.add(startMs, startMs + KEY_SPAN_MS, gestureInHand());
  };

  /** Labels the next movement; one that is out of sight is shown first. */
  const acceptNext = () => {
    const next = label.nextSuggestion();
    if (!next) return;
    const inView = next.startMs >= view.fromMs && next.endMs <= view.toMs;
    if (!inView) view.reveal(next.startMs, next.endMs);
    else {
      gestureInHand();
      label.accept(next);
    }
  };

  useLabelKeys({
    timeline: timelineRef,
    view,
    label,
    labels,
    spans,
    gestures,
    stepMs: recording.rateHz > 0 ? 1000 / recording.rateHz : 20,
    goToRecording,
    addHere,
    acceptNext,
  });

  return (
    <Stack gap="xs">
      {labels.saveFailure && <FailureNote failure={labels.saveFailure} kept={t('kept')} />}
      <LabelToolbar
        label={label}
        labels={labels}
        view={view}
        gestures={gestures}
        groups={groups}
        shownGroups={shownGroups}
        onShowGroups={setShownGroups}
        addHere={addHere}
      />
      <Overview view={view} trace={trace} spans={spans} gestures={gestures} />
      <Timeline
        view={view}
        label={label}
        labels={labels}
        spans={spans}
        gestures={gestures}
        channelNames={channelNames}
        gestureInHand={gestureInHand}
        timelineRef={timelineRef}
      />
      <VideoPane view={view} label={label} recording={recording} cursorMs={labels.cursorMs} />
      <SuggestionBar label={label} labels={labels} gesture={gesture} acceptNext={acceptNext} />
      <SpanTable label={label} spans={spans} gestures={gestures} selectedId={selectedId} />
    </Stack>
  );
}
