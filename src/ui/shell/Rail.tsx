import { useMediaQuery } from '@mantine/hooks';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { type PathState, STATIONS, type StationId, type StationState } from '#studio/path-state';
import { Hint } from '../parts/Hint';
import classes from './Rail.module.css';
import { StationMark } from './StationMark';
import { STATION_ICONS } from './station-icons';

export interface RailProps {
  readonly path: PathState;
  readonly current: StationId | undefined;
}

/** The stations of the path, each with how far it is; along the bottom on narrow screens. */
export function Rail({ path, current }: RailProps) {
  const { t } = useTranslation('path');
  const narrow = useMediaQuery('(max-width: 48em)', false);
  return (
    <nav className={classes.rail} aria-label={t('label')}>
      <ol>
        {STATIONS.map((station, index) => {
          const state = path[station];
          const Icon = STATION_ICONS[station];
          return (
            <li key={station}>
              <Hint
                label={<StationHint station={station} state={state} number={index + 1} />}
                side={narrow ? 'top' : 'right'}
              >
                <Link
                  to={`/${station}`}
                  className={classes.station}
                  data-state={state.state}
                  aria-current={station === current ? 'page' : undefined}
                  aria-label={`${t(`station.${station}`)}, ${stateText(t, state)}`}
                >
                  <Icon size={19} stroke={1.6} aria-hidden className={classes.icon} />
                  <span className={classes.name}>{t(`station.${station}`)}</span>
                  <StationMark state={state} />
                </Link>
              </Hint>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function StationHint(props: { station: StationId; state: StationState; number: number }) {
  const { t } = useTranslation('path');
  const { station, state, number } = props;
  return (
    <span className={classes.hint}>
      <span>
        {t(`what.${station}`)} <kbd>Alt {number}</kbd>
      </span>
      {state.state === 'blocked' && <strong>{t(`reason.${state.reason}`)}</strong>}
      {state.state === 'stale' && <strong>{t(`stale.${state.reason}`)}</strong>}
    </span>
  );
}

type Translate = TFunction<'path'>;

function stateText(t: Translate, state: StationState): string {
  switch (state.state) {
    case 'running':
      return state.share === undefined
        ? t('state.running')
        : t('state.runningShare', { percent: Math.round(state.share * 100) });
    case 'blocked':
      return `${t('state.blocked')}: ${t(`reason.${state.reason}`)}`;
    case 'stale':
      return `${t('state.stale')}: ${t(`stale.${state.reason}`)}`;
    default:
      return t(`state.${state.state}`);
  }
}
