import { Button, Input, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconPlayerRecordFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { isRecording } from '#studio/record-station';
import { Figure } from '../parts/Figure';
import { useStudio } from '../parts/studio-context';
import { useOpenProject } from '../parts/use-open-project';
import { durationText } from './duration-text';
import classes from './RecordControls.module.css';
import { SubjectPicker } from './SubjectPicker';

const COUNTDOWNS_S = [0, 3, 5];

/** Who, with which countdown, and the button; while recording, how long and how many. */
export function RecordControls({ onCancel }: { onCancel(): void }) {
  const { t, i18n } = useTranslation('record');
  const { record } = useStudio();
  const { readOnly = false } = useOpenProject();
  const state = useStore(record.store);
  const [countdownS, setCountdownS] = useState(record.countdownS);
  const busy = state.phase === 'countdown' || isRecording(state);
  const number = new Intl.NumberFormat(i18n.language);

  return (
    <div className={classes.bar}>
      <div className={classes.main}>
        <Tooltip label={t('controls.startKey')}>
          <button
            type="button"
            className={classes.record}
            data-phase={state.phase}
            disabled={readOnly || state.phase === 'finishing'}
            aria-keyshortcuts="R"
            onClick={() => void (busy ? record.stop() : record.start())}
          >
            <span className={classes.face} aria-hidden>
              {state.phase === 'countdown' ? (
                state.remainingS
              ) : isRecording(state) ? (
                <IconPlayerStopFilled size={26} />
              ) : (
                <IconPlayerRecordFilled size={26} />
              )}
            </span>
            <span>{t(busy ? 'controls.stop' : 'controls.start')}</span>
          </button>
        </Tooltip>
        <Text size="sm" c="dimmed" role="status" className={classes.status}>
          {state.phase === 'countdown'
            ? t('controls.startingIn', { seconds: state.remainingS })
            : isRecording(state)
              ? t('controls.recordingNow', { name: state.subject })
              : state.phase === 'finishing'
                ? t('controls.finishing')
                : t('controls.ready', { name: state.subject })}
        </Text>
      </div>
      {isRecording(state) ? (
        <div className={classes.figures}>
          <Figure
            label={t('controls.elapsed')}
            value={durationText(state.durationMs)}
            testId="elapsed"
          />
          <Figure
            label={t('controls.frames')}
            value={number.format(state.frameCount)}
            testId="frames"
          />
          <Figure label={t('controls.lost')} value={number.format(state.lostCount)} />
          <Tooltip label={t('controls.cancelKey')}>
            <Button variant="subtle" color="gray" aria-keyshortcuts="Escape" onClick={onCancel}>
              {t('controls.discard')}
            </Button>
          </Tooltip>
        </div>
      ) : state.phase === 'countdown' ? (
        <Button variant="subtle" color="gray" aria-keyshortcuts="Escape" onClick={onCancel}>
          {t('controls.cancel')}
        </Button>
      ) : (
        <div className={classes.choices}>
          <SubjectPicker />
          <div>
            <Input.Label labelElement="div" display="block" id="countdown-label">
              {t('controls.countdown')}
            </Input.Label>
            <SegmentedControl
              aria-labelledby="countdown-label"
              value={String(countdownS)}
              data={COUNTDOWNS_S.map((seconds) => ({
                value: String(seconds),
                label:
                  seconds === 0
                    ? t('controls.countdownNone')
                    : t('controls.countdownSeconds', { seconds }),
              }))}
              onChange={(value) => {
                record.setCountdown(Number(value));
                setCountdownS(Number(value));
              }}
            />
          </div>
        </div>
      )}
    </div>
  );
}
