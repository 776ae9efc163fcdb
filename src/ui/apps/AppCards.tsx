import {
  IconAlarm,
  IconBarbell,
  IconPhoneCall,
  IconStretching,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { EXERCISE_MOVEMENTS, isDone } from '#core/apps/exercise-counter';
import { dayTotals } from '#core/apps/posture-monitor';
import { PageFrame } from '../parts/PageFrame';
import { useStudio } from '../parts/studio-context';
import classes from './AppCards.module.css';
import { APPS, type AppId } from './app-list';
import { RecogniserNote } from './RecogniserNote';
import { useMinutes } from './use-minutes';

const ICONS: Readonly<Record<AppId, TablerIcon>> = {
  posture: IconStretching,
  sedentary: IconAlarm,
  call: IconPhoneCall,
  exercise: IconBarbell,
};

/** The four apps at a glance, each with how it stands today. */
export function AppCards() {
  const { t } = useTranslation('apps');
  return (
    <PageFrame title={t('title')} lead={t('lead')}>
      <RecogniserNote />
      <ul className={classes.cards}>
        {APPS.map((app) => {
          const Icon = ICONS[app];
          return (
            <li key={app}>
              <Link to={`/apps/${app}`} className={classes.card}>
                <Icon size={26} stroke={1.5} aria-hidden className={classes.icon} />
                <span className={classes.name}>{t(`${app}.title`)}</span>
                <span className={classes.what}>{t(`${app}.lead`)}</span>
                <span className={classes.today}>
                  <Today app={app} />
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </PageFrame>
  );
}

function Today({ app }: { readonly app: AppId }) {
  const { t } = useTranslation('apps');
  const state = useStore(useStudio().apps.store);
  const minutes = useMinutes();
  switch (app) {
    case 'posture':
      return t('card.posture', { minutes: minutes(dayTotals(state.posture.days, state.day).down) });
    case 'sedentary':
      return t('card.sedentary', {
        minutes: minutes(state.reminder.downMs),
        limit: state.reminder.limits.downMinutes,
      });
    case 'call':
      return t(`call.short.${state.call.phase}`);
    case 'exercise': {
      const { goals, counts } = state.exercise;
      if (isDone(state.exercise)) return t('exercise.done');
      const sum = (of: typeof goals) =>
        EXERCISE_MOVEMENTS.reduce((total, one) => total + Math.min(of[one], goals[one]), 0);
      return t('card.exercise', { count: sum(counts), goal: sum(goals) });
    }
  }
}
